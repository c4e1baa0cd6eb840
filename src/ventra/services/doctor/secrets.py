"""Secrets: long enough, not thought up, of the right shape, each for one thing. They are judged and never shown."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

import pyrage

from ventra.core.hosts import host_of, is_private
from ventra.core.strength import LEAST_BITS_KEY, LEAST_BITS_PASSWORD, bits_of
from ventra.services.doctor.check import checks_of
from ventra.services.doctor.finding import Verdict, ok, problem, skipped, warning
from ventra.services.doctor.patient import Patient
from ventra.services.doctor.sealed import sealed_secrets
from ventra.services.strong_keys import KEYS
from ventra.settings import API

check = checks_of("secrets")
LEAST_PASSWORD, GOOD_PASSWORD = 16, 32
LEAST_METRICS_TOKEN = 16
LEAST_KEY = 32
SHAPES = {
    "ANTHROPIC_API_KEY": (r"sk-ant-[A-Za-z0-9_-]{30,}", "begins with sk-ant-"),
    "SERPAPI_API_KEY": (r"[0-9a-f]{64}", "is 64 hexadecimal digits"),
    "ALIEXPRESS_APP_KEY": (r"\d{5,12}", "is a number"),
}
DSN_KEY = re.compile(r"[0-9a-f]{32}")


def password_of(url: str | None) -> str:
    """The password inside an address, as it is when decoded."""
    try:
        return unquote(urlsplit(url or "").password or "")
    except ValueError:
        return ""


@check(
    "jwt_secret",
    looks_at=f"`JWT_SECRET` has 32 characters or more and was drawn by chance: by a cautious estimate {LEAST_BITS_KEY} bits",
    why="whoever has one signed token can try secrets on it at home, billions a second; with the secret they are anybody",
    mend="make one and set it at the api (everybody signs in anew): openssl rand -base64 48",
)
async def jwt_secret(patient: Patient) -> Verdict:
    """Repeats, rows (1234) and words count for little, whatever the length."""
    return _key(patient, "JWT_SECRET", "JWT_SECRET is not set here; the api needs it")


@check(
    "jwt_secret_old",
    looks_at="`JWT_SECRET_OLD`, where it is set, as `JWT_SECRET`: what it signed is still believed for a while",
    why="as long as it is believed, whoever guesses it is anybody",
    mend="take JWT_SECRET_OLD away at the api; what it signed ends at once",
)
async def jwt_secret_old(patient: Patient) -> Verdict:
    """It is there for the time of a change alone."""
    return _key(patient, "JWT_SECRET_OLD", "JWT_SECRET_OLD is not set: no key is being changed")


@check(
    "secrets_key",
    looks_at=f"`SECRETS_KEY`, where it is set: {LEAST_KEY} characters or more, drawn by chance, as `JWT_SECRET`",
    why="whoever has a backup can try keys on it at home; with the right one the second factors in it are theirs",
    mend="make one (openssl rand -base64 48), set it at the api, the former one as SECRETS_KEY_OLD, and run ventra admin reseal",
)
async def secrets_key(patient: Patient) -> Verdict:
    """Without it the key is made from JWT_SECRET, which is judged by itself."""
    return _key(patient, "SECRETS_KEY", "SECRETS_KEY is not set: it is made from JWT_SECRET")


@check(
    "secrets_key_old",
    looks_at="`SECRETS_KEY_OLD`, where it is set, as `SECRETS_KEY`: what it encrypted still opens",
    why="as long as anything is encrypted with it, whoever guesses it reads that from any backup",
    mend="run ventra admin reseal where the api runs, then take SECRETS_KEY_OLD away",
)
async def secrets_key_old(patient: Patient) -> Verdict:
    """It is there for the time of a change alone."""
    return _key(patient, "SECRETS_KEY_OLD", "SECRETS_KEY_OLD is not set: no key is being changed")


def _key(patient: Patient, name: str, without: str) -> Verdict:
    if (secret := patient.get(name)) is None:
        return skipped(without)
    if bits_of(secret) < LEAST_BITS_KEY:
        return patient.grave(f"{name} is long enough, and looks thought up: words, rows or repeats")
    return ok(f"{len(secret)} characters, drawn by chance as far as one can see")


@check(
    "database_password",
    looks_at=f"the password in `DATABASE_URL`: at least {LEAST_PASSWORD} characters by chance, better {GOOD_PASSWORD}",
    why="the database holds everything; a weak password is tried out as soon as its port is reachable",
    mend="make one and set it in Postgres and in both addresses: openssl rand -hex 16 (ALTER ROLE … PASSWORD …)",
)
async def database_password(patient: Patient) -> Verdict:
    """The address's own password; one over a local socket needs none."""
    url = patient.get("DATABASE_URL")
    if url is None:
        return skipped("DATABASE_URL is not set here")
    password = password_of(url)
    if not password:
        return patient.grave("DATABASE_URL holds no password")
    if len(password) < LEAST_PASSWORD or bits_of(password) < LEAST_BITS_PASSWORD:
        return patient.grave(
            f"the password is easy to guess: shorter than {LEAST_PASSWORD} characters, words, rows or repeats"
        )
    if len(password) < GOOD_PASSWORD and patient.production:
        return warning(f"the password has {len(password)} characters; {GOOD_PASSWORD} are better")
    return ok(f"{len(password)} characters, drawn by chance as far as one can see")


