"""An organisation's own file into an installation that has no products yet, in one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ventra.accounts import links
from ventra.accounts.belong import LIFE
from ventra.accounts.operators import COMMAND_LINE
from ventra.accounts.store import audit, invitations
from ventra.accounts.store import links as one_use
from ventra.backup import load
from ventra.backup.container import Manifest, Organisation, Someone
from ventra.backup.read import unpacker
from ventra.backup.seal import Damaged, Key
from ventra.backup.store import catalog, home_in, rows_in
from ventra.backup.store.home_tables import LEFT, TAKEN
from ventra.backup.tell import Say, Told, silent
from ventra.backup.unpack import Unpacker
from ventra.core.email_address import LONGEST, normalised
from ventra.core.rights import ROLES
from ventra.core.shown import shown
from ventra.errors import VentraError

REMEDY = "an organisation's own file comes into an installation that has no products yet: name another with --database"


@dataclass(frozen=True, slots=True)
class Invited:
    """A member as the file names them, and the secret of the link that invites them again."""

    person: Someone
    secret: str


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What came: the organisation's number here, and what is shown this once.

    `password_link` is the secret by which a new account sets its password, none where the owner had one.
    """

    manifest: Manifest
    org_id: int
    rows: int
    invited: tuple[Invited, ...]
    password_link: str | None


async def bring_in(
    url: str, pieces: Iterator[bytes], owner: str, *, key: Key | None = None, say: Say = silent
) -> BroughtIn:
    """Bring an organisation's own file into the database at `url`; `owner` is the address of who will own it there.

    Raises `Conflict` when the database has products or anything an organisation keeps, `Damaged` when the file is not what was
    written, `VentraError` when it is no such file or a newer release's. Then the database holds what it held before.
    """
    address = normalised(owner)
    async with unpacker(pieces, key) as unpacked:
        manifest = unpacked.manifest
        if manifest.organisation is None:
            raise VentraError("this is a backup of a whole installation: ventra restore takes it")
        load.must_be_known(manifest)
        _must_be_own(manifest, manifest.organisation)
        await load.ready(url, manifest.revision, besides=LEFT.keys(), remedy=REMEDY)
        done = await _bring(url, unpacked, manifest.organisation, address, say)
    await load.finish(url, say)
    return done


def _must_be_own(manifest: Manifest, whose: Organisation) -> None:
    """`Damaged` for what no organisation's own file says."""
    if strange := [table.name for table in manifest.tables if table.name not in TAKEN]:
        raise Damaged(f"an organisation's own file has no rows of {strange[0]!r}")
    if strange := [one.role for one in whose.people if one.role not in ROLES]:
        raise Damaged(f"nobody can be {strange[0]!r} in an organisation")


async def _bring(url: str, unpacked: Unpacker, whose: Organisation, address: str, say: Say) -> BroughtIn:
    async with rows_in.at(url) as db:
        there = [table for table in await catalog.tables(db) if table.name in TAKEN]
        fitting = load.fitting_tables(unpacked.manifest, there, [])
        rows, told = 0, Told(say)
        async with rows_in.alone_with(db, there):
            # Somebody may have begun to use it since we looked.
            load.refuse(await home_in.with_rows(db, there), REMEDY)
            await rows_in.make_months(db, unpacked.manifest.tables)
            owner_id, is_new = await home_in.person(db, address)
            place = home_in.Place(
                await home_in.organisation(db, shown(whose.name, LONGEST), owner_id), owner_id, whose.owner_id
            )
            while name := await asyncio.to_thread(unpacked.next_table):
                rows += await home_in.take_in(db, fitting[name], load.pieces_of(unpacked, name, told), place)
            if unpacked.end is None or unpacked.end.rows != rows:
                raise Damaged("the file's rows are not all there")
            await home_in.count_on(db, there)
            invited, link = await _let_in(db, whose, place, address if is_new else None)
    return BroughtIn(unpacked.manifest, place.org_id, rows, invited, link)


async def _let_in(
    db: Any, whose: Organisation, place: home_in.Place, new_address: str | None
) -> tuple[tuple[Invited, ...], str | None]:
    """Invite the members again, and let a new owner set a password; noted in the organisation's log."""
    now = datetime.now(UTC)
    invited = tuple(Invited(person, links.new_secret()) for person in whose.people)
    for one in invited:
        await invitations.add(
            db,
            place.org_id,
            links.digest(one.secret),
            role=one.person.role,
            note=shown(one.person.email or one.person.name, LONGEST),
            invited_by=place.owner_id,
            expires_at=now + LIFE,
        )
    facts = {"name": whose.name, "invited": len(invited)}
    await audit.note(db, COMMAND_LINE, "brought_in", org_id=place.org_id, facts=facts)
    if new_address is None:
        return invited, None
    secret = links.new_secret()
    await one_use.add(db, links.digest(secret), one_use.RESET, place.owner_id, email=new_address, now=now)
    return invited, secret
