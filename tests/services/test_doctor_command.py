"""`ventra doctor` as a person and a program call it: statuses, shapes, and no secret in any of it."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import string
import subprocess
import sys
import time
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from fixtures.doctor import GOOD_SECRET, examined
from ventra.services.doctor import examine as examining
from ventra.services.doctor.command import service_of_container
from ventra.services.doctor.examine import CHECKS
from ventra.services.doctor.finding import STATES, Finding, ok
from ventra.services.doctor.patient import Patient
from ventra.services.doctor.show import report, write


def kernel(size: int, letters: str = string.ascii_letters + string.digits) -> str:
    """The part of a secret that is nobody else's business."""
    KERNELS.append("".join(secrets.choice(letters) for _ in range(size)))
    return KERNELS[-1]


KERNELS: list[str] = []
SECRETS = {
    "DATABASE_URL": f"postgresql://u:{kernel(32)}@127.0.0.1:1/v",
    "DIRECT_DATABASE_URL": f"postgresql://u:{kernel(32)}@127.0.0.1:1/v",
    "REDIS_URL": f"redis://:{kernel(24)}@127.0.0.1:1",
    "JWT_SECRET": kernel(48),
    "JWT_SECRET_OLD": kernel(48),
    "SECRETS_KEY": kernel(48),
    "SECRETS_KEY_OLD": kernel(48),
    "SMTP_URL": f"smtp://{kernel(20)}:{kernel(20)}@127.0.0.1:1?from=a@b",
    "ANTHROPIC_API_KEY": f"sk-ant-api03-{kernel(40)}",
    "SERPAPI_API_KEY": kernel(30),
    "ALIEXPRESS_APP_SECRET": kernel(20),
    "TELEGRAM_BOT_TOKEN": f"7654321:{kernel(35)}",
    "METRICS_TOKEN": kernel(24),
    "SENTRY_DSN": f"https://{kernel(32, '0123456789abcdef')}@127.0.0.1/7",
    "STORAGE_URL": f"s3://AKIA{kernel(16)}:{kernel(40)}@127.0.0.1:1/bucket?insecure=1",
    "BACKUP_KEY": f"AGE-SECRET-KEY-1{kernel(58, '02-9AC-HJ-NP-Z'.replace('-', ''))}",
}
SHOWN_AT_MOST = 7


