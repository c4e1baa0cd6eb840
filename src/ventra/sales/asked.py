"""What a request asks for of a product's history, within what can be asked."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from ventra.catalog import cursor as cursors
from ventra.core.day import day_of, start_of_day_us, to_day_number
from ventra.errors import BadInput

MOST_DAYS = 800
DEFAULT_DAYS = 60
EARLIEST = date(2015, 1, 1)


def period(first: date | None, last: date | None, now: datetime, window: int = 1) -> tuple[date, date]:
    """The days asked for, within what can be asked; whole windows end with yesterday unless `from` says otherwise."""
    today = day_of(now)
    end = min(last or today, today)
    if end < EARLIEST:
        raise BadInput(f"to is a day from {EARLIEST} on", field="to")
    if window > 1 and first is None:
        closed = min(end, today - timedelta(days=1))
        first = closed - timedelta(days=max(DEFAULT_DAYS // window, 1) * window - 1)
    begin = first or end - timedelta(days=DEFAULT_DAYS - 1)
    if begin > end or begin < EARLIEST:
        raise BadInput(f"from is a day from {EARLIEST} to {end}", field="from")
    if (end - begin).days >= MOST_DAYS:
        raise BadInput(f"at most {MOST_DAYS} days at a time", field="from")
    return begin, end


def instants_of(begin: date, end: date) -> tuple[int, int]:
    """The first instant of the first day and the first after the last day, in epoch microseconds."""
    return start_of_day_us(to_day_number(begin)), start_of_day_us(to_day_number(end) + 1)


def before(cursor: str | None, sort: str, product_id: int, end_us: int) -> int:
    """Where a page ends that begins with a cursor, or without one."""
    if cursor is None:
        return end_us
    ends_us, row_id = cursors.read(cursor, sort=sort, kind=int)
    if row_id != product_id or not isinstance(ends_us, int):
        raise BadInput("this cursor belongs to another product", field="cursor")
    return min(end_us, ends_us)


def must_have_been(day: date, now: datetime) -> None:
    """Raise `BadInput` for a day that nothing can be known of."""
    if not EARLIEST <= day <= day_of(now):
        raise BadInput(f"day is from {EARLIEST} to {day_of(now)}", field="day")
