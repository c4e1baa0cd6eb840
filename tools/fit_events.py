"""Fits the weights by which events are told apart, on simulated streams, and writes `src/ventra/core/event_weights.py`.

Run from the repository: `.venv/bin/python tools/fit_events.py`. The same code and seeds give the same
file, once it is formatted (`make fix`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ventra.core import bursts, moves, weighing
from ventra.core.columns import run_starts
from ventra.core.event_kinds import NO_SKU, Kind
from ventra.core.flows import flows_of
from ventra.core.grid import grid_of
from ventra.core.moves import CAME, HIDDEN, LEFT
from ventra.core.profile import flat
from ventra.core.steps import steps_of
from ventra.core.variants import sku_pairs
from ventra.simulator.streams import Streams, make_streams
from ventra.simulator.streams.happened import Happened, happened

Array = npt.NDArray[Any]
SEEDS = (101, 102)
STALE_US = 20 * 60_000_000
KINDS = {
    CAME: (Kind.RESTOCK, Kind.RETURN, Kind.SET_BY_HAND, Kind.CANCELLED),
    LEFT: (0, Kind.SET_BY_HAND, Kind.WRITE_OFF, Kind.CANCELLED),
    HIDDEN: (0, Kind.RESTOCK, Kind.RETURN, Kind.CANCELLED),
}
PENALTY, RATE, ROUNDS = 1e-4, 0.05, 1500
TARGET = Path(__file__).parents[1] / "src/ventra/core/event_weights.py"


def examples(streams: Streams) -> dict[int | str, tuple[Array, Array]]:
    """For each way of moving, and for bursts, the features and what it truly was (a place among KINDS)."""
    seen, profile = streams.seen, flat()
    grid = grid_of(seen, profile, streams.category)
    pairs = sku_pairs(seen, grid)
    steps, flows = steps_of(seen, grid, pairs), flows_of(seen, grid, pairs)
    moved = moves.moves_of(seen, grid, pairs, steps, flows)
    columns = np.column_stack(weighing.features(moved, moves.history_of(moved, grid, pairs, flows), grid))
    product = seen.products.key[run_starts(seen.products.key[:, 0]), 0]
    true, found = happened(streams), {}
    for way, kinds in KINDS.items():
        mine = np.flatnonzero(moved.way == way)
        labels = [_label(true, product[moved.owner[one]], moved, one, way, kinds) for one in mine.tolist()]
        known = np.array(labels, np.int64)
        found[way] = columns[mine][known >= 0], known[known >= 0]
    stretches = bursts.stretches(seen, grid, steps, flows, profile)
    inside, touches = _own(streams, product[stretches.owner], stretches)
    sure = inside | ~touches
    found["burst"] = np.column_stack(bursts.burst_features(stretches))[sure], inside[sure].astype(np.int64)
    return found


def _label(
    true: Happened, product: int, moved: moves.Moves, one: int, way: int, kinds: tuple[int, ...]
) -> int:
    first, last = np.searchsorted(true.product, (product, product + 1))
    times = true.begin[first:last]
    a, b = first + np.searchsorted(times, (moved.begin[one] - STALE_US, moved.end[one]), side="right")
    kind, pieces, sku = true.kind[a:b], true.pieces[a:b], true.sku[a:b]
    mine = np.full(len(kind), True) if moved.sku[one] == NO_SKU else sku == moved.sku[one]
    if way == LEFT:
        mine &= (pieces <= 0) | (kind == Kind.CANCELLED) & (pieces == 0)
    mine &= (pieces > 0) | (way == LEFT)
    weight = [(np.maximum(np.abs(pieces), 1) * (mine & (kind == one))).sum() if one else 0 for one in kinds]
    best = int(np.argmax(weight))
    return best if weight[best] > 0 or kinds[0] == 0 else -1


def _own(streams: Streams, product: Array, found: bursts.Stretches) -> tuple[Array, Array]:
    """Which stretches hold at least half of a burst, and which hold anything of one."""
    inside, touches = np.zeros(len(product), bool), np.zeros(len(product), bool)
    for one, begin, end in streams.bursts.tolist():
        meets = (product == one) & (found.begin < end) & (found.end > begin)
        touches |= meets
        inside |= meets & (np.minimum(found.end, end) - np.maximum(found.begin, begin) >= (end - begin) / 2)
    return inside, touches


def fit(x: Array, y: Array, classes: int) -> Array:
    """Weights [features, classes] of a multinomial logistic model, by Adam on standardised features."""
    mean, spread = x.mean(axis=0), x.std(axis=0)
    mean[0], spread[0] = 0.0, 1.0
    spread[spread < 1e-9] = 1.0
    z, truth = (x - mean) / spread, np.eye(classes)[y]
    weights, first, second = (np.zeros((x.shape[1], classes)) for _ in range(3))
    for turn in range(1, ROUNDS + 1):
        shares = np.exp(z @ weights - (z @ weights).max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        slope = z.T @ (shares - truth) / len(y) + PENALTY * weights
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        weights -= RATE * (first / (1 - 0.9**turn)) / (np.sqrt(second / (1 - 0.999**turn)) + 1e-9)
    plain = weights / spread[:, None]
    plain[0] -= mean[1:] @ plain[1:]
    return np.round(plain, 3)


def written(by_way: dict[int, Array], burst: Array) -> str:
    """The module that holds the weights."""
    lines = [
        '"""Weights by which events are told apart. Written by `tools/fit_events.py`; not to be changed by hand."""',
        "", "from __future__ import annotations", "", "NOTHING = 0", '"""Stands for a movement that is no event."""',
        "WEIGHTS: dict[int, tuple[tuple[int, ...], tuple[tuple[float, ...], ...]]] = {",
    ]  # fmt: skip
    for way, weights in by_way.items():
        lines += [f"    {way}: (", f"        {tuple(int(kind) for kind in KINDS[way])},", "        ("]
        lines += [f"            {tuple(column.tolist())}," for column in weights.T]
        lines += ["        ),", "    ),"]
    lines += ["}", f"BURST: tuple[float, ...] = {tuple(burst.tolist())}"]
    return "\n".join(
        [
            *lines,
            '"""By `core/bursts.FEATURES`; the others by `core/weighing.FEATURES`, a row for each kind."""',
            "",
        ]
    )


def main() -> None:
    """Fit on all seeds together and write the file."""
    parts = [examples(make_streams(seed)) for seed in SEEDS]
    joined = {
        key: [np.concatenate(columns) for columns in zip(*(part[key] for part in parts), strict=True)]
        for key in parts[0]
    }
    by_way = {way: fit(*joined[way], len(kinds)) for way, kinds in KINDS.items()}
    burst = fit(*joined["burst"], 2)
    TARGET.write_text(written(by_way, np.round(burst[:, 1] - burst[:, 0], 3)))


if __name__ == "__main__":
    main()
