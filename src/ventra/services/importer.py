"""Imports the files that wait, in a process of its own that ends with them. `python -m ventra.services.importer`

A large import takes the whole of a core and memory that Python does not give back; the worker stays small and prompt.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import traceback
from datetime import UTC, datetime

import msgspec

from ventra import settings as settings_of
from ventra.collect.importing import run_waiting
from ventra.errors import Unavailable, VentraError
from ventra.infra.db import open_pool
from ventra.services.processes.children import die_with_parent
from ventra.services.processes.lifeline import tie_to_us

DONE, FAILED, AWAY = 0, 1, 75
END_SECONDS = 3.0


class ImportFailed(VentraError):
    """The importing process did not come to its end; its own trace is the exception's note."""


class _Words(msgspec.Struct):
    """What the process says on its standard output when it ends."""

    files: int = 0
    error: str = ""
    trace: str = ""


async def import_files() -> None:
    """Run the process to its end; when we are cancelled it is ended, and what it was importing waits for the next."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "ventra.services.importer",
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        preexec_fn=die_with_parent(signal.SIGKILL),
    )
    tie_to_us(process.pid, signal.SIGKILL)
    try:
        out, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await asyncio.wait_for(process.wait(), END_SECONDS)
    if process.returncode == DONE:
        return
    words = msgspec.json.decode(out, type=_Words) if out else _Words(error="without a word")
    if process.returncode == AWAY:
        raise Unavailable(words.error)
    failure = ImportFailed(f"the import ended with status {process.returncode}: {words.error}")
    failure.add_note(words.trace)
    raise failure


async def _import() -> int:
    settings = settings_of.read(settings_of.WORKER, os.environ)
    pool = await open_pool(settings["DATABASE_URL"], at_most=2)
    try:
        return await run_waiting(pool, now=datetime.now(UTC))
    finally:
        await pool.close()


def main() -> int:
    """Import what waits and tell, on standard output, how it went."""
    status, words = DONE, _Words()
    try:
        words.files = asyncio.run(_import())
    except Exception as failure:  # told to the worker, which keeps it
        status = AWAY if isinstance(failure, Unavailable) else FAILED
        words.error = f"{type(failure).__name__}: {failure}"
        words.trace = "".join(traceback.format_exception(failure))
    sys.stdout.buffer.write(msgspec.json.encode(words))
    return status


if __name__ == "__main__":
    sys.exit(main())
