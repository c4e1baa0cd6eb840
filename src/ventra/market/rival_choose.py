"""An organisation adds a rival to what is proposed, takes one out, or takes either back."""

from __future__ import annotations

from typing import Any

from ventra.accounts.noting import note
from ventra.accounts.store import organisations
from ventra.accounts.who import Asker, Who
from ventra.errors import BadInput, Conflict, NotFound
from ventra.infra.db import transaction
from ventra.market.rival_answers import Choice
from ventra.market.store import rivals as kept
from ventra.market.store.rivals import MOST_CHOSEN

DEEDS: dict[Choice, str] = {
    "added": "rival_added",
    "removed": "rival_removed",
    "proposed": "rival_proposed",
}
ADDED: dict[Choice, bool | None] = {"added": True, "removed": False, "proposed": None}


async def choose(
    pool: Any, who: Who, product_id: int, rival_id: int, choice: Choice, *, asker: Asker
) -> None:
    """Keep a choice. `BadInput` for a product against itself, `NotFound` for one nobody knows, `Conflict` for too many."""
    if product_id == rival_id:
        raise BadInput("a product is no rival of its own", field="rival_id")
    async with transaction(pool, org_id=who.org) as db:
        await organisations.hold(db, who.org)
        missing = {product_id, rival_id} - await kept.known(db, [product_id, rival_id])
        if missing:
            raise NotFound(f"no product {min(missing)}", product_id=min(missing))
        added = ADDED[choice]
        if added is not None and await kept.chosen(db, who.org, product_id) >= MOST_CHOSEN:
            raise Conflict(f"{MOST_CHOSEN} choices are kept for a product already: take one back first")
        await kept.choose(db, who.org, product_id, rival_id, added=added, made_by=who.user_id)
        await note(db, who, asker, DEEDS[choice], str(product_id), rival=rival_id)
