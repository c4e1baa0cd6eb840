"""Fields of the Seller API's replies, taken one by one: what is there must have its type, what is not there is None."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from ventra.errors import PageChanged
from ventra.infra.outside import text

WHO = "seller-api"
TASHKENT = timezone(timedelta(hours=5))
MOST_WHOLE, MOST_SMALL = 2**63 - 1, 2**31 - 1
FIRST_SECONDS, LAST_SECONDS = 1_420_070_400, 2_524_608_000
"""2015 and 2050: an instant that is neither, as seconds nor as milliseconds, is no instant."""
_WRITTEN = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d\d:?\d\d)?", re.IGNORECASE
)


class Fields:
    """An object of a reply. Raises `PageChanged`, naming the list and the field, and never what stood there."""

    def __init__(self, where: str, body: Any) -> None:
        if not isinstance(body, Mapping):
            raise PageChanged(WHO, f"{where}: a row is no object")
        self._where, self._body = where, body

    def whole(self, *names: str, most: int = MOST_WHOLE, least: int | None = None) -> int:
        """A whole number under the first of these names that is there; it must be."""
        found = self.maybe_whole(*names, most=most, least=least)
        if found is None:
            raise self._changed(names, "is missing")
        return found

    def maybe_whole(self, *names: str, most: int = MOST_WHOLE, least: int | None = None) -> int | None:
        """The same, where it may be absent or null. A number written as text or with `.0` is one too.

        Without `least` it may be as far below 0 as above.
        """
        value = self._first(names)
        if value is None:
            return None
        if isinstance(value, str) and re.fullmatch(r"-?\d{1,19}", value.strip()):
            value = int(value)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        lowest = -most if least is None else least
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= most:
            raise self._changed(names, "is no whole number that can be kept")
        return value

    def maybe_number(self, *names: str) -> float | None:
        """A number with a fraction."""
        value = self._first(names)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e15:
            raise self._changed(names, "is no number")
        return float(value)

    def maybe_flag(self, name: str) -> bool | None:
        """True or false."""
        value = self._first((name,))
        if value is not None and not isinstance(value, bool):
            raise self._changed((name,), "is neither true nor false")
        return value

    def text(self, *names: str, longest: int = 500) -> str:
        """A text in one line, which must be there."""
        found = self.maybe_text(*names, longest=longest)
        if found is None:
            raise self._changed(names, "is missing")
        return found

    def maybe_text(self, *names: str, longest: int = 500) -> str | None:
        """The same, where it may be absent; numbers are written as such."""
        value = self._first(names)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if value is not None and not isinstance(value, str):
            raise self._changed(names, "is no text")
        return text(value, longest)

    def instant(self, *names: str) -> datetime:
        """An instant in UTC, which must be there."""
        found = self.maybe_instant(*names)
        if found is None:
            raise self._changed(names, "is missing")
        return found

    def maybe_instant(self, *names: str) -> datetime | None:
        """Seconds or milliseconds, told apart by their size, or a written time; without a zone it is Tashkent's."""
        value = self._first(names)
        if value is None or value == "":
            return None
        found = _of_number(value) if isinstance(value, int | float) else _of_text(value)
        if found is None:
            raise self._changed(names, "is no instant")
        return found

    def object(self, name: str) -> Fields:
        """An object inside; where it is absent, so are all its fields."""
        value = self._first((name,))
        return Fields(f"{self._where}.{name}", {} if value is None else value)

    def rows(self, name: str) -> list[Any]:
        """A list inside; none where it is absent."""
        value = self._first((name,))
        if value is not None and not isinstance(value, list):
            raise self._changed((name,), "is no list")
        return value or []

    def _first(self, names: tuple[str, ...]) -> Any:
        return next((self._body[name] for name in names if self._body.get(name) is not None), None)

    def _changed(self, names: tuple[str, ...], what: str) -> PageChanged:
        return PageChanged(WHO, f"{self._where}: {' or '.join(names)} {what}")


def _of_number(value: float) -> datetime | None:
    if isinstance(value, bool):
        return None
    for scale in (1, 1000):
        if FIRST_SECONDS <= value / scale <= LAST_SECONDS:
            return datetime.fromtimestamp(value / scale, UTC)
    return None


def _of_text(value: Any) -> datetime | None:
    said = value.strip() if isinstance(value, str) else ""
    if re.fullmatch(r"\d{9,14}", said):
        return _of_number(int(said))
    parts = _WRITTEN.fullmatch(said)
    if parts is None:
        return None
    day, clock, fraction, zone = parts.groups()
    told = f"{day}T{clock or '00:00'}{'.' + fraction[:6].ljust(6, '0') if fraction else ''}"
    try:
        found = datetime.fromisoformat(told + (zone or "").upper())
        # The first day there is, which some write where there is none, has no hour before it.
        found = (found if found.tzinfo else found.replace(tzinfo=TASHKENT)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found if FIRST_SECONDS <= found.timestamp() <= LAST_SECONDS else None


def rows_of(where: str, body: Any, *names: str) -> tuple[list[Any], int | None]:
    """The rows of a reply in any of its envelopes, and how many there are in all where it says so.

    A bare list; an object with the list under one of `names`; either of them under `payload`. Raises `PageChanged` for
    anything else.
    """
    if isinstance(body, Mapping) and "payload" in body:
        body = body["payload"]
    if isinstance(body, list):
        return body, None
    if isinstance(body, Mapping):
        totals = [body.get(name) for name in ("totalElements", "totalProductsAmount", "totalAmount")]
        total = next((one for one in totals if isinstance(one, int) and not isinstance(one, bool)), None)
        for name in names:
            if isinstance(body.get(name), list):
                return body[name], total
    raise PageChanged(WHO, f"{where}: no list of rows")
