"""`ventra take-home` and `ventra bring-in`. Words go to stderr, links and data to stdout."""

from __future__ import annotations

import argparse
import sys

import msgspec

from ventra.accounts.operators import COMMAND_LINE
from ventra.accounts.post import PAGES
from ventra.accounts.store import audit, links, users
from ventra.backup.bring_in import BroughtIn, bring_in
from ventra.backup.store.home_tables import ANEW
from ventra.backup.take_home import take_home
from ventra.core.email_address import LONGEST, normalised
from ventra.core.shown import shown
from ventra.errors import BadInput, NotFound
from ventra.infra import store
from ventra.infra.db import connected
from ventra.infra.files import write_through
from ventra.services.backups import pieces_of, target, there
from ventra.services.progress import Progress
from ventra.services.running import with_running_stores
from ventra.settings import Settings

INVITATION = "join"


async def run(wish: argparse.Namespace, settings: Settings) -> int:
    """Write an organisation's own file, or bring one in."""
    return await (_take_home if wish.deed == "take-home" else _bring_in)(wish, settings)


async def _take_home(wish: argparse.Namespace, settings: Settings) -> int:
    url = with_running_stores(settings).direct_database_url
    half = wish.out.with_name(wish.out.name + ".partial")
    try:
        with Progress() as progress:
            owner_id = await _owner(url, wish.owner)
            done = await take_home(
                url, wish.org, lambda pieces: write_through(half, pieces), owner_id=owner_id, say=progress.say
            )
        half.replace(wish.out)
    except OSError as refused:
        raise BadInput(f"--out {wish.out} cannot be written: {refused.strerror}", field="out") from None
    finally:
        half.unlink(missing_ok=True)
    made = done.dumped
    async with connected(url) as db:
        facts = {"rows": made.rows, "size_bytes": made.size_bytes}
        await audit.note(db, COMMAND_LINE, "taken_home", org_id=wish.org, facts=facts)
    if wish.json:
        _print(
            {
                "name": str(wish.out),
                "taken_at": made.taken_at,
                "rows": made.rows,
                "size_bytes": made.size_bytes,
            }
        )
    print(
        f"{made.rows:,} rows of {made.tables} tables of {done.organisation.name!r} in {wish.out}, "
        f"{made.size_bytes / 1e6:,.1f} MB; whoever has the file can read it",
        file=sys.stderr,
    )
    return 0


async def _owner(url: str, email: str | None) -> int | None:
    if email is None:
        return None
    async with connected(url) as db:
        account = await users.by_email(db, normalised(email))
    if account is None:
        raise NotFound(f"no account has the address {email}")
    return account.user_id


async def _bring_in(wish: argparse.Namespace, settings: Settings) -> int:
    url = target(wish.database, settings)
    name, pieces = pieces_of(wish.file)
    with Progress() as progress:
        done = await bring_in(url, pieces, wish.owner, say=progress.say)
    web_url = await _web_url(url, settings)
    invited = [
        {"name": one.person.name, "email": one.person.email, "role": one.person.role,
         "link": f"{web_url}/{INVITATION}#{one.secret}"}
        for one in done.invited
    ]  # fmt: skip
    password = done.password_link and f"{web_url}/{PAGES[links.RESET]}#{done.password_link}"
    if wish.json:
        about = {"name": name, "org_id": done.org_id, "taken_at": done.manifest.taken_at, "rows": done.rows}
        _print({**about, "invited": invited, "password_link": password})
        return 0
    _say(done, wish.owner)
    if password:
        print(f"{wish.owner}\t{password}")
    for one in invited:
        print(f"{shown(one['email'] or one['name'] or '', LONGEST)}\t{one['link']}")
    return 0


def _say(done: BroughtIn, owner: str) -> None:
    whose = done.manifest.organisation
    lines = [
        f"{done.rows:,} rows of {whose.name if whose else ''!r}, taken home {there(done.manifest.taken_at)}, "
        f"are organisation {done.org_id} here; {owner} owns it",
        "to be given anew, because the file does not hold it:",
        *(f"  {one}" for one in ANEW),
        "start (or restart) api, worker and bot now",
    ]
    if done.invited or done.password_link:
        lines.append("each of these links is shown this once:")
    print("\n".join(lines), file=sys.stderr)


async def _web_url(url: str, settings: Settings) -> str:
    async with connected(url) as db:
        known: str | None = settings["WEB_URL"] or await store.get_installation(db, store.WEB_URL)
    return known or f"http://localhost:{settings['PORT']}"


def _print(value: object) -> None:
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")
    sys.stdout.buffer.flush()
