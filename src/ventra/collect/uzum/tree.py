"""Pure: the category tree (`GET /api/main/root-categories`) as a flat list of nodes with their paths."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from ventra.collect.uzum.door import Fields, decode
from ventra.errors import PageChanged

DEEPEST = 12


class TreeNode(msgspec.Struct, frozen=True):
    """One category: `path` runs from the topmost to itself, without the marketplace's virtual root; `title` is in the
    language that was asked for."""

    id: int
    title: str
    parent_id: int | None
    path: tuple[int, ...]
    leaf: bool


def parse_tree(body: bytes, url: str = "root-categories") -> tuple[TreeNode, ...]:
    """Every node, parents before children; `PageChanged` for a body that is no tree, an empty one included."""
    root = Fields(url, "", decode(body, url))
    nodes = [node for top in root.objects("payload") for node in _walk(top, ())]
    if not nodes:
        raise PageChanged(url, "payload is empty")
    if len({node.id for node in nodes}) < len(nodes):
        raise PageChanged(url, "a category stands in the tree twice")
    return tuple(nodes)


def _walk(raw: Fields, above: tuple[int, ...]) -> Iterator[TreeNode]:
    if len(above) >= DEEPEST:
        raise raw.wrong("children", f"are deeper than {DEEPEST}")
    node_id = raw.whole("id", low=1)
    path = (*above, node_id)
    children = list(raw.objects("children"))
    yield TreeNode(node_id, raw.text("title"), above[-1] if above else None, path, not children)
    for child in children:
        yield from _walk(child, path)
