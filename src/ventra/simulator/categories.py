"""The category tree of the simulated market, flat: each category with its path, and the leaves products hang on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ventra.simulator.words import Node, roots

VIRTUAL_ROOT = 1


@dataclass(frozen=True, slots=True)
class Category:
    """One category; `path` runs from the topmost to itself, without the virtual root."""

    node: Node
    parent_id: int | None
    path: tuple[int, ...]

    @property
    def category_id(self) -> int:
        """The marketplace's number of it."""
        return self.node.id


@cache
def categories() -> dict[int, Category]:
    """Every category by its number, parents before children."""
    return {one.category_id: one for root in roots() for one in _walk(root, ())}


@cache
def leaves() -> tuple[Category, ...]:
    """The categories products hang on, in the order of the tree."""
    return tuple(one for one in categories().values() if not one.node.children)


@cache
def leaves_below(category_id: int) -> tuple[int, ...]:
    """Places (in `leaves`) of the leaves under a category; all of them for the virtual root, none for an unknown one."""
    return tuple(
        place
        for place, leaf in enumerate(leaves())
        if category_id == VIRTUAL_ROOT or category_id in leaf.path
    )


def _walk(node: Node, above: tuple[int, ...]) -> Iterator[Category]:
    path = (*above, node.id)
    yield Category(node, above[-1] if above else None, path)
    for child in node.children:
        yield from _walk(child, path)
