"""How each product of the market lives: how well it sells, swings, is stocked, returned, reviewed, and when it leaves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.simulator.catalogue import Catalogue
from ventra.simulator.chance import Purpose, chance
from ventra.simulator.prices import Int64

Floats = npt.NDArray[np.float64]

DAY_SECONDS = 86_400
NEVER = np.int64(2**60)
_SLOWEST, _FASTEST = 0.025, 400.0
_MEDIAN_A_DAY, _SPREAD = 0.8, 1.9


@dataclass(frozen=True, slots=True, eq=False)
class Habits:
    """Columns by product; seconds count from the start of the market's first day."""

    rate: Floats
    """Units a day in an ordinary week."""
    swing: Floats
    period_days: Floats
    phase: Floats
    elasticity: Floats
    return_share: Floats
    review_share: Floats
    quality: Floats
    diligence: Floats
    """Chance that an empty shelf is reordered within the week."""
    launch_second: Int64
    delist_second: Int64
    orders_before: Int64
    sku_share: Floats
    """By variant: its share of its product's demand."""


def make_habits(seed: int, catalogue: Catalogue) -> Habits:
    """The habits of every product of a catalogue."""
    rng = chance(seed, Purpose.HABITS)
    n = len(catalogue)
    rate = np.clip(rng.lognormal(np.log(_MEDIAN_A_DAY), _SPREAD, n), _SLOWEST, _FASTEST)
    launched = rng.random(n) < 0.015
    launch = np.where(launched, rng.integers(3 * DAY_SECONDS, 500 * DAY_SECONDS, n), 0)
    life_days = rng.exponential(6_000, n) + 2
    delist = np.minimum((life_days * DAY_SECONDS).astype(np.int64) + launch, NEVER)
    before = np.where(launched, 0, rate * rng.uniform(10, 700, n)).astype(np.int64)
    weight = rng.lognormal(0, 0.8, len(catalogue.sku_id))
    total = np.add.reduceat(weight, catalogue.sku_from[:-1])
    return Habits(
        rate=rate,
        swing=np.clip(rng.normal(0, 0.35, n), -0.9, 0.9),
        period_days=rng.uniform(90, 420, n),
        phase=rng.uniform(0, 2 * np.pi, n),
        elasticity=rng.uniform(0.6, 2.2, n),
        return_share=rng.beta(1.5, 30, n),
        review_share=rng.uniform(0.04, 0.28, n),
        quality=rng.normal(4.5, 0.45, n).clip(2.2, 5.2),
        diligence=rng.uniform(0.4, 0.95, n),
        launch_second=launch,
        delist_second=delist,
        orders_before=before,
        sku_share=weight / np.repeat(total, np.diff(catalogue.sku_from)),
    )
