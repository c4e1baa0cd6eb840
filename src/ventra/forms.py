"""How a variable's text is read: each form takes the text and gives the value, or raises `ValueError` saying what is expected.

What is raised never repeats the text: it may be a secret.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

MAIL_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?=.{1,253}$)(?!.*\.\.)[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?"
)
"""One plain address: no name, no quotes, no second one behind a comma."""
_SENDER = re.compile(r"(?:([^<>\"(),:;@\\\x00-\x1f\x7f\ufffd]{0,60}?) *<([^<>]+)>|([^<>]+))")


def url(*schemes: str) -> Callable[[str], str]:
    """An address of one of these schemes; an http one without a slash at its end."""

    def read(raw: str) -> str:
        parts = _split(raw)
        if parts is None or parts.scheme not in schemes:
            raise ValueError(f"expected a URL that starts with {' or '.join(s + '://' for s in schemes)}")
        if not _has_host(parts):
            raise ValueError(
                "expected a URL with a host; in a name or password write # / ? : @ and % as %23 %2F %3F %3A %40 and %25"
            )
        return raw.rstrip("/") if parts.scheme.startswith("http") and parts.path in ("", "/") else raw

    return read


def _split(raw: str) -> SplitResult | None:
    # What Python says of a URL it cannot read would show the password.
    try:
        return None if re.search(r"[\s\x00-\x1f]", raw) else urlsplit(raw)
    except ValueError:
        return None


def _has_host(parts: SplitResult) -> bool:
    """Whether it names a host, and no password that is not encoded has eaten the rest."""
    if parts.scheme in ("file", "unix"):
        return True
    try:
        port = None if "," in parts.netloc else parts.port
    except ValueError:
        return False
    return bool(parts.hostname or "host=" in parts.query) and port != 0 and not parts.fragment


def whole(low: int, high: int) -> Callable[[str], int]:
    """A whole number within bounds."""

    def read(raw: str) -> int:
        if not re.fullmatch(r"\d{1,9}", raw) or not low <= int(raw) <= high:
            raise ValueError(f"expected a whole number from {low} to {high}")
        return int(raw)

    return read


def rate(raw: str) -> float:
    """Requests per second."""
    if not re.fullmatch(r"\d{1,4}(\.\d{1,3})?", raw) or not 0 < float(raw) <= 1000:
        raise ValueError("expected requests per second, more than 0 and at most 1000, such as 2 or 0.2")
    return float(raw)


def part(raw: str) -> float:
    """A part of a whole."""
    if not re.fullmatch(r"0?\.\d{1,6}", raw) or not float(raw) > 0:
        raise ValueError("expected a part, more than 0 and less than 1, such as 0.1")
    return float(raw)


def units(raw: str) -> float:
    """Units a day."""
    if not re.fullmatch(r"\d{1,6}(\.\d{1,3})?", raw):
        raise ValueError("expected units a day, 0 or more, such as 0.5 or 3")
    return float(raw)


def gigabytes(raw: str) -> float:
    """A volume's size in GB."""
    if not re.fullmatch(r"\d{1,6}(\.\d{1,3})?", raw) or float(raw) <= 0:
        raise ValueError("expected a size in GB, more than 0, such as 5 or 50")
    return float(raw)


def choice(*allowed: str) -> Callable[[str], str]:
    """One of a few words."""

    def read(raw: str) -> str:
        if raw not in allowed:
            raise ValueError(f"expected one of {', '.join(allowed)}")
        return raw

    return read


