"""Rates that come with VENTRA: dated, sourced, and no version ever changed."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

from ventra.core.tariffs import STALE_DAYS, in_force
from ventra.costs.shipped import FIRST_DAY, fee_steps, shipped, units

ONCE = Path(__file__).parent / "rates_once.json"
"""Each version as it was first shipped. Only ever added to: a version that differs was changed."""


def test_no_version_that_was_shipped_once_is_changed_or_gone():
    once = json.loads(ONCE.read_text())
    now = {f"{rate.key} {rate.valid_from}": [rate.low, rate.likely, rate.high] for rate in shipped()}
    assert len(now) == len(shipped()), "two versions of a day"
    assert {name: now.get(name) for name in once} == once
    assert now.keys() == once.keys(), "write new versions into rates_once.json"


def test_each_is_in_order_dated_and_sourced():
    for rate in shipped():
        assert rate.low <= rate.likely <= rate.high
        assert rate.source
        assert not rate.verified or rate.source != "none"
    for key in units():
        assert len({rate.unit for rate in shipped() if rate.key == key}) <= 1


def test_all_that_the_calculator_needs_holds_from_its_first_day_on():
    held = in_force(shipped(), FIRST_DAY)
    assert held.keys() == {rate.key for rate in shipped()}
    steps = fee_steps(held)
    assert (steps.starts_usd[:3], steps.multiples[:3], steps.unit_uzs) == (
        (0, 10_000, 20_000),
        (1, 1.5, 2.5),
        412_000,
    )
    assert list(steps.starts_usd) == sorted(steps.starts_usd)


def test_the_newest_version_that_has_begun_holds():
    assert in_force(shipped(), date(2025, 12, 31))["turnover.sole"].likely == 4
    assert in_force(shipped(), date(2026, 1, 1))["turnover.sole"].likely == 1
    assert "payout.weekly" not in in_force(shipped(), date(2026, 4, 6))


def test_a_rate_is_old_after_ninety_days():
    (weekly,) = (rate for rate in shipped() if rate.key == "payout.weekly")
    assert not weekly.stale(weekly.checked_on + timedelta(days=STALE_DAYS))
    assert weekly.stale(weekly.checked_on + timedelta(days=STALE_DAYS + 1))
