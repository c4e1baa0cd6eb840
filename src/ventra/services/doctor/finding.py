"""What an examination finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import msgspec

State = Literal["problem", "warning", "ok", "skipped"]
STATES: tuple[State, ...] = ("problem", "warning", "ok", "skipped")


class Finding(msgspec.Struct, frozen=True):
    """One thing that was looked at: `what` is so, `why` it matters, and what would `mend` it (null when nothing needs to be)."""

    name: str
    group: str
    state: State
    what: str
    why: str
    mend: str | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check says. Without a `mend` of its own a warning or a problem gets the check's."""

    state: State
    what: str
    mend: str | None = None


def ok(what: str) -> Verdict:
    """All is well; `what` says how it is."""
    return Verdict("ok", what)


def warning(what: str, mend: str | None = None) -> Verdict:
    """It works, and should be better."""
    return Verdict("warning", what, mend)


def problem(what: str, mend: str | None = None) -> Verdict:
    """It does not work, or is open to whoever comes."""
    return Verdict("problem", what, mend)


def skipped(what: str) -> Verdict:
    """Not looked at; `what` says why, honestly."""
    return Verdict("skipped", what)


class Blocked(Exception):
    """A check cannot look because of what the check `by` finds; `verdict` is that finding."""

    def __init__(self, by: str, verdict: Verdict) -> None:
        super().__init__(verdict.what)
        self.by, self.verdict = by, verdict
