"""A product's variants: how demand is shared among them, when each is on sale, and what it costs when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.simulator.habits import DAY_SECONDS, Floats
from ventra.simulator.prices import Int64, real_price
from ventra.simulator.streams.kinds import Trouble

MOST_VARIANTS = 9
_DAYS_BETWEEN_PRICES = 14


@dataclass(frozen=True, slots=True, eq=False)
class Variants:
    """`share` [v] of demand; `lives` [k, 3] variant, first second, second of going; `tags` [t, 3] variant, from second, soʻm."""

    share: Floats
    lives: Int64
    tags: Int64
    list_price_uzs: Int64

    def __len__(self) -> int:
        return len(self.share)

    def alive(self, variant: Int64, second: Int64) -> npt.NDArray[np.bool_]:
        """Whether variants are on sale at seconds; both broadcast."""
        variant, second = np.broadcast_arrays(variant, second)
        there = np.zeros(variant.shape, bool)
        for one, first, last in self.lives.tolist():
            there |= (variant == one) & (second >= first) & (second < last)
        return there

    def prices_uzs(self, second: Int64) -> Int64:
        """Prices [seconds, variants]."""
        prices = np.empty((len(second), len(self)), np.int64)
        for variant in range(len(self)):
            mine = self.tags[self.tags[:, 0] == variant]
            prices[:, variant] = mine[np.searchsorted(mine[1:, 1], second, side="right"), 2]
        return prices

    def prices_of(self, variant: Int64, second: Int64) -> Int64:
        """The price of each variant at its second."""
        order = np.lexsort((self.tags[:, 1], self.tags[:, 0]))
        tags, span = self.tags[order], int(max(self.tags[:, 1].max(), second.max(initial=0))) + 2
        code = tags[:, 0] * span + tags[:, 1] + 1
        return np.asarray(
            tags[np.searchsorted(code, variant * span + second + 1, side="right") - 1, 2], np.int64
        )


def make_variants(rng: np.random.Generator, troubles: frozenset[Trouble], days: int) -> Variants:
    """One to six variants, and up to three more where variants come and go."""
    staying = int(rng.integers(1, 7))
    lives = np.column_stack((np.arange(staying), np.full(staying, -1), np.full(staying, days * DAY_SECONDS)))
    if Trouble.VARIANTS_COME_AND_GO in troubles:
        lives = _come_and_go(rng, lives, days)
    n = int(lives[:, 0].max()) + 1
    share = rng.lognormal(0, 0.9, n)
    alive_seconds = np.bincount(lives[:, 0], lives[:, 2] - np.maximum(lives[:, 1], 0), n)
    share = share / (share * alive_seconds / (days * DAY_SECONDS)).sum()
    usual_uzs = float(rng.lognormal(11.4, 0.8)) * rng.uniform(0.9, 1.15, n)
    tags = _price_tags(rng, usual_uzs, days)
    dearest = np.zeros(n, np.int64)
    np.maximum.at(dearest, tags[:, 0], tags[:, 2])
    list_price = real_price(np.asarray(dearest * rng.uniform(1.0, 1.6), np.float64), np.zeros(n, np.int8))
    return Variants(share, lives, tags, np.maximum(list_price, dearest))


def _come_and_go(rng: np.random.Generator, lives: Int64, days: int) -> Int64:
    """The first variant stays; of the others some go, some of these come back, and new ones appear."""
    end = days * DAY_SECONDS
    kept = [lives[:1]]
    for variant in range(1, len(lives)):
        goes = int(rng.integers(end // 6, end * 3 // 4))
        back = goes + int(rng.integers(DAY_SECONDS, end // 6))
        fate = rng.random()
        kept.append(np.array([(variant, -1, goes if fate < 0.6 else end)]))
        if fate < 0.2:
            kept.append(np.array([(variant, back, end)]))
    for variant in range(len(lives), len(lives) + int(rng.integers(1, 4))):
        appears = int(rng.integers(end // 10, end * 3 // 4))
        goes = appears + int(rng.integers(end // 8, end))
        kept.append(np.array([(variant, appears, min(goes, end))]))
    return np.concatenate(kept)


def _price_tags(rng: np.random.Generator, usual_uzs: Floats, days: int) -> Int64:
    """Price tags by variant and time; the first of each is there from before the span."""
    style = np.full(1, rng.integers(0, 3), np.int8)
    tags = []
    for variant, usual in enumerate(usual_uzs.tolist()):
        changes = int(rng.poisson(days / _DAYS_BETWEEN_PRICES))
        second = np.concatenate(([-1], np.sort(rng.integers(1, days * DAY_SECONDS, changes))))
        price = real_price(usual * rng.uniform(0.85, 1.15, changes + 1), style)
        tags.append(np.column_stack((np.full(changes + 1, variant), second, price)))
    return np.concatenate(tags)
