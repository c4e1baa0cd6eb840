"""The tables of the simulator's faults and troubles say what the simulator does."""

from __future__ import annotations

import re
from pathlib import Path

from ventra.simulator.faults import FIELDS, OPTIONS, STRIKES
from ventra.simulator.streams.kinds import SAID


def rows(checkout: Path) -> dict[str, list[str]]:
    text = (checkout / "docs" / "simulator.md").read_text()
    found = re.findall(r"^\| `([a-z0-9-]+)` \| (.*) \|$", text, re.MULTILINE)
    return {kind: rest.split(" | ") for kind, rest in found}


def test_every_fault_is_documented_with_what_it_strikes_and_its_options(checkout: Path) -> None:
    told = rows(checkout)
    assert list(told) == list(STRIKES)
    for kind, (strikes, options, *_) in told.items():
        assert tuple(strikes.split(", ")) == STRIKES[kind]
        named = [name for name in re.findall(r"`(\w+)`", options) if name in sum(OPTIONS.values(), ())]
        assert tuple(named) == OPTIONS.get(kind, ())


def test_the_fields_that_change_by_themselves_are_named(checkout: Path) -> None:
    text = " ".join((checkout / "docs" / "simulator.md").read_text().split())
    first = [f"`{names[0]}`" for path, names in FIELDS.items() if path != "token"]
    assert f"Without it: {', '.join(first)}." in text


def test_every_trouble_of_the_streams_is_documented_in_its_own_words(checkout: Path) -> None:
    text = (checkout / "docs" / "simulator.md").read_text()
    told = re.findall(r"^\* `([a-z_]+)`: (.*)$", text, re.MULTILINE)
    assert told == [(str(trouble), line) for trouble, line in SAID.items()]
