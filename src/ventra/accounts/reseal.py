"""Seals what is kept secret anew after a change of the key, so that the old one can go."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import msgspec

from ventra.accounts.operators import COMMAND_LINE
from ventra.accounts.store import audit, factors, organisations, sealed
from ventra.accounts.store.sealed import Sealed
from ventra.infra.db import transaction
from ventra.infra.roles import GATE_ROLE
from ventra.infra.secrets import SecretUnreadable, Vault

BATCH = 500


class TakeBatch(Protocol):
    """Secrets beyond a number that do not begin with the mark of the key of today, in order; held until the transaction ends."""

    async def __call__(self, db: Any, current: bytes, *, after: int, limit: int) -> list[Sealed]: ...


@dataclass(frozen=True, slots=True)
class Drawer:
    """One place that sealed secrets are kept in: what they are of, as whom it is opened, and what each is bound to."""

    of: str
    role: str
    batch: TakeBatch
    replace: Callable[[Any, Mapping[int, bytes]], Awaitable[None]]
    about: Callable[[int], bytes]


FACTORS = Drawer("accounts", GATE_ROLE, sealed.batch, sealed.replace, factors.about)


class Resealed(msgspec.Struct, frozen=True):
    """How many secrets were sealed anew, and the numbers of those that no key given opens."""

    done: int
    unreadable: tuple[int, ...]


async def reseal(
    pool: Any, vault: Vault, *, say: Callable[[int], None], batch: int = BATCH, drawer: Drawer = FACTORS
) -> Resealed:
    """Seal with the vault's first key whatever is sealed with another, a batch a transaction; `say` hears how many so far.

    Whoever is stopped has done whole batches, and the next run takes up what is left. What cannot be opened stays as it is.
    """
    done, after, unreadable = 0, 0, list[int]()
    while True:
        async with transaction(pool, role=drawer.role) as db:
            found = await drawer.batch(db, vault.marks[0], after=after, limit=batch)
            if not found:
                return Resealed(done, tuple(unreadable))
            fresh, broken = _anew(vault, found, drawer.about)
            if fresh:
                await drawer.replace(db, fresh)
                await audit.note(
                    db,
                    COMMAND_LINE,
                    "secrets_resealed",
                    org_id=organisations.FIRST_ORGANISATION,
                    facts={drawer.of: len(fresh)},
                )
        done, after = done + len(fresh), found[-1].number
        unreadable += broken
        say(done)


def _anew(
    vault: Vault, found: list[Sealed], about: Callable[[int], bytes]
) -> tuple[dict[int, bytes], list[int]]:
    """The secrets sealed with the key of today, by number; and those that do not open."""
    fresh: dict[int, bytes] = {}
    broken: list[int] = []
    for one in found:
        bound_to = about(one.number)
        try:
            fresh[one.number] = vault.seal(vault.open(one.secret, about=bound_to), about=bound_to)
        except SecretUnreadable:
            broken.append(one.number)
    return fresh, broken
