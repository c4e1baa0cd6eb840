"""What `ventra calibrate` may be told."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

SEEDS = "201-206"
MOST_SEEDS = 100


def add_calibrate(parser: argparse.ArgumentParser) -> None:
    """The recipe, and where the file goes."""
    parser.add_argument("--seeds", type=seeds, default=seeds(SEEDS), metavar="A-B", help=f"default: {SEEDS}")
    parser.add_argument("--per-cell", type=int, default=1, help="simulated products of a kind (default: 1)")
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="where it is written (default: calibration.json)"
    )
    parser.add_argument(
        "--check", action="store_true", help="make the one in force again by its own recipe, and compare"
    )


def seeds(text: str) -> tuple[int, ...]:
    """`201-206` or `201`."""
    told = re.fullmatch(r"(\d{1,6})(?:-(\d{1,6}))?", text)
    if told is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a seed or a range of seeds such as {SEEDS}")
    first = int(told[1])
    last = int(told[2] or first)
    if not first <= last < first + MOST_SEEDS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a range of 1 to {MOST_SEEDS} seeds")
    return tuple(range(first, last + 1))
