"""`ventra calibrate`: makes the data file that says how wide intervals are, or checks that the one in force can be made again."""

from __future__ import annotations

import argparse
import sys
from importlib.resources import files
from pathlib import Path

import msgspec

from ventra.core.calibration import FILE, Kept, Recipe
from ventra.errors import BadInput
from ventra.services.calibrating import calibrate
from ventra.services.whole_file import write_whole

LEVEL = 0.8


def run(wish: argparse.Namespace) -> int:
    """Make the file that `wish` asks for; with `--check` nothing is written, and 1 says that it came out otherwise."""
    if wish.check:
        return _check()
    if wish.per_cell < 1:
        raise BadInput("--per-cell is 1 or more", field="per_cell")
    out = wish.out or Path(FILE)
    if not out.parent.is_dir():
        raise BadInput(f"there is no folder {out.parent}", field="out")
    if out.is_dir():
        raise BadInput(f"{out} is a folder: name a file in it", field="out")
    write_whole(out, _as_file(calibrate(Recipe(wish.seeds, wish.per_cell, LEVEL), _note)))
    _note(f"wrote {out}")
    return 0


def _check() -> int:
    shipped = (files("ventra.core") / FILE).read_bytes()
    recipe = msgspec.json.decode(shipped, type=Kept).recipe
    if _as_file(calibrate(recipe, _note)) == shipped:
        _note("the calibration in force is what its recipe makes")
        return 0
    _note("the recipe makes another calibration than the one in force: raise the rule, and calibrate anew")
    return 1


def _as_file(kept: Kept) -> bytes:
    return msgspec.json.format(msgspec.json.encode(kept), indent=1) + b"\n"


def _note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
