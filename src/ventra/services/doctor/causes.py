"""Why something does not answer, in words that name the cause. Texts of libraries are not repeated: they may hold a secret."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

from redis.exceptions import AuthenticationError, BusyLoadingError, NoPermissionError

from ventra.services.doctor.finding import Verdict, problem

REFERENCE = "on Railway write references such as ${{Postgres.DATABASE_URL}} with the service's exact name"
ENCODE = "write the address anew; in its password / @ : # ? % must be percent-encoded, so take letters and digits alone"


def place(url: str) -> str:
    """Where an address leads, for people: host, port and database, nothing else of it."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "an address that cannot be read"
    if parts.scheme == "unix":
        return "a local socket"
    shown = f"[{host}]" if ":" in host else host
    path = parts.path if parts.scheme.startswith(("postgres", "redis")) else ""
    return f"{shown}{f':{port}' if port else ''}{path if len(path) > 1 else ''}"


def _chain(failure: BaseException) -> Iterator[BaseException]:
    """A failure and what it came from."""
    at: BaseException | None = failure
    while at is not None:
        yield at
        at = getattr(at, "os_error", None) or at.__cause__ or at.__context__


def _on_the_way(failure: BaseException, url: str) -> Verdict | None:
    """What went wrong before anybody answered; None when it was something else."""
    where = place(url)
    for one in _chain(failure):
        match one:
            case socket.gaierror():
                return problem(
                    f"the name of {where} is not known here",
                    f"correct the host; a name ending in .internal is known inside its own network alone; {REFERENCE}",
                )
            case ssl.SSLCertVerificationError():
                told = getattr(getattr(one, "certificate_error", one), "verify_message", "unknown")
                return problem(
                    f"{where} shows a certificate that is not to be trusted: {told}",
                    "correct the host name, or have the certificate renewed",
                )
            case ssl.SSLError():
                return problem(
                    f"{where} does not speak TLS as it is asked to",
                    "correct the address's scheme, port or sslmode",
                )
            case ConnectionRefusedError():
                return problem(
                    f"{where} refuses connections: nothing listens there",
                    "start it, or correct host and port in the address",
                )
            case TimeoutError() | asyncio.TimeoutError():
                return problem(
                    f"{where} does not answer in time",
                    "look whether it runs, whether a firewall stands between, and whether both are in one private network",
                )
            case ConnectionResetError() | ConnectionAbortedError() | BrokenPipeError():
                return problem(
                    f"{where} breaks the connection off", "look at its log: it is starting, stopping or full"
                )
    return None


_SQLSTATES = {
    "28P01": (
        "Postgres at {where} refuses the password",
        "put the right password into {name}; on Railway refer to the database's own variable",
    ),
    "28000": (
        "Postgres at {where} does not let this role in this way",
        "correct the role in {name}; where the server wants TLS add ?sslmode=require",
    ),
    "3D000": (
        "Postgres at {where} answers, and has no such database",
        "correct the database's name in {name}, or make it with createdb",
    ),
    "42501": (
        "the role of {name} may not connect to {where}",
        "let a superuser run: GRANT CONNECT ON DATABASE … TO …",
    ),
    "53300": (
        "Postgres at {where} is full: all its connections are taken",
        "end what holds them, lower the number of replicas, or raise max_connections",
    ),
    "57P03": (
        "Postgres at {where} is starting or stopping",
        "wait a moment and look again; if it stays so, look at its log",
    ),
    "57014": (
        "Postgres at {where} is too slow: a small question was not answered in time",
        "look at what it is busy with: SELECT * FROM pg_stat_activity",
    ),
}


def postgres_away(failure: BaseException, url: str, name: str = "DATABASE_URL") -> Verdict:
    """Why Postgres does not serve us at an address of variable `name`."""
    where = place(url)
    for one in _chain(failure):
        known = _SQLSTATES.get(str(getattr(one, "sqlstate", None)))
        if known is not None:
            return problem(*(words.format(where=where, name=name) for words in known))
        if isinstance(one, ConnectionError) and "SSL" in str(one):
            return problem(
                f"Postgres at {where} does not speak TLS, and the address demands it",
                f"take sslmode out of {name}, within a private network alone; otherwise switch TLS on at the server",
            )
    if found := _on_the_way(failure, url):
        return found
    for one in _chain(failure):
        if isinstance(one, ValueError):
            return problem(f"{name} does not read as an address", ENCODE)
        if code := getattr(one, "sqlstate", None):
            return problem(
                f"Postgres at {where} refuses us: {type(one).__name__} ({code})", "look at its log"
            )
    return problem(f"Postgres at {where} does not answer: {type(failure).__name__}", "look at its log")


def redis_away(failure: BaseException, url: str) -> Verdict:
    """Why Redis does not serve us."""
    where = place(url)
    for one in _chain(failure):
        match one:
            case AuthenticationError():
                return problem(
                    f"Redis at {where} refuses the password, or wants one",
                    "put the right password into REDIS_URL; on Railway: refer to the database's own variable",
                )
            case NoPermissionError():
                return problem(
                    f"Redis at {where} does not let this user do what the queue does", "give the user +@all"
                )
            case BusyLoadingError():
                return problem(f"Redis at {where} is still reading its data", "wait a moment and look again")
    if found := _on_the_way(failure, url):
        if url.startswith("rediss:") and any(isinstance(one, TimeoutError) for one in _chain(failure)):
            return problem(
                f"Redis at {where} gives no answer over TLS", "write redis:// where it speaks no TLS"
            )
        return found
    for one in _chain(failure):
        if isinstance(one, ValueError):
            return problem("REDIS_URL does not read as an address", ENCODE)
    return problem(
        f"Redis at {where} does not answer as Redis does: {type(failure).__name__}",
        "correct host and port in REDIS_URL",
    )


def web_away(failure: BaseException, url: str) -> Verdict:
    """Why an http(s) address does not answer."""
    return _on_the_way(failure, url) or problem(
        f"{place(url)} does not answer as a web server does: {type(failure).__name__}", "correct the address"
    )
