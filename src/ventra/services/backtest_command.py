"""`ventra backtest sales`: observations and truth as values, the back-test over them, and its report."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import numpy as np

from ventra.collect.importing import CONFLICT
from ventra.collect.reading import batches
from ventra.core.columns import Seen, rows_of_skus, seen_from
from ventra.core.day import to_us
from ventra.core.runs import merge
from ventra.core.scores import Float, Scores
from ventra.errors import BadInput
from ventra.sales.backtest import backtest, comparisons
from ventra.sales.truth import Truth
from ventra.sales.truth_file import read_truth
from ventra.services.backtest_streams import NOTES, simulated
from ventra.services.backtest_table import table
from ventra.services.progress import Progress

SEED = 0
"""Of the bootstrap alone, so that the same data always give the same verdict."""


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """What a back-test is run over.

    Observations sorted by product and time, the truth, points of further rules (one for each row of the truth), and what a
    person must be told under the table.
    """

    seen: Seen
    truth: Truth
    beside: Mapping[str, Float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def run(wish: argparse.Namespace) -> int:
    """Run the back-test that `wish` asks for and write its report; `BadInput` says what is wrong with a file."""
    report = report_on(_given(wish), as_json=wish.json)
    if wish.out is None:
        sys.stdout.buffer.write(report)
        sys.stdout.buffer.flush()
        return 0
    _write_whole(wish.out, report)
    print(f"the report is in {wish.out}", file=sys.stderr)
    return 0


def _given(wish: argparse.Namespace) -> Given:
    if wish.observations is None and wish.truth is None:
        seen, truth, oracle = simulated()
        return Given(seen, truth, {"oracle": oracle}, NOTES)
    if wish.observations is None or wish.truth is None:
        raise BadInput("--observations FILE and --truth FILE go together", field="truth")
    return from_files(wish.observations, wish.truth)


def from_files(observations: Path, truth: Path) -> Given:
    """Both files as values; what is refused of them is said on stderr."""
    told = read_truth(truth)
    if told.unused:
        print(f"{truth.name}: columns that are not used: {', '.join(told.unused)}", file=sys.stderr)
    return Given(_read(observations), told.truth)


def _read(path: Path) -> Seen:
    """A file's observations, read and refused as an import does it, each instant once, sorted by product and time."""
    parts, refused, read = [seen_from([])], Counter[str](), 0
    with Progress() as progress:
        for batch in batches(path, path.name, now_us=to_us(datetime.now(UTC))):
            parts.append(batch.seen)
            refused.update(one.reason for one in batch.rejects)
            read += batch.read
            progress.say(f"{path.name}: {read} read")
    merged = merge(parts[0], _joined(parts))
    refused.update({CONFLICT: int(merged.conflicting.sum())})
    _say_what_was_refused(path.name, read, int(merged.taken.sum()), +refused)
    return Seen(merged.products, merged.skus, rows_of_skus(merged.products, merged.skus))


def _joined(parts: list[Seen]) -> Seen:
    """All parts one after the other; halves are joined, so that no row is copied more than a few times."""
    while len(parts) > 1:
        parts = [
            parts[i].followed_by(parts[i + 1]) if i + 1 < len(parts) else parts[i]
            for i in range(0, len(parts), 2)
        ]
    return parts[0]


def _say_what_was_refused(name: str, read: int, taken: int, refused: Counter[str]) -> None:
    known = read - taken - refused.total()
    print(f"{name}: {read} read, {taken} taken, {known} known, {refused.total()} rejected", file=sys.stderr)
    for reason, count in refused.most_common(10):
        print(f"  {count} × {reason}", file=sys.stderr)


def report_on(given: Given, *, as_json: bool) -> bytes:
    """The back-test's report: JSON for a machine, a table for a person."""
    found = backtest(given.seen, given.truth, beside=given.beside)
    scores = found.scores()
    if as_json:
        return msgspec.json.format(msgspec.json.encode(_rounded(scores)), indent=2) + b"\n"
    compared = comparisons(found, np.random.default_rng(SEED))
    return table(scores, compared, given.notes).encode()


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


def _write_whole(out: Path, report: bytes) -> None:
    partial = out.with_name(out.name + ".partial")
    try:
        partial.write_bytes(report)
        partial.replace(out)
    except OSError as wrong:
        raise BadInput(f"{out}: cannot be written: {wrong.strerror}", field="out") from wrong
    finally:
        partial.unlink(missing_ok=True)