def told_by(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    clean = {"PATH": os.environ["PATH"], "VENTRA_HOME": "/nonexistent"}
    return subprocess.run(
        [sys.executable, "-m", "ventra.services.cli", "doctor", *arguments],
        env=clean | environ,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_database_of_a_new_installation_as_json(database_url: str) -> None:
    said = told_by("--json", "--only", "pgvector,schema", DATABASE_URL=database_url)
    told = json.loads(said.stdout)
    assert said.returncode == 0, said
    assert list(told) == ["examined_at", "version", "environment", "service", "counts", "findings"]
    assert told["counts"] == {"problem": 0, "warning": 0, "ok": 2, "skipped": 0}
    assert list(told["findings"][0]) == ["name", "group", "state", "what", "why", "mend"]
    assert told["findings"][0]["what"].startswith("vector 0.")


def test_the_version_of_pgvector_is_printed(database_url: str) -> None:
    said = told_by("--only", "pgvector", DATABASE_URL=database_url)
    assert said.returncode == 0
    assert "pgvector  vector 0." in said.stdout


def test_a_problem_is_status_1_and_a_wrong_call_status_2() -> None:
    assert told_by("--only", "postgres", DATABASE_URL="postgresql://u:p@127.0.0.1:1/v").returncode == 1
    assert told_by("--only", "collecting", COLLECT="off").returncode == 0
    unknown = told_by("--only", "pgvector,pgvektor")
    assert unknown.returncode == 2
    assert "pgvektor" in unknown.stderr
    assert all(f"  {check.name}\n" in unknown.stderr for check in CHECKS)
    assert told_by("--service", "web").returncode == 2


def test_malformed_variables_do_not_stop_it() -> None:
    said = told_by(
        "--only", "settings,jwt_secret", "--service", "api", PORT="x", JWT_SECRET="short", NODE_ENV="prod"
    )
    assert said.returncode == 1
    assert all(
        name in said.stdout for name in ("PORT:", "JWT_SECRET:", "NODE_ENV:", "DATABASE_URL: is missing")
    )


@pytest.mark.parametrize(("how", "malformed"), [([], False), (["--json"], True)])
def test_no_secret_is_in_what_it_says_even_when_all_goes_wrong(how: list[str], malformed: bool) -> None:
    environ = {name: f"{value} {'#' * malformed}" for name, value in SECRETS.items()}
    outside = {"TELEGRAM_API_URL": "http://127.0.0.1:1", "WEB_URL": "http://127.0.0.1:1"}
    said = told_by(*how, **environ, **outside, NODE_ENV="production", LOG_LEVEL="debug")
    assert said.returncode == 1
    for one in KERNELS:
        for at in range(len(one) - SHOWN_AT_MOST):
            part = one[at : at + SHOWN_AT_MOST + 1]
            assert part not in said.stdout + said.stderr, part


async def test_a_check_that_breaks_is_a_finding_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(patient: Patient) -> object:
        raise KeyError(GOOD_SECRET)

    changed = [replace(check, look=broken) if check.name == "disk" else check for check in CHECKS]  # type: ignore[arg-type]
    monkeypatch.setattr(examining, "CHECKS", tuple(changed))
    found = await examined({}, "disk", "collecting")
    assert [(each.name, each.state) for each in found] == [("disk", "problem"), ("collecting", "ok")]
    assert "the check itself broke: KeyError" in found[0].what


async def test_a_check_that_hangs_ends_with_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    async def hanging(patient: Patient) -> object:
        await asyncio.sleep(600)
        return ok("never")

    changed = [
        replace(check, look=hanging) if check.name in ("disk", "memory") else check for check in CHECKS
    ]  # type: ignore[arg-type]
    monkeypatch.setattr(examining, "CHECKS", tuple(changed))
    started = time.monotonic()
    found = await examined({}, "disk", "memory", "collecting", limit_seconds=0.5)
    assert time.monotonic() - started < 60
    assert [each.what for each in found][:2] == ["no answer within 0.5 s"] * 2


def finding(name: str, group: str, state: str) -> Finding:
    return Finding(name, group, state, f"{name} is so", "it matters", "do this" if state != "ok" else None)  # type: ignore[arg-type]


class Terminal(StringIO):
    encoding = "utf-8"


def test_people_see_problems_first_with_what_mends_them() -> None:
    found = [
        finding("schema", "postgres", "problem"),
        finding("disk", "machine", "ok"),
        finding("memory", "machine", "ok"),
    ]
    told = report(found, environment="production", service=None)
    plain, drawn = Terminal(), Terminal()
    write(plain, told, colour=False)
    write(drawn, told, colour=True)
    assert plain.getvalue() == (
        "Problems\n"
        "  problem postgres  schema  schema is so\n"
        "              why:  it matters\n"
        "              mend: do this\n"
        "\n"
        "Fine\n"
        "  ok      machine   disk    disk is so\n"
        "  ok                memory  memory is so\n"
        "\n"
        "1 problem, 2 fine.\n"
    )
    assert "✗" in drawn.getvalue()
    assert "\x1b[31" in drawn.getvalue()


def test_a_terminal_that_knows_no_marks_gets_words() -> None:
    class Old(StringIO):
        encoding = "ascii"

    out = Old()
    write(
        out,
        report([finding("schema", "postgres", "problem")], environment="test", service="api"),
        colour=True,
    )
    assert out.getvalue().isascii()


@pytest.mark.parametrize(
    ("words", "service"),
    [
        (b"/usr/bin/tini\0--\0python\0-m\0ventra.services.worker\0", "worker"), (b"python\0-m\0ventra.services.bot\0", "bot"),
        (b"/sbin/init\0", None), (b"", None),
    ],
)  # fmt: skip
def test_a_container_tells_which_service_it_is(tmp_path: Path, words: bytes, service: str | None) -> None:
    (tmp_path / "cmdline").write_bytes(words)
    assert service_of_container(tmp_path / "cmdline") == service
    assert service_of_container(tmp_path / "none") is None


def test_states_are_told_from_worst_to_best() -> None:
    assert STATES == ("problem", "warning", "ok", "skipped")
