"""What the worker does about alerts by itself: after visits, and every minute for what no visit tells."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from ventra.alerts import evaluate, standard
from ventra.alerts.store import runs
from ventra.core.day import last_closed_day
from ventra.errors import Unavailable
from ventra.infra.db import transaction
from ventra.infra.logs import logger, scrub
from ventra.infra.store import record_failure
from ventra.outlook.due import goods_wait

_log = logger(__name__)


async def after_visit(pool: Any, product_ids: Sequence[int], *, clock: Callable[[], datetime]) -> None:
    """Judge rules by what was just seen of products. What fails here is found at the next look: a visit never fails of it,
    and the failure is kept among those of jobs.
    """
    try:
        async with transaction(pool) as db:
            found = await evaluate.after_looks(db, product_ids, now=clock())
    except Unavailable as away:
        _log.warning("rules wait for the next look", because=str(away), products=len(product_ids))
        return
    except Exception as failure:
        _log.error("rules could not be judged", exc_info=failure)
        await _record(pool, product_ids, failure)
        return
    if found:
        _log.info("alerts", found=found, products=len(product_ids))


async def _record(pool: Any, product_ids: Sequence[int], failure: Exception) -> None:
    async with transaction(pool) as db:
        await record_failure(
            db,
            job="alerts",
            job_id=f"look-{product_ids[0]}",
            payload={"products": list(product_ids)},
            error=scrub(f"{type(failure).__name__}: {failure}")[:500],
            trace=scrub("".join(traceback.format_exception(failure))),
        )


async def judge(pool: Any, *, clock: Callable[[], datetime], stopping: Callable[[], bool]) -> int:
    """Judge by closed days once they all are, by what is not looked at, and by newcomers; how many alerts came of it."""
    now = clock()
    async with transaction(pool) as db:
        await standard.give(db)
    found = await evaluate.by_age(pool, now=now)
    found += await _by_night(pool, now, stopping)
    day = last_closed_day(now)
    async with transaction(pool) as db:
        due = await runs.judged_through(db) != day and await runs.all_closed(db, day)
    if not due or stopping():
        return found
    found += await evaluate.at_closing(pool, now=now)
    found += await evaluate.by_groups(pool, now=now, nightly=False)
    await _note(pool, day)
    return found


async def _by_night(pool: Any, now: datetime, stopping: Callable[[], bool]) -> int:
    """Judge by what the newest night of the outlook said, once it is whole and its goods are scored."""
    async with transaction(pool) as db:
        night = await runs.unjudged_night(db, last_closed_day(now))
        waits = await goods_wait(db, now=now)
    if night is None or waits or stopping():
        return 0
    found = await evaluate.at_closing(pool, now=now, kinds=evaluate.NIGHTLY_KINDS)
    found += await evaluate.by_groups(pool, now=now, nightly=True)
    async with transaction(pool) as db:
        await runs.note_night(db, night)
    return found


async def _note(pool: Any, day: date) -> None:
    async with transaction(pool) as db:
        await runs.note_judged(db, day)
