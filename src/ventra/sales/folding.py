"""A product's events with the small ones folded, and the parts of a fold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np

from ventra.core.day import day_number_of, day_of, from_us, start_of_day_us, to_us
from ventra.core.event_folds import USUAL_DAYS, fold, small_ones
from ventra.core.event_kinds import NO_SKU, Events, Kind
from ventra.sales.answers import EventGroup, EventKind, ProductEvent
from ventra.sales.daily import LEAST_OUT
from ventra.sales.happenings import KINDS, answered, page_of
from ventra.sales.store import events, read
from ventra.sales.store.events import KnownEvent

READ_AT_LEAST = 2_000
"""Events read for a page: how many groups they make is known afterwards."""


async def groups_of(
    db: Any, product_id: int, begin_us: int, end_us: int, limit: int
) -> tuple[list[EventGroup], int | None]:
    """Rows of whole days, newest first, and before which instant (µs) more begin, if any do.

    More than `limit` only where a single day holds more; fewer also where they fold more events than are read at a time.
    """
    if end_us <= begin_us:
        return [], None
    known = await events.of_whole_days(db, product_id, begin_us, end_us, at_least=READ_AT_LEAST)
    groups = await _folded(db, product_id, known)
    page = _whole_days(groups, limit)
    more = len(page) < len(groups) or len(known) >= READ_AT_LEAST
    rest_us = start_of_day_us(day_number_of(to_us(page[-1].seen_from))) if more else None
    return page, rest_us


async def parts_of(
    db: Any, product_id: int, kind: EventKind, begin_us: int, end_us: int, limit: int
) -> tuple[list[ProductEvent], int | None]:
    """The small events of a kind that begin in a stretch, newest first, and before which instant (µs) more may begin."""
    if end_us <= begin_us:
        return [], None
    code = Kind(KINDS.index(kind) + 1)
    known = await events.of_product(db, product_id, begin_us, end_us, at_least=limit + 1, kind=code)
    page, more = page_of(known, limit)
    columns = _columns(product_id, page)
    small = small_ones(columns, *await _known_days(db, product_id, columns))
    parts = [one for one, is_small in zip(page, small, strict=True) if is_small]
    return answered(parts), to_us(page[-1].seen_from) if more else None


async def _folded(db: Any, product_id: int, known: Sequence[KnownEvent]) -> list[EventGroup]:
    columns = _columns(product_id, known)
    folds = fold(columns, *await _known_days(db, product_id, columns))
    of_group: dict[int, list[KnownEvent]] = defaultdict(list)
    for place, one in zip(folds.group.tolist(), known, strict=True):
        of_group[place].append(one)
    return [
        EventGroup(
            day=day_of(parts[0].seen_from),
            seen_from=from_us(folds.begin[place]),
            seen_to=from_us(folds.end[place]),
            kind=KINDS[parts[0].kind - 1],
            events=len(parts),
            pieces=None if np.isnan(folds.pieces[place]) else float(folds.pieces[place]),
            probability=float(folds.probability[place]),
            small=bool(folds.small[place]),
            sku_ids=sorted({one.sku_id for one in parts}, key=lambda sku: NO_SKU if sku is None else sku),
            only=answered(parts)[0] if len(parts) == 1 else None,
        )
        for place, parts in sorted(of_group.items())
    ]


async def _known_days(db: Any, product_id: int, columns: Events) -> Any:
    """The known days that say what sells on a usual day around these events: an empty shelf does not."""
    if len(columns.begin) == 0:
        return np.zeros(0, np.int64), np.zeros(0)
    days = day_number_of(columns.begin)
    first, last = int(days.min()) - USUAL_DAYS + 1, int(days.max())
    return await read.units_in_stock(db, product_id, first, last, least_out=LEAST_OUT)


def _whole_days(groups: Sequence[EventGroup], limit: int) -> list[EventGroup]:
    """As many of the newest groups as fit, cut between days; a day that does not fit comes whole and alone."""
    if len(groups) <= limit:
        return list(groups)
    page = [one for one in groups if one.day > groups[limit].day]
    return page or [one for one in groups if one.day == groups[0].day]


def _columns(product_id: int, known: Sequence[KnownEvent]) -> Events:
    def whole(values: Sequence[int]) -> Any:
        return np.array(values, np.int64)

    return Events(
        product=np.full(len(known), product_id, np.int64),
        sku=whole([NO_SKU if one.sku_id is None else one.sku_id for one in known]),
        begin=whole([to_us(one.seen_from) for one in known]),
        end=whole([to_us(one.seen_to) for one in known]),
        kind=whole([one.kind for one in known]).astype(np.int8),
        pieces=np.array([np.nan if one.pieces is None else one.pieces for one in known], np.float64),
        probability=np.array([one.probability for one in known], np.float64),
        reason=whole([one.reason for one in known]).astype(np.int8),
    )
