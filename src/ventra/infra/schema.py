"""Where a database stands against the revisions this release brings. Alembic is not imported: a start stays quick."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ventra import __version__
from ventra.errors import SchemaUnfit, Unavailable
from ventra.infra import store
from ventra.infra.db import Connection

MIGRATIONS = Path(__file__).resolve().parents[3] / "migrations"


@dataclass(frozen=True, slots=True)
class Revision:
    """One step of the schema. `oldest_release` is the oldest release that can run on a database that has it."""

    id: str
    oldest_release: str
    title: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A database against this release.

    `revision` is None before the first migration. `newer`: it holds a revision that this release does not know; `allows`
    then says whether that revision states a release no newer than ours as the oldest. `vector` is the version of
    pgvector that is installed in the database, `vector_available` the one the server could install.
    """

    revision: str | None
    missing: tuple[Revision, ...]
    newer: bool
    allows: bool
    oldest_release: str | None
    vector: str | None
    vector_available: str | None

    @property
    def fits(self) -> bool:
        """Whether this release can run on the database as it is."""
        return self.allows and not self.missing


@cache
def known(folder: Path = MIGRATIONS) -> tuple[Revision, ...]:
    """The revisions of this release from first to last; `ValueError` names a file that does not read as one."""
    after: dict[str | None, Revision] = {}
    for path in sorted((folder / "versions").glob("*.py")):
        previous, revision = _read(path)
        if previous in after:
            raise ValueError(f"{path.name}: {after[previous].id} follows {previous} already")
        after[previous] = revision
    chain: list[Revision] = []
    while step := after.pop(chain[-1].id if chain else None, None):
        chain.append(step)
    if after or not chain:
        raise ValueError(f"{folder}: no unbroken row of revisions")
    return tuple(chain)


def _read(path: Path) -> tuple[str | None, Revision]:
    module = ast.parse(path.read_text(encoding="utf-8"), str(path))
    told: dict[str, object] = {}
    for line in module.body:
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
            name = line.targets[0].id
            if name in ("revision", "down_revision", "oldest_release"):
                told[name] = ast.literal_eval(line.value)
    match told:
        case {
            "revision": str(own),
            "down_revision": (str() | None) as previous,
            "oldest_release": str(oldest),
        }:
            numbers(oldest)
            title = (ast.get_docstring(module) or own).partition("\n")[0]
            return previous, Revision(own, oldest, title)
    raise ValueError(
        f"{path.name}: a revision states revision, down_revision and oldest_release as plain texts"
    )


def numbers(release: str) -> tuple[int, ...]:
    """A release as numbers that compare as releases do: 0.10.0 is newer than 0.9.0. `ValueError` when it is none."""
    found = re.match(r"\d+(\.\d+)*", release)
    if found is None:
        raise ValueError(f"{release!r} is no release such as 0.1.0")
    parts = [int(part) for part in found.group().split(".")]
    while len(parts) > 1 and parts[-1] == 0:
        parts.pop()
    return tuple(parts)


async def standing(
    db: Connection, *, release: str = __version__, revisions: Sequence[Revision] | None = None
) -> Standing:
    """Ask a database where it stands."""
    revisions = known() if revisions is None else revisions
    facts = await store.read_schema(db)
    ids = [revision.id for revision in revisions]
    newer = facts.revision is not None and facts.revision not in ids
    if newer:
        # Whatever came after ours counts: the strictest of them, whichever order they were noted in.
        stated = [oldest for revision, oldest in facts.history.items() if revision not in ids]
        oldest = max(stated, key=numbers, default=None) if facts.revision in facts.history else None
        missing: tuple[Revision, ...] = ()
        allows = oldest is not None and numbers(oldest) <= numbers(release)
    else:
        reached = 0 if facts.revision is None else ids.index(facts.revision) + 1
        missing = tuple(revisions[reached:])
        oldest = revisions[reached - 1].oldest_release if reached else None
        allows = True
    return Standing(facts.revision, missing, newer, allows, oldest, facts.vector, facts.vector_available)


def must_fit(at: Standing) -> None:
    """Raise `Unavailable` while migrations are missing, `SchemaUnfit` on a newer database that does not allow this release."""
    if not at.allows:
        raise refusal(at)
    if at.missing:
        raise Unavailable("the schema is not there yet: its migrations have not run")


async def fitting(db: Connection) -> None:
    """`must_fit` for services that do not migrate themselves."""
    must_fit(await standing(db))


def refusal(at: Standing, release: str = __version__) -> SchemaUnfit:
    """Why this release may not run on a newer database, and what to do."""
    allowed = (
        f"which allows releases from {at.oldest_release} on"
        if at.oldest_release
        else "which this release does not know and which states no release that may run on it"
    )
    return SchemaUnfit(
        f"the database is at revision {at.revision}, {allowed}; this is release {release} with revision {known()[-1].id}. "
        "Deploy a release that it allows, or restore a backup from before that revision"
    )
