"""The index keeps in step with the catalogue: learned when it has grown, and every new title put in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from math import log2
from typing import Any

from ventra.core.search_model import Model
from ventra.core.search_terms import keys, title_terms
from ventra.infra.db import transaction
from ventra.search import learn
from ventra.search.placed import placed
from ventra.search.store import clusters, embedded, index, models, vectors

AT_A_TIME = 1_000
WAIT_SECONDS, PATIENCE = 0.2, 100


def _silent(_: int) -> None:
    pass


async def keep_in_step(
    pool: Any, *, say: Callable[[int], None] = _silent, stopping: Callable[[], bool] = lambda: False
) -> int:
    """Learn the catalogue if that is due, then index all that waits; how many products were. What is done stays done.

    Many are found by their words at once, and by their vectors when all are through.
    """
    async with transaction(pool) as db:
        due = await learn.is_due(db)
    model = await learn.learn_catalogue(pool) if due else await newest(pool)
    async with transaction(pool) as db:
        many = await vectors.are_many(db)
    done, patience = 0, PATIENCE
    while model is not None and patience and not stopping():
        some = await put_in(pool, model, at_most=AT_A_TIME, many=many)
        done += some
        say(done)
        if some == 0:
            async with transaction(pool) as db:
                if not await index.waits(db):
                    break
            # Somebody else has them in hand.
            await asyncio.sleep(WAIT_SECONDS)
            patience -= 1
    if not stopping():
        async with transaction(pool) as db:
            await bring_in(db)
    return done


async def bring_in(db: Any) -> None:
    """Have what is laid by looked through, if that is ripe: those of another kind take the place of all, once few are missing."""
    at = await models.standing(db)
    if at.here != at.kind:
        if await embedded.is_through(db):
            await clusters.lock(db)
            await embedded.take_place(db, at.kind)
    elif await vectors.lie_by(db):
        await clusters.lock(db)
        await vectors.bring_in(db)


async def is_ripe(db: Any) -> bool:
    """Whether `bring_in` would."""
    at = await models.standing(db)
    return await embedded.is_through(db) if at.here != at.kind else await vectors.lie_by(db)


async def newest(pool: Any) -> Model | None:
    """The newest model; `None` before the first."""
    async with transaction(pool) as db:
        at = await models.standing(db)
        return await models.read(db, at.version) if at.version else None


async def put_in(pool: Any, model: Model, *, at_most: int, many: bool = False) -> int:
    """Index some of the products that wait; how many. Of `many` the vectors are laid by until all are brought in.

    Where a provider makes the vectors, the titles wait to be sent instead.
    """
    async with transaction(pool) as db:
        here, coming = await embedded.held(db)
        if coming != model.kind:
            return 0
        taken = await index.take(db, at_most=at_most)
        if taken:
            ids = [one.product_id for one in taken]
            said = [title_terms(one.uz, one.ru) for one in taken]
            bought = [popularity(one.orders) for one in taken]
            await index.write(db, ids, [keys(one) for one in said], bought, version=model.version)
            if model.kind != embedded.OWN:
                await embedded.wait(db, ids)
                return len(taken)
            laid_by = many or here != model.kind
            place = vectors.lay_by if laid_by else vectors.put
            await place(db, ids, placed(model, said), version=model.version)
            if not laid_by:
                await clusters.lock(db)
                await clusters.wait(db, ids)
    return len(taken)


def popularity(orders: int) -> int:
    """Orders on a scale on which twice as many are two steps more."""
    return round(2 * log2(1 + max(0, orders)))
