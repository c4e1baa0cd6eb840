"""What the worker's jobs do for sourcing; `jobs.py` says when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from ventra.infra.db import transaction
from ventra.infra.logs import logger
from ventra.sourcing import fetch, fit
from ventra.sourcing import rates as of_rates
from ventra.sourcing.store import requests, sources
from ventra.sourcing.suppliers import Suppliers

_log = logger(__name__)


class Asking(Protocol):
    """What these jobs need of the worker's means."""

    @property
    def pool(self) -> Any: ...
    @property
    def suppliers(self) -> Suppliers: ...
    @property
    def clock(self) -> Callable[[], datetime]: ...
    @property
    def stopping(self) -> Callable[[], bool]: ...


async def rates(means: Asking) -> None:
    """The central bank's rates, when it is time to ask for them."""
    if kept := await of_rates.refresh(means.pool, means.suppliers.bank, clock=means.clock):
        _log.info("rates of the central bank", kept=kept)


async def suppliers(means: Asking) -> None:
    """Answer what organisations want to know of suppliers, and match the rows of price lists."""
    outside = means.suppliers
    async with transaction(means.pool) as db:
        if not outside.told:
            await sources.tell_missing(db, outside.missing)
        waiting = await requests.some_wait(db)
    outside.told = True
    if not waiting:
        return
    clock, stopping = means.clock, means.stopping
    answered = await fetch.answer_waiting(means.pool, outside, clock=clock, stopping=stopping)
    matched = await fit.waiting_lists(means.pool, outside.pictures, clock=clock, stopping=stopping)
    if answered or matched:
        _log.info("suppliers", answered=answered, price_lists=matched)
