"""What buyers want: daily demand with weekday, trend and promotion, and the hour of the day at which they want it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ventra.simulator.chance import Purpose, chance
from ventra.simulator.habits import DAY_SECONDS, Floats, Habits

Milli = npt.NDArray[np.int16]

MONDAY_TO_SUNDAY = np.array((0.93, 0.92, 0.95, 0.98, 1.04, 1.14, 1.04))
HOURS = np.array(
    [
        *(1.2, 0.7, 0.4, 0.25, 0.2, 0.25, 0.5, 1.0, 1.7, 2.4, 3.0, 3.3),
        *(3.4, 3.3, 3.2, 3.2, 3.4, 3.7, 4.2, 4.9, 5.4, 5.2, 4.1, 2.4),
    ]
)
"""Tashkent hours: few buy at night, most in the evening."""

BLOCK_WEEKS = 4
PROMOTED_SHARE = 0.3
LIFT = 4.0
DAY_NOISE, PRODUCT_NOISE = 0.05, 0.25
_CUMULATED = np.concatenate((np.zeros(1), np.cumsum(HOURS / HOURS.sum())))


def discounts(seed: int, group: int, week: int, products: int) -> Milli:
    """Promotions by product and day of a week, in thousandths of the price; each lies within its block of four weeks."""
    block, place = divmod(week, BLOCK_WEEKS)
    rng = chance(seed, Purpose.PROMOTION, group, block)
    on = rng.random(products) < PROMOTED_SHARE
    first = rng.integers(0, 18, products)
    last = first + rng.integers(3, 11, products)
    depth = rng.integers(2, 9, products) * 50
    day = np.arange(7) + place * 7
    running = on[:, None] & (day >= first[:, None]) & (day < last[:, None])
    return np.where(running, depth[:, None], 0).astype(np.int16)


def wanted(
    habits: Habits,
    part: slice,
    rng: np.random.Generator,
    days: npt.NDArray[np.int64],
    first_day: int,
    seed: int,
    discount: Milli,
    level: Milli,
) -> Floats:
    """Mean units by product (of `part`) and day; `days` count from the market's `first_day` (a Tashkent day number)."""
    angle = 2 * np.pi * days / habits.period_days[part, None] + habits.phase[part, None]
    trend = np.exp(habits.swing[part, None] * np.sin(angle))
    weekday = MONDAY_TO_SUNDAY[(first_day + days + 3) % 7]
    mood = [float(chance(seed, Purpose.DAY, int(day)).lognormal(0, DAY_NOISE)) for day in days]
    own = rng.lognormal(-(PRODUCT_NOISE**2) / 2, PRODUCT_NOISE, trend.shape)
    cheaper = (level / 1000) ** -habits.elasticity[part, None] * (1 + LIFT * discount / 1000)
    units: Floats = habits.rate[part, None] * trend * weekday * np.array(mood) * own * cheaper
    return units


def second_of_day(rng: np.random.Generator, count: int) -> npt.NDArray[np.int64]:
    """Seconds of the Tashkent day, never the first, at which `count` buyers come."""
    hour = np.interp(rng.random(count), _CUMULATED, np.arange(25))
    return np.clip(np.floor(hour * 3600), 1, DAY_SECONDS - 1).astype(np.int64)
