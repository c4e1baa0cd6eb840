"""Faults on demand: what the marketplace does on a bad day, switched on by whoever tests against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import msgspec

Kind = Literal["429", "429-inside", "500", "hang", "captcha", "renamed"]
Path = Literal["product", "search", "token", "tree", "shop", "all"]

RENAMED: dict[str, tuple[bytes, bytes]] = {
    "product": (b'"ordersAmount"', b'"ordersCount"'),
    "search": (b'"items"', b'"cards"'),
    "tree": (b'"children"', b'"nodes"'),
    "shop": (b'"link"', b'"slug"'),
}
"""Which field of which answer gets another name; the token's cookie does so by itself."""


class Wish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to do to answers of `path`, the next `times` times; `None` is until switched off."""

    kind: Kind
    path: Path = "all"
    times: int | None = None
    retry_after: int | None = None


@dataclass(slots=True)
class _Running:
    wish: Wish
    left: int | None


class Faults:
    """The faults that are on, the one asked for first goes first."""

    def __init__(self) -> None:
        self._running: list[_Running] = []

    def add(self, wish: Wish) -> None:
        """Switch one on."""
        self._running.append(_Running(wish, wish.times))

    def clear(self) -> None:
        """Switch all off."""
        self._running.clear()

    def listed(self) -> list[dict[str, object]]:
        """What is on, and how often yet."""
        return [{"kind": one.wish.kind, "path": one.wish.path, "times": one.left} for one in self._running]

    def take(self, path: str) -> Wish | None:
        """The fault that this answer has to suffer, if any; it counts as suffered."""
        for one in self._running:
            if one.wish.path not in (path, "all"):
                continue
            if one.left is not None:
                one.left -= 1
                if one.left <= 0:
                    self._running.remove(one)
            return one.wish
        return None
