"""The bot in this terminal, without Telegram: the real bot over a Bot API server on loopback. `ventra bot-preview`"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import threading
import time

from ventra import settings as settings_of
from ventra.core.texts import language_of
from ventra.errors import SettingWrong
from ventra.infra import logs
from ventra.services import bot
from ventra.services.running import with_running_stores
from ventra.settings import Settings
from ventra.simulator.telegram import TOKEN, FakeTelegram
from ventra.simulator.telegram_chat import Person, Shown

PERSON = 1
END: None = None
HINT = "Write to the bot as in Telegram; a number presses a button; Ctrl-D ends. Starting with /start ..."


def main() -> int:
    """Talk until the input ends; 2 when there is no database to talk over."""
    try:
        return asyncio.run(run())
    except SettingWrong as wrong:
        print(f"bot-preview: {wrong}", file=sys.stderr)
        return 2


async def run() -> int:
    """Start the server and the bot, and let the terminal be one person's Telegram."""
    stores = with_running_stores(settings_of.read(settings_of.TOOL, os.environ))
    logs.configure("bot", production=False, level="error", secrets=[TOKEN, stores["DATABASE_URL"]])
    # Beginning at the clock keeps ids growing from one preview to the next, as Telegram's do, however short it was.
    server = FakeTelegram(first_update_id=int(time.time() * 1000))
    url = await server.start()
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    being = asyncio.create_task(bot.run(_settings(stores, url), stop, to_others=False))
    try:
        await _talk(server, stop)
    finally:
        stop.set()
        await being
        await server.stop()
    return 0


def _settings(stores: Settings, url: str) -> Settings:
    told = {"DATABASE_URL": stores["DATABASE_URL"], "TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": url}
    return settings_of.read(settings_of.BOT, told)


async def _talk(server: FakeTelegram, stop: asyncio.Event) -> None:
    person = server.person(PERSON, language_of(os.environ.get("LANG", "").split(".")[0]))
    print(HINT, flush=True)
    person.says("/start")
    lines: asyncio.Queue[str | None] = asyncio.Queue()
    _read_stdin(asyncio.get_running_loop(), lines)
    showing = asyncio.create_task(_show(server, person))
    stopping = asyncio.create_task(stop.wait())
    try:
        while True:
            reading = asyncio.create_task(lines.get())
            await asyncio.wait({reading, stopping, showing}, return_when=asyncio.FIRST_COMPLETED)
            if showing.done():
                showing.result()
            line = reading.result() if reading.done() else END
            if line is END:
                reading.cancel()
                break
            await _settled(server, stop)
            _say(person, line)
        await _settled(server, stop)
    finally:
        showing.cancel()
        stopping.cancel()
        await asyncio.gather(showing, stopping, return_exceptions=True)


def _say(person: Person, line: str) -> None:
    """A number presses that button of the newest message that has any; anything else is written."""
    text = line.strip()
    shown = next((one for one in reversed(person.seen) if one.buttons), None)
    if shown and text.isdecimal() and 1 <= int(text) <= len(shown.buttons):
        person.presses_data(shown.buttons[int(text) - 1][1], shown)
    elif text:
        person.says(text)


async def _show(server: FakeTelegram, person: Person) -> None:
    """Print what the bot says, and again what it changed."""
    printed: dict[int, int] = {}
    while True:
        server.changed.clear()
        for shown in person.seen:
            if printed.get(shown.message_id) != shown.edits:
                printed[shown.message_id] = shown.edits
                print(in_terminal(shown), flush=True)
        await server.changed.wait()


def in_terminal(shown: Shown) -> str:
    """A message as lines of text, its buttons numbered; characters that steer a terminal are left out."""
    mark = "VENTRA (changed)" if shown.edits else "VENTRA"
    buttons = "   ".join(f"[{n}] {words}" for n, (words, _) in enumerate(shown.buttons, 1))
    lines = [f"── {mark}", *shown.text.splitlines(), *([buttons] if buttons else [])]
    return "\n".join("".join(c for c in line if c.isprintable()) for line in lines) + "\n"


async def _settled(server: FakeTelegram, stop: asyncio.Event, wait_seconds: float = 15) -> None:
    """Wait until the bot has handled all that was written, so that piped lines come one after the other."""
    until = time.monotonic() + wait_seconds
    while server.unconfirmed and time.monotonic() < until and not stop.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), 0.05)


def _read_stdin(loop: asyncio.AbstractEventLoop, lines: asyncio.Queue[str | None]) -> None:
    # A thread of its own that nobody waits for: a terminal cannot be told to stop reading.
    def read() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(lines.put_nowait, line)
        loop.call_soon_threadsafe(lines.put_nowait, END)

    threading.Thread(target=read, daemon=True).start()


if __name__ == "__main__":
    sys.exit(main())
