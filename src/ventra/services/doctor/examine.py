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
from ventra.services.doctor.patient import CLOCK, Patient
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

        async def one(check: Check) -> list[Verdict] | Blocked:
            said = await _look(check, patient, limit_seconds)
            waiting.remove(check.name)
            say(waiting)
            return said

        say(waiting)
        said = dict(zip(asked, await asyncio.gather(*map(one, asked)), strict=True))
    telling = {check.name for check, verdicts in said.items() if _tells(check, verdicts)}
    found = [_finding(check, one) for check in asked for one in _verdicts(check, said[check], telling)]
    return sorted(found, key=lambda each: STATES.index(each.state))


async def _look(check: Check, patient: Patient, limit_seconds: float) -> list[Verdict] | Blocked:
    try:
        async with asyncio.timeout(limit_seconds) as clock:
            CLOCK.set(clock)
            said = await check.look(patient)
        return said if isinstance(said, list) else [said]
    except Blocked as blocked:
        return blocked
    except TimeoutError:
        return [problem(f"no answer within {limit_seconds:g} s")]
    except Exception as broken:
        # At the edge: an examination must go on, and must not pass what it could not look at.
        _log.debug("a check broke", check=check.name, exc_info=broken)
        words = scrub(str(broken).partition("\n")[0])[:200]
        told = f"the check itself broke: {type(broken).__name__}: {words}"
        return [problem(told, "look at the rest first; if it stays, LOG_LEVEL=debug shows the trace")]


def _tells(check: Check, said: list[Verdict] | Blocked) -> bool:
    """Whether a check tells something that keeps others from looking."""
    if isinstance(said, Blocked):
        return said.by == check.name
    return any(verdict.state in ("problem", "warning") for verdict in said)


def _verdicts(check: Check, said: list[Verdict] | Blocked, telling: Collection[str]) -> list[Verdict]:
    """What keeps a check from looking is told once, where it belongs; where nobody tells it, it is told here."""
    if not isinstance(said, Blocked):
        return said
    if said.verdict.state != "skipped" and said.by in telling and said.by != check.name:
        return [skipped(f"could not be looked at: see {said.by}")]
    return [said.verdict]


def _finding(check: Check, verdict: Verdict) -> Finding:
    wants = verdict.state in ("problem", "warning")
    mend = (verdict.mend or check.mend) if wants else None
    return Finding(
        name=check.name,
        group=check.group,
        state=verdict.state,
        what=_plain(scrub(verdict.what)),
        why=check.why,
        mend=mend and scrub(mend),
    )


def _plain(text: str) -> str:
    """On one line, and without what would move a terminal's cursor: a reason may hold a stranger's text."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
