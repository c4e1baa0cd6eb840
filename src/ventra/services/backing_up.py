"""Makes the day's backup, in a process of its own that ends with it. `python -m ventra.services.backing_up`"""

from __future__ import annotations

import os
import sys

from ventra import settings as settings_of
from ventra.backup.make import make
from ventra.backup.seal import key_of
from ventra.errors import Conflict, SettingWrong, Unavailable, VentraError
from ventra.infra import logs
from ventra.infra.files import open_storage
from ventra.jobs.means import MakeBackup
from ventra.services.processes.apart import run_apart, tell
from ventra.services.telling import begin_telling
from ventra.settings import Settings

NICENESS = 10
_log = logs.logger(__name__)


class BackupFailed(VentraError):
    """The storage did not take the backup. Tried again less often than a dependency that everything waits for."""


def check_settings(settings: Settings) -> None:
    """Raise `SettingWrong` where STORAGE_URL or BACKUP_KEY cannot be used as they are. Nothing is asked of the storage yet."""
    if settings["STORAGE_URL"] is not None:
        open_storage(settings["STORAGE_URL"])
    if settings["BACKUP_KEY"] is not None:
        key_of(settings["BACKUP_KEY"])


def backing_up(settings: Settings) -> MakeBackup | None:
    """What makes a backup; `None` where the settings do not say where to or for whom, which is said here, once."""
    missing = [name for name in ("STORAGE_URL", "BACKUP_KEY") if settings[name] is None]
    if missing:
        _log.warning("no backups are made by themselves", missing=", ".join(missing))
        return None
    return _make_apart


async def _make_apart() -> None:
    await run_apart("ventra.services.backing_up")


async def _make() -> int:
    os.nice(NICENESS)
    settings = settings_of.read(settings_of.WORKER, os.environ)
    begin_telling(settings)
    for name in ("STORAGE_URL", "BACKUP_KEY"):
        if settings[name] is None:
            raise SettingWrong(name, "is missing; a backup needs it")
    storage = open_storage(settings["STORAGE_URL"])
    try:
        name, made = await make(settings.direct_database_url, storage, key_of(settings["BACKUP_KEY"]))
    except Conflict:
        return 0
    except Unavailable as away:
        if away.facts.get("dependency") == "storage":
            raise BackupFailed(str(away)) from away
        raise
    _log.info("backed up", name=name, rows=made.rows, size_bytes=made.size_bytes)
    return made.rows


if __name__ == "__main__":
    sys.exit(tell(_make))
