"""Was a fall of stock a sale? One beyond what the days before let expect, or onto a round number where stock is set by hand, may
be a write-off or a new number.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.core.columns import MISSING, ORDERS, SKU_STOCK, Int64, Seen
from ventra.core.grid import Grid
from ventra.core.profile import Float
from ventra.core.trailing import Before, days_before
from ventra.core.variants import SkuPairs

Bool = npt.NDArray[np.bool_]
PRIOR_MASS = 0.5
"""Days' worth of looks by which a variant's rate is drawn towards an even share of its product's."""
LEAST_MASS = 0.3
SELDOM = 0.005
"""How often a day a variant's stock falls otherwise than by sales, where nothing else is known."""
SEVERAL, MORE = 0.05, 0.3
"""The part of orders that are of several pieces, and how much rarer each piece more is."""
SEEN_DAYS = 10.0
"""Days' worth of looks that say how often stock falls otherwise, before anything was seen."""
LEAST_DOUBT = 0.1
"""A fall that is less doubtful is a sale."""
MANY = 3
"""Pieces from which on a fall onto a round number tells of a number set by hand."""
LEAST_LOG = -500.0
LEAST_RATE = 0.1
"""Pieces a day that any variant may sell."""
MOST_UNITS = 6
"""Units of one order beyond which a fall is no sale."""
ANY_SALE = 0.2
"""How likely a fall is sales, shared among all sizes, where nothing says yet what is usual."""
SURELY = 0.8
"""How surely stock is set by hand where that alone lets a fall be doubted, before sales are known."""
BY_HAND = 2.0
"""Log-odds against stock being set by hand before anything was seen."""
TOLD = 2.2
"""Log-likelihood that a rise onto a round number adds, and that one onto another takes away."""
ROUND_NUMBERS = 8.0
"""How many round numbers a seller chooses among."""


@dataclass(frozen=True, slots=True, eq=False)
class Falls:
    """By variant and step [k]: the pieces likely sold, how surely what left was sold (0-1), the variance of that.

    `by_hand` is how surely the product's stock is set by hand (0-1); `plain` says that the variant only fell, and onto no number
    that looks set.
    """

    likely: Float
    sold: Float
    error: Float
    by_hand: Float
    plain: Bool


def judged(seen: Seen, grid: Grid, pairs: SkuPairs) -> Falls:
    """Judge every fall by the rate of its variant in the days before, without itself.

    What left in those days is judged first, by the days before them: else a batch written off would be the rate that makes the
    next one likely.
    """
    after = seen.skus.state[pairs.next_row, SKU_STOCK]
    before = seen.skus.state[pairs.row, SKU_STOCK]
    fall, mass = pairs.fall, grid.mass[pairs.step]
    falling = fall >= 0
    lands = falling & (fall > 0) & _is_round(after) & pairs.direct
    set_by_hand, downwards = _by_hand(grid, pairs, _is_round(after) & pairs.direct)
    plain = falling & ~(lands & (fall >= MANY))
    by_hand = np.where(lands, set_by_hand * downwards / ROUND_NUMBERS, 0.0)
    open_to_doubt = falling & ~_told(seen, grid, pairs)
    week = days_before(pairs.variant, grid.end[pairs.step])
    doubt, seldom = np.zeros(len(fall)), np.full(len(fall), SELDOM)
    for last in (False, True):
        rate, spare = _rates(grid, pairs, week, plain * (1 - doubt))
        usual = rate * mass
        learned = spare >= LEAST_MASS
        odd = np.flatnonzero(
            open_to_doubt & np.where(learned, fall > usual, (fall > 0) & (set_by_hand > SURELY))
        )
        found = _otherwise(grid, pairs, odd, before, usual, seldom, by_hand, learned)
        doubt = np.zeros(len(fall))
        doubt[odd] = np.where(found > LEAST_DOUBT, found, 0.0)
        if not last:
            seldom = _seldom(grid, pairs, doubt)
    likely = np.where(falling, (1 - doubt) * fall + doubt * np.nan_to_num(usual), usual)
    error = doubt * (1 - doubt) * (fall - np.nan_to_num(usual)) ** 2
    return Falls(likely, 1 - doubt, np.where(falling, error, 0.0), set_by_hand, plain)


def _otherwise(
    grid: Grid,
    pairs: SkuPairs,
    odd: Int64,
    before: Int64,
    usual: Float,
    seldom: Float,
    by_hand: Float,
    learned: Bool,
) -> Float:
    """How likely each of the `odd` falls is no sale: of its variant alone, or with all that fell together as a batch.

    `before` is the stock it fell from, any part of which may have left; `seldom` how often a day that is, `by_hand` how often a
    step a number is set onto where it landed, `learned` whether days before say what is usual.
    """
    step, m = pairs.step[odd], len(grid)
    mass, fall = grid.mass[step], pairs.fall[odd]
    expected = usual + LEAST_RATE * grid.mass[pairs.step]
    by_sale = _negative_binomial(fall, expected[odd])
    by_sale += SEVERAL * expected[odd] * MORE ** np.clip(fall, 0.0, 100.0)
    by_sale = np.where(learned[odd], by_sale, ANY_SALE / (1 + fall))
    other = seldom[odd] * mass / np.maximum(before[odd], 1.0) + by_hand[odd]
    stock = np.bincount(pairs.step, np.maximum(before, 0), m)[step]
    total = np.bincount(pairs.step, np.maximum(pairs.fall, 0.0), m)[step].astype(np.float64)
    of_all = np.bincount(pairs.step, np.nan_to_num(expected), m)[step].astype(np.float64)
    batch = seldom[odd] * mass / np.maximum(stock, 1.0)
    at_once = np.bincount(pairs.step, pairs.fall > 0, m)[step]
    together = np.where(
        learned[odd] & (at_once > 1), batch / (batch + _negative_binomial(total, of_all)), 0.0
    )
    return np.maximum(other / (other + by_sale), together)


