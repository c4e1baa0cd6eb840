"""What a back-test is run over: simulated products, or an observation file and a truth file."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from ventra.accuracy.answers import Recipe, Source
from ventra.collect.importing import CONFLICT
from ventra.collect.reading import batches
from ventra.core.columns import Seen, rows_of_skus, seen_from
from ventra.core.day import to_us
from ventra.core.runs import merge
from ventra.core.scores import Float
from ventra.sales.truth import Truth
from ventra.sales.truth_file import read_truth
from ventra.services.backtest_streams import NOTES, simulated
from ventra.services.measuring import PER_CELL, RECIPE, SEED
from ventra.services.progress import Progress

UNKNOWN = Recipe()


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """What a back-test is run over.

    Observations sorted by product and time, the truth, points of further rules (one for each row of the truth), what a person
    must be told under the table, and where all of it comes from.
    """

    seen: Seen
    truth: Truth
    beside: Mapping[str, Float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    source: Source = "file"
    recipe: Recipe = UNKNOWN


def over_streams() -> Given:
    """Simulated products, and an oracle beside the rules."""
    seen, truth, oracle = simulated(SEED, PER_CELL)
    return Given(seen, truth, {"oracle": oracle}, NOTES, "simulator", RECIPE)


def from_files(observations: Path, truth: Path) -> Given:
    """Both files as values; what is refused of them is said on stderr."""
    told = read_truth(truth)
    if told.unused:
        print(f"{truth.name}: columns that are not used: {', '.join(told.unused)}", file=sys.stderr)
    recipe = Recipe(observations=_name(observations), truth=_name(truth))
    return Given(_read(observations), told.truth, recipe=recipe)


def _name(path: Path) -> str:
    """A file's name as text; what of it is none is shown by question marks."""
    return path.name.encode(errors="replace").decode()


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
