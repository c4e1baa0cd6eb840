"""What a night works with, and the goods of a folder as it reads them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from ventra.collect.look import utc_now
from ventra.core.trend import SPAN
from ventra.infra.db import transaction
from ventra.outlook.goods import Goods
from ventra.outlook.judge import JudgeBy
from ventra.outlook.store import goods as reading

Apart = Callable[..., Awaitable[Any]]
"""Runs a pure function on values, such as in a process of its own."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a refresh works with: Postgres, where its arithmetic runs, how many folders at once, and whom it tells how far it is.

    `say` is told how many folders are written.
    """

    pool: Any
    apart: Apart
    by: JudgeBy
    at_once: int = 2
    clock: Callable[[], datetime] = utc_now
    say: Callable[[int], None] = lambda done: None


async def goods_of(means: Means, folder: int, day: date) -> Goods:
    """The goods of a folder with their days of the span up to a day."""
    async with transaction(means.pool) as db:
        return await reading.of_folder(db, folder, day - timedelta(days=SPAN - 1), day)