def _told(seen: Seen, grid: Grid, pairs: SkuPairs) -> Bool:
    """Falls that the counter explains: it rose by as many orders as those may have held."""
    ordered = _ordered(seen, grid)[pairs.step]
    total = np.bincount(pairs.step, np.maximum(pairs.fall, 0.0), len(grid))[pairs.step]
    return np.asarray((ordered > 0) & (total <= MOST_UNITS * ordered))


def _seldom(grid: Grid, pairs: SkuPairs, doubt: Float) -> Float:
    """How often a day stock falls otherwise than by sales, by what the days before had of that."""
    m = len(grid)
    count = np.maximum(np.bincount(pairs.step, minlength=m), 1)
    of_step = np.bincount(pairs.step, doubt, m) / count
    found, days = grid.week.sums([of_step, grid.mass])
    found = np.maximum(found - of_step, 0.0)
    return np.asarray(((SELDOM * SEEN_DAYS + found) / (SEEN_DAYS + days))[pairs.step])


def _ordered(seen: Seen, grid: Grid) -> Int64:
    """By how much the counter rose between the looks of each step; 0 where it did not or is not shown."""
    before, after = (seen.products.state[grid.first + one, ORDERS] for one in (0, 1))
    return np.asarray(np.where((before != MISSING) & (after != MISSING), np.maximum(after - before, 0), 0))


def _is_round(stock: Int64) -> Bool:
    """One digit and noughts, from 10 on; or 5."""
    power = 10 ** np.floor(np.log10(np.maximum(stock, 1))).astype(np.int64)
    return np.asarray((stock == 5) | (stock >= 10) & (stock % power == 0))


def _by_hand(grid: Grid, pairs: SkuPairs, is_round: Bool) -> tuple[Float, Float]:
    """How surely stock is set by hand (0-1), and how often a variant's is set downwards a step."""
    came = ((pairs.fall < 0) | (pairs.fall >= MANY)) & pairs.direct
    m = len(grid)
    columns = [came & is_round, came & ~is_round, np.ones(len(came), bool)]
    sums = grid.week.sums([np.bincount(pairs.step, one, m).astype(np.float64) for one in columns])
    on, off, every = (part[pairs.step] for part in sums)
    odds = TOLD * (on - off) - BY_HAND
    surely = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    return surely, (on + 0.5) / (every + 1.0)


def _rates(grid: Grid, pairs: SkuPairs, week: Before, weight: Float) -> tuple[Float, Float]:
    """Pieces a day's worth that each variant sold in the days before without the step itself, and the mass that says so."""
    mass = grid.mass[pairs.step] * weight
    gone = np.maximum(pairs.fall, 0.0) * weight
    own_gone, own_mass = week.sums((gone, mass))
    m = len(grid)
    count = np.bincount(pairs.step, minlength=m)
    by_step = [np.bincount(pairs.step, part, m).astype(np.float64) for part in (gone, mass)]
    all_gone, all_mass = (part[pairs.step] for part in grid.week.sums(by_step))
    mine_gone, mine_mass = (part[pairs.step] for part in by_step)
    all_gone, all_mass = np.maximum(all_gone - mine_gone, 0.0), np.maximum(all_mass - mine_mass, 0.0)
    even = np.where(all_mass > 1e-9, all_gone / np.maximum(all_mass, 1e-9), np.nan)
    # Sums are in whole parts of a unit, so without the step itself they may be a trace below 0.
    before_gone, before_mass = np.maximum(own_gone - gone, 0.0), np.maximum(own_mass - mass, 0.0)
    drawn = (before_gone + PRIOR_MASS * np.nan_to_num(even)) / (before_mass + PRIOR_MASS)
    return np.where((count[pairs.step] > 0) & np.isfinite(even), drawn, np.nan), all_mass


def _negative_binomial(count: Float, mean: Float) -> Float:
    """Chance of a count whose variance is mean + mean² / 3, by the gamma-Poisson formula for shape 3."""
    chance = 3 / (3 + np.maximum(mean, 1e-9))
    count = np.maximum(count, 0.0)
    rest = np.exp(np.maximum(count * np.log1p(-chance), LEAST_LOG))
    return np.asarray((count + 1) * (count + 2) / 2 * chance**3 * rest)
