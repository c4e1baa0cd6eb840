"""What the documents say of settings is what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ventra.errors import SettingWrong
from ventra.services.openapi import document
from ventra.settings import API, SERVICES, VARIABLES, read

GOOD = {
    "DATABASE_URL": "postgresql://u:p@localhost/v",
    "REDIS_URL": "redis://localhost:6379",
    "JWT_SECRET": "x" * 32,
    "WEB_URL": "http://localhost:3000",
}


def documented(checkout: Path) -> dict[str, list[str]]:
    text = (checkout / "docs" / "settings.md").read_text()
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.*) \|$", text, re.MULTILINE)
    return {name: rest.split(" | ") for name, rest in rows}


def test_every_variable_is_documented_with_who_needs_it(checkout: Path) -> None:
    told = documented(checkout)
    assert list(told) == [variable.name for variable in VARIABLES]
    for variable in VARIABLES:
        needed, _, purpose = told[variable.name]
        assert needed == (", ".join(variable.needed_by) or "–")
        assert purpose.lower() == variable.purpose.lower()


def test_documented_defaults_are_what_is_used(checkout: Path) -> None:
    for variable in VARIABLES:
        said = documented(checkout)[variable.name][1]
        if said == "–":
            assert variable.default is None
        else:
            assert variable.read(said.strip("`")) == variable.default


def test_no_variable_is_read_anywhere_else(checkout: Path) -> None:
    names = {variable.name for variable in VARIABLES} | {"VENTRA_ENV"}
    allowed = {"services", "settings.py"}
    for path in (checkout / "src" / "ventra").rglob("*.py"):
        if path.relative_to(checkout / "src" / "ventra").parts[0] in allowed:
            continue
        assert not re.search(r"\benviron\b|getenv", path.read_text()), path
    assert "DATABASE_URL" in names


@pytest.mark.parametrize("name", sorted(GOOD))
def test_a_missing_variable_is_named(name: str) -> None:
    with pytest.raises(SettingWrong, match=name):
        read(API, {key: value for key, value in GOOD.items() if key != name})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "99999"), ("PORT", "1e3"), ("JWT_SECRET", "short"), ("JWT_EXPIRES_IN", "7 days"), ("COLLECT", "some"),
        ("DATABASE_URL", "mysql://x"), ("WEB_URL", "localhost"), ("BUDGET_PRODUCT_PER_SECOND", "0"), ("VENTRA_SIMULATED", "yes"),
        ("TELEGRAM_BOT_TOKEN", "abc"), ("NODE_ENV", "prod"),
    ],
)  # fmt: skip
def test_a_malformed_value_stops_the_start_and_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingWrong, match=name):
        read(API, GOOD | {name: value})


def test_every_service_starts_with_exactly_its_variables() -> None:
    for service in SERVICES:
        needed = {variable.name for variable in VARIABLES if service in variable.needed_by}
        assert read(service, {name: GOOD[name] for name in needed})["DATABASE_URL"]


def test_a_secret_can_come_from_a_file_and_is_never_shown(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("y" * 40 + "\n")
    settings = read(
        API,
        {k: v for k, v in GOOD.items() if k != "JWT_SECRET"} | {"JWT_SECRET_FILE": str(tmp_path / "secret")},
    )
    assert settings["JWT_SECRET"] == "y" * 40
    assert "yyyy" not in repr(settings)


def test_the_page_is_built_on_the_apis_own_description(checkout: Path) -> None:
    # `make types` writes both the document and the page's types.
    assert (checkout / "apps" / "web" / "openapi.json").read_bytes() == document()
