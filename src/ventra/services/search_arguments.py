"""What `ventra search` may be told."""

from __future__ import annotations

import argparse
from pathlib import Path

MOST = 1000


def add_search(parser: argparse.ArgumentParser) -> None:
    """A text, or a file of queries with where its answers go."""
    parser.add_argument(
        "text", nargs="?", metavar="TEXT", help="what to look for, in any of the four languages"
    )
    parser.add_argument(
        "--queries", type=Path, metavar="FILE", help="JSON lines with `query`, in place of TEXT"
    )
    parser.add_argument("--top", type=_top, default=10, metavar="N", help="how many at most (default: 10)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="where the answers to the queries go")
    parser.add_argument("--json", action="store_true")


def _top(text: str) -> int:
    if text.isdigit() and 1 <= int(text) <= MOST:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to {MOST}")
