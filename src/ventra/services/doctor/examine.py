"""Runs checks beside each other, each within its own time; one that breaks is a finding like any other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from ventra.errors import SettingWrong
from ventra.infra.logs import logger, scrub
from ventra.services.doctor import (
    addresses,
    backups,
    given,
    machine,
    postgres,
    redis,
    secrets,
    telegram,
    work,
)
from ventra.services.doctor.check import Check
from ventra.services.doctor.finding import STATES, Blocked, Finding, Verdict, problem, skipped
from ventra.services.doctor.patient import Patient
from ventra.services.running import CHECKOUT
from ventra.settings import Settings

LIMIT_SECONDS = 5.0
THEMES = (given, secrets, addresses, postgres, redis, work, backups, telegram, machine)
CHECKS: tuple[Check, ...] = tuple(check for theme in THEMES for check in theme.CHECKS)
_log = logger(__name__)


def _nobody(waiting: Collection[str]) -> None:
    """Nobody wants to know."""


async def examine(
    settings: Settings,
    wrong: Sequence[SettingWrong] = (),
    *,
    only: Collection[str] | None = None,
    say: Callable[[Collection[str]], None] = _nobody,
    checkout: Path = CHECKOUT,
    limit_seconds: float = LIMIT_SECONDS,
) -> list[Finding]:
    """Look at everything, or at `only` some, problems first. `wrong` is what `settings.read_all` gathered.

    `say` hears the names that are still being looked at. Secrets are hidden as `logs.configure` was told.
    """
    asked = [check for check in CHECKS if only is None or check.name in only]
    waiting = [check.name for check in asked]
    async with Patient(settings, wrong, checkout=checkout, limit_seconds=limit_seconds) as patient:

        async def one(check: Check) -> list[Finding]:
            verdicts = await _verdicts(check, patient, {check.name for check in asked}, limit_seconds)
            waiting.remove(check.name)
            say(waiting)
            return [_finding(check, verdict) for verdict in verdicts]

        say(waiting)
        found = await asyncio.gather(*map(one, asked))
    return sorted((each for some in found for each in some), key=lambda each: STATES.index(each.state))


async def _verdicts(
    check: Check, patient: Patient, asked: Collection[str], limit_seconds: float
) -> list[Verdict]:
    try:
        async with asyncio.timeout(limit_seconds):
            said = await check.look(patient)
        return said if isinstance(said, list) else [said]
    except Blocked as blocked:
        # Told once where it belongs; where that was not asked for, it is told here.
        if blocked.verdict.state != "skipped" and blocked.by in asked and blocked.by != check.name:
            return [skipped(f"could not be looked at: see {blocked.by}")]
        return [blocked.verdict]
    except TimeoutError:
        return [problem(f"no answer within {limit_seconds:g} s")]
    except Exception as broken:
        # At the edge: an examination must go on, and must not pass what it could not look at.
        _log.debug("a check broke", check=check.name, exc_info=broken)
        words = scrub(str(broken).partition("\n")[0])[:200]
        told = f"the check itself broke: {type(broken).__name__}: {words}"
        return [problem(told, "look at the rest first; if it stays, LOG_LEVEL=debug shows the trace")]


def _finding(check: Check, verdict: Verdict) -> Finding:
    wants = verdict.state in ("problem", "warning")
    mend = (verdict.mend or check.mend) if wants else None
    return Finding(
        name=check.name,
        group=check.group,
        state=verdict.state,
        what=scrub(verdict.what),
        why=check.why,
        mend=mend and scrub(mend),
    )
