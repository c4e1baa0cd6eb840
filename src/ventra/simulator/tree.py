"""The category tree as `GET /api/main/root-categories` sends it, and a product's categories, leaf first."""

from __future__ import annotations

from typing import Any

import numpy as np

from ventra.simulator.catalogue import Catalogue
from ventra.simulator.categories import VIRTUAL_ROOT, categories, leaves
from ventra.simulator.titles import Language
from ventra.simulator.words import Node, roots


def amounts(catalogue: Catalogue) -> dict[int, int]:
    """Products by category, those of its sub-categories included."""
    by_leaf = np.bincount(catalogue.leaf, minlength=len(leaves())).tolist()
    total = dict.fromkeys(categories(), 0)
    for leaf, count in zip(leaves(), by_leaf, strict=True):
        for category_id in leaf.path:
            total[category_id] += count
    return total


def tree_body(amount: dict[int, int], language: Language) -> list[dict[str, Any]]:
    """The `payload`: topmost categories without `productAmount`, all others with it."""
    return [
        {
            "id": root.id,
            "title": _title(root, language),
            "icon": "",
            "iconSvg": "<svg/>",
            "iconLink": None,
            "children": [_node(child, amount, language) for child in root.children],
            "path": [VIRTUAL_ROOT, root.id],
        }
        for root in roots()
    ]


def _node(node: Node, amount: dict[int, int], language: Language) -> dict[str, Any]:
    return {
        "id": node.id,
        "productAmount": amount[node.id],
        "adult": False,
        "eco": False,
        "iconLink": None,
        "title": _title(node, language),
        "seoMetaTag": node.ru,
        "seoHeader": node.ru,
        "children": [_node(child, amount, language) for child in node.children],
        "path": [VIRTUAL_ROOT, *categories()[node.id].path],
    }


def nested(path: tuple[int, ...], amount: dict[int, int], language: Language) -> dict[str, Any]:
    """A product's category: the leaf, with its parents nested up to the topmost."""
    inner: dict[str, Any] | None = None
    for category_id in path:
        inner = {
            "id": category_id,
            "title": _title(categories()[category_id].node, language),
            "productAmount": amount[category_id],
            "parent": inner,
        }
    if inner is None:
        raise ValueError("a path has at least one category")
    return inner


def _title(node: Node, language: Language) -> str:
    return node.ru if language == "ru" else node.uz
