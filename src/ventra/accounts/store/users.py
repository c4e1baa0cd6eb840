"""People: how they are found, and what proves that it is them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from ventra.core.texts import Language
from ventra.errors import Conflict
from ventra.infra.db import Answered, Connection

TAKEN = "23505"
Theme = Literal["system", "light", "dark"]


class Account(msgspec.Struct, frozen=True):
    """What signing in asks about a person. `totp_secret` is sealed, and in force when `totp_on`."""

    user_id: int
    email: str | None
    name: str
    language: Language | None
    theme: Theme | None
    operator: bool
    password_hash: str | None
    telegram_id: int | None
    telegram_name: str | None
    totp_secret: bytes | None
    totp_on: bool
    totp_step: int | None
    verified: bool
    suspended: bool
    created_at: datetime


_COLUMNS = (
    "user_id, email, name, language, theme, operator, password_hash, telegram_id, telegram_name, totp_secret, "
    "totp_on_at IS NOT NULL AS totp_on, totp_step, email_verified_at IS NOT NULL AS verified, "
    "suspended_at IS NOT NULL AS suspended, created_at"
)


async def by_email(db: Connection, email: str) -> Account | None:
    """The account of a normalised address."""
    row = await db.fetchrow(f"SELECT {_COLUMNS} FROM users WHERE email = $1", email)
    return None if row is None else Account(**row)


async def by_id(db: Connection, user_id: int) -> Account | None:
    """The account of this id."""
    row = await db.fetchrow(f"SELECT {_COLUMNS} FROM users WHERE user_id = $1", user_id)
    return None if row is None else Account(**row)


async def by_telegram(db: Connection, telegram_id: int) -> Account | None:
    """The account linked to a person of Telegram."""
    row = await db.fetchrow(f"SELECT {_COLUMNS} FROM users WHERE telegram_id = $1", telegram_id)
    return None if row is None else Account(**row)


async def add(
    db: Connection,
    *,
    email: str | None,
    password_hash: str | None,
    name: str = "",
    language: str | None = None,
    operator: bool = False,
    telegram_id: int | None = None,
    telegram_name: str | None = None,
) -> int:
    """A new person. `Conflict` when the address or the person of Telegram has an account."""
    try:
        user_id: int = await db.fetchval(
            """
            INSERT INTO users (email, password_hash, name, language, operator, telegram_id, telegram_name)
            VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING user_id
            """,
            email,
            password_hash,
            name,
            language,
            operator,
            telegram_id,
            telegram_name,
        )
    except Answered as refused:
        if refused.sqlstate != TAKEN:
            raise
        raise Conflict("there is an account of this address: sign in, or reset its password") from refused
    return user_id


async def set_password(db: Connection, user_id: int, password_hash: str) -> None:
    """Keep a new password's hash."""
    await db.execute("UPDATE users SET password_hash = $2 WHERE user_id = $1", user_id, password_hash)


async def set_profile(
    db: Connection, user_id: int, *, name: str | None, language: str | None, theme: str | None
) -> None:
    """Change name, language and theme; `None` leaves what is there."""
    await db.execute(
        """
        UPDATE users SET name = coalesce($2, name), language = coalesce($3, language), theme = coalesce($4, theme)
         WHERE user_id = $1
        """,
        user_id,
        name,
        language,
        theme,
    )


async def set_verified(db: Connection, user_id: int, email: str) -> bool:
    """The person has shown that this address, which is still theirs, reaches them."""
    done = await db.fetchval(
        "UPDATE users SET email_verified_at = coalesce(email_verified_at, now()) WHERE user_id = $1 AND email = $2 "
        "RETURNING true",
        user_id,
        email,
    )
    return bool(done)


async def make_operator(db: Connection, user_id: int) -> None:
    """Give the operator's right."""
    await db.execute("UPDATE users SET operator = true WHERE user_id = $1", user_id)


async def suspend(db: Connection, user_id: int, on: bool) -> None:
    """Shut a person out, or let them in again."""
    await db.execute(
        "UPDATE users SET suspended_at = CASE WHEN $2 THEN coalesce(suspended_at, now()) END WHERE user_id = $1",
        user_id,
        on,
    )


async def remove(db: Connection, user_id: int) -> None:
    """Delete a person with all that proves them; what others see of their deeds keeps the number alone."""
    await db.execute("DELETE FROM users WHERE user_id = $1", user_id)


async def set_telegram(
    db: Connection, user_id: int, telegram_id: int | None, telegram_name: str | None
) -> bool:
    """Link a person of Telegram, or with `None` nobody; False when another account has them."""
    done = await db.fetchval(
        """
        UPDATE users SET telegram_id = $2, telegram_name = $3
         WHERE user_id = $1 AND NOT EXISTS (SELECT FROM users WHERE telegram_id = $2 AND user_id <> $1) RETURNING true
        """,
        user_id,
        telegram_id,
        telegram_name,
    )
    return bool(done)


async def set_email(db: Connection, user_id: int, email: str, *, reached: bool) -> bool:
    """Give a person another address, and whether it has shown to reach them; False when another account has it."""
    done = await db.fetchval(
        """
        UPDATE users SET email = $2, email_verified_at = CASE WHEN $3 THEN now() END
         WHERE user_id = $1 AND NOT EXISTS (SELECT FROM users WHERE email = $2 AND user_id <> $1) RETURNING true
        """,
        user_id,
        email,
        reached,
    )
    return bool(done)
