"""The roles that transactions take on, and how one says who it is. Migrations make them; none can sign in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

APP_ROLE, WORKER_ROLE, GATE_ROLE = "ventra_app", "ventra_worker", "ventra_gate"
"""Of one organisation; of work on all of them; of finding out who asks."""


def said(role: str | None, org_id: int | None) -> str:
    """Who a transaction is, to be said in its first round trip; gone with its end, so that it works behind a pooler.

    `ValueError` for a role that is none of ours.
    """
    if role not in (None, APP_ROLE, WORKER_ROLE, GATE_ROLE):
        raise ValueError(f"{role} is no role of ours")
    return ("" if role is None else f"; SET LOCAL ROLE {role}") + (
        "" if org_id is None else f"; SET LOCAL ventra.org = {int(org_id)}"
    )


async def become(db: Any, role: str) -> None:
    """Be a role until the transaction ends, also on a connection that no pool of ours opened."""
    await db.execute(said(role, None).removeprefix("; "))


@asynccontextmanager
async def acting(db: Any, role: str) -> AsyncIterator[None]:
    """Within a transaction: be another role for a while, for what no organisation can do by itself."""
    before = await db.fetchval("SELECT current_setting('role')")
    if before in ("none", role):
        yield
        return
    await db.execute(f"SET LOCAL ROLE {role}")
    yield
    await db.execute(f"SET LOCAL ROLE {before}")
