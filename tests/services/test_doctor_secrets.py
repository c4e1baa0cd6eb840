"""Doctor on secrets: judged by chance, repeats and shape, and never shown."""

from __future__ import annotations

import secrets
import string

import pyrage
import pytest

from fixtures.doctor import GOOD_PASSWORD, GOOD_SECRET, PRODUCTION, examined, found_by
from ventra.core.strength import LEAST_BITS_KEY, LEAST_BITS_PASSWORD, bits_of

LETTERS = string.ascii_letters + string.digits
DRAWN = {
    "openssl rand -base64 48": lambda: secrets.token_urlsafe(48),
    "openssl rand -hex 32": lambda: secrets.token_hex(32),
    "openssl rand -hex 16": lambda: secrets.token_hex(16),
    "32 letters and digits": lambda: "".join(secrets.choice(LETTERS) for _ in range(32)),
}
THOUGHT_UP = [
    "x" * 32,
    "abcdefghijklmnopqrstuvwxyz012345",
    "12345678901234567890123456789012",
    "secretsecretsecretsecretsecretsecret",
    "0123456789abcdef0123456789abcdef",
    "aAbB1!aAbB1!aAbB1!aAbB1!aAbB1!aAbB1!",
    "hunter2hunter2hunter2hunter2hunter2!",
    "qwertyuiopasdfghjklzxcvbnm123456",
    "your-256-bit-secret-goes-here-1234",
    "my-super-secret-jwt-key-change-me-please-now",
    "ThisIsMyVeryLongSecretKeyForProduction2024!",
    "bu-juda-maxfiy-kalit-hech-kim-bilmaydi-2025",
    "correct horse battery staple and more words",
]


@pytest.mark.parametrize("how", sorted(DRAWN))
def test_a_drawn_secret_is_never_taken_for_a_thought_up_one(how: str) -> None:
    judged = sorted(bits_of(DRAWN[how]()) for _ in range(500))
    # Chance may once in thousands look like words; it must not be a habit.
    assert judged[2] >= LEAST_BITS_KEY


@pytest.mark.parametrize("secret", THOUGHT_UP)
def test_a_thought_up_secret_is_weak_however_long(secret: str) -> None:
    assert bits_of(secret) < LEAST_BITS_KEY


async def test_a_thought_up_signing_key_is_a_problem_in_production_and_a_warning_on_a_laptop() -> None:
    weak = {"JWT_SECRET": THOUGHT_UP[0]}
    assert (await found_by("jwt_secret", PRODUCTION | weak)).state == "problem"
    told = await found_by("jwt_secret", weak)
    assert told.state == "warning"
    assert "openssl rand -base64 48" in str(told.mend)


async def test_a_drawn_signing_key_is_fine_and_a_short_one_names_its_variable() -> None:
    assert (await found_by("jwt_secret", PRODUCTION)).state == "ok"
    short = await found_by("jwt_secret", {"JWT_SECRET": "Zk3vT9wQ"})
    assert (short.state, "JWT_SECRET" in short.what, "32 characters" in short.what) == ("problem", True, True)


@pytest.mark.parametrize("name", ["JWT_SECRET_OLD", "SECRETS_KEY", "SECRETS_KEY_OLD"])
async def test_the_other_keys_are_judged_as_the_signing_key_is(name: str) -> None:
    check, drawn = name.lower(), secrets.token_urlsafe(48)
    assert (await found_by(check, PRODUCTION)).state == "skipped"
    assert (await found_by(check, PRODUCTION | {name: drawn})).state == "ok"
    assert (await found_by(check, PRODUCTION | {name: THOUGHT_UP[9]})).state == "problem"
    assert (await found_by(check, {name: THOUGHT_UP[9]})).state == "warning"
    short = await found_by(check, PRODUCTION | {name: "Zk3vT9wQ"})
    assert (short.state, name in short.what, "32 characters" in short.what) == ("problem", True, True)


@pytest.mark.parametrize(
    ("password", "state"),
    [
        ("postgres", "problem"), ("qwerty123456qwerty123456", "problem"), ("Zk3vT9wQ2mN8xR4b", "warning"),
        (GOOD_PASSWORD, "ok"), ("", "problem"),
    ],
)  # fmt: skip
async def test_the_databases_password(password: str, state: str) -> None:
    environ = PRODUCTION | {"DATABASE_URL": f"postgresql://uzum:{password}@pgvector.railway.internal/v"}
    assert (await found_by("database_password", environ)).state == state


