"""Chance that repeats: a generator for each purpose and place, the same for the same seed on every run."""

from __future__ import annotations

from enum import IntEnum

import numpy as np


class Purpose(IntEnum):
    """What a stream of chance is for; streams never touch one another."""

    CATALOGUE = 1
    SELLERS = 2
    HABITS = 3
    PROMOTION = 4
    WEEK = 5
    DAY = 6
    LOOKS = 7
    OUTAGE = 8
    OPENING = 9
    STREAM = 10


def chance(seed: int, purpose: Purpose, *place: int) -> np.random.Generator:
    """A generator of its own for a purpose at a place (group, week, day …)."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence((seed, int(purpose), *place))))
