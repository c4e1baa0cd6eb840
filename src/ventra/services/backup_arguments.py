"""What `ventra backup` and `ventra restore` take; apart, so that other commands do not load what these do their work with."""

from __future__ import annotations

import argparse


def add_backup(parser: argparse.ArgumentParser) -> None:
    """What `ventra backup` takes."""
    deed = parser.add_mutually_exclusive_group()
    deed.add_argument("--out", metavar="FILE", help="write to a file instead of STORAGE_URL; - is stdout")
    deed.add_argument("--list", action="store_true", help="show the backups in STORAGE_URL")
    deed.add_argument(
        "--check", metavar="FILE|-|NAME|latest", help="read a backup whole and say whether it is sound"
    )
    deed.add_argument("--new-key", action="store_true", help="make a key: an age identity and its recipient")
    parser.add_argument("--plain", action="store_true", help="without encryption")
    parser.add_argument("--json", action="store_true")


def add_restore(parser: argparse.ArgumentParser) -> None:
    """What `ventra restore` takes."""
    parser.add_argument(
        "backup", metavar="FILE|-|NAME|latest", help="a file, standard input, or a backup in STORAGE_URL"
    )
    parser.add_argument("--database", metavar="URL", help="where to (default: DIRECT_DATABASE_URL)")
    parser.add_argument("--yes", action="store_true", help="replace what the database holds")
    parser.add_argument("--json", action="store_true")
