"""A back-test's report: JSON for a machine, a table for a person, a result to keep."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import numpy as np

from ventra.accuracy.store import Measured
from ventra.core.sales import RULE
from ventra.core.scores import Scores
from ventra.sales.backtest import OURS, Backtest, backtest, comparisons
from ventra.services.backtest_given import Given
from ventra.services.backtest_table import table

SEED = 0
"""Of the bootstrap alone, so that the same data always give the same verdict."""
OVER_ALL = ("all", "mean", "7d", "7d mean", "28d", "28d mean")
"""The cells over all rows: what a result comes to."""


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """A back-test that was made, its scores, and what it was made over."""

    given: Given
    found: Backtest
    scores: dict[str, dict[str, Scores]]


def made(given: Given) -> Report:
    """Run the back-test."""
    found = backtest(given.seen, given.truth, beside=given.beside)
    return Report(given, found, found.scores())


def as_json(report: Report) -> bytes:
    """Scores by rule and cell."""
    return msgspec.json.format(msgspec.json.encode(_rounded(report.scores)), indent=2) + b"\n"


def as_table(report: Report) -> bytes:
    """Scores by cell beside other rules, where ours is worse, and what the reader must be told."""
    compared = comparisons(report.found, np.random.default_rng(SEED))
    return table(report.scores, compared, report.given.notes).encode()


def measured(report: Report) -> Measured:
    """The report as it is kept. The profile of the day was learned from the looks themselves: it is of no version."""
    ours = _rounded(report.scores)[OURS]
    return Measured(
        source=report.given.source,
        rule=RULE,
        profile=None,
        recipe=report.given.recipe,
        summary={cell: msgspec.convert(ours[cell], Scores) for cell in OVER_ALL},
        body=as_json(report),
    )


def report_on(given: Given, *, for_machine: bool) -> bytes:
    """The report of a back-test over what is given."""
    return (as_json if for_machine else as_table)(made(given))


def _rounded(scores: dict[str, dict[str, Scores]]) -> dict[str, dict[str, dict[str, float | None]]]:
    """Six decimals: what is beyond them depends on the processor."""
    return {
        rule: {
            cell: {
                name: value if value is None or isinstance(value, int) else round(value, 6)
                for name, value in msgspec.structs.asdict(one).items()
            }
            for cell, one in by_cell.items()
        }
        for rule, by_cell in scores.items()
    }
