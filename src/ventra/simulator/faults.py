"""Faults on demand: what the marketplace does on a bad day, switched on by whoever tests against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args

import msgspec

Kind = Literal[
    "429", "429-inside", "500", "hang", "drip", "truncated", "captcha", "renamed", "missing", "wrong-type",
    "control-characters", "expired-token", "duplicate-cards", "falling-counter", "clock",
]  # fmt: skip
Path = Literal["product", "search", "token", "tree", "shop"]
Positive = Annotated[int, msgspec.Meta(ge=1)]
LONGEST_SKEW_SECONDS = 10 * 366 * 86_400

EVERYWHERE: tuple[str, ...] = get_args(Path)
WITH_BODY = ("product", "search", "tree", "shop")
STRIKES: dict[str, tuple[str, ...]] = dict.fromkeys(get_args(Kind), EVERYWHERE) | {
    "drip": WITH_BODY,
    "truncated": WITH_BODY,
    "control-characters": WITH_BODY,
    "expired-token": ("search", "tree", "shop"),
    "duplicate-cards": ("search",),
    "falling-counter": ("product",),
}
"""Which answers each kind can strike; `all` means all of these."""

FIELDS: dict[str, tuple[str, ...]] = {
    "product": (
        "ordersAmount", "id", "title", "localizableTitle", "category", "rating", "reviewsAmount", "rOrdersAmount",
        "totalAvailableAmount", "photos", "characteristics", "skuList", "skuList.id", "skuList.characteristics",
        "skuList.availableAmount", "skuList.fullPrice", "skuList.purchasePrice", "skuList.stock", "seller", "seller.id",
        "seller.title", "seller.link", "seller.orders", "seller.reviews", "seller.rating",
    ),
    "search": ("items", "total", "items.catalogCard", "items.catalogCard.productId", "items.catalogCard.__typename"),
    "tree": ("children", "id", "title"),
    "shop": ("link", "id", "title", "orders", "reviews", "rating"),
    "token": ("access_token",),
}  # fmt: skip
"""The fields that can go missing or change their type, by answer; the first one does unless the wish names another."""

OPTIONS: dict[str, tuple[str, ...]] = {
    "429": ("retry_after", "dated"),
    "truncated": ("length",),
    "missing": ("field",),
    "wrong-type": ("field", "value"),
    "expired-token": ("inside",),
    "falling-counter": ("by",),
    "clock": ("seconds",),
}
_OPTION_NAMES = tuple(dict.fromkeys(name for names in OPTIONS.values() for name in names))


class Wish(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What to do to answers of `path`, the next `times` times (`None` is until switched off), or to each `every`-th one.

    The rest belongs to one kind each: `OPTIONS` says which. `ValueError` for a wish that cannot be meant.
    """

    kind: Kind
    path: Path | Literal["all"] = "all"
    times: Positive | None = None
    every: Positive = 1
    retry_after: Annotated[int, msgspec.Meta(ge=0)] | None = None
    dated: bool | None = None
    length: Literal["right", "wrong"] | None = None
    field: str | None = None
    value: Any = msgspec.UNSET
    inside: bool | None = None
    by: Positive | None = None
    seconds: Annotated[int, msgspec.Meta(ge=-LONGEST_SKEW_SECONDS, le=LONGEST_SKEW_SECONDS)] | None = None

    def __post_init__(self) -> None:
        for name in _OPTION_NAMES:
            given = getattr(self, name)
            if given is not None and given is not msgspec.UNSET and name not in OPTIONS.get(self.kind, ()):
                raise ValueError(f"{name}: belongs to {self._owners(name)}, not to {self.kind}")
        if self.path != "all" and self.path not in STRIKES[self.kind]:
            raise ValueError(f"path: {self.kind} strikes {', '.join(STRIKES[self.kind])}, not {self.path}")
        if self.field is not None and self.field not in FIELDS.get(self.path, ()):
            known = FIELDS.get(self.path)
            raise ValueError(f"field: {', '.join(known)} of {self.path}" if known else "field: needs a path")
        if self.kind == "clock" and self.seconds is None:
            raise ValueError("seconds: by how much the clock is off; negative is behind")

    @staticmethod
    def _owners(name: str) -> str:
        return ", ".join(kind for kind, names in OPTIONS.items() if name in names)

    def strikes(self, path: str) -> bool:
        """Whether answers of `path` are meant."""
        return self.path in (path, "all") and path in STRIKES[self.kind]


@dataclass(slots=True)
class _Running:
    wish: Wish
    left: int | None
    met: int = 0


class Faults:
    """The faults that are on, the one asked for first goes first; a clock that is off goes with any other."""

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
        return [
            {"kind": one.wish.kind, "path": one.wish.path}
            | msgspec.to_builtins(one.wish)
            | {"times": one.left}
            for one in self._running
        ]

    def take(self, path: str) -> Wish | None:
        """The fault that this answer has to suffer, if any; it counts as suffered."""
        return self._take([one for one in self._running if one.wish.kind != "clock"], path)

    def skew_seconds(self, path: str) -> int:
        """By how much the marketplace's clock is off for this answer; it counts as suffered."""
        wish = self._take([one for one in self._running if one.wish.kind == "clock"], path)
        return 0 if wish is None else wish.seconds or 0

    def _take(self, running: list[_Running], path: str) -> Wish | None:
        for one in running:
            if not one.wish.strikes(path):
                continue
            one.met += 1
            if one.met % one.wish.every:
                continue
            if one.left is not None:
                one.left -= 1
                if one.left <= 0:
                    self._running.remove(one)
            return one.wish
        return None
