"""Limits of plans."""

from __future__ import annotations

import msgspec

from ventra.infra.db import Connection


class Limits(msgspec.Struct, frozen=True):
    """What a plan allows; `None` is without limit."""

    plan: str
    products: int | None
    keys: int | None
    members: int | None
    history_days: int | None
    assistant_usd: int | None
    supplier_calls: int | None


async def of(db: Connection, org_id: int) -> Limits:
    """An organisation's limits."""
    row = await db.fetchrow(
        """
        SELECT p.plan, p.products, p.keys, p.members, p.history_days, p.assistant_usd, p.supplier_calls
          FROM organisations o JOIN plans p ON p.plan = o.plan WHERE o.org_id = $1
        """,
        org_id,
    )
    return Limits("own", None, None, None, None, None, None) if row is None else Limits(**row)
