"""What a check is: a line of docs/doctor.md, and the function that looks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from ventra.services.doctor.finding import Verdict
from ventra.services.doctor.patient import Patient

Look = Callable[[Patient], Awaitable[Verdict | list[Verdict]]]


@dataclass(frozen=True, slots=True)
class Check:
    """`mend` is what helps in general; a verdict may know better."""

    name: str
    group: str
    looks_at: str
    why: str
    mend: str
    look: Look


def checks_of(group: str) -> Callable[..., Callable[[Look], Check]]:
    """A decorator that makes functions into checks of a group."""

    def check(name: str, *, looks_at: str, why: str, mend: str) -> Callable[[Look], Check]:
        return lambda look: Check(name, group, looks_at, why, mend, look)

    return check
