"""`ventra migrate`, and the process in which the api brings its schema up. `python -m ventra.services.migrating`"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Callable
from typing import Any

import msgspec

from ventra import __version__
from ventra import settings as settings_of
from ventra.errors import BadInput, SettingWrong, Unavailable, VentraError
from ventra.infra import logs, migrate
from ventra.infra.db import connected
from ventra.infra.locking import Deed, deeds
from ventra.infra.schema import Standing, known, refusal, standing
from ventra.settings import TOOL, Settings


async def run(wish: argparse.Namespace, settings: Settings) -> int:
    """`ventra migrate [--plan [--sql]] [--json]`: 0 the schema serves this release (or: this is the plan), 1 it does not."""
    if wish.sql and not wish.plan:
        raise BadInput("--sql shows the statements of a plan: ventra migrate --plan --sql", field="sql")
    before = await _ask(settings)
    if wish.plan:
        _tell_plan(before, as_json=wish.json, with_sql=wish.sql)
        return 0 if before.allows else 1
    if before.missing:
        await asyncio.to_thread(bring_up, settings, _say)
    after = await _ask(settings)
    if wish.json:
        applied = [one.id for one in before.missing if one not in after.missing]
        _print(
            {"from": before.revision, "revision": after.revision, "applied": applied, "newer": after.newer}
        )
    if not after.allows:
        raise refusal(after)
    _say(_where(after))
    return 0


def bring_up(settings: Settings, say: Callable[[str], None]) -> None:
    """Run what is missing; raises as `migrate.upgrade` does, naming the variable that is really set."""
    try:
        migrate.upgrade(settings.direct_database_url, say=say)
    except SettingWrong as wrong:
        raise SettingWrong(_named(settings), str(wrong.facts["expected"])) from wrong


def _named(settings: Settings) -> str:
    return "DIRECT_DATABASE_URL" if settings["DIRECT_DATABASE_URL"] else "DATABASE_URL"


def main() -> int:
    """Bring the schema up; why not goes to stdout in one line. 0 done, 1 failed, 2 a setting is wrong, 75 try again later."""
    try:
        settings = settings_of.read(TOOL, os.environ)
        logs.configure("migrate", production=settings.production, level=settings["LOG_LEVEL"], secrets=[])
        log = logs.logger(__name__)
        bring_up(settings, lambda words: log.info("migrating", said=words))
    except VentraError as failure:
        print(logs.scrub(" ".join(str(failure).split())))
        return STATUS.get(type(failure), 1)
    return 0


STATUS: dict[type[VentraError], int] = {SettingWrong: 2, Unavailable: os.EX_TEMPFAIL}


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    """A revision that is missing, and what it does to those who use the tables meanwhile."""

    revision: str
    title: str
    oldest_release: str
    does: list[Deed]
    sql: str | None = None


def _tell_plan(at: Standing, *, as_json: bool, with_sql: bool) -> None:
    steps = []
    for one in at.missing:
        sql = migrate.sql_of(one.id)
        steps.append(Step(one.id, one.title, one.oldest_release, deeds(sql), sql if with_sql else None))
    if as_json:
        about = {name: getattr(at, name) for name in ("revision", "newer", "allows", "oldest_release")}
        vector = {"vector": at.vector, "vector_available": at.vector_available}
        newest = {"release": __version__, "newest": known()[-1].id}
        _print(about | newest | vector | {"missing": steps})
        return
    print(_where(at))
    for step in steps:
        print(f"\n{step.revision}  {step.title}")
        for deed in step.does:
            print(f"  - {deed.words}")
        print(f"  then the oldest release that can run is {step.oldest_release}")
        if step.sql:
            print("\n" + step.sql, end="")


def _where(at: Standing) -> str:
    newest = known()[-1].id
    if at.newer:
        return (
            str(refusal(at))
            if not at.allows
            else (
                f"the database is at revision {at.revision}, newer than this release ({__version__}, revision {newest}); "
                f"it allows releases from {at.oldest_release} on, so nothing is to be done"
            )
        )
    if not at.missing:
        return f"the database is at the newest schema, revision {at.revision}"
    reached = f"is at revision {at.revision}" if at.revision else "has no schema yet"
    return f"the database {reached}; the newest is {newest}, {len(at.missing)} to run"


async def _ask(settings: Settings) -> Standing:
    async with connected(settings.direct_database_url, setting=_named(settings)) as db:
        return await standing(db)


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _print(value: Any) -> None:
    print(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


if __name__ == "__main__":
    sys.exit(main())
