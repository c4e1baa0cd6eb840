"""An organisation's own file: all that it keeps, and the public rows that its pages show, as a backup is written."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ventra.backup.container import Organisation
from ventra.backup.dump import Dumped, Write, dump
from ventra.backup.seal import Key
from ventra.backup.store import catalog, home_out
from ventra.backup.store.home_tables import LEFT
from ventra.backup.store.rows_out import snapshot
from ventra.backup.tell import Say, silent


@dataclass(frozen=True, slots=True)
class TakenHome:
    """What was written, and of whom."""

    organisation: Organisation
    dumped: Dumped


async def take_home(
    url: str,
    org_id: int,
    write: Write,
    *,
    owner_id: int | None = None,
    key: Key | None = None,
    say: Say = silent,
) -> TakenHome:
    """Write an organisation's rows as they are at one instant with `write`, which runs in a thread, for one of its owners.

    `NotFound` when there is no such organisation or owner.
    """
    async with snapshot(url) as held:
        whose = await home_out.organisation(held.db, org_id, owner_id)
        every = await catalog.tables(held.db)
        found = await home_out.named(held.db, org_id, every)
        tables = tuple(going for table in every if (going := home_out.going(table)) is not None)
        part = replace(
            held,
            tables=tables,
            sequences=(),
            left_out=LEFT,
            queries={table.name: home_out.query(table, whose, found) for table in tables},
            organisation=whose,
        )
        return TakenHome(whose, await dump(part, write, key, say=say))
