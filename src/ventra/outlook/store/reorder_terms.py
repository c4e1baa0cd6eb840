"""On what terms an organisation's goods come again, and which goods are its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from ventra.catalog.store import marks
from ventra.core.reorder_terms import Terms
from ventra.infra.db import Connection

_NAMES = tuple(field.name for field in fields(Terms))
_COLUMNS = ", ".join((*_NAMES, "on_order"))
_OWN = (
    "FROM marked_products m JOIN trackers t USING (org_id, product_id) JOIN products p USING (product_id) "
    "WHERE m.org_id = $1 AND m.mark = 'mine' AND p.state = 'active'"
)


@dataclass(frozen=True, slots=True)
class KeptTerms:
    """Terms, and pieces on their way by the number of the variant, 0 for a product that has none."""

    terms: Terms
    on_order: Mapping[int, int]


async def of_products(db: Any, org_id: int, product_ids: Sequence[int]) -> dict[int, KeptTerms]:
    """The terms of those that have any; of what an organisation does not track it has none."""
    rows = await db.fetch(
        f"SELECT product_id, {_COLUMNS} FROM reorder_terms r WHERE r.org_id = $1 AND r.product_id = ANY($2::bigint[]) "
        "AND EXISTS (SELECT FROM trackers t WHERE t.org_id = r.org_id AND t.product_id = r.product_id)",
        org_id,
        list(product_ids),
    )
    return {
        row["product_id"]: KeptTerms(
            Terms(**{name: row[name] for name in _NAMES}),
            {int(sku): pieces for sku, pieces in row["on_order"].items()},
        )
        for row in rows
    }


async def keep(db: Connection, org_id: int, product_id: int, kept: KeptTerms) -> None:
    """Have these terms from now on, of a product that the organisation tracks."""
    await marks.anchor(db, org_id, [product_id])
    names = (*_NAMES, "on_order")
    await db.execute(
        f"INSERT INTO reorder_terms (org_id, product_id, {_COLUMNS}) "
        f"VALUES ($1, $2, {', '.join(f'${place}' for place in range(3, 3 + len(names)))}) "
        f"ON CONFLICT (org_id, product_id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in names)}, "
        "changed_at = now()",
        org_id,
        product_id,
        *(getattr(kept.terms, name) for name in _NAMES),
        {str(sku): pieces for sku, pieces in kept.on_order.items()},
    )


async def forget(db: Connection, org_id: int, product_id: int) -> bool:
    """Have none any more; whether there were any."""
    done: str = await db.execute(
        "DELETE FROM reorder_terms WHERE org_id = $1 AND product_id = $2", org_id, product_id
    )
    return done != "DELETE 0"


async def own(db: Any, org_id: int, *, at_most: int) -> tuple[list[int], int]:
    """Active goods that an organisation marked as its own, ascending, at most so many; and how many there are."""
    count: int = await db.fetchval(f"SELECT count(*) {_OWN}", org_id)
    rows = await db.fetch(f"SELECT m.product_id {_OWN} ORDER BY m.product_id LIMIT $2", org_id, at_most)
    return [row["product_id"] for row in rows], count
