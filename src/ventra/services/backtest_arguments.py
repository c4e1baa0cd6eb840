"""What `ventra backtest` may be told."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path


def add_backtest(parser: argparse.ArgumentParser, file: Callable[[str], Path]) -> None:
    """What is tested, the two files (`file` says whether one is there), and where the report goes."""
    parser.add_argument("what", choices=["sales"])
    parser.add_argument(
        "--observations", type=file, metavar="FILE", help="NDJSON, NDJSON.gz, CSV or Parquet, as for import"
    )
    parser.add_argument(
        "--truth",
        type=file,
        metavar="FILE",
        help="CSV or Parquet: product_id, day, units[, trouble, gap_hours]",
    )
    parser.add_argument("--json", action="store_true", help="scores by rule and cell, for a machine")
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="write the report there instead of to stdout"
    )
    parser.add_argument(
        "--store", action="store_true", help="keep the result, for the accuracy page (needs a database)"
    )
