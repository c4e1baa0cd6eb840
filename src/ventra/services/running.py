"""Finds the stores of a running `make up` or `make demo`, so that commands beside it need no addresses."""

from __future__ import annotations

import os
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
    base = Path(os.environ.get("VENTRA_HOME") or CHECKOUT / ".home").resolve()
    for home in (base / "up", base / "demo", base):
        notes = home / "env"
        if notes.is_file() and not settings.production:
            told = dict(
                line.split("=", 1) for line in notes.read_text(encoding="utf-8").splitlines() if "=" in line
            )
            return settings_of.read(settings.service, told | dict(os.environ))
    raise SettingWrong(
        "DATABASE_URL", "is missing, and no `make up` or `make demo` is running; set it or start one"
    )
