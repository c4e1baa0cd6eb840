"""How many seconds lie between two looks at a product: by what a look is expected to tell. `docs/cadence.md` explains."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from math import inf, sqrt

HOUR, DAY = 3_600, 86_400
BANDS = (900, 1_800, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 16 * HOUR, DAY)
"""The intervals there are, in seconds: few, so that an index finds the latest of each at once."""
TRACKED_SECONDS = BANDS[0]
NEWCOMER_SECONDS = 4 * HOUR
AT_ONE_A_DAY_SECONDS = 8 * HOUR
LONGEST_GONE_DAYS = 30
UNTRACKED_SHARE = 10
"""One visit in so many is for goods that nobody tracks, however many are tracked."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What of a look is news to others than the counter: price in whole soʻm and stock in pieces; `None` is unknown."""

    price_uzs: int | None
    stock: int | None


@dataclass(frozen=True, slots=True)
class Aim:
    """What the interval depends on. `before_seconds` is the one aimed at so far; `None` for a product that was gone."""

    tracked: bool = False
    asked_seconds: int | None = None
    units_a_day: float | None = None
    changed: bool | None = None
    """Whether the look found more than sales (`has_changed`); `None` where there was none before it to compare with."""
    before_seconds: int | None = None


def seconds_between(aim: Aim) -> int:
    """The band to aim at, never longer than somebody asked for (nor shorter than the shortest band)."""
    return min(_wanted(aim), asked_band(aim.asked_seconds))


def _wanted(aim: Aim) -> int:
    if aim.tracked:
        return TRACKED_SECONDS
    if aim.units_a_day is not None:
        band = band_of(aim.units_a_day)
        return shorter(band) if aim.changed else band
    if aim.changed is None or aim.before_seconds is None:
        return NEWCOMER_SECONDS
    return shorter(aim.before_seconds) if aim.changed else longer(aim.before_seconds)


def band_of(units_a_day: float) -> int:
    """The band nearest to 8 h ÷ √(units a day).

    Losing v·T for a product that sells v a day and is seen every T, under Σ 1/T ≤ budget, least is lost at T ∝ 1/√v.
    """
    ideal = inf if units_a_day <= 0 else AT_ONE_A_DAY_SECONDS / sqrt(units_a_day)
    return next((band for band, above in pairwise(BANDS) if ideal * ideal < band * above), BANDS[-1])


def asked_band(asked_seconds: int | None) -> int:
    """The longest band within a wait that somebody asked for; without one the longest there is."""
    if asked_seconds is None:
        return BANDS[-1]
    return max((band for band in BANDS if band <= asked_seconds), default=BANDS[0])


def shorter(seconds: int) -> int:
    """One band below; the shortest stays."""
    return max((band for band in BANDS if band < seconds), default=BANDS[0])


def longer(seconds: int) -> int:
    """One band above; the longest stays."""
    return min((band for band in BANDS if band > seconds), default=BANDS[-1])


def while_gone(times_before: int) -> int:
    """Until a gone product is asked again: a day, doubling with each time in a row it was gone before, up to 30 days."""
    return min(LONGEST_GONE_DAYS, 1 << min(times_before, 10)) * DAY


def has_changed(before: Shown | None, after: Shown) -> bool | None:
    """Whether a look found what selling alone does not bring: another price, a restock, the last piece gone.

    Sales themselves count by their number a day; counting them here too would favour twice what sells.
    """
    if before is None:
        return None
    if before.price_uzs != after.price_uzs or before.stock is None or after.stock is None:
        return before.price_uzs != after.price_uzs
    return after.stock > before.stock or (after.stock == 0) != (before.stock == 0)


def untracked_share(room: int, turn: int) -> int:
    """A tenth of the room in whole visits; what falls below one is drawn by lot, another for each turn.

    So it holds over time, and turns that follow each other at any rhythm are none the worse for it.
    """
    lot = int.from_bytes(blake2b(turn.to_bytes(8, "big"), digest_size=6).digest(), "big") / 2**48
    return int(room / UNTRACKED_SHARE + lot)