def each(keys: tuple[str, ...], allowed: tuple[str, ...]) -> Callable[[str], dict[str, str]]:
    """A few words, each with one of others: `rest=falls,file=keeps`."""

    def read(raw: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for part in raw.split(","):
            key, equals, word = (piece.strip() for piece in part.partition("="))
            if not equals or key not in keys or word not in allowed or key in found:
                raise ValueError(
                    f"expected {keys[0]}={allowed[0]} or several such with commas between, each of {', '.join(keys)} once, "
                    f"with one of {', '.join(allowed)}"
                )
            found[key] = word
        return found

    return read


def flag(raw: str) -> bool:
    """0 or 1."""
    if raw not in ("0", "1"):
        raise ValueError("expected 0 or 1")
    return raw == "1"


def duration(raw: str) -> int:
    """Seconds, written as 30s, 15m, 12h or 7d."""
    if not re.fullmatch(r"\d{1,6}[smhd]", raw) or int(raw[:-1]) == 0:
        raise ValueError("expected a number and one of s, m, h, d, such as 7d")
    return int(raw[:-1]) * {"s": 1, "m": 60, "h": 3600, "d": 86400}[raw[-1]]


def jwt_secret(raw: str) -> str:
    """A secret that signs."""
    if len(raw) < 32:
        raise ValueError("expected at least 32 characters; make one with: openssl rand -base64 48")
    return raw


def bot_token(raw: str) -> str:
    """A token of the shape BotFather gives."""
    if not re.fullmatch(r"\d{3,20}:[A-Za-z0-9_-]{10,}", raw):
        raise ValueError("expected the token BotFather gave, such as 123456:ABC…")
    return raw


def printable(raw: str) -> str:
    """A key as a provider shows it."""
    if not re.fullmatch(r"[!-~]{4,400}", raw):
        raise ValueError("expected 4 to 400 printable characters without spaces, as the provider shows it")
    return raw


def line(raw: str) -> str:
    """Words of people, on one line, as they are to be shown."""
    if not 2 <= len(raw) <= 200 or not raw.isprintable():
        raise ValueError("expected 2 to 200 characters on one line")
    return raw


def dsn(raw: str) -> str:
    """Where Sentry takes reports."""
    if not re.fullmatch(r"https?://[^\s@/]+@[^\s@/]+/(\S+/)?\d+", raw):
        raise ValueError("expected the DSN Sentry shows, such as https://key@host/1")
    return raw


def storage(raw: str) -> str:
    """Where files go."""
    parts = urlsplit(raw)
    if parts.scheme == "file" and not parts.netloc and len(parts.path) > 1:
        return raw
    if (
        parts.scheme == "s3"
        and parts.hostname
        and parts.username
        and parts.password
        and parts.path.strip("/")
    ):
        return raw
    raise ValueError("expected file:///a/folder or s3://KEY:SECRET@host/bucket[/folder][?region=…]")


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed over, and whose name stands on them."""

    host: str
    port: int
    tls: bool
    """Encrypted from the first byte; else by STARTTLS."""
    user: str | None
    password: str | None = field(repr=False)
    name: str
    address: str


def smtp(raw: str) -> MailServer:
    """Where letters are handed over, taken apart."""
    parts = _split(raw)
    if parts is None or parts.scheme not in ("smtp", "smtps") or not _has_host(parts) or "," in parts.netloc:
        raise ValueError(
            "expected smtp://USER:PASSWORD@host:587?from=… or smtps://USER:PASSWORD@host:465?from=…; in a user or password "
            "write # / ? : @ and % as %23 %2F %3F %3A %40 and %25"
        )
    user, password = (None if one is None else unquote(one) for one in (parts.username, parts.password))
    if bool(user) != bool(password) or re.search(r"[\x00-\x1f\x7f\ufffd]", f"{user}{password}"):
        raise ValueError("expected both a user and a password in the URL, or neither")
    if parts.path not in ("", "/"):
        raise ValueError("expected nothing but ?from=… behind the host")
    tls = parts.scheme == "smtps"
    port = parts.port or (465 if tls else 587)
    return MailServer(parts.hostname or "", port, tls, user or None, password or None, *_sender(parts.query))


def _sender(query: str) -> tuple[str, str]:
    """A name, which may be empty, and the address. A + stays one, as addresses have it."""
    name, _, value = query.partition("=")
    found = _SENDER.fullmatch(unquote(value))
    address = found and (found[2] or found[3])
    if name != "from" or found is None or address is None or not MAIL_ADDRESS.fullmatch(address):
        raise ValueError(
            "expected ?from= with an e-mail address behind the host and nothing else, such as "
            "?from=no-reply@ventra.example or ?from=VENTRA%20%3Cno-reply@ventra.example%3E"
        )
    return found[1] or "", address


def smtp_url(raw: str) -> str:
    """Where letters are handed over."""
    smtp(raw)
    return raw


def backup_key(raw: str) -> str:
    """An age recipient or identity."""
    if not re.fullmatch(r"age1[02-9ac-hj-np-z]{58}|AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}", raw):
        raise ValueError(
            "expected an age key (age1… or AGE-SECRET-KEY-1…); make one with: ventra backup --new-key"
        )
    return raw


def commit(raw: str) -> str:
    """A git commit, in part or whole."""
    if not re.fullmatch(r"[0-9a-f]{7,40}", raw):
        raise ValueError("expected a git commit of 7 to 40 hexadecimal digits")
    return raw
