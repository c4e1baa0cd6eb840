"""What the worker's job does for own shops; `jobs` says when."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from ventra.infra.db import transaction
from ventra.infra.logs import logger
from ventra.infra.secrets import Vault
from ventra.infra.uzum_seller import AT_ONCE, SellerDoor
from ventra.shop import own_read
from ventra.shop.store import own_keys

_log = logger(__name__)


class Reading(Protocol):
    """What the job needs of the worker's means."""

    @property
    def pool(self) -> Any: ...
    @property
    def vault(self) -> Vault | None: ...
    @property
    def seller(self) -> SellerDoor | None: ...
    @property
    def clock(self) -> Callable[[], datetime]: ...
    @property
    def stopping(self) -> Callable[[], bool]: ...


async def own_shop(means: Reading) -> None:
    """Read with the keys of the Seller API that are due."""
    async with transaction(means.pool) as db:
        if not await own_keys.some_due(db, means.clock()):
            return
    turns = [
        own_read.read_due(means.pool, means.seller, means.vault, clock=means.clock, stopping=means.stopping)
        for _ in range(AT_ONCE)
    ]
    # Whatever becomes of one, none goes on behind the job's back.
    done = await asyncio.gather(*turns, return_exceptions=True)
    if failed := next((one for one in done if isinstance(one, BaseException)), None):
        raise failed
    _log.info("read own shops", keys=sum(one for one in done if isinstance(one, int)))
