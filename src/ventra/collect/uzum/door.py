"""The strict door: takes the fields we use out of the marketplace's JSON, each by its exact type, or raises `PageChanged`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NoReturn

import msgspec

from ventra.core.text import clean
from ventra.errors import PageChanged

MAX_WHOLE = 2**53
MAX_COUNT = 2**31 - 1
MAX_TEXT = 10_000
LEAST_STARS = 0.01


class _NotPlain(ValueError):
    """JSON whose meaning depends on who reads it."""


def decode(body: bytes, where: str) -> Any:
    """The JSON of a body; raw control characters inside text are let through, as the marketplace sends them.

    `PageChanged` for what is no JSON, and for what could be read in more than one way: a name that stands twice in one
    object, or a number written with a point that would only be a whole one because its last digits do not fit.
    """
    try:
        value = _DECODER.decode(body)
        if _has_no_name_twice(body, value):
            return value
    except (ValueError, RecursionError):
        pass
    return _decode_leniently(body, where)


def _has_no_name_twice(body: bytes, value: Any) -> bool:
    """False where a name might stand twice; far cheaper than looking at each object.

    A value that is written again just as it came has lost nothing. Otherwise its colons tell: there is one for each pair
    that was kept and for each one inside text, so a body with more of them has lost a pair. A colon that the body spells
    as `\\u003a` would hide one, so such bodies are doubted as well.
    """
    again = msgspec.json.encode(value)
    if again == body:
        return True
    if body.count(b":") != again.count(b":"):
        return False
    return b"u003a" not in body and b"u003A" not in body


def _decode_leniently(body: bytes, where: str) -> Any:
    try:
        return json.loads(
            body.decode("utf-8-sig"),
            strict=False,
            parse_constant=_no_constant,
            parse_float=_exact,
            object_pairs_hook=_each_name_once,
        )
    except _NotPlain as doubtful:
        raise PageChanged(where, str(doubtful)) from None
    except (ValueError, RecursionError) as wrong:
        raise PageChanged(where, "not JSON: cut off or malformed") from wrong


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = dict(pairs)
    if len(named) < len(pairs):
        raise _NotPlain("a name stands twice in one object")
    return named


def _exact(written: str) -> float:
    """The number, unless it looks whole only because a float cannot hold all of its digits."""
    value = float(written)
    if value.is_integer() and abs(value) <= MAX_WHOLE and not _equals(written, value):
        raise _NotPlain("a number has more digits than can be held")
    return value


def _equals(written: str, value: float) -> bool:
    try:
        return Decimal(written) == value
    except ArithmeticError:
        return False


_DECODER = msgspec.json.Decoder(float_hook=_exact)


def kind_of(value: object) -> str:
    """What a JSON value is, in words, without quoting it."""
    names = {type(None): "null", bool: "a boolean", str: "text", list: "a list", dict: "an object"}
    return names.get(type(value), "a number")


class Fields:
    """One JSON object at the door. `where` is the page, `path` where in it the object stands."""

    __slots__ = ("path", "raw", "where")

    def __init__(self, where: str, path: str, raw: object) -> None:
        if not isinstance(raw, dict):
            raise PageChanged(where, f"{path} is {kind_of(raw)}, not an object")
        self.where, self.path, self.raw = where, path, raw

    def at(self, name: str) -> str:
        """The dotted path of a field of this object."""
        return f"{self.path}.{name}" if self.path else name

    def wrong(self, name: str, what: str) -> PageChanged:
        """The failure to raise for a field of this object."""
        return PageChanged(self.where, f"{self.at(name)} {what}")

    def take(self, name: str) -> Any:
        """A field that must be there, whatever it holds."""
        try:
            return self.raw[name]
        except KeyError:
            raise PageChanged(self.where, f"no {self.at(name)}") from None

    def has(self, name: str) -> bool:
        """Whether the field is there and not null."""
        return self.raw.get(name) is not None

    def whole(self, name: str, low: int = 0, high: int = MAX_WHOLE) -> int:
        """A whole number as sent; a boolean, a text or a fraction is none."""
        value = self.take(name)
        if type(value) is not int:
            raise self.wrong(name, f"is {kind_of(value)}, not a whole number")
        if not low <= value <= high:
            raise self.wrong(name, "is out of range")
        return value

    def count(self, name: str) -> int:
        """A whole number of things that fits the columns that keep it."""
        return self.whole(name, high=MAX_COUNT)

    def money(self, name: str) -> int:
        """Whole soʻm; `405000.0` is whole, `405000.5` is not."""
        value = self.take(name)
        if type(value) is float and value.is_integer():
            value = int(value)
        if type(value) is not int:
            raise self.wrong(name, f"is {kind_of(value)}, not whole soʻm")
        if not 0 <= value <= MAX_WHOLE:
            raise self.wrong(name, "is out of range")
        return value

    def rating(self, name: str) -> float | None:
        """Stars up to 5; the marketplace writes 0 (or null) where nobody has rated, which is unknown."""
        value = self.take(name)
        if value is None:
            return None
        if type(value) not in (int, float):
            raise self.wrong(name, f"is {kind_of(value)}, not a number")
        if value and not LEAST_STARS <= value <= 5:
            raise self.wrong(name, "is out of range")
        return float(value) or None

    def text(self, name: str) -> str:
        """Text as sent, short enough to keep."""
        value = self.take(name)
        if not isinstance(value, str):
            raise self.wrong(name, f"is {kind_of(value)}, not text")
        if len(value) > MAX_TEXT:
            raise self.wrong(name, f"is longer than {MAX_TEXT} characters")
        return clean(value)

    def object(self, name: str) -> Fields:
        """An object that must be there."""
        return Fields(self.where, self.at(name), self.take(name))

    def items(self, name: str) -> list[Any]:
        """A list that must be there."""
        value = self.take(name)
        if not isinstance(value, list):
            raise self.wrong(name, f"is {kind_of(value)}, not a list")
        return value

    def objects(self, name: str) -> Iterator[Fields]:
        """The objects of a list that must be there; they share one path, so that one change gives one reason."""
        path = f"{self.at(name)}[]"
        return (Fields(self.where, path, raw) for raw in self.items(name))
