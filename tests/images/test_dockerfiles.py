"""The four Dockerfiles and what Railway is told beside them."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from fixtures.dockerfile import let_in, read_dockerfile

SERVICES = ("api", "worker", "web", "bot")
PYTHON = ("api", "worker", "bot")


@pytest.mark.parametrize("service", SERVICES)
def test_hadolint_has_nothing_to_say(checkout: Path, service: str) -> None:
    hadolint = checkout / ".venv" / "bin" / "hadolint"
    done = subprocess.run(
        [hadolint, "--config", ".hadolint.yaml", f"apps/{service}/Dockerfile"],
        cwd=checkout, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("service", SERVICES)
def test_it_runs_as_nobody_special_and_says_how_it_is(checkout: Path, service: str) -> None:
    last = read_dockerfile(checkout / "apps" / service / "Dockerfile").last
    assert last.setting("USER") == "10001:10001"
    assert json.loads(last.setting("CMD"))
    assert re.search(r"--timeout=\d+s .*CMD \[", last.setting("HEALTHCHECK"))


@pytest.mark.parametrize("service", SERVICES)
def test_everything_it_copies_is_let_in_and_nothing_secret_is(checkout: Path, service: str) -> None:
    for stage in read_dockerfile(checkout / "apps" / service / "Dockerfile").stages:
        for copy in stage.copies:
            assert copy.stage or all(let_in(checkout, copy.source)), copy


@pytest.mark.parametrize(
    "path",
    [
        ".env", ".env.production", ".home/pg/PG_VERSION", ".git/config", ".venv/bin/python", "apps/web/.env", "src/.env.local",
        "src/ventra/.secret", "apps/web/node_modules/x/index.js", "apps/web/dist/index.html", "README.md", "tests/conftest.py",
        "src/ventra/__pycache__/settings.cpython-311.pyc", "backup.age", "shared/data/x.json",
    ],
)  # fmt: skip
def test_what_is_not_named_stays_out(checkout: Path, path: str) -> None:
    assert let_in(checkout, path) == [False]


def test_the_python_services_share_their_first_stage(checkout: Path) -> None:
    # Word for word, so that a builder makes it once.
    first = {str(read_dockerfile(checkout / "apps" / name / "Dockerfile").stages[0]) for name in PYTHON}
    assert len(first) == 1


@pytest.mark.parametrize("service", SERVICES)
def test_railway_builds_and_watches_the_right_thing(checkout: Path, service: str) -> None:
    told = json.loads((checkout / "apps" / service / "railway.json").read_text())
    assert told["$schema"] == "https://railway.com/railway.schema.json"
    assert told["build"] == {"builder": "DOCKERFILE", "dockerfilePath": f"apps/{service}/Dockerfile"}
    assert (checkout / told["build"]["dockerfilePath"]).is_file()
    deploy = told["deploy"]
    health = {"api": "/api/v1/health", "web": "/"}
    assert deploy.get("healthcheckPath") == health.get(service)
    assert ("healthcheckTimeout" in deploy) == (service in health)
    assert deploy["restartPolicyType"] == "ON_FAILURE"
    assert deploy.get("preDeployCommand") == (["ventra migrate"] if service == "api" else None)
    # Railway refuses a file whose numbers are written as text, before anything starts.
    for name in ("restartPolicyMaxRetries", "overlapSeconds", "drainingSeconds"):
        assert type(deploy[name]) is int


def test_railway_waits_longer_than_a_service_takes_to_stop(checkout: Path) -> None:
    from ventra.services.serving import GRACE_SECONDS
    from ventra.services.worker import STOP_SECONDS

    template = (checkout / "apps" / "web" / "nginx.conf.template").read_text()
    shutdown = re.search(r"^worker_shutdown_timeout (\d+)s;", template, re.MULTILINE)
    assert shutdown
    takes = {"api": GRACE_SECONDS, "worker": STOP_SECONDS, "web": int(shutdown[1])}
    for service, seconds in takes.items():
        told = json.loads((checkout / "apps" / service / "railway.json").read_text())
        assert told["deploy"]["drainingSeconds"] >= seconds + 5
