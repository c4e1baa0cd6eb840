"""Why two products are the same goods, as it is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ventra.market.rival_answers import SameGoods


def same_goods(likeness: float, reason: Mapping[str, Any] | None) -> SameGoods:
    """How alike they are, and the models, brands and words of their titles that say so."""
    models, brands, words = (_words((reason or {}).get(name)) for name in ("models", "brands", "words"))
    return SameGoods(likeness=round(likeness, 3), models=models, brands=brands, words=words)


def _words(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []
