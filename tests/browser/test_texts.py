"""The page's Uzbek Cyrillic is made from its Latin, by the same rule as everywhere else."""

from __future__ import annotations

import importlib.util
from pathlib import Path


def test_cyrillic_texts_are_what_the_rule_makes_of_the_latin_ones(checkout: Path) -> None:
    script = checkout / "apps" / "web" / "scripts" / "cyrillic.py"
    spec = importlib.util.spec_from_file_location("cyrillic_texts", script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for folder in module.FOLDERS:
        kept = (folder / "uz-Cyrl.json").read_text(encoding="utf-8")
        assert kept == module.regenerated(folder), f"run python {script.relative_to(checkout)}"
