"""Spells the page's Uzbek texts in Cyrillic: `python apps/web/scripts/cyrillic.py` writes each uz-Cyrl.json from its uz.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ventra.core.text import to_cyrillic

TEXTS = Path(__file__).resolve().parent.parent / "src" / "shared" / "texts"
FOLDERS = (TEXTS, *sorted(path for path in TEXTS.iterdir() if path.is_dir()))


def spelled(text: Any) -> Any:
    """A text, or its plural forms, in Cyrillic."""
    if isinstance(text, dict):
        return {form: spelled(words) for form, words in text.items()}
    return to_cyrillic(text)


def regenerated(folder: Path = TEXTS) -> str:
    """What a folder's uz-Cyrl.json has to hold, byte for byte."""
    uz = json.loads((folder / "uz.json").read_text(encoding="utf-8"))
    cyrillic = {key: spelled(text) for key, text in uz.items()}
    return json.dumps(cyrillic, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    for one in FOLDERS:
        (one / "uz-Cyrl.json").write_text(regenerated(one), encoding="utf-8")
