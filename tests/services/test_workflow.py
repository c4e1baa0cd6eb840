"""The workflow asks everything that `make test` asks, swallows nothing, may do little, and deploys from main alone."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest
import yaml

TOKENS = {"secrets.RAILWAY_TOKEN", "secrets.RAILWAY_API_TOKEN"}


@pytest.fixture(scope="module")
def raw(checkout: Path) -> str:
    return (checkout / ".github" / "workflows" / "ci.yml").read_text()


@pytest.fixture(scope="module")
def workflow(raw: str) -> dict[Any, Any]:
    found: dict[Any, Any] = yaml.safe_load(raw)
    return found


@pytest.fixture(scope="module")
def jobs(workflow: dict[Any, Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = workflow["jobs"]
    return found


def run_tool(name: str, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / name
    return subprocess.run(
        [program, *arguments], cwd=cwd, capture_output=True, text=True, timeout=120, check=False
    )


def test_it_runs_on_every_push_and_pull_request(workflow: dict[Any, Any]) -> None:
    # YAML 1.1 reads the key `on` as true.
    assert workflow[True] == {"push": None, "pull_request": None}


def test_nothing_that_fails_is_swallowed(raw: str, jobs: dict[str, dict[str, Any]]) -> None:
    assert "continue-on-error" not in raw
    for job in jobs.values():
        for step in job["steps"]:
            assert not re.search(r"\|\|\s*(true|:|exit 0)|;\s*true\b|set \+e", step.get("run", "")), step
    always = [step["id"] for step in jobs["deploy"]["steps"] if "if" in step]
    assert always == ["rollback"]


def test_each_job_may_read_the_code_and_nothing_else_and_ends_in_time(
    workflow: dict[Any, Any], jobs: dict[str, dict[str, Any]]
) -> None:
    assert workflow["permissions"] == {}
    for name, job in jobs.items():
        assert job["permissions"] == {"contents": "read"}, name
        assert 5 <= job["timeout-minutes"] <= 180, name
        checkouts = [step for step in job["steps"] if step.get("uses", "").startswith("actions/checkout@")]
        assert [step["with"]["persist-credentials"] for step in checkouts] == [False], name


def test_actions_are_pinned_to_commits_and_say_their_version(
    raw: str, jobs: dict[str, dict[str, Any]]
) -> None:
    used = [step["uses"] for job in jobs.values() for step in job["steps"] if "uses" in step]
    assert used
    for one in used:
        assert re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}", one), one
    assert len(re.findall(r"uses: \S+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", raw, re.MULTILINE)) == len(used)


def test_no_expression_is_pasted_into_a_command(jobs: dict[str, dict[str, Any]]) -> None:
    for job in jobs.values():
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")


def test_the_deploy_comes_after_everything_from_main_alone_and_one_at_a_time(
    jobs: dict[str, dict[str, Any]],
) -> None:
    deploy = jobs["deploy"]
    assert set(deploy["needs"]) == set(jobs) - {"deploy"}
    assert deploy["if"] == "github.event_name == 'push' && github.ref == 'refs/heads/main'"
    assert deploy["environment"] == "production"
    assert deploy["concurrency"] == {"group": "production", "cancel-in-progress": False}
    # A deploy that hangs is cut off early enough for its rollback.
    limits = [step["timeout-minutes"] for step in deploy["steps"] if "id" in step]
    assert sum(limits) < deploy["timeout-minutes"]


def test_only_the_deploy_sees_tokens_and_only_the_rollback_the_wide_one(
    raw: str, jobs: dict[str, dict[str, Any]]
) -> None:
    assert set(re.findall(r"secrets\.\w+", raw)) == TOKENS
    for name, job in jobs.items():
        for step in job["steps"]:
            env = step.get("env", {})
            assert not any("secrets." in str(value) for value in env.values()) or name == "deploy"
            assert ("RAILWAY_API_TOKEN" in env) == (step.get("id") == "rollback")


def test_all_of_make_test_is_asked(checkout: Path, jobs: dict[str, dict[str, Any]]) -> None:
    needed = re.search(r"^test: (.*?) ##", (checkout / "Makefile").read_text(), re.MULTILINE)
    assert needed is not None
    ran = {word for job in jobs.values() for step in job["steps"] for word in step.get("run", "").split()}
    asked = {"apt": "tools/apt.py", "env-dev": "check"}
    for part in needed[1].split():
        assert asked.get(part, part) in ran, part


def test_every_image_is_built_and_every_lock_is_looked_at(
    checkout: Path, jobs: dict[str, dict[str, Any]]
) -> None:
    images = jobs["images"]["strategy"]["matrix"]["service"]
    assert set(images) >= {path.parent.name for path in (checkout / "apps").glob("*/Dockerfile")}
    looked = " ".join(step.get("run", "") for step in jobs["dependencies"]["steps"])
    for lock in (checkout / "requirements").glob("*.lock"):
        assert f"requirements.txt:requirements/{lock.name}" in looked
    assert "package-lock.json:apps/web/package-lock.json" in looked


def test_zizmor_finds_nothing(checkout: Path) -> None:
    done = run_tool("zizmor", "--offline", "--persona=auditor", "--no-progress", ".github", cwd=checkout)
    assert done.returncode == 0, done.stdout + done.stderr


def test_github_would_read_the_files(checkout: Path) -> None:
    for schema, path in (("github-workflows", "workflows/ci.yml"), ("dependabot", "dependabot.yml")):
        done = run_tool(
            "check-jsonschema", "--builtin-schema", f"vendor.{schema}", f".github/{path}", cwd=checkout
        )
        assert done.returncode == 0, done.stdout + done.stderr


class TestPinned:
    """Tools come in one fixed version, or not at all."""

    @pytest.fixture
    def pinned(self, checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
        monkeypatch.syspath_prepend(str(checkout / "tools"))
        import pinned

        return pinned

    def test_each_names_a_version_and_a_hash(self, pinned: Any, raw: str) -> None:
        for name, tool in pinned.TOOLS.items():
            assert re.search(r"/v\d+\.\d+\.\d+/", tool.url), name
            assert re.fullmatch(r"[0-9a-f]{64}", tool.sha256), name
            assert f"tools/pinned.py {name} " in raw

    def test_the_program_is_taken_out_of_the_archive(self, pinned: Any) -> None:
        held = io.BytesIO()
        with tarfile.open(fileobj=held, mode="w:gz") as archive:
            for name in ("README.md", "bin/railway"):
                entry = tarfile.TarInfo(name)
                entry.size = len(name)
                archive.addfile(entry, io.BytesIO(name.encode()))
        tool = pinned.Tool(
            "https://x.example/v1.0.0/x.tar.gz", hashlib.sha256(held.getvalue()).hexdigest(), "railway"
        )
        assert pinned.program(tool, held.getvalue()) == b"bin/railway"
        with pytest.raises(pinned.WrongFile, match="holds no other"):
            pinned.program(pinned.Tool(tool.url, tool.sha256, "other"), held.getvalue())

    def test_another_file_is_refused_with_both_hashes(
        self, pinned: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(pinned, "fetch", lambda _: b"something else")
        monkeypatch.setattr(sys, "argv", ["pinned.py", "railway", "--into", str(tmp_path / "bin")])
        assert pinned.main() == 1
        told = capsys.readouterr().err
        assert pinned.TOOLS["railway"].sha256 in told
        assert hashlib.sha256(b"something else").hexdigest() in told
        assert not (tmp_path / "bin").exists()
