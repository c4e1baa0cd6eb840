"""What the page's arithmetic of scores is held to is what core makes now."""

from __future__ import annotations

import json

from fixtures.score_cases import KEPT, written


def test_the_pages_cases_are_cores() -> None:
    assert KEPT.read_text(encoding="utf-8") == written()


def test_cases_hold_ties_gaps_and_every_reason_why_there_is_none() -> None:
    cases = json.loads(written())["cases"]
    assert {why for case in cases for why in case["why"]} == {
        "scored",
        "few_parts",
        "little_weight",
        "few_products",
    }
    assert any(tied > 1 for case in cases for tied in case["tied"])
    assert any(rank > 5 for case in cases for rank in case["rank"])
    assert any(None in row for case in cases for row in case["percentiles"])
