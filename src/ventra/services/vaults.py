"""Which settings seal stored secrets, and which still open what was sealed before."""

from __future__ import annotations

from ventra.errors import SettingWrong
from ventra.infra.secrets import Vault, key_from
from ventra.settings import Settings

VAULT = "stored secrets"
OPENING = ("SECRETS_KEY_OLD", "JWT_SECRET", "JWT_SECRET_OLD")
"""Beside the one that seals: whatever may have sealed before."""


def sealing_name(settings: Settings) -> str:
    """The setting whose key seals today: `SECRETS_KEY`, or what signs where there is none."""
    return "SECRETS_KEY" if settings["SECRETS_KEY"] else "JWT_SECRET"


def names_of(settings: Settings) -> list[str]:
    """The settings that are set and open stored secrets, the one that seals first."""
    first = sealing_name(settings)
    return [name for name in (first, *(one for one in OPENING if one != first)) if settings[name]]


def vault_of(settings: Settings) -> Vault:
    """What seals stored secrets and opens them; `SettingWrong` where no key is given for sealing."""
    if not settings[sealing_name(settings)]:
        raise SettingWrong(
            "SECRETS_KEY", "is missing, and so is JWT_SECRET: run this with the api's settings"
        )
    return Vault([key_from(settings[name], VAULT) for name in names_of(settings)])
