"""Each service with exactly its variables in production; then with each of them absent, empty and malformed.

It starts, or it stops with status 2 and names the variable.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fixtures import forked
from fixtures.doctor import GOOD_SECRET
from fixtures.processes import Service, service
from fixtures.seldom import seldom
from ventra import forms
from ventra import settings as settings_of
from ventra.core.counters import WORDS, Counters
from ventra.core.observation import SOURCES
from ventra.errors import SettingWrong
from ventra.services.inner import PORTS
from ventra.services.processes.children import free_port

pytestmark = pytest.mark.once

GOOD = {
    "DATABASE_URL": "postgresql://ventra:secret-word@127.0.0.1:1/ventra",
    "DIRECT_DATABASE_URL": "postgresql://ventra:secret-word@127.0.0.1:1/ventra",
    "REDIS_URL": "redis://:secret-word@127.0.0.1:1/0",
    "JWT_SECRET": f"secret-word-{GOOD_SECRET}",
    "JWT_EXPIRES_IN": "7d",
    "ANTHROPIC_API_KEY": "sk-ant-secret-word",
    "SERPAPI_API_KEY": "secret-word-of-serpapi",
    "ALIEXPRESS_APP_KEY": "51234567",
    "ALIEXPRESS_APP_SECRET": "secret-word-of-aliexpress",
    "TELEGRAM_BOT_TOKEN": "123456:secret-word-of-the-bot",
    "WEB_URL": "https://ventra.example",
    "NODE_ENV": "production",
    "PORT": "3000",
}
LISTS = {
    "api": (
        "DATABASE_URL", "DIRECT_DATABASE_URL", "REDIS_URL", "JWT_SECRET", "JWT_EXPIRES_IN", "ANTHROPIC_API_KEY", "WEB_URL",
        "NODE_ENV", "PORT",
    ),
    "worker": (
        "DATABASE_URL", "DIRECT_DATABASE_URL", "REDIS_URL", "ANTHROPIC_API_KEY", "SERPAPI_API_KEY", "ALIEXPRESS_APP_KEY",
        "ALIEXPRESS_APP_SECRET", "NODE_ENV",
    ),
    "bot": ("DATABASE_URL", "TELEGRAM_BOT_TOKEN", "NODE_ENV"),
}  # fmt: skip
NEEDED = {
    "api": {"DATABASE_URL", "REDIS_URL", "JWT_SECRET", "WEB_URL"},
    "worker": {"DATABASE_URL", "REDIS_URL"},
    "bot": {"DATABASE_URL"},
}
MALFORMED = {
    "DATABASE_URL": (
        "mysql://ventra@db/ventra",
        "postgresql://ventra:sec#ret-word@db/ventra",
        "postgresql://db:port/ventra",
    ),
    "DIRECT_DATABASE_URL": ("db.railway.internal", "postgresql://ventra:sec/ret-word@db:5432/ventra"),
    "REDIS_URL": ("http://redis:6379", "redis://redis:port"),
    "JWT_SECRET": ("secret-word",),
    "JWT_EXPIRES_IN": ("7 days", "0d", "7"),
    "ANTHROPIC_API_KEY": ("sk ant secret-word",),
    "SERPAPI_API_KEY": ("abc",),
    "ALIEXPRESS_APP_KEY": ("…",),
    "ALIEXPRESS_APP_SECRET": ("secret word of aliexpress",),
    "TELEGRAM_BOT_TOKEN": ("secret-word-of-the-bot", "123456:"),
    "WEB_URL": ("ventra.example", "ftp://ventra.example", "https://"),
    "NODE_ENV": ("prod", "Production"),
    "PORT": ("http", "0", "65536", "-1"),
}
OPTIONAL = [(name, one) for name, names in LISTS.items() for one in names if one not in NEEDED[name]]
NO_OUTSIDE = """
import socket
ask = socket.getaddrinfo
def loopback_only(host, *rest, **more):
    if host not in ("127.0.0.1", "localhost", "::1", "::", None):
        raise socket.gaierror(f"{host} is outside")
    return ask(host, *rest, **more)
