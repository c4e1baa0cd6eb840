"""What an own shop's truth does to the error of its category, on simulated days and goods that nothing was learned from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench.own_walls import others_answers
from bench.result import Result
from ventra.core.columns import Int64
from ventra.core.day import US_PER_DAY
from ventra.core.learning import hear
from ventra.core.learning import learn as learn_profile
from ventra.core.own_fit import Learned, OwnRows, after, learn
from ventra.core.own_rows import own_rows
from ventra.core.profile import MARKET
from ventra.core.sales import estimate
from ventra.core.scores import Estimates, Float, score
from ventra.core.windows import DayValues
from ventra.simulator.streams import Streams, make_streams
from ventra.simulator.streams.kinds import TROUBLES, Trouble

SEEDS = (61, 62, 63)
DAYS, LEARNED_SHARE = 84, 2 / 3
PER_CELL = 3
HIDDEN = 0.35
"""The chance that an order holds a second piece that nothing outside shows."""
SPANS = ((1, "days"), (7, "weeks"))
MOST_TIMES, MOST_POINTS = 0.5, 5.0


@dataclass(frozen=True, slots=True, eq=False)
class Tried:
    """Held-out rows of categories, with what was learned of each before them from half of its goods."""

    rows: OwnRows
    learned: list[Learned]

    def told(self, length: int) -> tuple[Estimates, Estimates, Float]:
        """Rows of a length as they are, as they are seen with the corrections, and the truth."""
        parts = [self._of(one, length) for one in self.learned]
        before, seen = (
            Estimates(*(np.concatenate([getattr(part[side], name) for part in parts]) for name in ("point", "low", "high")))
            for side in (0, 1)
        )  # fmt: skip
        return before, seen, np.concatenate([part[2] for part in parts])

    def _of(self, one: Learned, length: int) -> tuple[Estimates, Estimates, Float]:
        some = self.rows.take((self.rows.category == one.category) & (self.rows.length == length))
        return Estimates(some.point, some.low, some.high), after(one.fit, some), some.truth

    def ratios(self, length: int) -> tuple[float, float]:
        """WAPE and interval score with the corrections, by those without."""
        before, seen, truth = self.told(length)
        was, now = score(before, truth), score(seen, truth)
        return _over(now.wape, was.wape), _over(now.wis, was.wis)


def own_truth(database: str, keys: str) -> list[Result]:
    """An organisation that owns half of the goods of each category; measured on all goods, on later days."""
    sound = [tried(seed, (), TROUBLES) for seed in SEEDS]
    hidden = [tried(seed, (Trouble.NONE,), (Trouble.NONE,)) for seed in SEEDS]
    found = [_changed(sound)]
    for length, name in SPANS:
        found += _helped(hidden, length, name)
    return [*found, others_answers(database)]


def tried(seed: int, hiding: Sequence[Trouble], troubles: Sequence[Trouble]) -> Tried:
    """A market of categories, each with goods of one trouble; in those `hiding` orders hold more than can be seen."""
    per_cell = PER_CELL if len(troubles) == 1 else 1
    streams = make_streams(seed, per_cell=per_cell, days=DAYS, troubles=troubles)
    rows = beside(streams, truth_of(streams, seed, hiding))
    first = int(rows.day.min())
    cut = first + round((int(rows.day.max()) - first + 1) * LEARNED_SHARE)
    generator = np.random.default_rng(seed)
    own = generator.permutation(streams.product)[: len(streams.product) // 2]
    known = rows.take(np.isin(rows.product, own) & (rows.day < cut))
    return Tried(rows.take(rows.day - rows.length + 1 >= cut), learn(known, generator, version=1))


def truth_of(streams: Streams, seed: int, hiding: Sequence[Trouble]) -> Float:
    """True units, in some categories with second pieces of orders that the streams do not show."""
    trouble = streams.trouble[np.searchsorted(streams.product, streams.truth_product)]
    hides = np.isin(trouble, [TROUBLES.index(one) for one in hiding])
    more = np.random.default_rng(seed + 1000).binomial(streams.truth_units, HIDDEN)
    return streams.truth_units.astype(np.float64) + np.where(hides, more, 0)


def beside(streams: Streams, truth: Float) -> OwnRows:
    """Our estimates of streams beside the truth; a trouble is a category."""
    unknown: Int64 = np.full(len(streams.product), MARKET)
    profile = learn_profile(hear(streams.seen, unknown), version=1)
    now_us = int(streams.seen.products.at.max()) + 9 * US_PER_DAY
    days = estimate(streams.seen, now_us=now_us, profile=profile, category=unknown).products
    subject = np.searchsorted(streams.product, days.key[:, 0])
    values = DayValues(
        subject, days.day, days.units, days.low, days.high, days.basis, days.begin_error, days.end_error
    )
    place = np.searchsorted(streams.product, streams.truth_product)
    return own_rows(
        streams.product, streams.trouble.astype(np.int64), values, place, streams.truth_day, truth
    )


def _changed(markets: list[Tried]) -> Result:
    """The worst a category's error becomes where the estimate is as good as it gets."""
    worst = [_alone(one, category).ratios(1)[0] for one in markets for category in one.learned]
    scores = [one.ratios(length)[1] for one in markets for length, _ in SPANS]
    used = sum(each.fit.changes for one in markets for each in one.learned)
    beside = f"{len(worst)} sound categories, {used} corrected; interval score {np.mean(scores):.3f} times, all together"
    return Result("WAPE of a sound category, the worst", max(worst), 1.0, False, "x", beside)


def _alone(one: Tried, category: Learned) -> Tried:
    return Tried(one.rows, [category])


def _helped(markets: list[Tried], length: int, name: str) -> list[Result]:
    ratios = np.array([one.ratios(length) for one in markets])
    told = [one.told(length) for one in markets]
    covers = [
        np.array([score(part, truth).cover_open for part in (before, seen)], float)
        for before, seen, truth in told
    ]
    before, now = np.mean(covers, axis=0)
    factors = ", ".join(f"{each.fit.factor:g}" for one in markets for each in one.learned)
    sides = f"{len(markets)} markets, factors {factors}"
    return [
        Result(f"WAPE of the shop's category, {name}", float(ratios[:, 0].max()), MOST_TIMES, False, "x", sides),
        Result(f"its interval score, {name}", float(ratios[:, 1].max()), MOST_TIMES, False, "x", sides),
        Result(
            f"its coverage away from 80 %, {name}", abs(float(now) - 0.8) * 100, MOST_POINTS, False, "points",
            f"{now:.1%}, uncorrected {before:.1%}",
        ),
    ]  # fmt: skip


def _over(now: float | None, was: float | None) -> float:
    return np.nan if now is None or not was else now / was
