"""What `ventra backtest` may be told."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from ventra.services.series_file import DAYS

ORIGINS = 24
MOST_ORIGINS, MOST_HORIZON, MOST_SEASON = 1_000, 366, 366


def add_backtest(parser: argparse.ArgumentParser, file: Callable[[str], Path]) -> None:
    """What is tested, its files (`file` says whether one is there), and where the report goes."""
    kinds = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    _add_sales(kinds.add_parser("sales", help="daily sales against what was truly sold"), file)
    _add_forecast(kinds.add_parser("forecast", help="forecasts of series against what came"), file)


def _add_sales(parser: argparse.ArgumentParser, file: Callable[[str], Path]) -> None:
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


def _add_forecast(parser: argparse.ArgumentParser, file: Callable[[str], Path]) -> None:
    parser.add_argument(
        "--csv", type=file, required=True, metavar="FILE", help="series, step or date, value, …"
    )
    parser.add_argument(
        "--horizon", type=_whole(MOST_HORIZON), required=True, metavar="N", help="steps to forecast"
    )
    parser.add_argument("--freq", choices=sorted(DAYS), default="D", help="a step is a day or a week (D)")
    parser.add_argument(
        "--season",
        type=_whole(MOST_SEASON),
        metavar="N",
        help="steps after which things recur (D: 7; W: 52 where series have three years, else 1)",
    )
    parser.add_argument(
        "--known",
        type=_names,
        default=(),
        metavar="A,B",
        help="columns known ahead; rows after a series' end carry them, with an empty value",
    )
    parser.add_argument(
        "--origins",
        type=_whole(MOST_ORIGINS),
        default=ORIGINS,
        metavar="N",
        help=f"origins in the past to score from ({ORIGINS})",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the forecasts, as CSV")
    parser.add_argument("--json", action="store_true", help="the scores for a machine, on stdout")


def _whole(most: int) -> Callable[[str], int]:
    def whole(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to {most}")
        return int(text)

    return whole


def _names(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(","))
    if not all(names) or len(set(names)) < len(names):
        raise argparse.ArgumentTypeError(f"{text!r}: expected column names such as price,advert, each once")
    return names
