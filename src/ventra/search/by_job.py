"""The job that keeps the index in step: a few new titles and a small market's lessons here, many and large in a process apart."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from ventra.infra.db import transaction
from ventra.search import group, keep_in_step, learn
from ventra.search.embed import Sending, embed, turn_where_wanted
from ventra.search.remembered import KEPT
from ventra.search.store import clusters, embedded, index, models, vectors

FEW = 1_000
"""Titles that are sooner done than a process is started for them."""
AT_A_TIME = 20
"""Few enough that whoever else works in this process hardly waits."""


async def keep(
    pool: Any,
    apart: Callable[[], Awaitable[int]] | None,
    *,
    stopping: Callable[[], bool],
    sending: Sending | None = None,
) -> int:
    """Index what waits and compare it with others; how many products were done. Without `apart` only the few are.

    Where a provider makes the vectors, titles are sent to it from here.
    """
    await turn_where_wanted(pool, sending)
    async with transaction(pool) as db:
        waiting = await index.how_many(db, at_most=FEW + 1), await clusters.how_many(db, at_most=FEW + 1)
        due = waiting[0] > 0 and await learn.is_due(db)
        titles = (await models.size(db, whole=False)).products if due else 0
        ripe, to_send = await keep_in_step.is_ripe(db), await embedded.any_wait(db)
        at = await models.standing(db)
        lying = await vectors.how_many_lie_by(db, at_most=FEW + 1) if ripe else 0
    if not any((*waiting, ripe, to_send)):
        return 0
    left_over = ripe and at.here == at.kind
    if left_over or max(*waiting, titles, lying) > FEW:
        return await apart() if apart else 0
    if due:
        await learn.learn_catalogue(pool)
    model, done = await KEPT.newest(pool), 0
    while not stopping() and (some := await keep_in_step.put_in(pool, model, at_most=AT_A_TIME)):
        done += some
    if sending is not None:
        done += await embed(pool, sending, stopping=stopping)
    if not stopping():
        async with transaction(pool) as db:
            await keep_in_step.bring_in(db)
    while not stopping() and await group.group(pool, model, at_most=AT_A_TIME):
        pass
    return done