@check(
    "redis_password",
    looks_at="`REDIS_URL` holds a password that is hard to guess; without one Redis must be in a private network",
    why="whoever reaches a Redis without a password reads and changes the queue, and often the machine below it",
    mend="set requirepass in Redis, to what openssl rand -hex 24 gives, and put it into REDIS_URL",
)
async def redis_password(patient: Patient) -> Verdict:
    """In a private network of containers none is needed, and one is better."""
    url = patient.get("REDIS_URL")
    if url is None:
        return skipped("REDIS_URL is not set here; api and worker need it")
    password = password_of(url)
    if not password and not is_private(url):
        return problem(f"REDIS_URL holds no password, and {host_of(url)} is no private address")
    if not password:
        return warning("REDIS_URL holds no password: fit for a private network alone")
    if bits_of(password) < LEAST_BITS_PASSWORD:
        return patient.grave("the password is easy to guess: short, words, rows or repeats")
    return ok(f"{len(password)} characters, drawn by chance as far as one can see")


@check(
    "metrics_token",
    looks_at=f"`METRICS_TOKEN`, where it is set: at least {LEAST_METRICS_TOKEN} characters by chance",
    why="metrics tell how much is sold, watched and stored; the token is all that keeps strangers out",
    mend="make one and set it at api, worker, bot and Prometheus: openssl rand -hex 24",
)
async def metrics_token(patient: Patient) -> Verdict:
    """Without a token there are no metrics to open."""
    if (token := patient.get("METRICS_TOKEN")) is None:
        return skipped("METRICS_TOKEN is not set: metrics are closed to everybody")
    if len(token) < LEAST_METRICS_TOKEN or bits_of(token) < LEAST_BITS_PASSWORD:
        return patient.grave("METRICS_TOKEN is easy to guess: short, words, rows or repeats")
    return ok(f"{len(token)} characters, drawn by chance as far as one can see")


@check(
    "api_keys",
    looks_at="keys of outside parties have their party's shape (`sk-ant-…` and so on); AliExpress has both of its two",
    why="a key of another shape is a key of something else, or a placeholder: its feature fails at the first use",
    mend="copy the key anew from the provider's console, a production key for production",
)
async def api_keys(patient: Patient) -> Verdict | list[Verdict]:
    """Shapes alone: nothing is sent."""
    given = [name for name in SHAPES if patient.get(name) is not None]
    found = [
        warning(f"{name} has not the shape of such a key, which {shape}")
        for name, (pattern, shape) in SHAPES.items()
        if name in given and not re.fullmatch(pattern, patient.get(name))
    ]
    if (patient.get("ALIEXPRESS_APP_KEY") is None) != (patient.get("ALIEXPRESS_APP_SECRET") is None):
        found.append(warning("of ALIEXPRESS_APP_KEY and ALIEXPRESS_APP_SECRET only one is set"))
    if not given and not found:
        return skipped("no key of an outside party is set: what needs one is off")
    return found or ok(f"of the right shape: {', '.join(given)}")


