"""An owner asks for all of an organisation as a file, and fetches it; both stand in its log."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from ventra.accounts.noting import note
from ventra.accounts.who import Asker, Who
from ventra.backup.answers import HomeFile
from ventra.backup.store import home_files
from ventra.errors import Conflict, NotFound
from ventra.infra.db import transaction


async def ask(pool: Any, who: Who, *, asker: Asker) -> HomeFile:
    """Have a file made for who asks; while one is being made, that one."""
    async with transaction(pool, org_id=who.org) as db:
        if await home_files.ask(db, who.org, who.person):
            await note(db, who, asker, "taken_home")
        file = await home_files.newest(db, who.org)
    if file is None:
        raise Conflict("the organisation's file is gone already: ask again")
    return file


async def fetch(pool: Any, who: Who, *, asker: Asker) -> tuple[HomeFile, AsyncIterator[bytes]]:
    """The file that is done, and its bytes. `NotFound` when there is none, `Conflict` while it is being made."""
    async with transaction(pool, org_id=who.org) as db:
        file = await home_files.newest(db, who.org)
        if file is None or file.state == "failed":
            raise NotFound("there is no file to fetch: it is kept for a day, and can be asked for again")
        if file.state != "done":
            raise Conflict("the file is still being made")
        await note(db, who, asker, "home_file_fetched", str(file.file_id))
    return file, _bytes(pool, who.org, file.file_id)


async def _bytes(pool: Any, org_id: int, file_id: int) -> AsyncIterator[bytes]:
    number = 0
    while True:
        # A transaction a part: none is held for as long as a slow line takes.
        async with transaction(pool, org_id=org_id) as db:
            body = await home_files.part(db, org_id, file_id, number)
        if body is None:
            return
        yield body
        number += 1
