"""Findings for people and for programs."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TextIO

import msgspec

from ventra import __version__
from ventra.services.doctor.finding import STATES, Finding, State

MARKS: dict[State, tuple[str, str]] = {
    "problem": ("✗", "31;1"),
    "warning": ("!", "33"),
    "ok": ("✓", "32"),
    "skipped": ("–", "2"),
}
TITLES: dict[State, str] = {
    "problem": "Problems",
    "warning": "Warnings",
    "ok": "Fine",
    "skipped": "Not looked at",
}
ASIDE = 14
NARROWEST, WIDEST, PLAIN_WIDTH = 60, 110, 110


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The shape of `--json`; docs/doctor.md describes it."""

    examined_at: datetime
    version: str
    environment: str
    service: str | None
    counts: dict[str, int]
    findings: list[Finding]


def report(findings: Sequence[Finding], *, environment: str, service: str | None) -> Report:
    """Everything in one value."""
    return Report(
        examined_at=datetime.now(UTC),
        version=__version__,
        environment=environment,
        service=service,
        counts=count(findings),
        findings=list(findings),
    )


def count(findings: Sequence[Finding]) -> dict[str, int]:
    """How many of each state."""
    return {state: sum(each.state == state for each in findings) for state in STATES}


def write(out: TextIO, told: Report, *, colour: bool) -> None:
    """Problems first, each with why and what mends it; at a terminal with marks and colour, elsewhere with words."""
    paper = _Paper(out, colour and _can_draw(out))
    names = max((len(each.name) for each in told.findings), default=0)
    for state in STATES:
        here = [each for each in told.findings if each.state == state]
        if not here:
            continue
        paper.line(paper.in_colour(state, TITLES[state]))
        if state == "skipped":
            paper.skipped(here)
        else:
            for before, each in zip([None, *here], here, strict=False):
                paper.finding(each, names, before is None or before.group != each.group)
        paper.line("")
    counts = ", ".join(
        f"{number} {_counted(state, number)}" for state, number in told.counts.items() if number
    )
    paper.line(f"{counts}.")


def _counted(state: str, number: int) -> str:
    names = {"problem": "problem", "warning": "warning", "ok": "fine", "skipped": "not looked at"}
    return names[state] + ("s" if number != 1 and state in ("problem", "warning") else "")


def _can_draw(out: TextIO) -> bool:
    try:
        "✗✓–…".encode(out.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


class _Paper:
    """Lines within a width."""

    def __init__(self, out: TextIO, drawn: bool) -> None:
        self._out, self._drawn = out, drawn
        columns = shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns if drawn else PLAIN_WIDTH
        self._width = min(max(columns, NARROWEST), WIDEST)

    def line(self, text: str) -> None:
        self._out.write(text.rstrip() + "\n")

    def in_colour(self, state: State, text: str) -> str:
        return f"\x1b[{MARKS[state][1]}m{text}\x1b[0m" if self._drawn else text

    def finding(self, each: Finding, names: int, first_of_group: bool) -> None:
        group = each.group if first_of_group else ""
        mark, rest = self._mark(each.state), f" {group:<9} {each.name:<{names}}  "
        begin, indent = f"  {self.in_colour(each.state, mark)}{rest}", len(mark) + 2 + len(rest)
        self._wrapped(each.what, begin, indent)
        if each.state in ("problem", "warning"):
            for label, words in (("why:  ", each.why), ("mend: ", each.mend or "")):
                self._wrapped(words, " " * ASIDE + label, ASIDE + len(label))

    def skipped(self, found: Sequence[Finding]) -> None:
        """One line a reason, with the names it keeps from being looked at."""
        reasons = dict.fromkeys(each.what for each in found)
        for reason in reasons:
            names = ", ".join(each.name for each in found if each.what == reason)
            mark = self._mark("skipped")
            self._wrapped(f"{names}: {reason}", f"  {self.in_colour('skipped', mark)} ", len(mark) + 3)

    def _mark(self, state: State) -> str:
        return MARKS[state][0] if self._drawn else state.ljust(7)

    def _wrapped(self, text: str, begin: str, indent: int) -> None:
        room = max(self._width - indent, 30)
        lines = textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False) or [""]
        self.line(begin + lines[0])
        for more in lines[1:]:
            self.line(" " * indent + more)
