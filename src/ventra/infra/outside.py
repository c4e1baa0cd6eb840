"""What those outside whom we ask for prices and rates answer: read in whatever encoding, and their refusals told apart.

No failure names the address that was asked: for some of them the key is part of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import aiohttp
import msgspec

from ventra.core.price_columns import number
from ventra.errors import PageChanged, SourceError, Throttled, TimedOut
from ventra.infra.http import Answer, fetch

TOTAL_SECONDS = 20.0
MOST_BYTES = 4 * 1024 * 1024
LONGEST_WAIT_SECONDS = 6 * 3600
LEAST_AMOUNT, MOST_AMOUNT = Decimal("0.0001"), Decimal(10) ** 12
"""Amounts are kept to a ten-thousandth: what is less would be none."""
_CHARSET = re.compile(
    r"charset=[\"']?((?:utf|iso|windows|cp|koi8|gb|big5|shift|euc)[A-Za-z0-9_.:-]*)", re.IGNORECASE
)
_FALLBACKS = ("windows-1251", "gb18030")


class KeyRefused(SourceError):
    """They do not take our key or its signature: nothing is asked until somebody gives another."""

    retry = False


class AccountSpent(SourceError):
    """Our account with them has no requests left for now."""

    retry = False


class Offer(msgspec.Struct, frozen=True):
    """What somebody sells, as a source shows it; texts are as sent. `item` is the source's own name for it."""

    item: str
    title: str
    price: Decimal
    currency: str
    link: str | None = None
    picture: str | None = None
    seller: str | None = None
    rating: float | None = None
    orders: int | None = None


class Found(msgspec.Struct, frozen=True):
    """What a search answered; `left_out` were shown and could not be read."""

    offers: list[Offer]
    left_out: int


async def ask(
    http: aiohttp.ClientSession,
    who: str,
    method: str,
    url: str,
    *,
    agent: str,
    form: Mapping[str, str] | None = None,
) -> Answer:
    """One request. Fails as `fetch` does, naming `who` and never the address; `Throttled` for a 429, `SourceError` for a 5xx."""
    headers = {"User-Agent": agent, "Accept": "application/json"}
    try:
        answer = await fetch(
            http, method, url, headers=headers, form=form, total_seconds=TOTAL_SECONDS, most_bytes=MOST_BYTES
        )
    except TimedOut:
        raise TimedOut(f"{who}: no complete answer within {TOTAL_SECONDS:g} s", where=who) from None
    except PageChanged as changed:
        raise PageChanged(who, changed.what) from None
    except SourceError:
        raise SourceError(f"{who}: the connection failed", where=who) from None
    if answer.status >= 500:
        raise SourceError(
            f"{who} answers {answer.status}", where=who, retry_after_seconds=retry_after_seconds(answer)
        )
    return answer


def throttled(who: str, answer: Answer) -> Throttled:
    """They ask us to come again later."""
    return Throttled(
        f"{who} asks us to slow down", where=who, retry_after_seconds=retry_after_seconds(answer)
    )


def retry_after_seconds(answer: Answer) -> int | None:
    """Seconds to wait as the answer says them, at most six hours; `None` where it says nothing we read."""
    said = answer.headers.get("Retry-After", "").strip()
    return min(int(said), LONGEST_WAIT_SECONDS) if re.fullmatch(r"\d{1,7}", said) else None


def decoded(who: str, answer: Answer) -> Any:
    """The JSON of an answer: UTF-8 with or without its mark, the charset it names, else what such senders write in.

    Raises `PageChanged` when it is none in any of these.
    """
    body = answer.body
    named = _CHARSET.search(answer.headers.get("Content-Type", ""))
    for charset in ("utf-8-sig", *([named[1]] if named else []), *_FALLBACKS):
        try:
            return msgspec.json.decode(body.decode(charset))
        except (LookupError, UnicodeError):
            continue
        except (msgspec.DecodeError, RecursionError):
            break
    raise PageChanged(who, "the answer is no JSON")


def amount(value: Any) -> Decimal | None:
    """A positive amount, sent as a number or as text, in which a lone dot stands before a fraction; `None` for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    said = repr(value) if isinstance(value, float) else str(value).strip()
    found = number(said, ".") if re.fullmatch(r"[\d\s.,\u00a0\u202f]{1,40}", said) else None
    return found if found is not None and LEAST_AMOUNT <= found < MOST_AMOUNT else None


def text(value: Any, longest: int = 500) -> str | None:
    """A text in one line, cut; `None` where there is none. NUL and lone surrogates, which no store takes, are marked."""
    if not isinstance(value, str):
        return None
    return " ".join(re.sub("[\x00\ud800-\udfff]", "\ufffd", value).split())[:longest] or None


def web_address(value: Any) -> str | None:
    """An address that a page may link to: http or https, of a plain length; one without a scheme is given https."""
    if not isinstance(value, str):
        return None
    said = f"https:{value}" if value.startswith("//") else value
    return said if re.fullmatch(r"https?://[^\s<>\"'\\\x00-\x1f\x7f\ud800-\udfff]{3,1500}", said) else None
