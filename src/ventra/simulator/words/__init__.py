"""The words the simulated market is made of: its category tree, colours, sizes, names; read once from the files beside."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

HERE = Path(__file__).parent


class Both(msgspec.Struct, frozen=True, array_like=True):
    """The same words in Uzbek (Latin) and Russian."""

    uz: str
    ru: str


class Colour(msgspec.Struct, frozen=True, array_like=True):
    """A colour by name and as `#rrggbb`."""

    uz: str
    ru: str
    value: str


class Scale(msgspec.Struct, frozen=True):
    """A scale of sizes; each step up makes a variant dearer by the share `step`."""

    uz: str
    ru: str
    values: tuple[Both, ...]
    step: float = 0.0


class Node(msgspec.Struct, frozen=True):
    """A category of the tree; only leaves have what a product needs."""

    id: int
    uz: str
    ru: str
    children: tuple[Node, ...] = ()
    price: tuple[int, int] = (0, 0)
    colours: bool = False
    scale: str | None = None
    brands: tuple[str, ...] = ()
    nouns: tuple[Both, ...] = ()
    a: tuple[Both, ...] = ()
    b: tuple[Both, ...] = ()


class Words(msgspec.Struct, frozen=True):
    """Everything that is not the tree."""

    colours: tuple[Colour, ...]
    scales: dict[str, Scale]
    colour_axis: Both
    seller_heads: tuple[str, ...]
    seller_tails: tuple[str, ...]
    buyers: tuple[str, ...]
    praise: tuple[Both, ...]
    attributes: tuple[Both, ...]


@cache
def words() -> Words:
    """The words of `words.json`."""
    return msgspec.json.decode((HERE / "words.json").read_bytes(), type=Words)


@cache
def roots() -> tuple[Node, ...]:
    """The category tree of `tree.json`."""
    return msgspec.json.decode((HERE / "tree.json").read_bytes(), type=tuple[Node, ...])
