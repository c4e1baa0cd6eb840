"""What the api names by a key has its words in the page's book, and no words are kept for what it never names."""

from __future__ import annotations

import json
from pathlib import Path

from ventra.core.event_kinds import Reason


def test_every_reason_of_an_event_has_its_words_on_the_page(checkout: Path) -> None:
    path = checkout / "apps/web/src/shared/texts/product/uz.json"
    kept = {key for key in json.loads(path.read_text("utf-8")) if key.startswith("event.")}
    assert kept == {f"event.{reason.name.lower()}" for reason in Reason}
