"""Who Telegram says somebody is: the signed data of its Login Widget and of a Mini App, checked with the bot's token.

Both are described at core.telegram.org: "Checking authorization" (widgets/login) and "Validating data received via the
Mini App" (bots/webapps).
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qsl

import msgspec

from ventra.core.text import clean
from ventra.errors import BadInput

FIELD = "telegram"
FRESH_SECONDS = 300
AHEAD_SECONDS = 30
"""How far the signature may lie in our future: what two clocks may differ by."""
LONGEST = 4_096
MOST_FIELDS = 32

# A line break in a value could pass for the next field of the signed text.
_VALUE = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]*")
_NAME = re.compile(r"[a-z0-9_]{1,64}")
_HASH = re.compile(r"[0-9a-f]{64}")
_NUMBER = re.compile(r"[1-9][0-9]{0,15}")
_LATEST_INSTANT = 253_402_300_799


@dataclass(frozen=True, slots=True)
class TelegramPerson:
    """Somebody as Telegram vouches for; `signed_at` is in UTC."""

    telegram_id: int
    name: str
    username: str | None
    language_code: str | None
    signed_at: datetime


class _User(msgspec.Struct, frozen=True):
    """`WebAppUser`, as far as it is of use here."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    is_bot: bool = False


def from_widget(fields: Mapping[str, str], *, bot_token: str, now: datetime) -> TelegramPerson:
    """The person whom the Login Widget's fields name; raises `BadInput` unless Telegram signed just these, just now."""
    secret = hashlib.sha256(_token(bot_token)).digest()
    signed_at = _signed_at(fields, secret, now)
    return _person(
        _number(fields, "id"),
        _field(fields, "first_name"),
        fields.get("last_name", ""),
        fields.get("username", ""),
        "",
        signed_at,
    )


def from_mini_app(init_data: str, *, bot_token: str, now: datetime) -> TelegramPerson:
    """The person whom a Mini App's `initData` names; raises `BadInput` unless Telegram signed just this, just now."""
    secret = hmac.digest(b"WebAppData", _token(bot_token), "sha256")
    fields = _split(init_data)
    signed_at = _signed_at(fields, secret, now)
    try:
        user = msgspec.json.decode(_field(fields, "user"), type=_User)
    except msgspec.MsgspecError as error:
        raise BadInput("Telegram's data tells of no person", field=FIELD) from error
    if user.is_bot or user.id <= 0:
        raise BadInput("Telegram's data tells of no person", field=FIELD)
    return _person(user.id, user.first_name, user.last_name, user.username, user.language_code, signed_at)


def _split(init_data: str) -> dict[str, str]:
    if len(init_data) > LONGEST:
        raise BadInput("Telegram's data is too long", field=FIELD)
    try:
        pairs = parse_qsl(
            init_data,
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError as error:
        raise BadInput("Telegram's data is malformed", field=FIELD) from error
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise BadInput("Telegram's data has a field twice", field=FIELD)
    return fields


def _signed_at(fields: Mapping[str, str], secret: bytes, now: datetime) -> datetime:
    _must_be_plain(fields)
    told = _field(fields, "hash")
    signed = "\n".join(f"{name}={fields[name]}" for name in sorted(fields) if name != "hash")
    right = hmac.new(secret, signed.encode(), hashlib.sha256).hexdigest()
    if not _HASH.fullmatch(told) or not hmac.compare_digest(right, told):
        raise BadInput("this is not what Telegram signed for this bot", field=FIELD)
    signed_at = datetime.fromtimestamp(min(_number(fields, "auth_date"), _LATEST_INSTANT), UTC)
    age_seconds = (now - signed_at).total_seconds()
    if age_seconds > FRESH_SECONDS:
        raise BadInput("Telegram signed this too long ago: open it again", field=FIELD)
    if age_seconds < -AHEAD_SECONDS:
        raise BadInput("Telegram's signature lies in the future: set the clock", field=FIELD)
    return signed_at


def _must_be_plain(fields: Mapping[str, str]) -> None:
    if len(fields) > MOST_FIELDS or sum(len(name) + len(value) for name, value in fields.items()) > LONGEST:
        raise BadInput("Telegram's data is too long", field=FIELD)
    if not all(_NAME.fullmatch(name) and _VALUE.fullmatch(value) for name, value in fields.items()):
        raise BadInput("Telegram's data is malformed", field=FIELD)


def _field(fields: Mapping[str, str], name: str) -> str:
    if name not in fields:
        raise BadInput(f"Telegram's data has no {name}", field=FIELD)
    return fields[name]


def _number(fields: Mapping[str, str], name: str) -> int:
    told = _field(fields, name)
    if not _NUMBER.fullmatch(told):
        raise BadInput(f"Telegram's data has a {name} that is no number", field=FIELD)
    return int(told)


def _person(
    telegram_id: int, first: str, last: str, username: str, language: str, signed_at: datetime
) -> TelegramPerson:
    # Some people are called by nothing that can be seen.
    name = " ".join(clean(f"{first} {last}").split()) or clean(username) or str(telegram_id)
    return TelegramPerson(telegram_id, name, username or None, language or None, signed_at)


def _token(bot_token: str) -> bytes:
    if not bot_token:
        raise ValueError("without the bot's token anybody could sign")
    return bot_token.encode()
