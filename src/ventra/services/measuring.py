"""How far off daily sales are is measured once a rule, in a process that the worker starts and that ends with it."""

from __future__ import annotations

import asyncio
from typing import Any

from ventra.accuracy import store
from ventra.accuracy.answers import Recipe
from ventra.core.calibration import in_force
from ventra.core.sales import RULE
from ventra.errors import VentraError
from ventra.infra.db import transaction
from ventra.infra.logs import logger
from ventra.services.processes.apart import run_apart

SEED, PER_CELL = 7, 1
"""The simulated products that anybody may make again. No figure of the estimate was chosen on this seed."""
RECIPE = Recipe(seed=SEED, per_cell=PER_CELL, calibration=in_force().rule)
MOST_SECONDS = 300.0
"""It takes some seconds; on a machine that is busy with other things, many times that."""
_log = logger(__name__)


class MeasuringStuck(VentraError):
    """The back-test does not come to its end."""


async def measure_when_due(pool: Any) -> bool:
    """Run the process where the rule and the recipe in force were not measured yet; returns whether it kept a result."""
    async with transaction(pool) as db:
        if await is_measured(db):
            return False
    try:
        async with asyncio.timeout(MOST_SECONDS):
            kept = await run_apart("ventra.services.measurer") > 0
    except TimeoutError:
        raise MeasuringStuck(f"the back-test was not done after {MOST_SECONDS:.0f} s") from None
    if kept:
        _log.info("measured how far off daily sales are", rule=RULE)
    return kept


async def is_measured(db: Any) -> bool:
    """Whether there is a result of the rule and the recipe in force."""
    return await store.is_there(db, source="simulator", rule=RULE, recipe=RECIPE)
