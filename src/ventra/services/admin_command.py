"""`ventra admin`: what only who sits at the machine may do."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from functools import partial
from typing import Any

from ventra.accounts import operators
from ventra.accounts.post import PAGES
from ventra.accounts.reseal import FACTORS, reseal
from ventra.accounts.store import links
from ventra.alerts.sealing import WEBHOOKS
from ventra.errors import BadInput
from ventra.infra import schema, store
from ventra.infra.db import act_as, open_pool, transaction
from ventra.infra.roles import GATE_ROLE
from ventra.services.progress import Progress
from ventra.services.vaults import vault_of
from ventra.settings import Settings
from ventra.shop.own_sealing import OWN_KEYS

MOST_SHOWN = 20
ADDRESSES = PAGES | {links.SIGN_IN: "sign-in/link"}


async def run(wish: argparse.Namespace, settings: Settings) -> int:
    """Do one deed; a link goes to stdout and is shown this once, words go to stderr. 1 where secrets stay that no key opens."""
    if wish.deed == "link" and wish.kind == links.SIGN_IN and settings.production:
        raise BadInput(
            "a link that signs in is made in development only; in production: --kind reset", field="kind"
        )
    pool = await open_pool(settings["DATABASE_URL"], at_most=1)
    try:
        async with transaction(pool) as db:
            await schema.fitting(db)
        act_as(pool, GATE_ROLE)
        if wish.deed == "reseal":
            return await _reseal(pool, settings)
        async with transaction(pool) as db:
            await _do(db, wish, await _web_url(db, settings))
    finally:
        await pool.close()
    return 0


async def sign_in_link(database_url: str, email: str, web_url: str) -> str:
    """The address by which somebody becomes the operator of a demo and is signed in, once."""
    pool = await open_pool(database_url, at_most=1, role=GATE_ROLE)
    try:
        async with transaction(pool) as db:
            await operators.make(db, email, password_hash=None)
            return await _link(db, email, links.SIGN_IN, web_url)
    finally:
        await pool.close()


async def _do(db: Any, wish: argparse.Namespace, web_url: str) -> None:
    now = datetime.now(UTC)
    match wish.deed:
        case "create":
            await operators.make(db, wish.email, password_hash=None)
            link = await _link(db, wish.email, links.RESET, web_url)
            _say("this person is an operator; open the link within a quarter of an hour to set the password:")
            print(link)
        case "link":
            link = await _link(db, wish.email, wish.kind, web_url)
            _say("good once, for a quarter of an hour:")
            print(link)
        case "suspend" | "let-in":
            on = wish.deed == "suspend"
            if wish.organisation is not None:
                await operators.suspend_organisation(db, wish.organisation, on)
            else:
                await operators.suspend(db, wish.email, on, now)
            _say("shut out" if on else "let in again")
        case "change-email":
            await operators.change_email(db, wish.email, wish.new_email)
            _say("the account has the new address")
        case "drop-second-factor":
            await operators.drop_second_factor(db, wish.email)
            _say("signing in takes the password alone now")


def _say_how_many(progress: Progress, before: int, more: int) -> None:
    progress.say(f"{before + more} sealed anew")


async def _reseal(pool: Any, settings: Settings) -> int:
    vault, done = vault_of(settings), 0
    unreadable: dict[str, tuple[int, ...]] = {}
    with Progress() as progress:
        for drawer in (FACTORS, WEBHOOKS, OWN_KEYS):
            found = await reseal(pool, vault, drawer=drawer, say=partial(_say_how_many, progress, done))
            done, unreadable[drawer.of] = done + found.done, found.unreadable
    _say(f"sealed anew with the key of today: {done}")
    for of, what, mend in (
        (WEBHOOKS.of, "webhooks whose secret", "their owners add them anew"),
        (OWN_KEYS.of, "keys of own shops that", "their owners give them again"),
    ):
        if unreadable[of]:
            _say(
                f"{what} no key given opens: {len(unreadable[of])}: {mend}, or "
                "give their key as SECRETS_KEY_OLD and run this again"
            )
    people = unreadable[FACTORS.of]
    if not people:
        return 1 if any(unreadable.values()) else 0
    shown = ", ".join(map(str, people[:MOST_SHOWN]))
    more = f" and {len(people) - MOST_SHOWN} more" if len(people) > MOST_SHOWN else ""
    _say(
        f"cannot be opened with any key that is given: {len(people)} (accounts {shown}{more})\n"
        "give their key as SECRETS_KEY_OLD and run this again, or let them in without: ventra admin drop-second-factor EMAIL"
    )
    return 1


async def _link(db: Any, email: str, kind: str, web_url: str) -> str:
    secret = await operators.link(db, email, kind, datetime.now(UTC))
    return f"{web_url}/{ADDRESSES[kind]}#{secret}"


async def _web_url(db: Any, settings: Settings) -> str:
    known: str | None = settings["WEB_URL"] or await store.get_installation(db, store.WEB_URL)
    return known or f"http://localhost:{settings['PORT']}"


def _say(words: str) -> None:
    print(words, file=sys.stderr)
