"""The strict door: takes the fields we use out of the marketplace's JSON, each by its exact type, or raises `PageChanged`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NoReturn

import msgspec

from ventra.core.text import clean
from ventra.errors import PageChanged

MAX_WHOLE = 2**53
MAX_COUNT = 2**31 - 1
MAX_TEXT = 10_000


def decode(body: bytes, where: str) -> Any:
    """The JSON of a body; raw control characters inside text are let through, as the marketplace sends them."""
    try:
        return msgspec.json.decode(body)
    except (ValueError, RecursionError):
        return _decode_leniently(body, where)


def _decode_leniently(body: bytes, where: str) -> Any:
    try:
        return json.loads(body.decode("utf-8-sig"), strict=False, parse_constant=_no_constant)
    except (ValueError, RecursionError) as wrong:
        raise PageChanged(where, "not JSON: cut off or malformed") from wrong


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


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
        """Stars from 0 to 5; the marketplace writes 0 (or null) where nobody has rated, which is unknown."""
        value = self.take(name)
        if value is None:
            return None
        if type(value) not in (int, float):
            raise self.wrong(name, f"is {kind_of(value)}, not a number")
        if not 0 <= value <= 5:
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
