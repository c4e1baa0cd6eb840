"""The back-test's report as a table that a person can read."""

from __future__ import annotations

from collections.abc import Sequence

from ventra.core.rivals import RIVALS
from ventra.core.scores import Scores
from ventra.sales.backtest import OURS, Comparison

COLUMNS = ("n", "missing", "WAPE", "median", "bias", "cover", "open", "exact", "width", "WIS")
LEGEND = """\
Left of the bar our estimate, right of it the WAPE of other rules, of each where it has a number; – is unknown.
n: product-days or windows of days; missing: without a number; WAPE: sum of errors over sum of units; median: of the errors
in per cent; cover: truth within the 80 % interval; open: the same of rows with a width; exact: right, of rows said to be exact;
width: sum of widths over sum of units; WIS: weighted interval score, in units. More: docs/accuracy.md
"""


def table(scores: dict[str, dict[str, Scores]], compared: list[Comparison], notes: Sequence[str]) -> str:
    """The report: a line for each cell that holds rows, where ours is worse, and what the reader must be told."""
    others = [rule for rule in scores if rule != OURS]
    head = ["", *COLUMNS, "|", *others]
    lines = [head]
    for cell, ours in scores[OURS].items():
        if ours.n:
            beside = [_percent(scores[rule][cell].wape) for rule in others]
            lines.append([cell, *_told(ours), "|", *beside])
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    rows = [
        "  ".join([line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])]).rstrip()
        for line in lines
    ]
    return "\n".join([*rows, "", LEGEND + "\n".join([*_verdict(compared), *notes]), ""])


def _told(one: Scores) -> list[str]:
    """The cells of a line, in the order of `COLUMNS`."""
    return [
        f"{one.n}",
        _percent(one.missing),
        _percent(one.wape),
        _percent(one.median_ape),
        _percent(one.bias, signed=True),
        _percent(one.cover),
        _percent(one.cover_open),
        _percent(one.exact),
        _percent(one.rel_width),
        "–" if one.wis is None else f"{one.wis:.2f}",
    ]


def _verdict(compared: list[Comparison]) -> list[str]:
    worse = [one for one in compared if one.is_worse]
    if not compared:
        return [f"No cell is large enough to compare ours with the {len(RIVALS)} rules."]
    if not worse:
        return [
            f"Ours is not worse than any of the {len(RIVALS)} rules in any cell of 200 product-days or more."
        ]
    return [_said(one) for one in worse]


def _said(one: Comparison) -> str:
    more, surely = 100 * one.found.excess, 100 * one.found.low
    return f"Worse than {one.rule} in {one.cell}: WAPE by {more:.1f} points, by {surely:.1f} at least (95 %)."


def _percent(value: float | None, *, signed: bool = False) -> str:
    if value is None:
        return "–"
    return f"{100 * value:+.1f} %" if signed else f"{100 * value:.1f} %"