socket.getaddrinfo = loopback_only
"""


def listed(name: str) -> dict[str, str]:
    """A service's environment: its list and nothing else."""
    return {one: GOOD[one] for one in LISTS[name]}


def wrong_environments(name: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Every environment that must stop the start, with the variable to blame."""
    for one in LISTS[name]:
        if one in NEEDED[name]:
            yield one, {key: value for key, value in listed(name).items() if key != one}
            yield one, listed(name) | {one: ""}
            yield one, listed(name) | {one: " \n"}
        for value in MALFORMED[one]:
            yield one, listed(name) | {one: value}


@pytest.mark.parametrize("name", LISTS)
def test_what_is_missing_or_malformed_stops_the_start_and_is_named(name: str) -> None:
    runner = subprocess.Popen(
        [sys.executable, str(Path(forked.__file__)), f"ventra.services.{name}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    cases = list(wrong_environments(name))
    told, _ = runner.communicate("".join(json.dumps(env) + "\n" for _, env in cases), timeout=120)
    answers = [json.loads(line) for line in told.splitlines()]
    assert len(answers) == len(cases)
    for (blamed, env), (status, words) in zip(cases, answers, strict=True):
        assert status == 2, (blamed, env.get(blamed), words)
        assert words.startswith(f"{name}: {blamed}: "), (env.get(blamed), words)
        assert words.count("\n") == 1, words
        assert "ret-word" not in words, "a value was shown"


@pytest.mark.parametrize(
    "wrong",
    [
        "rest",
        "rest=",
        "rest=never",
        "shop=falls",
        "rest=falls;file=keeps",
        "rest=falls,rest=keeps",
        "=falls",
        ",",
    ],
)
def test_what_a_counter_does_is_said_by_source_and_one_of_three_words(wrong: str) -> None:
    with pytest.raises(SettingWrong, match="COUNTER_ON_CANCEL: expected rest=learn or several"):
        settings_of.read(settings_of.TOOL, {"COUNTER_ON_CANCEL": wrong})


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (None, None),
        ("rest=falls", {"rest": "falls"}),
        (" product_page = keeps , rest=learn", {"product_page": "keeps", "rest": "learn"}),
    ],
)
def test_what_a_counter_does_is_read(raw: str | None, found: dict[str, str] | None) -> None:
    env = {} if raw is None else {"COUNTER_ON_CANCEL": raw}
    assert settings_of.read(settings_of.TOOL, env)["COUNTER_ON_CANCEL"] == found


def test_whatever_source_and_word_core_knows_can_be_set() -> None:
    for word in WORDS:
        every = ",".join(f"{source}={word}" for source in SOURCES.values())
        wish = settings_of.read(settings_of.TOOL, {"COUNTER_ON_CANCEL": every})["COUNTER_ON_CANCEL"]
        counters = Counters.named(wish)
        assert (set(counters.fall), set(counters.keep)) == (
            set(SOURCES) if word == "falls" else set(),
            set(SOURCES) if word == "keeps" else set(),
        )


SENDER = "from=VENTRA%20%3Cno-reply@ventra.example%3E"


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (
            f"smtp://post%40box:sec%3Fret-word@mail.example?{SENDER}",
            ("mail.example", 587, False, "post@box", "sec?ret-word", "VENTRA", "no-reply@ventra.example"),
        ),
        (
            "smtps://u:p@mail.example/?from=no-reply+letters@ventra.example",
            ("mail.example", 465, True, "u", "p", "", "no-reply+letters@ventra.example"),
        ),
        ("smtp://[::1]:1025?from=a@b", ("::1", 1025, False, None, None, "", "a@b")),
        (
            "smtp://mail:25?from=%D0%92%D0%95%D0%9D%D0%A2%D0%A0%D0%90%20%3Ca@b.uz%3E",
            ("mail", 25, False, None, None, "ВЕНТРА", "a@b.uz"),
        ),
    ],
)
def test_a_mail_server_is_read(raw: str, found: tuple[object, ...]) -> None:
    assert settings_of.read(settings_of.TOOL, {"SMTP_URL": raw})["SMTP_URL"] == raw
    assert forms.smtp(raw) == forms.MailServer(*found)
    assert "ret-word" not in repr(forms.smtp(raw))


@pytest.mark.parametrize(
    "wrong",
    [
        f"http://mail.example?{SENDER}",
        f"smtp://?{SENDER}",
        f"smtp://u:sec#ret-word@mail.example?{SENDER}",
        f"smtp://u:sec/ret-word@mail.example?{SENDER}",
        f"smtp://u:sec ret-word@mail.example?{SENDER}",
        f"smtp://u:sec%0Aret-word@mail.example?{SENDER}",
        f"smtp://u:sec%FFret-word@mail.example?{SENDER}",
        f"smtp://secret-word@mail.example?{SENDER}",
        f"smtp://:secret-word@mail.example?{SENDER}",
        f"smtp://mail.example:0?{SENDER}",
        f"smtp://mail.example:port?{SENDER}",
        f"smtp://one.example,two.example?{SENDER}",
        f"smtp://mail.example/folder?{SENDER}",
        f"smtp://mail.example?{SENDER}&tls=no",
        f"smtp://mail.example?tls=no&{SENDER}",
        f"smtp://mail.example?{SENDER}&{SENDER}",
        "smtp://u:secret-word@mail.example",
        "smtp://u:secret-word@mail.example?from=",
        "smtp://u:secret-word@mail.example?from=VENTRA",
        "smtp://mail.example?from=a@b,c@d",
        "smtp://mail.example?from=a@b..uz",
        "smtp://mail.example?from=VENTRA%20%3Ca@b%3E%20%3Cc@d%3E",
        "smtp://mail.example?from=VENTRA%0D%0ABcc:%20%3Ca@b%3E",
        "smtp://mail.example?from=%22VENTRA%22%20%3Ca@b%3E",
    ],
)
def test_a_malformed_mail_server_is_named_and_never_shown(wrong: str) -> None:
    with pytest.raises(SettingWrong, match=r"^SMTP_URL: expected ") as told:
        settings_of.read(settings_of.TOOL, {"SMTP_URL": wrong})
    assert "ret-word" not in str(told.value)


@pytest.mark.parametrize("left_out", [None, ""])
@pytest.mark.parametrize(("name", "variable"), OPTIONAL)
def test_what_is_optional_may_be_absent_or_empty(name: str, variable: str, left_out: str | None) -> None:
    env = {key: value for key, value in listed(name).items() if key != variable}
    if left_out is not None:
        env[variable] = left_out
    (default,) = [one.default for one in settings_of.VARIABLES if one.name == variable]
    assert settings_of.read(name, env)[variable] == default


@pytest.mark.parametrize("without", ["nothing", "absent", *seldom("empty")])
@pytest.mark.parametrize("name", LISTS)
def test_it_starts_with_its_list_and_without_what_is_optional(
    database_url: str, redis_url: str, tmp_path: Path, name: str, without: str
) -> None:
    real = {"DATABASE_URL": database_url, "DIRECT_DATABASE_URL": database_url, "REDIS_URL": redis_url}
    env = listed(name) | {key: value for key, value in real.items() if key in LISTS[name]}
    for optional in [one for key, one in OPTIONAL if key == name and one != "PORT" and without != "nothing"]:
        env.pop(optional)
        if without == "empty":
            env[optional] = ""
    (tmp_path / "sitecustomize.py").write_text(NO_OUTSIDE)
    with started_alone(name, tmp_path, env) as started:
        started.until_answering("/api/v1/health/ready" if name == "api" else "/health")
        assert started.stop() == 0, started.words
        assert "secret-word" not in started.words


@contextmanager
def started_alone(name: str, folder: Path, env: dict[str, str]) -> Iterator[Service]:
    """The service on the port it takes by itself; on one of ours where another program of this machine has that."""
    port = free_port(PORTS.get(name))
    guarded = env | {"PYTHONPATH": str(folder)}
    if port != PORTS.get(name):
        guarded["PORT" if name == "api" else "HEALTH_PORT"] = str(port)
    with service(name, folder / "log", guarded, own_port=True) as started:
        started.port = port
        yield started
