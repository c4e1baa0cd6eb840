"""A deploy as the workflow runs it, against a `railway` that knows the documented verbs alone and a public site on loopback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fakes.railway import NEW, OLD, PROJECT_TOKEN, SERVICES, WORKSPACE_TOKEN
from fixtures.deploying import Bench


def test_a_deploy_goes_api_worker_bot_web_and_says_what_serves(bench: Bench) -> None:
    done = bench.step("deploy")
    assert done.returncode == 0, done.stdout + done.stderr
    assert bench.ups() == ["api", "worker", "bot", "web"]
    assert bench.serving() == [NEW] * 4
    assert f"{NEW} serves at" in done.stdout
    assert bench.rollbacks() == []
    # The commit is set on a service before it is uploaded, and starts no deploy of its own.
    changes = [call for call in bench.project.calls("") if call[0] in ("variable", "up")]
    for set_, up in zip(changes[::2], changes[1::2], strict=True):
        assert set_[:3] == ["variable", "set", f"RELEASE_COMMIT={NEW}"]
        assert "--skip-deploys" in set_
        assert set_[set_.index("--service") + 1] == up[up.index("--service") + 1]


def test_nothing_after_a_service_that_does_not_build_is_touched_and_the_release_goes_back(
    bench: Bench,
) -> None:
    bench.project.make(build="worker")
    done = bench.step("deploy")
    assert done.returncode == 1
    assert "railway up" in done.stdout.splitlines()[-1]
    assert bench.ups() == ["api", "worker"]
    # The api alone was replaced: it goes back, so that production runs one commit.
    assert bench.step("rollback").returncode == 0
    assert bench.rollbacks() == ["api-1"]
    assert bench.serving() == [OLD] * 4


@pytest.mark.parametrize(
    ("fault", "service", "touched", "words"),
    [
        ({"sick": "api"}, "api", ["api"], "/api/v1/health answers 502"),
        ({"sick": "stores"}, "api", ["api"], "/api/v1/health/ready answers 503"),
        ({"wrong_commit": True}, "api", ["api"], f"names commit {OLD}, not {NEW}"),
        ({"start": "bot"}, "bot", ["api", "worker", "bot"], "is FAILED; see: railway logs bot-"),
        ({"crash": "worker"}, "worker", ["api", "worker"], "is CRASHED; see: railway logs worker-"),
        ({"silent": "worker"}, "worker", ["api", "worker"], "/api/v1/status says of worker: down"),
        ({"sick": "web"}, "web", ["api", "worker", "bot", "web"], "/ answers 502"),
    ],
)  # fmt: skip
def test_bad_health_stops_the_deploy_and_is_rolled_back_in_reverse_order(
    bench: Bench, fault: dict[str, object], service: str, touched: list[str], words: str
) -> None:
    bench.project.make(**fault)
    done = bench.step("deploy")
    assert done.returncode == 1
    assert words in done.stdout.splitlines()[-1]
    assert bench.ups() == touched
    back = bench.step("rollback")
    assert back.returncode == 0, back.stdout + back.stderr
    replaced = [one for one in reversed(touched) if not (fault == {"start": "bot"} and one == "bot")]
    assert [deployment.split("-")[0] for deployment in bench.rollbacks()] == replaced
    assert bench.serving() == [OLD] * 4
    assert back.stdout.splitlines()[-1].endswith(f"serves {OLD} again")
    # What Railway builds next by itself is again the commit that serves.
    with bench.project.open() as data:
        assert {data["variables"][one]["RELEASE_COMMIT"] for one in SERVICES} == {OLD}


def test_what_is_still_being_built_when_a_deploy_is_interrupted_is_cancelled(bench: Bench) -> None:
    bench.project.make(sick="web")
    assert bench.step("deploy").returncode == 1
    with bench.project.open() as data:
        late = {
            "id": "web-late",
            "createdAt": "2026-11-25T00:00:00Z",
            "status": "BUILDING",
            "course": [],
            "commit": NEW,
        }
        data["services"]["web"].insert(0, late | {"variables": {}})
    assert bench.step("rollback").returncode == 0
    assert [call[3] for call in bench.project.calls("api mutation deploymentCancel")] == ["id=web-late"]
    assert bench.serving() == [OLD] * 4


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"rollback": "worker"}, "Problem processing request"),
        ({"not_kept": "worker"}, "Railway keeps the image of deployment worker-2 no more"),
    ],
)
def test_a_rollback_that_fails_is_loud_and_does_not_keep_the_others_from_theirs(
    bench: Bench, fault: dict[str, str], words: str
) -> None:
    bench.project.make(sick="web", **fault)
    told = bench.step("deploy")
    assert told.returncode == 1
    back = bench.step("rollback", GITHUB_ACTIONS="true", RAILWAY_API_TOKEN=WORKSPACE_TOKEN)
    for done in (told, back):
        assert PROJECT_TOKEN not in done.stdout + done.stderr
        assert WORKSPACE_TOKEN not in done.stdout + done.stderr
    assert back.returncode == 1
    errors = [line for line in back.stdout.splitlines() if line.startswith("::error::")]
    assert words in errors[0]
    assert "not rolled back: worker. Roll back by hand" in errors[-1]
    assert bench.serving() == [OLD, NEW, OLD, OLD]


def test_the_workspace_token_is_for_the_rollback_alone(bench: Bench) -> None:
    bench.project.make(sick="web", project_token_refused=True)
    assert bench.step("deploy").returncode == 1
    refused = bench.step("rollback")
    assert refused.returncode == 1
    assert "Not Authorized" in refused.stdout
    back = bench.step("rollback", RAILWAY_API_TOKEN=WORKSPACE_TOKEN)
    assert back.returncode == 0, back.stdout
    assert bench.serving() == [OLD] * 4


def test_a_first_deploy_asks_the_api_once_web_leads_to_it_and_has_nothing_to_go_back_to(bench: Bench) -> None:
    bench.project.make(deployed=False)
    assert bench.step("deploy").returncode == 0
    assert bench.serving() == [NEW] * 4
    bench.project.make(deployed=False, build="bot")
    assert bench.step("deploy").returncode == 1
    back = bench.step("rollback")
    assert back.returncode == 1
    assert "there is no earlier one" in back.stdout


@pytest.mark.parametrize(
    ("env", "words"),
    [
        ({"RAILWAY_TOKEN": None}, "RAILWAY_TOKEN is not set"),
        ({"WEB_URL": "ventra.example"}, "WEB_URL is not set to the public address"),
        ({"GITHUB_SHA": "main"}, "GITHUB_SHA is not set to the full commit"),
        ({"PATH": os.path.dirname(sys.executable)}, "railway is not on PATH"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("step", ["deploy", "rollback"])
def test_what_is_missing_is_named_before_anything_is_asked(
    bench: Bench, env: dict[str, str | None], words: str, step: str
) -> None:
    done = bench.step(step, **env)
    assert done.returncode == 2
    assert words in done.stdout
    assert bench.project.calls("") == []


def test_a_service_under_another_name_is_found_before_anything_is_changed(bench: Bench) -> None:
    with bench.project.open() as data:
        data["services"]["frontend"] = data["services"].pop("web")
    done = bench.step("deploy")
    assert done.returncode == 1
    assert "Service 'web' not found" in done.stdout
    assert bench.ups() == []
    assert bench.step("rollback").stdout.strip().endswith("nothing to put back")


@pytest.mark.parametrize(
    "argv", [["rollback"], ["up", "--wait"], ["deployment", "rollback"], ["redeploy", "--id", "x"]]
)
def test_the_fake_refuses_what_is_not_documented(bench: Bench, argv: list[str]) -> None:
    program = Path(bench._env["RUNNER_TEMP"]) / "bin" / "railway"
    assert subprocess.run([program, *argv], capture_output=True, check=False, timeout=30).returncode == 2
