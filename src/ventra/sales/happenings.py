"""Kept events in the words of the api, cut into pages that never part what one look brought."""

from __future__ import annotations

from collections.abc import Sequence

from ventra.core.day import day_of
from ventra.sales.answers import EventKind, ProductEvent
from ventra.sales.store.events import KnownEvent

KINDS: tuple[EventKind, ...] = (
    "restock", "return", "write_off", "set_by_hand", "appeared", "gone", "sold_out", "counter_corrected", "cancelled", "burst",
)  # fmt: skip
"""In the order of `core/event_kinds.Kind`, from 1."""


def answered(known: Sequence[KnownEvent]) -> list[ProductEvent]:
    """Events as they are answered."""
    return [
        ProductEvent(
            day=day_of(one.seen_from),
            seen_from=one.seen_from,
            seen_to=one.seen_to,
            sku_id=one.sku_id,
            kind=KINDS[one.kind - 1],
            pieces=one.pieces,
            probability=one.probability,
            reason=one.reason.name.lower(),
            note_key=f"event.{one.reason.name.lower()}",
        )
        for one in known
    ]


def page_of(known: Sequence[KnownEvent], limit: int) -> tuple[Sequence[KnownEvent], bool]:
    """The first page of events that are sorted newest first, and whether more follow. It holds more than `limit` only where one
    look brought more."""
    if len(known) <= limit:
        return known, False
    page = [one for one in known if one.seen_from > known[limit].seen_from]
    return page or known, True
