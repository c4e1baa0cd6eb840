"""What a linked chat is brought, and when: language, quiet hours, digests."""

from __future__ import annotations

from ventra.accounts.who import Who
from ventra.alerts.store import chats
from ventra.alerts.store.chats import ChatChannel
from ventra.core.talk import Button, Reply
from ventra.errors import BadInput
from ventra.infra.db import transaction
from ventra.services.chat.asked import Asked
from ventra.services.chat.settings_texts import SETTINGS_TEXTS
from ventra.services.chat.texts import LANGUAGE_NAMES

MARK = "s:"
HOUR = 60
QUIET: dict[str, tuple[int | None, int | None]] = {
    "off": (None, None),
    "22-8": (22 * HOUR, 8 * HOUR),
    "23-7": (23 * HOUR, 7 * HOUR),
    "0-9": (0, 9 * HOUR),
}
DIGESTS: dict[str, int | None] = {"off": None, **{str(hour): hour * HOUR for hour in (7, 8, 9, 10)}}
WEEKDAYS: dict[str, int | None] = {"off": None, **{str(day): day for day in range(7)}}


async def shown(asked: Asked, who: Who, notice: str | None = None) -> Reply:
    """How the chat is set, with a button for each."""
    channel = await _channel(asked, who)
    words = asked.words(
        SETTINGS_TEXTS,
        "shown",
        spoken=LANGUAGE_NAMES[asked.language],
        quiet=_quiet(asked, channel),
        digest=_hour(asked, channel.digest_at),
        week=_weekday(asked, channel.digest_weekday),
    )
    buttons = [
        Button(asked.words(SETTINGS_TEXTS, f"change.{what}"), f"{MARK}{what}")
        for what in ("language", "quiet", "digest", "week")
    ]
    return Reply(words, (*buttons, *asked.mini()), notice=notice)


async def pressed(asked: Asked, who: Who, data: str) -> Reply:
    """A button of the settings. `BadInput` for what is no button of ours."""
    what, _, chosen = data.removeprefix(MARK).partition(":")
    match what, chosen:
        case "quiet", "":
            return _choice(asked, what, {name: _preset(asked, name) for name in QUIET})
        case "digest", "":
            return _choice(asked, what, {name: _hour(asked, at) for name, at in DIGESTS.items()})
        case "week", "":
            return _choice(asked, what, {name: _weekday(asked, day) for name, day in WEEKDAYS.items()})
        case "back", "":
            return await shown(asked, who)
        case "quiet", name if name in QUIET:
            await _set(asked, who, quiet_from=QUIET[name][0], quiet_to=QUIET[name][1])
        case "digest", name if name in DIGESTS:
            await _set(asked, who, digest_at=DIGESTS[name])
        case "week", name if name in WEEKDAYS:
            await _set(asked, who, digest_weekday=WEEKDAYS[name])
        case _:
            raise BadInput("this is no button of ours")
    return await shown(asked, who, asked.words(SETTINGS_TEXTS, "kept"))


async def opened(asked: Asked, who: Who) -> None:
    """Have alerts come to this chat from now on."""
    await _channel(asked, who)


async def _channel(asked: Asked, who: Who) -> ChatChannel:
    async with transaction(asked.pool, org_id=who.org) as db:
        return await chats.open_private(db, who.org, who.person, asked.chat_id, asked.language)


async def _set(asked: Asked, who: Who, **values: object) -> None:
    async with transaction(asked.pool, org_id=who.org) as db:
        await chats.open_private(db, who.org, who.person, asked.chat_id, asked.language)
        await chats.set_private(db, who.org, asked.chat_id, **values)


def _choice(asked: Asked, what: str, offered: dict[str, str]) -> Reply:
    buttons = [Button(words, f"{MARK}{what}:{name}") for name, words in offered.items()]
    back = Button(asked.words(SETTINGS_TEXTS, "back"), f"{MARK}back")
    return Reply(asked.words(SETTINGS_TEXTS, f"asked.{what}"), (*buttons, back))


def _quiet(asked: Asked, channel: ChatChannel) -> str:
    if channel.quiet_from is None or channel.quiet_to is None:
        return asked.words(SETTINGS_TEXTS, "off")
    return f"{_clock(channel.quiet_from)}–{_clock(channel.quiet_to)}"


def _preset(asked: Asked, name: str) -> str:
    begin, end = QUIET[name]
    return (
        asked.words(SETTINGS_TEXTS, "off")
        if begin is None or end is None
        else f"{_clock(begin)}–{_clock(end)}"
    )


def _hour(asked: Asked, at: int | None) -> str:
    return asked.words(SETTINGS_TEXTS, "off") if at is None else _clock(at)


def _weekday(asked: Asked, day: int | None) -> str:
    if day is None:
        return asked.words(SETTINGS_TEXTS, "off")
    return asked.words(SETTINGS_TEXTS, "weekdays").split()[day]


def _clock(minutes: int) -> str:
    return f"{minutes // HOUR:02d}:{minutes % HOUR:02d}"
