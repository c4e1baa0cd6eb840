"""What signing people in takes, put together once when the api starts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from ventra.accounts.passwords import Hasher
from ventra.accounts.tokens import Signer
from ventra.infra.limits import Limit, Limits
from ventra.infra.secrets import Vault

SIGN_INS = Limit("sign-in", per_seconds=600, times=60)
"""From one network."""
FAILURES = Limit("sign-in-failure", per_seconds=900, times=8)
"""For one address of e-mail from one neighbourhood, or on one device that its owner knows. So whoever tries passwords is slowed
down where he is, and the owner elsewhere, or on a device of theirs, is not."""
CODES = Limit("code", per_seconds=3600, times=30)
"""Wrong codes for one account: only who knows its password gets to try any."""
SIGN_UPS = Limit("sign-up", per_seconds=3600, times=20)
RESETS = Limit("reset", per_seconds=3600, times=20)
RESETS_OF_ONE = Limit("reset-one", per_seconds=3600, times=5)
INVITATIONS = Limit("invite", per_seconds=3600, times=60)
SECRETS = Limit("one-use", per_seconds=600, times=60)
"""Links, invitations and second factors that one network tries."""


CHATS = Limit("telegram-link", per_seconds=3600, times=20)
"""Links to a chat that one person asks for."""


@dataclass(frozen=True, slots=True)
class Means:
    """`life`: a session's. `secure`: cookies travel over https alone."""

    signer: Signer
    hasher: Hasher
    vault: Vault
    limits: Limits
    life: timedelta
    secure: bool
    web_url: str
    bot_token: str | None
