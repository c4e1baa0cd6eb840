"""What must be written so that rows kept under keys become others: which are new, which differ, which are gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ventra.core.columns import Int64, grouped

Bool = npt.NDArray[np.bool_]
Values = Sequence[npt.NDArray[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """Masks: of the new rows those that are added and those that differ from the kept one, of the kept rows those that go."""

    added: Bool
    changed: Bool
    gone: Bool


def changes(kept_key: Int64, kept: Values, new_key: Int64, new: Values) -> Changes:
    """Compare rows by key [n, k], each key once; NaN equals NaN."""
    if len(kept_key) == 0 or len(new_key) == 0:
        return Changes(
            np.ones(len(new_key), bool), np.zeros(len(new_key), bool), np.ones(len(kept_key), bool)
        )
    keys, group = grouped(np.concatenate((kept_key, new_key)))
    place = np.full(len(keys), -1, np.int64)
    place[group[: len(kept_key)]] = np.arange(len(kept_key))
    mate = place[group[len(kept_key) :]]
    both = mate >= 0
    differs = np.zeros(len(new_key), bool)
    for before, after in zip(kept, new, strict=True):
        was = before[mate]
        differs |= (was != after) & ~((was != was) & (after != after))
    gone = np.ones(len(kept_key), bool)
    gone[mate[both]] = False
    return Changes(~both, both & differs, gone)
