"""Titles become vectors of a provider, where one is set: in batches, within a day's budget; ours again when it fails for long."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any, Protocol

import numpy as np

from ventra.core.day import day_of
from ventra.core.similar import DIMENSIONS, Vectors
from ventra.errors import SourceError
from ventra.infra import logs
from ventra.infra.db import transaction
from ventra.infra.embeddings import Refused
from ventra.infra.outside import AccountSpent, KeyRefused
from ventra.search.store import clusters, embedded, models, vectors
from ventra.search.store.embedded import OWN, Space, Waiting

BATCH = 64
GIVEN_UP = timedelta(hours=24)
"""So long a provider fails without a single answer before our own vectors take over."""
TRIED_AGAIN = timedelta(hours=6)
FIRST_REST, LONGEST_REST, KEY_REST = timedelta(minutes=1), timedelta(hours=1), timedelta(hours=1)
TRIAL = "choynak"
"""What is sent to see whether a provider answers at all."""
_log = logs.logger(__name__)


class Provider(Protocol):
    """Who makes vectors of texts; `infra.embeddings.Embeddings` does."""

    @property
    def kind(self) -> str:
        """Names its vectors."""
        ...

    async def vectors(self, texts: Sequence[str], *, total_seconds: float = ...) -> Vectors:
        """One of length 1 a text; raises `SourceError`."""
        ...


@dataclass(frozen=True, slots=True)
class Sending:
    """To whom titles go, how many a day at most, and the clock."""

    provider: Provider
    per_day: int
    clock: Callable[[], datetime]


async def turn_where_wanted(pool: Any, sending: Sending | None) -> None:
    """Begin anew with vectors of the kind that is wanted now, where the newest model is of another. Nothing before the first."""
    async with transaction(pool) as db:
        space, at = await embedded.space(db), await models.standing(db)
    if at.version == 0:
        return
    wanted = await _wanted(pool, sending, space)
    if wanted == at.kind:
        return
    _log.info("search goes over to other vectors", kind=wanted or "ours")
    async with transaction(pool) as db:
        await embedded.turn(db, wanted)


async def _wanted(pool: Any, sending: Sending | None, space: Space) -> str:
    """The provider's kind, but for one that has failed for long; that is tried now and then."""
    if sending is None:
        return OWN
    now = sending.clock()
    if space.failing_since is None or now - space.failing_since < GIVEN_UP:
        return sending.provider.kind
    if space.retry_at is not None and now < space.retry_at:
        return OWN
    try:
        await sending.provider.vectors([TRIAL])
    except SourceError as failure:
        async with transaction(pool) as db:
            await embedded.failed(db, at=now, retry_at=now + TRIED_AGAIN, reason=str(failure))
        return OWN
    async with transaction(pool) as db:
        await embedded.succeeded(db, day=day_of(now), titles=0)
    return sending.provider.kind


async def embed(pool: Any, sending: Sending, *, stopping: Callable[[], bool]) -> int:
    """Send the titles that wait, as far as the day's budget goes and the provider answers; how many products were done."""
    finished, batch, answered = 0, BATCH, False
    while not stopping():
        now = sending.clock()
        async with transaction(pool) as db:
            at, space = await models.standing(db), await embedded.space(db)
            left = sending.per_day - space.sent_on(day_of(now))
            some = await embedded.waiting(db, at_most=max(0, min(batch, left)))
        resting = space.retry_at is not None and now < space.retry_at
        if not some or at.kind != sending.provider.kind or resting:
            break
        fresh = [one for one in some if one.digest != _digest(one)]
        try:
            found = await sending.provider.vectors([_text(one) for one in fresh]) if fresh else None
        except Refused as refused:
            if len(fresh) > 1:
                batch = 1
                continue
            if not answered and not await _answers(sending.provider):
                await _rest(pool, sending, space, refused)
                break
            # This one title is not taken: it goes on being found by its words.
            found = np.zeros((1, DIMENSIONS), np.float32)
        except SourceError as failure:
            await _rest(pool, sending, space, failure)
            break
        answered = True
        await _keep(pool, sending, some, fresh, found, version=at.version)
        finished += len(some)
    return finished


async def _keep(
    pool: Any,
    sending: Sending,
    some: Sequence[Waiting],
    fresh: Sequence[Waiting],
    found: Vectors | None,
    *,
    version: int,
) -> None:
    async with transaction(pool) as db:
        here, coming = await embedded.held(db)
        if found is not None:
            await embedded.succeeded(db, day=day_of(sending.clock()), titles=len(fresh))
        if coming != sending.provider.kind:
            return
        laid_by = here != coming
        stay = await embedded.done(db, some, [_digest(one) for one in some])
        if found is None:
            return
        rows = [at for at, one in enumerate(fresh) if one.product_id in stay and np.any(found[at])]
        if not rows:
            return
        ids = [fresh[at].product_id for at in rows]
        place = vectors.lay_by if laid_by else vectors.put
        await place(db, ids, found[rows], version=version)
        if not laid_by:
            await clusters.lock(db)
            await clusters.wait(db, ids)


async def _answers(provider: Provider) -> bool:
    try:
        await provider.vectors([TRIAL])
    except SourceError:
        return False
    return True


async def _rest(pool: Any, sending: Sending, space: Space, failure: SourceError) -> None:
    now = sending.clock()
    match failure:
        case KeyRefused() | AccountSpent() | Refused():
            wait = KEY_REST
        case _:
            wait = min(LONGEST_REST, FIRST_REST * 2 ** min(space.failures, 16))
    wait = max(wait, timedelta(seconds=failure.retry_after_seconds or 0))
    _log.warning(
        "the provider of embeddings fails", because=str(failure), rests_seconds=int(wait.total_seconds())
    )
    async with transaction(pool) as db:
        await embedded.failed(db, at=now, retry_at=now + wait, reason=str(failure))


def _text(one: Waiting) -> str:
    """What is sent of a product: its titles, and nothing else."""
    return " / ".join(dict.fromkeys(title for title in (one.uz, one.ru) if title)) or str(one.product_id)


def _digest(one: Waiting) -> int:
    return int.from_bytes(blake2b(_text(one).encode(), digest_size=8).digest(), "big", signed=True)
