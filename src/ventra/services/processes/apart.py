"""Heavy work of the worker in a process of its own, which ends with it: the worker stays small and prompt.

The process tells on its standard output how it went; its log goes where the worker's goes.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import traceback
from collections.abc import Awaitable, Callable

import msgspec

from ventra.errors import Unavailable, VentraError
from ventra.services.processes.children import die_with_parent
from ventra.services.processes.lifeline import tie_to_us

DONE, FAILED, AWAY = 0, 1, 75
END_SECONDS = 3.0


class WorkFailed(VentraError):
    """The process did not come to its end; its own trace is the exception's note."""


class Words(msgspec.Struct):
    """What the process says when it ends."""

    done: int = 0
    error: str = ""
    trace: str = ""


async def run_apart(module: str) -> int:
    """Run the module's process to its end and return what it did; when we are cancelled it is ended too."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        preexec_fn=die_with_parent(signal.SIGKILL),
    )
    tie_to_us(process.pid, signal.SIGKILL)
    try:
        out, _ = await process.communicate()
    finally:
        if process.returncode is None:
            await _end(process)
    words = msgspec.json.decode(out, type=Words) if out else Words(error="without a word")
    if process.returncode == DONE:
        return words.done
    if process.returncode == AWAY:
        raise Unavailable(words.error)
    failure = WorkFailed(f"{module.rpartition('.')[2]} ended with status {process.returncode}: {words.error}")
    failure.add_note(words.trace)
    raise failure


async def _end(process: asyncio.subprocess.Process) -> None:
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), END_SECONDS)
    except TimeoutError:
        process.kill()
        await asyncio.wait_for(process.wait(), END_SECONDS)


def tell(work: Callable[[], Awaitable[int]]) -> int:
    """The process's side: do the work, say how it went, and return the exit status. SIGTERM cancels the work."""
    status, words = DONE, Words()
    try:
        words.done = asyncio.run(_until_told(work))
    except asyncio.CancelledError:
        status, words.error = FAILED, "it was told to stop"
    except Exception as failure:  # told to the worker, which keeps it
        status = AWAY if isinstance(failure, Unavailable) else FAILED
        words.error = f"{type(failure).__name__}: {failure}"
        words.trace = "".join(traceback.format_exception(failure))
    sys.stdout.buffer.write(msgspec.json.encode(words))
    return status


async def _until_told(work: Callable[[], Awaitable[int]]) -> int:
    task = asyncio.ensure_future(work())
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await task
