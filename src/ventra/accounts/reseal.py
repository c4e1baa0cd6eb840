"""Seals second factors anew after a change of the key, so that the old one can go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from ventra.accounts.operators import COMMAND_LINE
from ventra.accounts.store import audit, factors, organisations, sealed
from ventra.infra.db import transaction
from ventra.infra.roles import GATE_ROLE
from ventra.infra.secrets import SecretUnreadable, Vault

BATCH = 500


class Resealed(msgspec.Struct, frozen=True):
    """How many secrets were sealed anew, and the accounts whose secret no key given opens."""

    done: int
    unreadable: tuple[int, ...]


async def reseal(pool: Any, vault: Vault, *, say: Callable[[int], None], batch: int = BATCH) -> Resealed:
    """Seal with the vault's first key whatever is sealed with another, a batch a transaction; `say` hears how many so far.

    Whoever is stopped has done whole batches, and the next run takes up what is left. What cannot be opened stays as it is.
    """
    done, after, unreadable = 0, 0, list[int]()
    while True:
        async with transaction(pool, role=GATE_ROLE) as db:
            found = await sealed.batch(db, vault.marks[0], after=after, limit=batch)
            if not found:
                return Resealed(done, tuple(unreadable))
            fresh, broken = _anew(vault, found)
            if fresh:
                await sealed.replace(db, fresh)
                await audit.note(
                    db,
                    COMMAND_LINE,
                    "secrets_resealed",
                    org_id=organisations.FIRST_ORGANISATION,
                    facts={"accounts": len(fresh)},
                )
        done, after = done + len(fresh), found[-1].user_id
        unreadable += broken
        say(done)


def _anew(vault: Vault, found: list[sealed.Sealed]) -> tuple[dict[int, bytes], list[int]]:
    """The secrets sealed with the key of today, by person; and those that do not open."""
    fresh: dict[int, bytes] = {}
    broken: list[int] = []
    for one in found:
        about = factors.about(one.user_id)
        try:
            fresh[one.user_id] = vault.seal(vault.open(one.secret, about=about), about=about)
        except SecretUnreadable:
            broken.append(one.user_id)
    return fresh, broken
