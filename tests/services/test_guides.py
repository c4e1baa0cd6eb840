"""What the two guides tell people to type exists: in Railway's documentation, in `ventra`, in the Makefile, in the settings."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from fakes.railway_verbs import parse
from ventra.services import cli
from ventra.services.doctor import command as doctor
from ventra.services.doctor.examine import CHECKS
from ventra.settings import API as API_SERVICE
from ventra.settings import BOT, VARIABLES, WORKER

GUIDES = ("RAILWAY.md", "docs/railway.md")
BESIDE = tuple(
    f"docs/{name}.md" for name in ("runbook", "backup", "migrations", "personal-data", "status", "doctor")
)
SERVICES = ("api", "worker", "bot", "web")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
# Fields of railway.json that Railway's reference names, and what each may hold.
CONFIG = {
    "build": {"builder": {"RAILPACK", "DOCKERFILE", "NIXPACKS"}, "dockerfilePath": str, "watchPatterns": list},
    "deploy": {
        "preDeployCommand": list, "startCommand": str, "healthcheckPath": str, "healthcheckTimeout": int,
        "restartPolicyType": {"ON_FAILURE", "ALWAYS", "NEVER"}, "restartPolicyMaxRetries": int, "overlapSeconds": int,
        "drainingSeconds": int,
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def guides(checkout: Path) -> dict[str, str]:
    return {name: (checkout / name).read_text() for name in GUIDES}


def blocks(text: str) -> list[tuple[str, str]]:
    return FENCE.findall(text)


def commands(text: str, program: str) -> list[list[str]]:
    """Every call of a program, in blocks and in the text, as words."""
    lines = [line for kind, body in blocks(text) if kind == "sh" for line in body.splitlines()]
    lines += SPAN.findall(FENCE.sub("", text))
    lines = [one.removeprefix(".venv/bin/") for line in lines for one in line.split("; ")]
    calls = [shlex.split(line, comments=True) for line in lines if line.split()[:1] == [program]]
    if program == "ventra":
        calls += [call[call.index("--") + 1 :] for call in commands(text, "railway") if "--" in call]
    return calls


def test_both_say_the_same(guides: dict[str, str]) -> None:
    uzbek, english = guides.values()
    assert blocks(uzbek) == blocks(english)
    for pattern in (r"^## \d+\. ", r"^- \[ \] ", r"^\| ", r"^\* ", r"^\d\. "):
        assert len(re.findall(pattern, uzbek, re.MULTILINE)) == len(
            re.findall(pattern, english, re.MULTILINE)
        ), pattern
    spans = [set(SPAN.findall(FENCE.sub("", text))) for text in (uzbek, english)]
    assert spans[0] == spans[1]


def test_every_railway_command_is_documented_by_railway(checkout: Path) -> None:
    pages = [*checkout.glob("*.md"), *checkout.glob("docs/**/*.md")]
    calls = {page.relative_to(checkout).as_posix(): commands(page.read_text(), "railway") for page in pages}
    for call in (one for some in calls.values() for one in some):
        parse(call[1:])
    assert min(len(calls[name]) for name in (*GUIDES, "docs/runbook.md")) > 20


def test_every_ventra_command_is_one(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A file that is named need not be there.
    monkeypatch.setattr(cli, "_file", Path)
    calls = {
        page: commands((checkout / page).read_text(), "ventra")
        for page in (*GUIDES, "README.md", "README.uz.md", *BESIDE)
    }
    for _, name, *words in (one for some in calls.values() for one in some if one[1:]):
        if name == "doctor":
            wish = doctor._parser().parse_args(words)
            assert set(wish.only or ()) <= {check.name for check in CHECKS}
        elif words and not any(word.isupper() for word in words):
            cli._parser().parse_args([name, *words])
        else:
            with pytest.raises(SystemExit, match=r"^0$"):  # only spoken of, or with a word to be replaced
                cli._parser().parse_args([name, "--help"])
    assert min(len(calls[name]) for name in GUIDES) > 8


@pytest.mark.parametrize("name", GUIDES)
def test_doctor_has_the_checks_that_are_named(guides: dict[str, str], name: str) -> None:
    section = guides[name].split("\n## 11. ")[1].split("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| ")]
    named = {one for row in rows for one in SPAN.findall(row[1]) if re.fullmatch(r"[a-z_]+", one)}
    assert len(named) > 10
    assert named - {"api_status", *SERVICES} <= {check.name for check in CHECKS}


@pytest.mark.parametrize("name", GUIDES)
def test_every_link_leads_somewhere_and_every_target_is_there(
    guides: dict[str, str], name: str, checkout: Path
) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", guides[name]):
        assert ((checkout / name).parent / target).exists(), target
    makefile = (checkout / "Makefile").read_text()
    for call in commands(guides[name], "make"):
        assert re.search(rf"^{call[1]}:", makefile, re.MULTILINE), call


@pytest.mark.parametrize("name", GUIDES)
def test_the_variables_are_those_that_are_read(guides: dict[str, str], name: str) -> None:
    section = guides[name].split("\n## 14. ")[1].split("\n## ")[0]
    rows = {
        row[0]: row[1:]
        for row in (line.strip("| ").split(" | ") for line in section.splitlines())
        if len(row) == 4
    }
    told = {service: [set(SPAN.findall(cell)) for cell in rows[f"`{service}`"]] for service in SERVICES}
    for service in (API_SERVICE, WORKER, BOT):
        assert told[service][0] == {variable.name for variable in VARIABLES if service in variable.needed_by}
    assert told["web"] == [{"API_UPSTREAM"}, {"PORT"}, set()]
    named = {one for service in (API_SERVICE, WORKER, BOT) for cell in told[service] for one in cell}
    never = set(re.findall(r"`([A-Z_]+)`", section.split("\n\n")[-1]))
    assert named | never | {"RELEASE_COMMIT"} >= {variable.name for variable in VARIABLES}
    assert named <= {variable.name for variable in VARIABLES}


@pytest.mark.parametrize("name", GUIDES)
def test_what_is_pasted_into_the_raw_editor_is_read_by_that_service(
    guides: dict[str, str], name: str
) -> None:
    pasted = [body for kind, body in blocks(guides[name]) if kind == "ini"]
    known = {variable.name for variable in VARIABLES} | {"API_UPSTREAM"}
    services = pasted[-4:]
    for body in services:
        assert {line.split("=")[0] for line in body.splitlines()} <= known
    for service, body in zip((API_SERVICE, WORKER, BOT), services, strict=False):
        assert {variable.name for variable in VARIABLES if service in variable.needed_by} <= {
            line.split("=")[0] for line in body.splitlines() if line.split("=", 1)[1]
        }


@pytest.mark.parametrize("service", SERVICES)
def test_a_railway_json_holds_what_railway_knows(
    checkout: Path, guides: dict[str, str], service: str
) -> None:
    path = checkout / "apps" / service / "railway.json"
    config: dict[str, Any] = json.loads(path.read_text())
    assert config.pop("$schema") == "https://railway.com/railway.schema.json"
    for part, fields in config.items():
        for field, value in fields.items():
            allowed = CONFIG[part][field]
            assert value in allowed if isinstance(allowed, set) else type(value) is allowed, (part, field)
    assert (checkout / config["build"]["dockerfilePath"]).is_file()
    for text in guides.values():
        assert f"`/apps/{service}/railway.json`" in text
