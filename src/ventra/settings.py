"""Every variable VENTRA reads, read once; `docs/settings.md` lists the same and a test compares them.

`NAME_FILE` reads a value from a file. A missing optional variable turns its feature off; a malformed one stops the start and
is named. Nothing here is ever printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from ventra.errors import SettingWrong

API, WORKER, BOT, TOOL = "api", "worker", "bot", "tool"
SERVICES = (API, WORKER, BOT)


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable: how it is read, which services need it in production, and what it is for."""

    name: str
    read: Callable[[str], Any]
    purpose: str
    needed_by: tuple[str, ...] = ()
    default: Any = None
    secret: bool = False


def _text(raw: str) -> str:
    return raw


def _url(*schemes: str) -> Callable[[str], str]:
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


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(raw: str) -> int:
        if not re.fullmatch(r"\d{1,9}", raw) or not low <= int(raw) <= high:
            raise ValueError(f"expected a whole number from {low} to {high}")
        return int(raw)

    return read


def _rate(raw: str) -> float:
    if not re.fullmatch(r"\d{1,4}(\.\d{1,3})?", raw) or not 0 < float(raw) <= 1000:
        raise ValueError("expected requests per second, more than 0 and at most 1000, such as 2 or 0.2")
    return float(raw)


def _choice(*allowed: str) -> Callable[[str], str]:
    def read(raw: str) -> str:
        if raw not in allowed:
            raise ValueError(f"expected one of {', '.join(allowed)}")
        return raw

    return read


def _flag(raw: str) -> bool:
    if raw not in ("0", "1"):
        raise ValueError("expected 0 or 1")
    return raw == "1"


def _duration(raw: str) -> int:
    if not re.fullmatch(r"\d{1,6}[smhd]", raw) or int(raw[:-1]) == 0:
        raise ValueError("expected a number and one of s, m, h, d, such as 7d")
    return int(raw[:-1]) * {"s": 1, "m": 60, "h": 3600, "d": 86400}[raw[-1]]


def _jwt_secret(raw: str) -> str:
    if len(raw) < 32:
        raise ValueError("expected at least 32 characters; make one with: openssl rand -base64 48")
    return raw


def _bot_token(raw: str) -> str:
    if not re.fullmatch(r"\d{3,20}:[A-Za-z0-9_-]{10,}", raw):
        raise ValueError("expected the token BotFather gave, such as 123456:ABC…")
    return raw


def _printable(raw: str) -> str:
    if not re.fullmatch(r"[!-~]{8,400}", raw):
        raise ValueError("expected 8 to 400 printable characters without spaces, as the provider shows it")
    return raw


def _dsn(raw: str) -> str:
    if not re.fullmatch(r"https?://[^\s@/]+@[^\s@/]+/(\S+/)?\d+", raw):
        raise ValueError("expected the DSN Sentry shows, such as https://key@host/1")
    return raw


def _storage(raw: str) -> str:
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


def _backup_key(raw: str) -> str:
    if not re.fullmatch(r"age1[02-9ac-hj-np-z]{58}|AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}", raw):
        raise ValueError(
            "expected an age key (age1… or AGE-SECRET-KEY-1…); make one with: ventra backup --new-key"
        )
    return raw


