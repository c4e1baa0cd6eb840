"""Doctor on variables, addresses by their looks, and `.env` files."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from fixtures.doctor import PRODUCTION, examined, found_by
from ventra.errors import SettingWrong
from ventra.settings import API, read, read_all


async def test_every_wrong_variable_is_told_and_nothing_stops() -> None:
    environ = PRODUCTION | {"JWT_SECRET": "short", "PORT": "99999", "WEB_URL": ""}
    found = await examined(environ, "settings", service=API)
    assert [each.what.split(":")[0] for each in found] == ["JWT_SECRET", "PORT", "WEB_URL"]
    assert {each.state for each in found} == {"problem"}
    assert (await found_by("settings", PRODUCTION, service=API)).state == "ok"


def test_reading_all_gathers_what_reading_stops_at() -> None:
    environ = PRODUCTION | {"PORT": "x", "COLLECT": "some"}
    settings, wrong = read_all(API, environ)
    assert [one.name for one in wrong] == ["PORT", "COLLECT"]
    assert (settings["PORT"], settings["WEB_URL"]) == (3000, "https://ventra.example")
    with pytest.raises(SettingWrong, match="PORT"):
        read(API, environ)


async def test_a_secrets_file_that_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    environ = {"JWT_SECRET_FILE": str(tmp_path / "none")}
    assert "JWT_SECRET_FILE" in (await found_by("jwt_secret", environ)).what
    assert "see settings" in (await examined(environ, "settings", "jwt_secret"))[1].what


@pytest.mark.parametrize(
    ("environ", "state"),
    [
        ({}, "ok"), ({"WEB_URL": "http://localhost:3000"}, "ok"), ({"WEB_URL": "https://ventra.example"}, "problem"),
        (PRODUCTION, "ok"), (PRODUCTION | {"VENTRA_SIMULATED": "1"}, "problem"),
        (PRODUCTION | {"TELEGRAM_API_URL": "http://127.0.0.1:8081"}, "problem"),
    ],
)  # fmt: skip
async def test_production_is_production_and_a_laptop_is_not(environ: dict[str, str], state: str) -> None:
    assert (await found_by("environment", environ)).state == state


async def test_collecting_switched_off_is_told_at_the_worker() -> None:
    assert (await found_by("collecting", {"COLLECT": "off"})).state == "warning"
    assert (await found_by("collecting", {"COLLECT": "all"})).state == "ok"
    assert (await found_by("collecting", PRODUCTION | {"COLLECT": "off"}, service=API)).state == "skipped"


@pytest.mark.parametrize(
    ("url", "state"),
    [
        ("https://ventra.example", "ok"), ("https://ventra.example/", "ok"), ("http://ventra.example", "problem"),
        ("https://localhost", "problem"), ("https://api.railway.internal", "problem"), ("https://ventra.example/app", "problem"),
        ("https://10.0.0.7", "problem"), ("https://me:pw@ventra.example", "problem"),
    ],
)  # fmt: skip
async def test_the_public_address_in_production(url: str, state: str) -> None:
    assert (await examined(PRODUCTION | {"WEB_URL": url}, "web_url"))[0].state == state


async def test_a_laptop_needs_no_https() -> None:
    assert (await found_by("web_url", {"WEB_URL": "http://localhost:3000"})).state == "ok"


@pytest.mark.parametrize(
    ("name", "url", "state"),
    [
        ("DATABASE_URL", "postgresql://u:p@db.example.com/v", "problem"),
        ("DATABASE_URL", "postgresql://u:p@db.example.com/v?sslmode=require", "ok"),
        ("DATABASE_URL", "postgresql://u:p@monorail.proxy.rlwy.net:4711/v?sslmode=require", "warning"),
        ("DATABASE_URL", "postgresql://u:p@10.1.2.3/v", "ok"), ("REDIS_URL", "redis://redis.example.com", "problem"),
        ("REDIS_URL", "rediss://redis.example.com", "ok"), ("REDIS_URL", "redis://[fd12::7]:6379", "ok"),
    ],
)  # fmt: skip
async def test_stores_are_reached_privately_or_encrypted(name: str, url: str, state: str) -> None:
    assert (await found_by("networks", PRODUCTION | {name: url})).state == state


async def test_the_api_must_know_its_proxies_in_production() -> None:
    none = PRODUCTION | {"TRUSTED_PROXY_HOPS": "0"}
    assert (await found_by("proxy_hops", none, service=API)).state == "warning"
    assert (await found_by("proxy_hops", PRODUCTION, service=API)).state == "ok"
    assert (await found_by("proxy_hops", none | {"JWT_SECRET": ""})).state == "skipped"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / ".env").write_text("JWT_SECRET=anything\n")
    (tmp_path / ".env").chmod(0o600)
    return tmp_path


async def test_env_files_stay_out_of_git_and_closed_to_others(checkout: Path) -> None:
    said = await found_by("env_file", {}, checkout=checkout)
    assert (said.state, said.what) == ("problem", ".env is not ignored by git")
    (checkout / ".gitignore").write_text(".env*\n!.env.example\n")
    (checkout / ".env.example").write_text("JWT_SECRET=\n")
    assert (await found_by("env_file", {}, checkout=checkout)).state == "ok"
    (checkout / ".env").chmod(0o644)
    assert (await found_by("env_file", {}, checkout=checkout)).state == "warning"
    (checkout / ".env").chmod(0o600)
    subprocess.run(["git", "-C", str(checkout), "add", "--force", ".env"], check=True)
    said = await found_by("env_file", {}, checkout=checkout)
    assert (said.state, said.what) == ("problem", ".env is committed")
    assert "every secret" in str(said.mend)


async def test_an_image_is_no_checkout(tmp_path: Path) -> None:
    assert (await found_by("env_file", {}, checkout=tmp_path)).state == "skipped"
