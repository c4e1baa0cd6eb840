"""Pure: how the lists of a shop are read, page by page, so that it can be left off anywhere and gone on with.

Lists that are asked by time are read back span by span the first time, and then again over the last weeks, since returns come
late. The others are read whole each time.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec

from ventra.infra.uzum_seller import FBS_STATUSES

ROUND = timedelta(minutes=15)
SLOW_ROUND = timedelta(hours=1)
AGAIN = timedelta(hours=1)
"""A list that alone could not be read is tried so much later."""
EARLY = timedelta(minutes=1)
"""A list is due as much before its time, so that a round is not put off by the length of another."""
READ_AGAIN = timedelta(days=45)
EARLIEST = datetime(2020, 1, 1, tzinfo=UTC)
"""Before the marketplace there was nothing."""
EMPTY_DAYS = 360
"""So long without a row, going back, and the beginning is reached."""
MOST_PAGES = 5_000
"""A list that has no end by then does not turn its pages."""
BY_SHOP = ("skus", "orders", "fbs_orders", "expenses")
BY_KEY = ("returns", "invoices")
SPAN_DAYS = {"orders": 60, "fbs_orders": 90, "expenses": 90}
PARTS = {"fbs_orders": len(FBS_STATUSES)}
EVERY = {"returns": SLOW_ROUND, "invoices": SLOW_ROUND, "expenses": SLOW_ROUND}
ORDER = ("skus", "orders", "fbs_orders", "returns", "invoices", "expenses")
"""Goods come first, for the other lists name them."""


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """How far a list is read; `shop_id` 0: a list of all shops of the key. The columns of own_feeds."""

    feed: str
    shop_id: int
    round_at: datetime | None = None
    part: int = 0
    page: int = 0
    span_from: datetime | None = None
    span_to: datetime | None = None
    span_rows: int = 0
    empty_spans: int = 0
    back_to: datetime | None = None
    whole_at: datetime | None = None
    done_at: datetime | None = None
    rows: int = 0
    failed_at: datetime | None = None
    why: str | None = None


def lists_of(shops: list[int], known: list[Feed], now: datetime) -> list[Feed]:
    """The lists of these shops that are to be read now, in the order they are read in."""
    by_name = {(one.feed, one.shop_id): one for one in known}
    wanted = [(feed, shop) for feed in BY_SHOP for shop in shops] + [(feed, 0) for feed in BY_KEY if shops]
    feeds = [by_name.get(name, Feed(feed=name[0], shop_id=name[1])) for name in wanted]
    due = [one for one in feeds if _is_due(one, now)]
    return sorted(due, key=lambda one: (ORDER.index(one.feed), one.shop_id))


def _is_due(feed: Feed, now: datetime) -> bool:
    if feed.failed_at is not None:
        return now >= feed.failed_at + AGAIN - EARLY
    if feed.round_at is not None or feed.done_at is None:
        return True
    return now >= feed.done_at + EVERY.get(feed.feed, ROUND) - EARLY


def begun(feed: Feed, now: datetime) -> Feed:
    """A list in whose round a page is to be read: the one under way goes on, else a new one begins."""
    if feed.round_at is not None:
        return feed
    fresh = msgspec.structs.replace(feed, round_at=now, part=0, page=0, span_rows=0, empty_spans=0)
    if feed.feed not in SPAN_DAYS:
        return fresh
    if feed.whole_at is None or feed.done_at is None:
        return msgspec.structs.replace(
            fresh, span_from=now - timedelta(days=SPAN_DAYS[feed.feed]), span_to=now
        )
    # After a long rest nothing between then and now is left out.
    return msgspec.structs.replace(fresh, span_from=min(now, feed.done_at) - READ_AGAIN, span_to=now)


def after(feed: Feed, received: int, *, last: bool, now: datetime) -> Feed:
    """The same once a page of `received` rows is kept; its round is over when `round_at` is None."""
    read = msgspec.structs.replace(
        feed,
        rows=feed.rows + received,
        span_rows=feed.span_rows + received,
        failed_at=None,
        why=None,
    )
    if not last:
        return msgspec.structs.replace(read, page=feed.page + 1)
    if feed.part + 1 < PARTS.get(feed.feed, 1):
        return msgspec.structs.replace(read, part=feed.part + 1, page=0)
    return _span_read(read, now)


def _span_read(read: Feed, now: datetime) -> Feed:
    if read.span_from is None:
        return _over(read, now, whole_at=read.whole_at or now)
    back_to = read.span_from if read.back_to is None else min(read.back_to, read.span_from)
    if read.whole_at is not None:
        return _over(msgspec.structs.replace(read, back_to=back_to), now, whole_at=read.whole_at)
    empty = 0 if read.span_rows else read.empty_spans + 1
    days = SPAN_DAYS[read.feed]
    if read.span_from <= EARLIEST or empty * days >= EMPTY_DAYS:
        return _over(msgspec.structs.replace(read, back_to=back_to), now, whole_at=now)
    earlier = max(EARLIEST, read.span_from - timedelta(days=days))
    return msgspec.structs.replace(
        read,
        part=0,
        page=0,
        span_rows=0,
        empty_spans=empty,
        back_to=back_to,
        span_from=earlier,
        span_to=read.span_from,
    )


def _over(read: Feed, now: datetime, *, whole_at: datetime) -> Feed:
    return msgspec.structs.replace(
        read,
        round_at=None,
        part=0,
        page=0,
        span_rows=0,
        empty_spans=0,
        span_from=None,
        span_to=None,
        whole_at=whole_at,
        done_at=now,
    )


def failed(feed: Feed, why: str, now: datetime) -> Feed:
    """A list that alone cannot be read: it is tried again later, from where it stood."""
    return msgspec.structs.replace(feed, failed_at=now, why=why)
