"""What `ventra outlook` may be told."""

from __future__ import annotations

import argparse


def add_outlook(parser: argparse.ArgumentParser) -> None:
    """What may be done with the outlook."""
    deeds = parser.add_subparsers(title="what", metavar="WHAT", required=True, dest="deed")
    words = "judge the market by the last closed day, or go on where that was cut short"
    refresh = deeds.add_parser("refresh", help=words, description=words)
    refresh.add_argument("--again", action="store_true", help="also where it is done already")
    refresh.add_argument("--json", action="store_true")
