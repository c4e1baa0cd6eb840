"""Finds the stores of a running `make up` or `make demo`, so that commands beside it need no addresses."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from ventra import settings as settings_of
from ventra.errors import SettingWrong
from ventra.settings import Settings

CHECKOUT = Path(__file__).resolve().parents[3]


def with_running_stores(settings: Settings) -> Settings:
    """Settings whose database is the one named, else that of a running `make up`, else of a running `make demo`.

    Raises `SettingWrong` when there is none: a command never starts stores of its own.
    """
    if settings["DATABASE_URL"] is not None:
        return settings
    beside = environment_beside(os.environ)
    if beside.get("DATABASE_URL"):
        return settings_of.read(settings.service, beside)
    raise SettingWrong(
        "DATABASE_URL", "is missing, and no `make up` or `make demo` is running; set it or start one"
    )


def environment_beside(environ: Mapping[str, str]) -> dict[str, str]:
    """An environment, and where it names no database, what a running `make up` or `make demo` tells of its own.

    Never in production.
    """
    named = any(environ.get(name, "").strip() for name in ("DATABASE_URL", "DATABASE_URL_FILE"))
    production = any(environ.get(name, "").strip() == "production" for name in ("NODE_ENV", "VENTRA_ENV"))
    if named or production:
        return dict(environ)
    base = Path(environ.get("VENTRA_HOME") or CHECKOUT / ".home").resolve()
    for home in (base / "up", base / "demo", base):
        notes = home / "env"
        if notes.is_file():
            lines = notes.read_text(encoding="utf-8").splitlines()
            told = dict(line.split("=", 1) for line in lines if "=" in line)
            return told | {name: value for name, value in environ.items() if value.strip()}
    return dict(environ)
