"""`ventra calibrate`: a file that its recipe makes again, and words where it cannot."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

import pytest

from ventra.core.calibration import FILE, Kept, Recipe, in_force, shape_of_days
from ventra.core.sales import RULE
from ventra.services import calibrate_command
from ventra.services.calibrate_arguments import seeds


def ventra(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # the command as its user runs it
        [sys.executable, "-m", "ventra.services.cli", "calibrate", *words],
        capture_output=True, text=True, timeout=300, cwd=cwd, check=False,
    )  # fmt: skip


def test_it_writes_the_file_of_a_recipe_and_tells_of_each_step(tmp_path: Path) -> None:
    done = ventra("--seeds", "301", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    told = json.loads((tmp_path / FILE).read_text())
    assert (told["rule"], told["recipe"]) == (RULE, {"seeds": [301], "per_cell": 1, "level": 0.8})
    assert len(told["products"]) == shape_of_days()[0]
    assert done.stderr.splitlines() == ["days of seed 301", "windows of seed 301", f"wrote {FILE}"]
    assert done.stdout == ""


def test_where_it_cannot_write_it_says_so_before_it_measures(tmp_path: Path) -> None:
    done = ventra("--out", "nowhere/calibration.json", cwd=tmp_path)
    assert (done.returncode, done.stderr.count("seed")) == (2, 0)
    assert "there is no folder nowhere" in done.stderr


@pytest.mark.parametrize("text", ["", "7-3", "a", "1-", "1-500", "-3"])
def test_what_is_no_range_of_seeds_is_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="seed"):
        seeds(text)
    assert seeds("201-203") == (201, 202, 203)


@pytest.mark.parametrize("same", [True, False])
def test_check_says_whether_the_recipe_makes_the_file_in_force_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], same: bool
) -> None:
    asked: list[Recipe] = []
    found = in_force()

    def again(recipe: Recipe, _: object) -> Kept:
        asked.append(recipe)
        tables = (found.products, found.variants, found.windows_of_products, found.windows_of_variants)
        return Kept(RULE if same else RULE + 1, recipe, *(table.tolist() for table in tables))

    monkeypatch.setattr(calibrate_command, "calibrate", again)
    wish = argparse.Namespace(check=True)
    assert calibrate_command.run(wish) == (0 if same else 1)
    assert asked[0].level == 0.8
    assert ("is what its recipe makes" in capsys.readouterr().err) == same


def test_a_folder_is_no_place_to_write_to_and_nothing_half_written_is_left(tmp_path: Path) -> None:
    done = ventra("--out", ".", cwd=tmp_path)
    assert (done.returncode, done.stderr.count("seed")) == (2, 0)
    assert "is a folder" in done.stderr
    assert list(tmp_path.iterdir()) == []