@pytest.mark.parametrize(
    ("url", "state"),
    [
        ("redis://redis:6379", "warning"), ("redis://redis.example.com:6379", "problem"),
        ("redis://:redis@redis:6379", "problem"), (f"redis://:{GOOD_PASSWORD}@redis:6379", "ok"),
    ],
)  # fmt: skip
async def test_the_password_of_redis(url: str, state: str) -> None:
    assert (await found_by("redis_password", PRODUCTION | {"REDIS_URL": url})).state == state


@pytest.mark.parametrize(
    ("token", "state"), [("metrics-token", "problem"), ("Zk3vT9wQ2mN8xR4bYc7LdH5s", "ok"), ("", "skipped")]
)
async def test_the_token_of_the_metrics(token: str, state: str) -> None:
    assert (await found_by("metrics_token", PRODUCTION | {"METRICS_TOKEN": token})).state == state


async def test_keys_are_judged_by_their_shape() -> None:
    good = {
        "ANTHROPIC_API_KEY": f"sk-ant-api03-{secrets.token_urlsafe(60)}",
        "SERPAPI_API_KEY": secrets.token_hex(32),
    }
    assert (await found_by("api_keys", good)).state == "ok"
    wrong = good | {"ANTHROPIC_API_KEY": "sk-proj-" + "a1B2" * 12, "ALIEXPRESS_APP_KEY": "33505222"}
    found = await examined(wrong, "api_keys")
    assert [each.state for each in found] == ["warning", "warning"]
    assert "ANTHROPIC_API_KEY" in found[0].what
    assert "ALIEXPRESS_APP_SECRET" in found[1].what


async def test_a_backup_key_that_can_read_is_too_much_in_production() -> None:
    identity = pyrage.x25519.Identity.generate()
    assert (await found_by("backup_key", PRODUCTION | {"BACKUP_KEY": str(identity)})).state == "warning"
    assert (
        await found_by("backup_key", PRODUCTION | {"BACKUP_KEY": str(identity.to_public())})
    ).state == "ok"
    mistyped = str(identity.to_public())[:-1] + "q"
    mistyped = mistyped if mistyped != str(identity.to_public()) else mistyped[:-1] + "p"
    assert (await found_by("backup_key", {"BACKUP_KEY": mistyped})).state == "problem"


@pytest.mark.parametrize(
    ("dsn", "state"),
    [
        (f"https://{'0a' * 16}@o1.ingest.sentry.io/7", "ok"), (f"http://{'0a' * 16}@o1.ingest.sentry.io/7", "warning"),
        ("https://public@o1.ingest.sentry.io/7", "warning"),
    ],
)  # fmt: skip
async def test_the_dsn_of_sentry(dsn: str, state: str) -> None:
    assert (await found_by("sentry_dsn", {"SENTRY_DSN": dsn})).state == state


async def test_one_secret_for_two_things_is_told_by_their_names() -> None:
    twice = await found_by("secrets_differ", PRODUCTION | {"METRICS_TOKEN": GOOD_SECRET})
    assert (twice.state, twice.what) == ("problem", "JWT_SECRET and METRICS_TOKEN are the same")
    for name in ("JWT_SECRET_OLD", "SECRETS_KEY", "SECRETS_KEY_OLD"):
        assert (await found_by("secrets_differ", PRODUCTION | {name: GOOD_SECRET})).what == (
            f"JWT_SECRET and {name} are the same"
        )
    mail = {"SMTP_URL": f"smtp://post:{GOOD_PASSWORD}@mail.example?from=a@b"}
    assert (await found_by("secrets_differ", PRODUCTION | mail)).what == (
        "the password in DATABASE_URL and the password in SMTP_URL are the same"
    )
    assert (await found_by("secrets_differ", PRODUCTION)).state == "ok"


def test_a_password_needs_less_than_a_key_because_the_server_sets_the_pace() -> None:
    assert LEAST_BITS_PASSWORD <= bits_of("Zk3vT9wQ2mN8xR4b") < LEAST_BITS_KEY
