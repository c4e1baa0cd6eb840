"""An organisation adds a version of a rate of its own. Which of all versions hold is in `holding.py`."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from ventra.accounts.noting import note
from ventra.accounts.store import organisations
from ventra.accounts.who import Asker, Who
from ventra.core.one_line import one_line
from ventra.core.spans import Span
from ventra.core.tariffs import RateUnit
from ventra.costs.answers import Amount, OwnRate
from ventra.costs.shipped import FIRST_DAY, unit_of, units
from ventra.costs.store import own_rates
from ventra.costs.store.own_rates import MOST_VERSIONS, Version
from ventra.errors import BadInput, Conflict
from ventra.infra.db import transaction

OF_CATEGORY = re.compile(r"commission\.[1-9]\d{0,17}")
LAST_DAY = date(2100, 1, 1)


async def add(pool: Any, who: Who, wish: OwnRate, *, today: date, asker: Asker) -> None:
    """A new version of a rate. `BadInput` for what is none, `Conflict` when there are too many."""
    if wish.key not in units() and not OF_CATEGORY.fullmatch(wish.key):
        raise BadInput("is no rate", field="key")
    begins = wish.valid_from or today
    if not FIRST_DAY <= begins <= LAST_DAY:
        raise BadInput(f"is not between {FIRST_DAY} and {LAST_DAY}", field="valid_from")
    version = Version(
        key=wish.key,
        valid_from=begins,
        span=None if wish.rate is None else _span(wish.rate, unit_of(wish.key)),
        source=one_line(wish.source, field="source", longest=300),
        checked_on=today,
    )
    async with transaction(pool, org_id=who.org) as db:
        await organisations.hold(db, who.org)
        if await own_rates.count(db, who.org) >= MOST_VERSIONS:
            raise Conflict(f"there are {MOST_VERSIONS} versions already")
        await own_rates.add(db, who.org, who.user_id, version)
        await note(db, who, asker, "rate_added", wish.key)


def _span(rate: Amount, unit: RateUnit) -> Span:
    low = rate.likely if rate.low is None else rate.low
    high = rate.likely if rate.high is None else rate.high
    most = 100 if unit == "percent" else 1e9
    if not 0 <= low <= rate.likely <= high <= most:
        raise BadInput(
            f"is not low, likely and high in ascending order between 0 and {most:,.0f}", field="rate"
        )
    return Span(low, rate.likely, high)
