"""Opens a backup for reading, wherever it lies, and reads it from end to end to see whether it could be restored from."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from ventra.backup.container import End, Manifest
from ventra.backup.pipe import BrokenOff
from ventra.backup.seal import Damaged, Key, Opening
from ventra.backup.tell import Say, Told, silent
from ventra.backup.unpack import Unpacker


@dataclass(frozen=True, slots=True)
class Whole:
    """A backup that was read to its end and is as it was written."""

    manifest: Manifest
    end: End


@asynccontextmanager
async def unpacker(pieces: Iterator[bytes], key: Key | None) -> AsyncIterator[Unpacker]:
    """A reader over a backup's bytes; its calls block, so give them a thread. What goes wrong with the bytes is raised here."""
    opening = Opening(pieces, key)
    running = asyncio.create_task(asyncio.to_thread(opening.run))
    try:
        yield await asyncio.to_thread(Unpacker, opening.plain)
        opening.plain.break_off()
        await asyncio.gather(running, return_exceptions=True)
    except BrokenOff:
        await running
        raise Damaged("the backup cannot be read to its end") from None
    except BaseException:
        opening.plain.break_off()
        await asyncio.gather(running, return_exceptions=True)
        raise


async def read_whole(pieces: Iterator[bytes], key: Key | None, *, say: Say = silent) -> Whole:
    """Read everything; `Damaged` when it is not what was written."""
    told = Told(say)
    async with unpacker(pieces, key) as unpacked:

        def read() -> End:
            while table := unpacked.next_table():
                while data := unpacked.read():
                    told.more(table, len(data))
            if unpacked.end is None:
                raise Damaged("the backup has no end")
            return unpacked.end

        return Whole(unpacked.manifest, await asyncio.to_thread(read))
