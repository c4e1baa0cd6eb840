"""How long stock lasts, as rules say it too: by what the newest night foresees, or by the pace of a week where none is fresh."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from ventra.alerts.gather import FIGURES_AGE
from ventra.alerts.store import facts as store
from ventra.core.columns import Int64
from ventra.core.day import to_us
from ventra.core.night_facts import FRESH_DAYS, night_facts
from ventra.core.rule_facts import Moments
from ventra.core.rule_kinds import DAYS, KINDS
from ventra.core.rule_told import Told, told
from ventra.core.rules import Condition
from ventra.outlook.store.nights import nights as nights_of

LOW_DAYS = 7
_DAYS_LEFT = Condition("days_left", LOW_DAYS, DAYS)


async def days_left(db: Any, product_ids: Int64, *, closed: date, now: datetime) -> dict[int, Told]:
    """Of products (ascending) what is said of their stock days left; of those of which nothing is known or that never run out
    nothing is.
    """
    newest = await store.newest(db, product_ids, least_as_of=closed - FIGURES_AGE)
    nights = await nights_of(db, product_ids, closed - timedelta(days=FRESH_DAYS), closed)
    at_us = to_us(now)
    moments = Moments(np.arange(len(product_ids)), np.full(len(product_ids), at_us))
    facts = newest.facts | night_facts(nights, moments, newest.facts["stock"])
    days = KINDS["days_left"].measures[DAYS](facts, 0)
    known = np.flatnonzero(np.isfinite(days))
    return {int(product_ids[row]): told(_DAYS_LEFT, facts, int(row), at_us) for row in known}


def running_low(found: dict[int, Told], *, most: int) -> list[tuple[int, Told]]:
    """Those whose stock lasts for a week at most, the shortest first; what is sold out counts while it was sold in that week."""
    low = [
        (one, told)
        for one, told in found.items()
        if told.value is not None and told.value <= LOW_DAYS and (told.stock or told.units_7)
    ]
    return sorted(low, key=lambda pair: (pair[1].value, pair[0]))[:most]
