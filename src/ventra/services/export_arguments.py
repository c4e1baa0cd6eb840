"""What `ventra export` may be told."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path


def add_export(parser: argparse.ArgumentParser, day: Callable[[str], date]) -> None:
    """What is written, of which days (`day` reads one), how long its windows are, and where it goes."""
    parser.add_argument("what", choices=["sales"])
    parser.add_argument("--from", dest="first", type=day, metavar="DAY")
    parser.add_argument("--to", dest="last", type=day, metavar="DAY")
    parser.add_argument("--window", type=int, choices=[1, 7, 28], default=1)
    parser.add_argument("--by", choices=["product", "variant"], default="product")
    parser.add_argument("--out", type=Path, required=True)
