"""What `ventra take-home` and `ventra bring-in` take."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_take_home(parser: argparse.ArgumentParser) -> None:
    """What `ventra take-home` takes."""
    parser.set_defaults(deed="take-home")
    parser.add_argument("--org", type=int, required=True, metavar="ID", help="whose file it is to be")
    parser.add_argument("--owner", metavar="EMAIL", help="the owner who takes it home (default: the first)")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    parser.add_argument("--json", action="store_true")


def add_bring_in(parser: argparse.ArgumentParser) -> None:
    """What `ventra bring-in` takes."""
    parser.set_defaults(deed="bring-in")
    parser.add_argument("file", metavar="FILE|-", help="what `ventra take-home` wrote")
    parser.add_argument("--owner", required=True, metavar="EMAIL", help="who will own it there")
    parser.add_argument("--database", metavar="URL", help="where to (default: DIRECT_DATABASE_URL)")
    parser.add_argument("--json", action="store_true")
