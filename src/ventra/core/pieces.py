"""Steps cut at Tashkent midnights by the profile of the day, so that each piece belongs to one day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ventra.core.columns import Int64
from ventra.core.day import day_number_of, start_of_day_us
from ventra.core.grid import Grid
from ventra.core.profile import Profile
from ventra.core.steps import Bool, Float, SkuSteps, Steps

_EVEN = 1e-6
TINY = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """Steps cut at midnights [q]: step index, day, share of the step's sales (0-1), and whether it was cut.

    `covered` is how much of a day's sales the piece speaks of (0-1). `edge` is -1 where the step came
    over the midnight at which the piece's day begins, 1 where it goes over that at its end, else 0.
    """

    step: Int64
    day: Int64
    share: Float
    chance: Float
    covered: Float
    cut: Bool
    edge: Int64


def cut_at_midnight(steps: Steps, grid: Grid, profile: Profile) -> tuple[Pieces, Bool]:
    """Pieces of steps by day, without the days nobody looked; and which steps are spans over such days.
    First come the pieces of all known steps that lie in the day of their first look, then those in the day of their second.
    """
    day_a, day_b = day_number_of(grid.begin), day_number_of(grid.end)
    crosses = day_b > day_a
    last = start_of_day_us(day_b)
    head = profile.mass(grid.row, grid.begin, np.where(crosses, start_of_day_us(day_a + 1), grid.end))
    tail = profile.mass(grid.row, np.where(crosses, last, grid.end), grid.end)
    whole = head + tail + np.maximum(day_b - day_a - 1, 0)
    known, with_tail = np.flatnonzero(steps.known), np.flatnonzero(steps.known & crosses & (grid.end > last))
    shared = (day_b - day_a == 1) & (grid.end > last)
    step = np.concatenate((known, with_tail))
    mass = np.concatenate((head[known], tail[with_tail]))
    chance = np.where(whole[step] > 0, mass / np.maximum(whole[step], TINY), 1.0)
    first = _first_of_whole_units(steps.units, head / np.maximum(whole, TINY))
    whole_units = np.concatenate((first[known], 1 - first[with_tail]))
    share = np.where(shared[step] & np.isfinite(whole_units), whole_units, chance)
    pieces = Pieces(
        step=step,
        day=np.concatenate((day_a[known], day_b[with_tail])),
        share=share,
        chance=chance,
        covered=mass * steps.cover[step],
        cut=(crosses & ((grid.end > last) | (day_b - day_a >= 2)))[step],
        edge=np.concatenate((np.where(shared[known], 1, 0), np.where(shared[with_tail], -1, 0))),
    )
    return pieces, steps.known & (day_b - day_a >= 2)


def _first_of_whole_units(units: Float, chance: Float) -> Float:
    """The share of whole units that lies before midnight, itself in whole units; NaN where units are not whole.

    It is the likeliest number, about the median of the binomial law. What lies after is the rest, so that nothing is lost; where
    both numbers are as likely, the last bit of a chance decides nothing.
    """
    before = np.floor(units * chance + 0.5 - _EVEN)
    return np.where((units > 0) & (units == np.rint(units)), before / np.maximum(units, 1.0), np.nan)


def pieces_of_variants(pieces: Pieces, skus: SkuSteps, known: Bool) -> tuple[Int64, Int64]:
    """All pairs (piece, variant) of the same step: of every known step its first piece, then of those cut in two the second."""
    heads, steps = int(np.count_nonzero(known)), len(known)
    found = []
    for begin, end in ((0, heads), (heads, len(pieces.step))):
        piece_of_step = np.full(steps, -1, np.int64)
        piece_of_step[pieces.step[begin:end]] = np.arange(begin, end)
        piece = piece_of_step[skus.step]
        inside = np.flatnonzero(piece >= 0)
        found.append((piece[inside], inside))
    return np.concatenate([piece for piece, _ in found]), np.concatenate([inside for _, inside in found])
