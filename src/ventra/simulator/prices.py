"""Prices that look real: 39 000, 129 990, 43 870; whole soʻm."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Int64 = npt.NDArray[np.int64]

ROUND, JUST_BELOW, ODD = 0, 1, 2
CHEAPEST_UZS = 1_000


def real_price(raw_uzs: npt.NDArray[np.float64], style: npt.NDArray[np.int8]) -> Int64:
    """Price tags near `raw_uzs`: by style whole thousands, …990, or tens; below 20 000 soʻm in finer steps."""
    raw = np.maximum(raw_uzs, CHEAPEST_UZS)
    cheap = raw < 20_000
    step = np.where(cheap, 100, 1_000)
    rounded = np.rint(raw / step) * step
    below = np.where(cheap, rounded - 10, np.floor(raw / 1_000) * 1_000 + 990)
    odd = np.rint(raw / 10) * 10
    return np.choose(style, (rounded, below, odd)).astype(np.int64)
