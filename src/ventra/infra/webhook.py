"""Webhooks: signed, sent to the world alone and to the very address that was looked at, followed nowhere.

Whoever names an address here makes our machine ask it. So the name is resolved by us, every address it has must be one of the
public internet, and the connection goes to one of those: that the name leads elsewhere a moment later helps nobody.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from ventra.errors import BadInput, NotFound, Unavailable

SIGNATURE, DELIVERY = "X-Ventra-Signature", "X-Ventra-Delivery"
TOTAL_SECONDS, RESOLVE_SECONDS = 10.0, 5.0
LONGEST_WAIT_SECONDS = 3600
LONGEST_URL = 500
PORTS = (443, 8443)
FIRST_FREE_PORT = 1024
GONE, TOO_MANY, AWAY = 410, 429, 503
AGENT = "VENTRA-Webhook/1"
Resolve = Callable[[str, int], Awaitable[list[str]]]
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def signature(secret: str, body: bytes, at: datetime) -> str:
    """`t=…,v1=…`: HMAC-SHA256 over the second, a dot and the body."""
    second = str(int(at.timestamp()))
    signed = hmac.new(secret.encode(), second.encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={second},v1={signed}"


def must_be_outside(url: str, *, loopback: bool = False) -> None:
    """Raise `BadInput` for an address that no webhook may have, by its text. `loopback`: tests may name their own."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _refused("is no address") from None
    host = parts.hostname or ""
    if len(url) > LONGEST_URL or not url.isascii() or any(one.isspace() or one in "\\^`{}|" for one in url):
        raise _refused(f"is longer than {LONGEST_URL} characters, or holds characters that no address has")
    if parts.username is not None or parts.password is not None or "@" in parts.netloc or not host:
        raise _refused("is no plain https address")
    if loopback and host in ("127.0.0.1", "localhost"):
        return
    if parts.scheme != "https":
        raise _refused("begins with https://")
    if port is not None and port not in PORTS and port < FIRST_FREE_PORT:
        raise _refused("has the port 443, 8443, or one above 1023")
    if _literal(host) is not None:
        must_be_public(host)
    elif "." not in host.rstrip(".") or host.rstrip(".").rpartition(".")[2].isdigit():
        raise _refused("names a host of the public internet")


def must_be_public(address: str) -> None:
    """Raise `BadInput` for an IP address that is not one of the public internet, in whatever clothes it comes."""
    found = _literal(address)
    if found is None:
        raise _refused("leads to no address")
    if isinstance(found, ipaddress.IPv6Address):
        inside = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if found in _NAT64:
            inside = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inside is not None or found.is_site_local:
            raise _refused("leads into a network that is not the public internet")
    if not found.is_global or found.is_multicast or found.is_reserved or found.is_unspecified:
        raise _refused("leads into a network that is not the public internet")


class Webhooks:
    """Sends to webhooks. `resolve` gives a host's addresses; with `loopback`, as in tests, http to here is let through."""

    def __init__(self, *, loopback: bool = False, resolve: Resolve | None = None) -> None:
        self._loopback, self._resolve = loopback, resolve or _by_system

    async def send(self, url: str, secret: str, body: bytes, number: str, now: datetime) -> None:
        """Hand over a body, once. `Unavailable` for no answer and any that is no yes (with `wait_seconds` where the receiver says
        when to come again), `NotFound` when it answers 410 or its address is none that may be asked.
        """
        headers = {
            "content-type": "application/json; charset=utf-8",
            "user-agent": AGENT,
            SIGNATURE: signature(secret, body, now),
            DELIVERY: number,
        }
        parts = urlsplit(url)
        try:
            must_be_outside(url, loopback=self._loopback)
            addresses = await self._addresses(parts.hostname or "", parts.port or 443)
        except BadInput as refused:
            raise NotFound(f"the webhook's address {refused.detail}") from refused
        connector = aiohttp.TCPConnector(
            resolver=_Pinned(addresses), force_close=True, use_dns_cache=False, limit=1
        )
        limits = aiohttp.ClientTimeout(total=TOTAL_SECONDS)
        try:
            async with (
                aiohttp.ClientSession(
                    connector=connector, cookie_jar=aiohttp.DummyCookieJar(), timeout=limits, trust_env=False
                ) as http,
                http.post(url, data=body, headers=headers, allow_redirects=False) as answer,
            ):
                _judge(answer.status, answer.headers.get("retry-after"), now)
        except TimeoutError as late:
            raise Unavailable(f"the webhook does not answer within {TOTAL_SECONDS:g} s") from late
        except (aiohttp.ClientError, OSError, ValueError) as broken:
            raise Unavailable(f"the webhook does not answer: {type(broken).__name__}") from broken

    async def _addresses(self, host: str, port: int) -> list[str]:
        if self._loopback and host in ("127.0.0.1", "localhost"):
            return ["127.0.0.1"]
        if _literal(host) is not None:
            must_be_public(host)
            return [host]
        try:
            async with asyncio.timeout(RESOLVE_SECONDS):
                found = await self._resolve(host, port)
        except (OSError, TimeoutError, UnicodeError) as unknown:
            raise Unavailable(f"the webhook's host is not found: {type(unknown).__name__}") from unknown
        if not found:
            raise Unavailable("the webhook's host is not found")
        for address in found:
            must_be_public(address)
        return found


class _Pinned(AbstractResolver):
    """Answers every name with the addresses that were looked at."""

    def __init__(self, addresses: list[str]) -> None:
        self._addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host,
                host=one,
                port=port,
                family=socket.AF_INET6 if ":" in one else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for one in self._addresses
        ]

    async def close(self) -> None:
        return None


async def _by_system(host: str, port: int) -> list[str]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def _judge(status: int, retry_after: str | None, now: datetime) -> None:
    if 200 <= status < 300:
        return
    if status == GONE:
        raise NotFound("the webhook answers 410: it wants nothing any more")
    facts: dict[str, Any] = {}
    if status in (TOO_MANY, AWAY) and (seconds := _seconds(retry_after, now)) is not None:
        facts["wait_seconds"] = seconds
    raise Unavailable(f"the webhook answers {status}", **facts)


def _seconds(retry_after: str | None, now: datetime) -> float | None:
    """Seconds to wait, told as such or as a date; an hour at most."""
    if retry_after is None:
        return None
    text = retry_after.strip()
    if text.isdigit() and text.isascii():
        return float(min(int(text[:9]), LONGEST_WAIT_SECONDS))
    try:
        at = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    at = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
    return min(max((at - now).total_seconds(), 1.0), LONGEST_WAIT_SECONDS)


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _refused(words: str) -> BadInput:
    return BadInput(words, field="address")