@check(
    "backup_key",
    looks_at="`BACKUP_KEY` is a whole age key, and in production one that can only write backups",
    why="a service that holds the identity can read every backup ever made, and so can whoever takes it over",
    mend="make a pair with ventra backup --new-key, set its recipient (age1…) here and keep its identity off this system",
)
async def backup_key(patient: Patient) -> Verdict:
    """The key's own checksum tells a mistyped one."""
    if patient.is_not(API, "worker"):
        return skipped("BACKUP_KEY is for api and worker")
    if (key := patient.get("BACKUP_KEY")) is None:
        return skipped("BACKUP_KEY is not set here; see backups")
    try:
        if key.startswith("age1"):
            pyrage.x25519.Recipient.from_str(key)
            return ok("an age recipient: it can write backups and not read them")
        pyrage.x25519.Identity.from_str(key)
    except (pyrage.RecipientError, pyrage.IdentityError):
        return problem("BACKUP_KEY is mistyped: its checksum does not fit")
    words = "BACKUP_KEY is an age identity: it can read backups as well"
    return warning(words) if patient.production else ok(words)


@check(
    "sentry_dsn",
    looks_at="`SENTRY_DSN`, where it is set: https, with a key of Sentry's shape",
    why="with a wrong DSN errors are lost without a word; without https they travel open",
    mend="copy the DSN anew from Sentry: Settings, Projects, Client Keys",
)
async def sentry_dsn(patient: Patient) -> Verdict:
    """A DSN is no great secret, and is not shown either."""
    if (dsn := patient.get("SENTRY_DSN")) is None:
        return skipped("SENTRY_DSN is not set: errors are in the logs alone")
    parts = urlsplit(dsn)
    if not DSN_KEY.fullmatch(parts.username or ""):
        return warning("SENTRY_DSN holds no key of 32 hexadecimal digits")
    if parts.scheme != "https" and not is_private(dsn):
        return warning("SENTRY_DSN is not https")
    return ok(f"reports go to {host_of(dsn)}")


@check(
    "secrets_differ",
    looks_at="no secret serves two purposes",
    why="what leaks in one place then opens another",
    mend="make one of the two anew: openssl rand -hex 24",
)
async def secrets_differ(patient: Patient) -> Verdict | list[Verdict]:
    """The passwords inside addresses count as well; the pooled and the direct address share theirs rightly."""
    held = {
        name: patient.settings[name]
        for name in (*KEYS, "METRICS_TOKEN", "TELEGRAM_BOT_TOKEN", "ANTHROPIC_API_KEY")
    }
    held |= {
        f"the password in {name}": password_of(patient.settings[name])
        for name in ("DATABASE_URL", "REDIS_URL", "SMTP_URL")
    }
    names = [name for name, value in held.items() if value]
    twice = [
        (one, other) for at, one in enumerate(names) for other in names[at + 1 :] if held[one] == held[other]
    ]
    if twice:
        return [patient.grave(f"{one} and {other} are the same") for one, other in twice]
    return (
        ok(f"{len(names)} secrets, all different")
        if len(names) > 1
        else skipped("fewer than two secrets are set here")
    )


CHECKS = (
    jwt_secret,
    jwt_secret_old,
    secrets_key,
    secrets_key_old,
    database_password,
    redis_password,
    metrics_token,
    api_keys,
    backup_key,
    sentry_dsn,
    secrets_differ,
    sealed_secrets,
)
