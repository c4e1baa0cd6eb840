"""People connect their own shop: keys of the Seller API, and which shops are read with them."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from ventra.accounts.noting import note
from ventra.accounts.store import organisations
from ventra.accounts.who import Asker, Who
from ventra.core.one_line import one_line
from ventra.errors import BadInput, Conflict, NotFound
from ventra.infra.db import transaction
from ventra.infra.secrets import SecretUnreadable, Vault
from ventra.shop.own_answers import OwnKeyChange, OwnKeyWish, OwnShops
from ventra.shop.own_sealing import about
from ventra.shop.store import own_keys, own_progress

MOST_KEYS = 20
LONGEST_NAME = 80
SHOWN = 4
NO_KEY = "there is no key of this number"


async def told(db: Any, org_id: int) -> OwnShops:
    """Keys and shops, and how far they are read."""
    keys, shops = await own_progress.keys(db, org_id), await own_progress.shops(db, org_id)
    return OwnShops(
        keys=keys, shops=shops, most_keys=MOST_KEYS, ready=any(one.order_items or one.skus for one in shops)
    )


async def add(pool: Any, vault: Vault, who: Who, wish: OwnKeyWish, *, asker: Asker, now: datetime) -> int:
    """Keep a key, sealed, for the worker to try at once; its number.

    `BadInput` for what is no key, `Conflict` for one that is there already or one too many.
    """
    name = one_line(wish.name, field="name", longest=LONGEST_NAME, least=1)
    key = _plain(wish.key)
    async with transaction(pool, org_id=who.org) as db:
        await organisations.hold(db, who.org)
        kept = await own_keys.sealed_of(db, who.org)
        if len(kept) >= MOST_KEYS:
            raise Conflict(f"there are {MOST_KEYS} keys already: delete one first")
        _must_be_new(vault, kept, key)
        number = await own_keys.add(db, who.org, who.user_id, name, key[-SHOWN:], now)
        await own_keys.seal(db, who.org, number, _sealed(vault, number, key), key[-SHOWN:], now)
        await note(db, who, asker, "own_key_added", name, key=number)
    return number


async def change(
    pool: Any, vault: Vault, who: Who, key_id: int, wish: OwnKeyChange, *, asker: Asker, now: datetime
) -> None:
    """Rename a key, put another in its place, or try it at once. Raises as `add` does, and `NotFound`."""
    name = None if wish.name is None else one_line(wish.name, field="name", longest=LONGEST_NAME, least=1)
    key = None if wish.key is None else _plain(wish.key)
    async with transaction(pool, org_id=who.org) as db:
        called = await own_keys.name_of(db, who.org, key_id)
        if called is None:
            raise NotFound(NO_KEY)
        if name is not None:
            await own_keys.rename(db, who.org, key_id, name)
        if key is not None:
            kept = await own_keys.sealed_of(db, who.org)
            _must_be_new(vault, {number: one for number, one in kept.items() if number != key_id}, key)
            await own_keys.seal(db, who.org, key_id, _sealed(vault, key_id, key), key[-SHOWN:], now)
        elif wish.again:
            await own_keys.again(db, who.org, key_id, now)
        if name is not None or key is not None:
            await note(
                db, who, asker, "own_key_changed", name or called, key=key_id, replaced=key is not None
            )


async def remove(pool: Any, who: Who, key_id: int, *, with_data: bool, asker: Asker) -> None:
    """Forget a key; with all that was read by it, or leaving that. `NotFound` when there is none of this number."""
    async with transaction(pool, org_id=who.org) as db:
        name = await own_keys.name_of(db, who.org, key_id)
        if name is None:
            raise NotFound(NO_KEY)
        await own_keys.remove(db, who.org, key_id, with_data=with_data)
        await note(db, who, asker, "own_key_deleted", name, key=key_id, with_data=with_data)


async def enable(pool: Any, who: Who, shop_id: int, enabled: bool, *, asker: Asker, now: datetime) -> None:
    """Read a shop or do not. `NotFound` when no key opened one of this number."""
    async with transaction(pool, org_id=who.org) as db:
        if not await own_progress.enable(db, who.org, shop_id, enabled, now):
            raise NotFound("no key opens a shop of this number")
        await note(db, who, asker, "own_shop_on" if enabled else "own_shop_off", str(shop_id))


def _plain(key: str) -> str:
    """A key as it goes into a header: people paste it with spaces around, or with the word that must not be there."""
    plain = re.sub(r"^bearer\s+", "", key.strip(), flags=re.IGNORECASE)
    if not re.fullmatch(r"[A-Za-z0-9._~+/=:-]{8,4000}", plain):
        raise BadInput("is no key: copy it from the cabinet, without spaces", field="key")
    return plain


def _must_be_new(vault: Vault, kept: dict[int, bytes], key: str) -> None:
    for number, sealed in kept.items():
        try:
            if vault.open(sealed, about=about(number)) == key.encode():
                raise Conflict("this key is there already")
        except SecretUnreadable:
            continue


def _sealed(vault: Vault, number: int, key: str) -> bytes:
    return vault.seal(key.encode(), about=about(number))
