"""Whether the keys that sign and encrypt were drawn by chance: in production the api does not start with others."""

from __future__ import annotations

from ventra.core.strength import LEAST_BITS_KEY, bits_of
from ventra.errors import SettingWrong
from ventra.settings import Settings

KEYS = ("JWT_SECRET", "JWT_SECRET_OLD", "SECRETS_KEY", "SECRETS_KEY_OLD")


def must_be_strong(settings: Settings) -> None:
    """In production raise `SettingWrong` for the first key that looks thought up; elsewhere any will do."""
    if not settings.production:
        return
    for name in KEYS:
        if settings[name] is not None and bits_of(settings[name]) < LEAST_BITS_KEY:
            raise SettingWrong(
                name, "looks thought up: words, rows or repeats; make one with: openssl rand -base64 48"
            )
