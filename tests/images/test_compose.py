"""compose.yaml and .env.example say the same as the settings, the images and Railway's files."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from fixtures.dockerfile import read_dockerfile
from ventra.errors import SettingWrong
from ventra.settings import SERVICES, VARIABLES, read

NAMES = {variable.name: variable for variable in VARIABLES}
OF_COMPOSE = {"POSTGRES_PASSWORD", "WEB_PORT"}
OF_WEB = {"API_UPSTREAM", "PORT"}
NEEDED = {"POSTGRES_PASSWORD": "a" * 32, "JWT_SECRET": "b" * 40, "WEB_URL": "http://localhost:8080"}
_ASKED = re.compile(r"\$\{([A-Z_]+)(?:(:[-?])([^}]*))?\}")


@pytest.fixture(scope="module")
def compose(checkout: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((checkout / "compose.yaml").read_text())
    return loaded


def filled_in(text: str, env: dict[str, str]) -> str:
    """What compose makes of `${NAME}`, `${NAME:-otherwise}` and `${NAME:?why it must be there}`."""

    def one(found: re.Match[str]) -> str:
        name, kind, words = found.groups()
        if not env.get(name) and kind == ":?":
            raise KeyError(f"{name}: {words}")
        return env.get(name) or (words if kind == ":-" else "")

    return _ASKED.sub(one, text)


def example(checkout: Path) -> dict[str, tuple[str, bool]]:
    """Variables of .env.example: the value, and whether the line is in force."""
    text = (checkout / ".env.example").read_text()
    lines = re.findall(r"^(# )?([A-Z_]+)=(.*)$", text, re.MULTILINE)
    assert len({name for _, name, _ in lines}) == len(lines), "each variable once"
    return {name: (value, not comment) for comment, name, value in lines}


def test_it_is_a_compose_file_by_the_books(checkout: Path) -> None:
    checker = checkout / ".venv" / "bin" / "check-jsonschema"
    done = subprocess.run(
        [checker, "--builtin-schema", "vendor.compose-spec", "compose.yaml"],
        cwd=checkout, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_stores_are_those_of_the_guide(compose: dict[str, Any]) -> None:
    postgres, redis = compose["services"]["postgres"], compose["services"]["redis"]
    assert (postgres["image"], redis["image"]) == ("pgvector/pgvector:pg16", "redis:7")
    assert postgres["environment"]["POSTGRES_USER"] == "uzum"
    assert postgres["environment"]["POSTGRES_DB"] == "uzum_trend_finder"
    assert postgres["environment"]["PGDATA"] == "/var/lib/postgresql/data/pgdata"
    assert postgres["volumes"] == ["postgres:/var/lib/postgresql/data"]
    assert redis["command"][1:] == ["--appendonly", "yes", "--maxmemory-policy", "noeviction"]
    assert {"postgres", "redis"} <= set(compose["volumes"])


def test_nothing_but_the_page_is_open_to_the_world(compose: dict[str, Any]) -> None:
    opened = {name: one["ports"] for name, one in compose["services"].items() if "ports" in one}
    assert opened == {"web": ["${WEB_PORT:-8080}:80"]}


@pytest.mark.parametrize("service", [*SERVICES, "web"])
def test_a_service_is_built_watched_and_stopped_as_its_own_files_say(
    checkout: Path, compose: dict[str, Any], service: str
) -> None:
    told = compose["services"][service]
    image = read_dockerfile(checkout / told["build"]["dockerfile"]).last
    assert told["build"]["dockerfile"] == f"apps/{service}/Dockerfile"
    assert image.setting("HEALTHCHECK")
    assert told["environment"].get("PORT", image.setting("EXPOSE")) == image.setting("EXPOSE")
    railway = json.loads((checkout / "apps" / service / "railway.json").read_text())
    assert told["stop_grace_period"] == f"{railway['deploy']['drainingSeconds']}s"
    assert told["restart"] == "unless-stopped"
    assert all(one["condition"] == "service_healthy" for one in told["depends_on"].values())


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_starts_with_what_it_is_given(compose: dict[str, Any], service: str) -> None:
    given = compose["services"][service]["environment"]
    assert set(given) <= set(NAMES)
    env = {name: filled_in(value, NEEDED) for name, value in given.items()}
    settings = read(service, env)
    assert settings.production
    assert settings["DATABASE_URL"] == f"postgresql://uzum:{'a' * 32}@postgres:5432/uzum_trend_finder"
    secrets = {name for name in given if NAMES[name].secret}
    assert all("${" in given[name] for name in secrets - {"REDIS_URL"})


@pytest.mark.parametrize("missing", sorted(NEEDED))
def test_what_is_missing_is_named_and_explained(compose: dict[str, Any], missing: str) -> None:
    env = NEEDED | {missing: ""}
    every = " ".join(
        value for one in compose["services"].values() for value in one.get("environment", {}).values()
    )
    with pytest.raises(KeyError, match=rf"{missing}: .*such as"):
        filled_in(every, env)


def test_whatever_compose_asks_for_the_example_explains(checkout: Path) -> None:
    asked = {found[1] for found in _ASKED.finditer((checkout / "compose.yaml").read_text())}
    assert asked <= set(example(checkout))


def test_the_example_holds_every_variable_and_no_secret(checkout: Path) -> None:
    found = example(checkout)
    assert set(found) == set(NAMES) | OF_COMPOSE | OF_WEB, "as in settings.py"
    for name, (value, in_force) in found.items():
        secret = name == "POSTGRES_PASSWORD" or (name in NAMES and NAMES[name].secret)
        assert not (secret and value), f"{name} has a value"
        if value and name in NAMES:
            NAMES[name].read(value)  # a malformed one raises
        assert in_force or name not in NEEDED


def test_defaults_in_the_example_are_the_real_ones(checkout: Path) -> None:
    for name, (value, in_force) in example(checkout).items():
        if name in NAMES and value and not in_force and name not in ("NODE_ENV", "TRUSTED_PROXY_HOPS"):
            assert NAMES[name].read(value) == NAMES[name].default, name


def test_the_copied_example_needs_only_its_secrets(checkout: Path, compose: dict[str, Any]) -> None:
    env = {name: value for name, (value, in_force) in example(checkout).items() if in_force}
    api = compose["services"]["api"]["environment"]
    with pytest.raises(KeyError, match=r"POSTGRES_PASSWORD|JWT_SECRET"):
        [filled_in(value, env) for value in api.values()]
    env |= {"POSTGRES_PASSWORD": "a" * 32, "JWT_SECRET": "short"}
    with pytest.raises(SettingWrong, match="JWT_SECRET"):
        read("api", {name: filled_in(value, env) for name, value in api.items()})


def test_git_never_takes_an_env_file(checkout: Path) -> None:
    for path, ignored in ((".env", True), ("apps/web/.env.local", True), (".env.example", False)):
        done = subprocess.run(
            ["git", "check-ignore", "--quiet", "--no-index", path], cwd=checkout, timeout=30, check=False
        )
        assert (done.returncode == 0) is ignored, path
