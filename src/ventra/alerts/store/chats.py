"""The channels that are chats of Telegram, as the chats themselves see and set them."""

from __future__ import annotations

from typing import Any

import msgspec

TELEGRAM, GROUP = "telegram", "group"
LEFT, BLOCKED, UNLINKED = "left", "blocked", "unlinked"
"""Why nothing is brought to a chat any more, where the chat itself is why."""


class ChatChannel(msgspec.Struct, frozen=True):
    """What a private chat is brought, and when; minutes after midnight."""

    channel_id: int
    language: str
    quiet_from: int | None
    quiet_to: int | None
    digest_at: int | None
    digest_weekday: int | None
    ended_because: str | None


_COLUMNS = "channel_id, language, quiet_from, quiet_to, digest_at, digest_weekday, ended_because"


async def open_private(db: Any, org_id: int, user_id: int, chat_id: int, language: str) -> ChatChannel:
    """The channel of somebody's private chat, made where there is none; one that ended goes on."""
    row = await db.fetchrow(
        f"""
        INSERT INTO alert_channels AS c (org_id, user_id, kind, address, language) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (org_id, kind, address) DO UPDATE SET user_id = $2, ended_at = NULL, ended_because = NULL
        RETURNING {_COLUMNS}
        """,
        org_id,
        user_id,
        TELEGRAM,
        str(chat_id),
        language,
    )
    return ChatChannel(**row)


async def set_private(db: Any, org_id: int, chat_id: int, **values: object) -> None:
    """Set columns of a private chat's channel, by name."""
    names = [name for name in values if name in ChatChannel.__struct_fields__]
    told = ", ".join(f"{name} = ${n}" for n, name in enumerate(names, 4))
    await db.execute(
        f"UPDATE alert_channels SET {told} WHERE org_id = $1 AND kind = $2 AND address = $3",
        org_id,
        TELEGRAM,
        str(chat_id),
        *(values[name] for name in names),
    )


async def speak(db: Any, chat_id: int, language: str) -> None:
    """Have what is brought to a private chat written in a language, whichever organisation's; for the worker's role."""
    await db.execute(
        "UPDATE alert_channels SET language = $3 WHERE kind = $1 AND address = $2",
        TELEGRAM,
        str(chat_id),
        language,
    )


async def end(db: Any, chat_id: int, because: str) -> None:
    """Bring nothing to a chat any more, whichever organisation's, and take what waits along; for the worker's role."""
    await db.execute(
        """
        WITH ended AS (
            UPDATE alert_channels SET ended_at = now(), ended_because = $4
             WHERE kind IN ($1, $2) AND address = $3 AND ended_at IS NULL RETURNING org_id, channel_id)
        UPDATE alert_deliveries d SET state = 'ended' FROM ended e
         WHERE d.org_id = e.org_id AND d.channel_id = e.channel_id AND d.state = 'waiting'
        """,
        TELEGRAM,
        GROUP,
        str(chat_id),
        because,
    )


async def resume(db: Any, chat_id: int) -> None:
    """Go on bringing to a private chat that had been closed to us; for the worker's role."""
    await db.execute(
        "UPDATE alert_channels SET ended_at = NULL, ended_because = NULL "
        "WHERE kind = $1 AND address = $2 AND ended_because = $3",
        TELEGRAM,
        str(chat_id),
        BLOCKED,
    )


async def forget(db: Any, chat_id: int) -> bool:
    """Delete every channel that leads to a chat, with what waits for it; says whether there was any."""
    done = await db.execute(
        "DELETE FROM alert_channels WHERE kind IN ('telegram', 'group') AND address = $1", str(chat_id)
    )
    return bool(done != "DELETE 0")
