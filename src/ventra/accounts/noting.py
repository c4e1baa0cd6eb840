"""Notes in the audit log what somebody did for the organisation they act for."""

from __future__ import annotations

from typing import Any

from ventra.accounts.store import audit
from ventra.accounts.who import Asker, Who
from ventra.infra.db import Connection


async def note(db: Connection, who: Who, asker: Asker, deed: str, subject: str = "", **facts: Any) -> None:
    """Add a line, in the transaction of what was done."""
    await audit.note(
        db,
        asker,
        deed,
        subject,
        org_id=who.org,
        user_id=who.user_id,
        key_id=who.key_id,
        facts=facts,
    )
