"""Kept results of benchmarks: newest first, with the machine named, and what fell short marked."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench import history
from bench.result import Result

FAST = Result("reads", 0.8, 0.5, True, "x", "800/s | against 1,000/s")
SLOW = Result("closing", 25.0, 20.0, False, "x", "25 s")


def test_a_kept_run_stands_on_top_of_the_older_ones(tmp_path: Path) -> None:
    page = tmp_path / "bench.md"
    page.write_text("# Benchmarks\n\n## History\n\n### 2026-01-01, abc\n", encoding="utf-8")
    history.keep([FAST, SLOW], page)
    told = page.read_text(encoding="utf-8")
    assert told.startswith("# Benchmarks\n\n## History\n\n### 20")
    assert told.index("| reads | 0.80 x | ≥ 0.5 | 800/s \\| against 1,000/s |") < told.index("### 2026-01-01")
    assert "| closing | 25.00 x (short) | ≤ 20 | 25 s |" in told
    assert history.machine().split(", load")[0] in told


def test_a_page_without_a_history_is_named(tmp_path: Path) -> None:
    page = tmp_path / "bench.md"
    page.write_text("# Benchmarks\n", encoding="utf-8")
    with pytest.raises(ValueError, match=str(page)):
        history.keep([FAST], page)


def test_the_page_tells_what_every_benchmark_measures() -> None:
    from bench.__main__ import BENCHES

    told = history.PAGE.read_text(encoding="utf-8").partition(history.BEGIN)[0]
    assert [name for name in BENCHES if f"| `{name}` |" not in told] == []
