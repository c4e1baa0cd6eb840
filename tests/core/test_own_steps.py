"""How lists of own shops are read page by page: back to the beginning once, then the last weeks again and again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from ventra.infra.uzum_seller import FBS_STATUSES
from ventra.shop.own_steps import EARLIEST, READ_AGAIN, Feed, after, begun, failed, lists_of

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def read(feed: Feed, held, now: datetime = NOW) -> tuple[Feed, list[tuple[datetime, datetime]]]:
    """A whole round of one-page spans; `held(from, to)` says how many rows each holds."""
    feed, spans = begun(feed, now), []
    while feed.round_at is not None:
        spans.append((feed.span_from, feed.span_to))
        feed = after(feed, held(feed.span_from, feed.span_to), last=True, now=now)
    return feed, spans


def test_the_first_round_leaves_no_gap_and_ends_after_a_year_without_a_row() -> None:
    since = NOW - 200 * DAY
    done, spans = read(Feed(feed="orders", shop_id=1), lambda first, last: int(last > since))
    assert spans[0][1] == NOW
    assert all(later[0] == earlier[1] for later, earlier in pairwise(spans))
    assert spans[-1][0] <= since - 300 * DAY
    assert (done.back_to, done.whole_at, done.done_at, done.rows) == (spans[-1][0], NOW, NOW, 4)


def test_a_shop_that_never_rested_is_read_to_the_beginning_of_the_marketplace() -> None:
    done, spans = read(Feed(feed="expenses", shop_id=1), lambda *_: 1)
    assert spans[-1][0] == EARLIEST == done.back_to


def test_later_rounds_read_the_last_weeks_again_however_long_nobody_read() -> None:
    done, _ = read(Feed(feed="orders", shop_id=1), lambda *_: 0)
    _, spans = read(done, lambda *_: 1, NOW + timedelta(minutes=15))
    assert spans == [(NOW - READ_AGAIN, NOW + timedelta(minutes=15))]
    _, spans = read(done, lambda *_: 1, NOW + 90 * DAY)
    assert spans == [(NOW - READ_AGAIN, NOW + 90 * DAY)]


def test_pages_and_statuses_come_one_after_the_other_and_a_round_under_way_goes_on() -> None:
    feed = begun(Feed(feed="fbs_orders", shop_id=1, whole_at=NOW, done_at=NOW), NOW + DAY)
    feed = after(feed, 50, last=False, now=NOW + DAY)
    assert (feed.part, feed.page) == (0, 1)
    assert begun(feed, NOW + 2 * DAY) == feed
    for part in range(len(FBS_STATUSES)):
        assert (feed.part, feed.round_at) == (part, NOW + DAY)
        feed = after(feed, 0, last=True, now=NOW + DAY)
    assert (feed.round_at, feed.part, feed.page) == (None, 0, 0)


def test_lists_are_due_by_their_own_clock_and_what_failed_alone_waits_an_hour() -> None:
    assert [one.feed for one in lists_of([7], [], NOW)] == [
        "skus",
        "orders",
        "fbs_orders",
        "returns",
        "invoices",
        "expenses",
    ]
    assert lists_of([], [], NOW) == []
    known = [
        read(Feed(feed=one.feed, shop_id=one.shop_id), lambda *_: 0)[0] for one in lists_of([7], [], NOW)
    ]
    assert lists_of([7], known, NOW + timedelta(minutes=13)) == []
    quarter = [one.feed for one in lists_of([7], known, NOW + timedelta(minutes=15))]
    assert quarter == ["skus", "orders", "fbs_orders"]
    assert len(lists_of([7], known, NOW + timedelta(hours=1))) == 6
    known[0] = failed(known[0], "changed", NOW)
    assert "skus" not in [one.feed for one in lists_of([7], known, NOW + timedelta(minutes=58))]
    assert "skus" in [one.feed for one in lists_of([7], known, NOW + timedelta(hours=1))]
