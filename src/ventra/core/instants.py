"""Exact instants in a few bytes: how a row of observations remembers each time its state was seen.

An encoding is empty for a single instant; otherwise its first byte names the unit (0 seconds, 1 milliseconds, 2 microseconds:
the coarsest that is exact for the row) and the rest are the gaps between neighbouring instants as LEB128 varints in that unit.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Int64 = npt.NDArray[np.int64]
UNITS_US = (1_000_000, 1_000, 1)
_MOST_BYTES = 10


def decode_instants(seen_from_us: int, seen: bytes) -> tuple[int, ...]:
    """All instants of one row, in epoch microseconds, ascending."""
    instants, _ = decode_many(np.array([seen_from_us], np.int64), [seen])
    return tuple(int(at) for at in instants)


def decode_many(seen_from_us: Int64, seen: Sequence[bytes]) -> tuple[Int64, Int64]:
    """All instants of many rows laid end to end, and how many each row has."""
    lengths = np.fromiter(map(len, seen), np.int64, len(seen))
    return decode_joined(seen_from_us, lengths, b"".join(seen))


def decode_joined(seen_from_us: Int64, lengths: Int64, seen: bytes) -> tuple[Int64, Int64]:
    """As `decode_many`, of encodings laid end to end in one piece, with the length of each."""
    rows = len(lengths)
    if len(seen) == 0:
        return seen_from_us.astype(np.int64), np.ones(rows, np.int64)
    raw = np.frombuffer(seen, np.uint8)
    starts = np.cumsum(lengths) - lengths
    filled = lengths > 0
    unit_at = starts[filled]
    factor_of_row = np.ones(rows, np.int64)
    factor_of_row[filled] = np.array(UNITS_US, np.int64)[raw[unit_at]]
    is_gap = np.ones(len(raw), bool)
    is_gap[unit_at] = False
    row_of_byte = np.repeat(np.arange(rows), lengths)[is_gap]
    raw = raw[is_gap]
    values, first_bytes = _read_varints(raw)
    row_of_gap = row_of_byte[first_bytes]
    counts = np.bincount(row_of_gap, minlength=rows) + 1
    steps = np.zeros(int(counts.sum()), np.int64)
    firsts = np.cumsum(counts) - counts
    is_step = np.ones(len(steps), bool)
    is_step[firsts] = False
    steps[is_step] = values * factor_of_row[row_of_gap]
    running = np.cumsum(steps)
    base = np.repeat(seen_from_us - running[firsts], counts)
    return running + base, counts


def encode_many(instants_us: Int64, first_of_row: Int64) -> list[bytes]:
    """Encode rows of ascending instants laid end to end; `first_of_row` holds the index at which each row starts."""
    total = len(instants_us)
    counts = np.diff(np.append(first_of_row, total))
    gaps = np.diff(instants_us, prepend=instants_us[:1])
    gaps[first_of_row] = 0
    row_of = np.repeat(np.arange(len(counts)), counts)
    exact_ms = np.bincount(row_of, weights=gaps % 1_000 != 0, minlength=len(counts)) == 0
    exact_s = np.bincount(row_of, weights=gaps % 1_000_000 != 0, minlength=len(counts)) == 0
    unit = np.where(exact_s, 0, np.where(exact_ms, 1, 2))
    is_gap = np.ones(total, bool)
    is_gap[first_of_row] = False
    values = gaps[is_gap] // np.array(UNITS_US, np.int64)[unit][row_of[is_gap]]
    body, sizes = _write_varints(values)
    size_of_row = np.bincount(row_of[is_gap], weights=sizes, minlength=len(counts)).astype(np.int64)
    ends = np.cumsum(size_of_row).tolist()
    begins = [0, *ends[:-1]]
    data = body.tobytes()
    heads = [bytes([u]) for u in range(3)]
    return [
        heads[u] + data[begin:end] if end > begin else b""
        for begin, end, u in zip(begins, ends, unit.tolist(), strict=True)
    ]


def _read_varints(raw: npt.NDArray[np.uint8]) -> tuple[Int64, Int64]:
    last = raw < 128
    ends = np.flatnonzero(last)
    first = np.concatenate((np.zeros(1, np.int64), ends[:-1] + 1)) if len(ends) else np.zeros(0, np.int64)
    sizes = ends - first + 1
    place = np.arange(len(raw)) - np.repeat(first, sizes)
    parts = (raw & 127).astype(np.int64) << (7 * place)
    return np.add.reduceat(parts, first) if len(first) else np.zeros(0, np.int64), first


def _write_varints(values: Int64) -> tuple[npt.NDArray[np.uint8], Int64]:
    sizes = np.ones(len(values), np.int64)
    for more in range(1, _MOST_BYTES):
        sizes += values >= (1 << (7 * more)) if 7 * more < 63 else 0
    first = np.cumsum(sizes) - sizes
    place = np.arange(int(sizes.sum())) - np.repeat(first, sizes)
    parts = (np.repeat(values, sizes) >> (7 * place)) & 127
    more_follow = place < np.repeat(sizes, sizes) - 1
    return (parts | (more_follow << 7)).astype(np.uint8), sizes
