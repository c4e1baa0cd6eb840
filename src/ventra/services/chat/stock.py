"""What of one's own goods runs out first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from math import inf

import numpy as np

from ventra.alerts.lines import days_range, sign_of, spell
from ventra.alerts.running_low import days_left
from ventra.catalog.answers import ProductRow
from ventra.catalog.store.watchlist import Wanted
from ventra.core import written
from ventra.core.day import last_closed_day
from ventra.core.estimate import Estimate
from ventra.core.rule_told import Told
from ventra.core.talk import Reply
from ventra.infra.db import transaction
from ventra.services.chat import lists, numbers
from ventra.services.chat.asked import Asked
from ventra.services.chat.number_texts import NUMBER_TEXTS

MOST_STOCKED = 500


async def stock(asked: Asked) -> Reply:
    """What of one's own goods runs out first; of all that is tracked where none is marked as one's own."""
    rows = await lists.tracked(asked, Wanted(mark="mine", state="active"), "stock", at_most=MOST_STOCKED)
    rows = rows or await lists.tracked(asked, Wanted(state="active"), "stock", at_most=MOST_STOCKED)
    left = await _left(asked, rows)

    def days_at_most(row: ProductRow) -> float:
        """What is sold out comes first, and last what does not run out."""
        told = left.get(row.product_id)
        return -1.0 if not row.stock else inf if told is None or told.value is None else told.value

    known = sorted((one for one in rows if one.stock is not None), key=days_at_most)
    line = partial(_stocked, left)
    return lists.listed(asked, "stock", known[: lists.ROWS], line, "/watchlist?sort=stock")


async def _left(asked: Asked, rows: Sequence[ProductRow]) -> Mapping[int, Told]:
    """How long the stock of each lasts."""
    ids = np.array(sorted(row.product_id for row in rows), np.int64)
    async with transaction(asked.pool, org_id=asked.org_id) as db:
        return await days_left(db, ids, closed=last_closed_day(asked.now), now=asked.now)


def _stocked(left: Mapping[int, Told], asked: Asked, row: ProductRow) -> tuple[str, list[Estimate]]:
    week, told = row.figures.days_7, left.get(row.product_id)
    parts, estimates = [lists.stocked(asked, row)], [week]
    if row.stock and told is not None and told.value is not None:
        days = written.units(told.value, asked.language) + days_range(told.low, told.high, asked.language)
        by = spell(f"by.{told.by}", asked.language)
        parts.append(asked.words(NUMBER_TEXTS, "lasts", days=days) + sign_of(told.basis) + by)
        estimates.append(Estimate(told.value, told.low, told.high, told.basis or "no_data", 0, 0))
    parts.append(f"{lists.seven(asked, row)}: {numbers.units(week, asked.language)}")
    return " · ".join(parts), estimates
