"""Stored secrets: by which key each is sealed, and whether an old key can go."""

from __future__ import annotations

from collections import Counter

from ventra.accounts.store import sealed
from ventra.alerts.store import sealed as webhooks
from ventra.infra.roles import GATE_ROLE, become
from ventra.services.doctor.check import checks_of
from ventra.services.doctor.finding import Verdict, ok, problem, skipped, warning
from ventra.services.doctor.patient import Patient
from ventra.services.vaults import names_of, vault_of
from ventra.settings import API
from ventra.shop.store import own_keys

check = checks_of("secrets")
RESEAL = "ventra admin reseal (on Railway: railway ssh --service api -- ventra admin reseal)"


@check(
    "sealed_secrets",
    looks_at="second factors, webhooks' secrets and keys of own shops are encrypted with the key of today, and no old key "
    "stands by for nothing",
    why="what is encrypted with a key that is gone opens no more: nobody signs in with it, no webhook is signed, no shop read",
    mend=RESEAL,
)
async def sealed_secrets(patient: Patient) -> Verdict | list[Verdict]:
    """The key of each is told by its mark; nothing is opened."""
    if patient.is_not(API):
        return skipped("only the api opens stored secrets")
    if patient.get("SECRETS_KEY") is None and patient.get("JWT_SECRET") is None:
        return skipped("neither SECRETS_KEY nor JWT_SECRET is set here; the api has them")
    old = patient.get("SECRETS_KEY_OLD") is not None
    async with patient.database() as db:
        await become(db, GATE_ROLE)
        counts = (
            Counter(await sealed.counts(db))
            + Counter(await webhooks.counts(db))
            + Counter(await own_keys.counts(db))
        )
    names = names_of(patient.settings)
    by_name: dict[str, int] = {}
    for name, mark in zip(names, vault_of(patient.settings).marks, strict=True):
        if mark in counts:
            by_name[name] = counts.pop(mark)
    found = []
    if lost := sum(counts.values()):
        found.append(
            problem(
                f"stored secrets sealed with a key that is not given: {lost}",
                "give that key as SECRETS_KEY_OLD at the api; where it is lost: ventra admin drop-second-factor EMAIL, "
                "webhooks are added anew, and keys of own shops given again",
            )
        )
    for name in names[1:]:
        if name in by_name:
            found.append(warning(f"stored secrets still sealed with {name}: {by_name[name]}"))
    if found:
        return found
    if old:
        return warning(
            "nothing is sealed with SECRETS_KEY_OLD any more", "take SECRETS_KEY_OLD away at the api"
        )
    return ok(f"all sealed with {names[0]}: {by_name.get(names[0], 0)}")
