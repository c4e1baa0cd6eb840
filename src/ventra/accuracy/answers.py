"""What the accuracy of daily sales answers over HTTP: typed values that are the OpenAPI schema as well."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from ventra.core.scores import Scores

Source = Literal["simulator", "file", "shop"]
ByCell = dict[str, Scores]


class Recipe(msgspec.Struct, frozen=True):
    """What a result can be made again from: the simulator's seed and products of each kind, or the names of two files.

    `calibration` is the version of the calibration data, null where intervals go by none.
    """

    seed: int | None = None
    per_cell: int | None = None
    observations: str | None = None
    truth: str | None = None
    calibration: int | None = None


class AccuracyResult(msgspec.Struct, frozen=True):
    """A back-test: whose truth it was, when and by which rule, and the scores by rule and cell as `ventra backtest` gives them.

    `ventra` is our estimate, `oracle` what knowing all but the hour of a sale would give. The cells are told in docs/accuracy.md.
    """

    id: int
    made_at: datetime
    source: Source
    rule: int
    profile: int | None
    recipe: Recipe
    scores: dict[str, ByCell]


class Accuracy(msgspec.Struct, frozen=True):
    """The newest result of each source that has one, and the rule that days are made with; while that is measured, none."""

    rule: int
    results: list[AccuracyResult]


class AccuracyPoint(msgspec.Struct, frozen=True):
    """Our scores over all rows in one back-test, by cell: `all`, `mean`; of windows with `7d`, `28d` before them."""

    id: int
    made_at: datetime
    source: Source
    rule: int
    summary: ByCell


class AccuracyHistory(msgspec.Struct, frozen=True):
    """How accuracy went: the newest back-tests of each source, the newest first."""

    points: list[AccuracyPoint]
