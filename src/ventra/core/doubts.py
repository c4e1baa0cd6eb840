"""How far off a part of a step's units may be: by where midnight shares them out, and by what the step itself leaves open."""

from __future__ import annotations

import numpy as np

from ventra.core.columns import Int64
from ventra.core.pieces import Pieces
from ventra.core.profile import Float
from ventra.core.steps import Bool, Steps

SPLIT_ERROR = 0.45
"""Relative standard error of splitting a total by the profile: no day and no product is quite like the others."""


def doubts(
    steps: Steps, pieces: Pieces, piece: Int64, part: Float, exact: Bool
) -> tuple[Bool, Float, Float, Float]:
    """Of parts [n] of pieces: which are sure, the variances by sharing out and by the step, and what a neighbour has reversed.

    `part` is the part of the piece's units (1 for a whole product), `exact` whether that is known and not reckoned.
    """
    step, cut, of_piece = pieces.step[piece], pieces.cut[piece], pieces.chance[piece]
    total, share = steps.units[step], of_piece * part
    sure = (~cut & exact | (total == 0)) & (steps.low[step] == steps.high[step])
    by_time = (SPLIT_ERROR * total * part * np.where(cut, np.minimum(of_piece, 1 - of_piece), 0.0)) ** 2
    by_split = np.where(sure, 0.0, total * share * (1 - share) + by_time)
    # Of the split alone the neighbour has the reverse; which variants a step's units were of, each day errs about by itself.
    alike = total * part * np.where(exact, 1.0, part) * of_piece * (1 - of_piece) + by_time
    return sure, by_split, share**2 * steps.error[step], np.where(sure, 0.0, alike)
