"""Every variable VENTRA reads, read once; `docs/settings.md` lists the same and a test compares them.

`NAME_FILE` reads a value from a file. A missing optional variable turns its feature off; a malformed one stops the start and
is named. Nothing here is ever printed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ventra.errors import SettingWrong
from ventra.forms import (
    backup_key,
    bot_token,
    choice,
    commit,
    dsn,
    duration,
    each,
    flag,
    gigabytes,
    jwt_secret,
    line,
    part,
    printable,
    rate,
    smtp_url,
    storage,
    units,
    url,
    whole,
)

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


POSTGRES = url("postgresql", "postgres")
REDIS = url("redis", "rediss", "unix")
HTTP = url("http", "https")

VARIABLES: tuple[Variable, ...] = (
    Variable(
        "NODE_ENV",
        choice("development", "production", "test"),
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
    Variable(
        "DATABASE_VOLUME_GB",
        gigabytes,
        "size of the volume that Postgres was given, in GB, for the forecast of when it is full; unknown when not set",
    ),
    Variable(
        "DATABASE_FOLDER",
        Path,
        "Postgres's data on this machine, whose disk is then watched; `make demo` and `make up` set it",
    ),
    Variable("REDIS_URL", REDIS, "Redis 7: the queue and the request budget", (API, WORKER), secret=True),
    Variable("JWT_SECRET", jwt_secret, "signs sessions; at least 32 characters", (API,), secret=True),
    Variable("JWT_EXPIRES_IN", duration, "a session's life, `^\\d+[smhd]$`", default=7 * 86400),
    Variable(
        "JWT_SECRET_OLD",
        jwt_secret,
        "the key before this one: what it signed is believed for a quarter of an hour after the start",
        secret=True,
    ),
    Variable(
        "SECRETS_KEY",
        jwt_secret,
        "encrypts stored secrets such as second factors; made from `JWT_SECRET` when not set",
        secret=True,
    ),
    Variable(
        "SECRETS_KEY_OLD",
        jwt_secret,
        "the `SECRETS_KEY` before this one: what it encrypted still opens, until `ventra admin reseal` has done it anew",
        secret=True,
    ),
    Variable("ANTHROPIC_API_KEY", printable, "the assistant", secret=True),
    Variable("WEB_URL", HTTP, "public address of the page: CORS and links", (API,)),
    Variable(
        "OPERATOR_NAME", line, "who runs this installation, as the pages on privacy and terms name them"
    ),
    Variable(
        "OPERATOR_CONTACT",
        line,
        "where people ask whoever runs it about their data: an e-mail address, an https address or a phone number",
    ),
    Variable("PORT", whole(1, 65535), "port the api listens on", default=3000),
    Variable("SERPAPI_API_KEY", printable, "supplier search over SerpAPI", secret=True),
    Variable("ALIEXPRESS_APP_KEY", printable, "supplier search at AliExpress", secret=True),
    Variable("ALIEXPRESS_APP_SECRET", printable, "supplier search at AliExpress", secret=True),
    Variable(
        "ALIEXPRESS_API_URL", HTTP, "AliExpress's open platform", default="https://api-sg.aliexpress.com/sync"
    ),
    Variable("SERPAPI_URL", HTTP, "SerpAPI's search", default="https://serpapi.com/search.json"),
    Variable(
        "EMBEDDINGS_URL",
        HTTP,
        "a provider of embeddings that search takes its vectors from, such as `https://api.openai.com/v1/embeddings`; titles and "
        "what is searched for are sent there. Without it search makes its own, offline",
    ),
    Variable("EMBEDDINGS_MODEL", printable, "the provider's model, such as `text-embedding-3-small`"),
    Variable("EMBEDDINGS_KEY", printable, "the provider's key, where it wants one", secret=True),
    Variable(
        "EMBEDDINGS_PER_DAY",
        whole(1, 100_000_000),
        "titles sent to the provider in a Tashkent day at most",
        default=50_000,
    ),
    Variable(
        "CBU_URL",
        HTTP,
        "the central bank's rates as JSON; `https://cbu.uz/uz/arkhiv-kursov-valyut/json` when not set, "
        "and nobody in a simulated market",
    ),
    Variable(
        "UZUM_SELLER_URL",
        HTTP,
        "the marketplace's official Seller API, for own shops; `https://api-seller.uzum.uz/api/seller-openapi` when not set, "
        "and nobody in a simulated market",
    ),
    Variable(
        "TELEGRAM_BOT_TOKEN",
        bot_token,
        "the Telegram bot; without it the bot says so once and waits",
        secret=True,
    ),
    Variable("TELEGRAM_API_URL", HTTP, "the Bot API server", default="https://api.telegram.org"),
    Variable(
        "SMTP_URL",
        smtp_url,
        "mail for confirming addresses and resetting passwords; without it links go to Telegram or come from the operator",
        secret=True,
    ),
    Variable("COLLECT", choice("off", "tracked", "all"), "what is visited by itself", default="tracked"),
    Variable(
        "COUNTER_ON_CANCEL",
        each(("rest", "product_page", "file"), ("learn", "falls", "keeps")),
        "whether a source's order counter falls when an order is cancelled, such as `rest=keeps,product_page=falls`; "
        "learned where not said",
    ),
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
    Variable("BUDGET_PRODUCT_PER_SECOND", rate, "product requests per second, over all workers", default=2.0),
    Variable("BUDGET_SEARCH_PER_SECOND", rate, "search requests per second, over all workers", default=0.2),
    Variable("CONTACT_URL", HTTP, "address named in the collector's User-Agent; `WEB_URL` when not set"),
    Variable("VENTRA_HOME", Path, "folder of the embedded stores and local files", default=Path(".home")),
    Variable(
        "VENTRA_SIMULATED",
        flag,
        "the market being watched is the simulator; the page says so",
        default=False,
    ),
    Variable("WEB_DIST", Path, "folder of the built page, served by the api in the embedded run"),
    Variable("METRICS_TOKEN", printable, "bearer token that opens /metrics", secret=True),
    Variable("SENTRY_DSN", dsn, "where errors are reported; without it nothing is sent", secret=True),
    Variable("RELEASE_COMMIT", commit, "the commit this was built from; `/api/v1/health` and Sentry name it"),
    Variable(
        "HEALTH_PORT",
        whole(1, 65535),
        "port of the worker's and the bot's own health page; 3001 for the worker and 3002 for the bot when not set",
    ),
    Variable(
        "STORAGE_URL",
        storage,
        "where backups go: `file:///folder` or `s3://KEY:SECRET@host/bucket/folder`; without it none are made by themselves",
        secret=True,
    ),
    Variable(
        "BACKUP_KEY",
        backup_key,
        "encrypts backups: an age recipient (`age1…`: can only write them) or identity (`AGE-SECRET-KEY-1…`: can read them too)",
        secret=True,
    ),
    Variable("CHROMIUM_PATH", Path, "the Chromium that renders report cards; found on PATH when not set"),
    Variable(
        "TRUSTED_PROXY_HOPS", whole(0, 10), "how many proxies in front of the api are believed", default=0
    ),
    Variable(
        "READS_PER_MINUTE",
        whole(0, 1_000_000),
        "how often one address may ask in a minute without an account; 0: without limit",
        default=600,
    ),
    Variable(
        "RISING_RATE",
        part,
        "how many of what is said to rise may be false, as a part of all that is said to",
        default=0.1,
    ),
    Variable(
        "RISING_LEAST_UNITS",
        units,
        "units a day that must be sold for a product, category or shop to be judged as rising",
        default=0.5,
    ),
    Variable("LOG_LEVEL", choice("debug", "info", "warning", "error"), "how much is logged", default="info"),
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
    settings, wrong = read_all(service, environ)
    if wrong:
        raise wrong[0]
    return settings


def read_all(service: str, environ: Mapping[str, str]) -> tuple[Settings, tuple[SettingWrong, ...]]:
    """Read every variable, and gather all that is malformed or missing; what is malformed counts as not set."""
    values: dict[str, Any] = {}
    wrong: dict[str, SettingWrong] = {}
    for variable in VARIABLES:
        values[variable.name] = variable.default
        try:
            raw = given(variable.name, environ)
            if raw is not None:
                values[variable.name] = variable.read(raw)
        except SettingWrong as unreadable:
            wrong[variable.name] = unreadable
        except ValueError as malformed:
            wrong[variable.name] = SettingWrong(variable.name, str(malformed))
    for variable in VARIABLES:
        if service in variable.needed_by and values[variable.name] is None and variable.name not in wrong:
            words = f"is missing; {service} needs it: {variable.purpose}"
            wrong[variable.name] = SettingWrong(variable.name, words)
    return Settings(service, values), tuple(wrong.values())


def given(name: str, environ: Mapping[str, str]) -> str | None:
    """A variable's text as it was given, unread; `SettingWrong` when the file that holds it cannot be read."""
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
