"""When a product is visited next, and what answers make of a host."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ventra.collect.back_off import JITTER, after_answers, next_visit
from ventra.collect.store.sources import OK, SLOWED, STOPPED, Source

NOW = datetime(2026, 11, 5, 12, tzinfo=UTC)
OPEN = Source("api.example", OK, None, NOW)


def waits(outcome: str, failures: int, **more: int) -> float:
    due, _ = next_visit(
        outcome, product_id=7, every_seconds=more.pop("every", 3600), failures=failures, now=NOW, **more
    )
    return (due - NOW).total_seconds()


def near(seconds: float) -> object:
    return pytest.approx(seconds, rel=JITTER + 1e-9)


def test_a_good_visit_comes_again_after_its_interval_and_forgets_failures() -> None:
    assert waits("ok", 5) == near(3600)
    assert next_visit("ok", product_id=7, every_seconds=60, failures=5, now=NOW)[1] == 0


def test_products_visited_together_spread_out_and_always_the_same_way() -> None:
    due = [next_visit("ok", product_id=i, every_seconds=3600, failures=0, now=NOW)[0] for i in range(50)]
    assert len(set(due)) == 50
    assert due[3] == next_visit("ok", product_id=3, every_seconds=3600, failures=0, now=NOW)[0]


def test_what_is_gone_is_asked_again_after_its_interval_and_counts_as_gone_once_more() -> None:
    assert waits("gone", 3, every=86_400) == near(86_400)
    assert next_visit("gone", product_id=7, every_seconds=86_400, failures=3, now=NOW)[1] == 4


@pytest.mark.parametrize("outcome", ["throttled", "timed_out", "failed"])
def test_trouble_backs_off_from_a_minute_to_six_hours(outcome: str) -> None:
    assert [waits(outcome, n) for n in (0, 1, 2)] == [near(60), near(120), near(240)]
    assert waits(outcome, 40) == near(6 * 3600)


def test_a_wait_the_marketplace_asks_for_is_kept() -> None:
    assert waits("throttled", 0, retry_after_seconds=900) == near(900)


def test_a_changed_page_is_tried_again_in_six_hours() -> None:
    assert waits("changed", 0) == near(6 * 3600)


def test_a_challenge_stops_the_host_and_no_good_answer_starts_it_again() -> None:
    stopped = after_answers(OPEN, {"ok": 5, "challenged": 1}, NOW, reason="captcha")
    assert (stopped.state, stopped.reason) == (STOPPED, "captcha")
    later = NOW + timedelta(days=30)
    assert not stopped.open_at(later)
    assert after_answers(stopped, {"ok": 1}, later, reason="").state == STOPPED


def test_each_429_after_the_pause_doubles_it_and_a_good_answer_ends_it() -> None:
    source, now, pauses = OPEN, NOW, []
    for _ in range(6):
        source = after_answers(source, {"throttled": 1}, now, reason="429")
        assert source.resume_at is not None
        assert not source.open_at(now)
        pauses.append((source.resume_at - now).total_seconds())
        now = source.resume_at
    assert pauses == [60, 60, 120, 240, 480, 960]
    assert after_answers(source, {"ok": 1}, now, reason="").state == OK


def test_a_429_that_lasts_is_a_refusal() -> None:
    slowed = Source("api.example", SLOWED, "429", NOW - timedelta(hours=7), NOW)
    assert after_answers(slowed, {"throttled": 1}, NOW, reason="429").state == STOPPED


def test_failures_of_another_kind_leave_a_slowed_host_slowed() -> None:
    slowed = Source("api.example", SLOWED, "429", NOW, NOW)
    assert after_answers(slowed, {"failed": 3}, NOW, reason="").state == SLOWED
