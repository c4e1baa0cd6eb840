"""The operator's switch of collecting, as an examination sees it."""

from __future__ import annotations

from ventra.collect.store import switch
from ventra.services.doctor.finding import Blocked
from ventra.services.doctor.patient import Patient


async def switched_to(patient: Patient) -> str | None:
    """`off`, `tracked` or `all` where the operator switched; None otherwise, and where the database does not say."""
    if "switched" not in patient.known:
        try:
            async with patient.database() as db:
                patient.known["switched"] = (await switch.read(db)).switched_to
        except Blocked:
            patient.known["switched"] = None
    to: str | None = patient.known["switched"]
    return to