def _commit(raw: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{7,40}", raw):
        raise ValueError("expected a git commit of 7 to 40 hexadecimal digits")
    return raw


POSTGRES = _url("postgresql", "postgres")
REDIS = _url("redis", "rediss", "unix")
HTTP = _url("http", "https")

VARIABLES: tuple[Variable, ...] = (
    Variable(
        "NODE_ENV",
        _choice("development", "production", "test"),
        "which environment this is; with `production` nothing embedded starts and every needed variable must be set",
        default="development",
    ),
    Variable("DATABASE_URL", POSTGRES, "Postgres, pooled", (API, WORKER, BOT), secret=True),
    Variable(
        "DIRECT_DATABASE_URL",
        POSTGRES,
        "Postgres, not pooled, for migrations; `DATABASE_URL` when not set",
        secret=True,
    ),
    Variable("REDIS_URL", REDIS, "Redis 7: the queue and the request budget", (API, WORKER), secret=True),
    Variable("JWT_SECRET", _jwt_secret, "signs sessions; at least 32 characters", (API,), secret=True),
    Variable("JWT_EXPIRES_IN", _duration, "a session's life, `^\\d+[smhd]$`", default=7 * 86400),
    Variable("ANTHROPIC_API_KEY", _printable, "the assistant", secret=True),
    Variable("WEB_URL", HTTP, "public address of the page: CORS and links", (API,)),
    Variable("PORT", _whole(1, 65535), "port the api listens on", default=3000),
    Variable("SERPAPI_API_KEY", _printable, "supplier search over SerpAPI", secret=True),
    Variable("ALIEXPRESS_APP_KEY", _printable, "supplier search at AliExpress", secret=True),
    Variable("ALIEXPRESS_APP_SECRET", _printable, "supplier search at AliExpress", secret=True),
    Variable(
        "TELEGRAM_BOT_TOKEN",
        _bot_token,
        "the Telegram bot; without it the bot says so once and waits",
        secret=True,
    ),
    Variable("TELEGRAM_API_URL", HTTP, "the Bot API server", default="https://api.telegram.org"),
    Variable("COLLECT", _choice("off", "tracked", "all"), "what is visited by itself", default="tracked"),
    Variable("UZUM_API_URL", HTTP, "the marketplace's REST base", default="https://api.uzum.uz/api"),
    Variable(
        "UZUM_GRAPHQL_URL", HTTP, "the marketplace's GraphQL endpoint", default="https://graphql.uzum.uz"
    ),
    Variable(
        "UZUM_TOKEN_URL",
        HTTP,
        "where the marketplace gives guest tokens",
        default="https://id.uzum.uz/api/auth/token",
    ),
    Variable(
        "BUDGET_PRODUCT_PER_SECOND", _rate, "product requests per second, over all workers", default=2.0
    ),
    Variable("BUDGET_SEARCH_PER_SECOND", _rate, "search requests per second, over all workers", default=0.2),
    Variable("CONTACT_URL", HTTP, "address named in the collector's User-Agent; `WEB_URL` when not set"),
    Variable("VENTRA_HOME", Path, "folder of the embedded stores and local files", default=Path(".home")),
    Variable(
        "VENTRA_SIMULATED",
        _flag,
        "the market being watched is the simulator; the page says so",
        default=False,
    ),
    Variable("WEB_DIST", Path, "folder of the built page, served by the api in the embedded run"),
    Variable("METRICS_TOKEN", _printable, "bearer token that opens /metrics", secret=True),
    Variable("SENTRY_DSN", _dsn, "where errors are reported; without it nothing is sent", secret=True),
    Variable(
        "RELEASE_COMMIT", _commit, "the commit this was built from; `/api/v1/health` and Sentry name it"
    ),
    Variable(
        "HEALTH_PORT",
        _whole(1, 65535),
        "port of the worker's and the bot's own health page; 3001 for the worker and 3002 for the bot when not set",
    ),
    Variable(
        "STORAGE_URL",
        _storage,
        "where backups go: `file:///folder` or `s3://KEY:SECRET@host/bucket/folder`; without it none are made by themselves",
        secret=True,
    ),
    Variable(
        "BACKUP_KEY",
        _backup_key,
        "encrypts backups: an age recipient (`age1…`: can only write them) or identity (`AGE-SECRET-KEY-1…`: can read them too)",
        secret=True,
    ),
    Variable("CHROMIUM_PATH", Path, "the Chromium that renders report cards; found on PATH when not set"),
    Variable(
        "TRUSTED_PROXY_HOPS", _whole(0, 10), "how many proxies in front of the api are believed", default=0
    ),
    Variable("LOG_LEVEL", _choice("debug", "info", "warning", "error"), "how much is logged", default="info"),
)

ALIASES = {"NODE_ENV": "VENTRA_ENV"}


@dataclass(frozen=True, slots=True)
class Settings:
    """All variables of one process. Read with `read(service, environ)`; ask with `settings["NAME"]`."""

    service: str
    values: Mapping[str, Any] = field(repr=False)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    @property
    def production(self) -> bool:
        """True when nothing may be taken for granted and nothing embedded may start."""
        return bool(self.values["NODE_ENV"] == "production")

    @property
    def direct_database_url(self) -> str:
        """Where migrations go: the unpooled address, or the only one there is."""
        return str(self.values["DIRECT_DATABASE_URL"] or self.values["DATABASE_URL"])


def read(service: str, environ: Mapping[str, str]) -> Settings:
    """Read every variable for a service; `SettingWrong` names the first that is missing or malformed."""
    values: dict[str, Any] = {}
    for variable in VARIABLES:
        raw = _raw(variable.name, environ)
        if raw is None:
            values[variable.name] = variable.default
            continue
        try:
            values[variable.name] = variable.read(raw)
        except ValueError as wrong:
            raise SettingWrong(variable.name, str(wrong)) from None
    for variable in VARIABLES:
        if service in variable.needed_by and values[variable.name] is None:
            raise SettingWrong(variable.name, f"is missing; {service} needs it: {variable.purpose}")
    return Settings(service, values)


def _raw(name: str, environ: Mapping[str, str]) -> str | None:
    for key in (name, ALIASES.get(name, name)):
        path = environ.get(f"{key}_FILE", "")
        if path:
            try:
                return Path(path).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as wrong:
                raise SettingWrong(f"{key}_FILE", f"cannot be read: {wrong}") from None
        if environ.get(key, "").strip():
            return environ[key].strip()
    return None
