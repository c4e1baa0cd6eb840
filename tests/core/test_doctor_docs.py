"""docs/doctor.md lists the checks as the code has them."""

from __future__ import annotations

import re
from pathlib import Path

from ventra.infra.logs import scrub
from ventra.services.doctor.examine import CHECKS, THEMES
from ventra.services.doctor.finding import STATES
from ventra.services.doctor.show import Report


def test_every_check_is_listed_as_it_is(checkout: Path) -> None:
    text = (checkout / "docs" / "doctor.md").read_text(encoding="utf-8")
    listed = text[text.index("## All checks") :]
    assert re.findall(r"^### (.*)$", listed, re.MULTILINE) == [theme.CHECKS[0].group for theme in THEMES]
    rows = re.findall(r"^\| `(\w+)` \| (.*) \| (.*) \| (.*) \|$", listed, re.MULTILINE)
    assert rows == [(one.name, one.looks_at, one.why, one.mend) for one in CHECKS]


def test_names_are_used_once_and_the_symptoms_name_checks_that_there_are(checkout: Path) -> None:
    names = [one.name for one in CHECKS]
    assert len(set(names)) == len(names)
    text = (checkout / "docs" / "doctor.md").read_text(encoding="utf-8")
    symptoms = text[text.index("## Where to look") : text.index("## All checks")]
    told = [row.rpartition(" | ")[2] for row in symptoms.splitlines() if row.startswith("| ")][1:]
    assert len(told) >= 8
    for name in re.findall(r"`(\w+)`", " ".join(told)):
        assert name in names, name


def test_the_shape_for_programs_is_described(checkout: Path) -> None:
    text = (checkout / "docs" / "doctor.md").read_text(encoding="utf-8")
    for name in (*Report.__struct_fields__, *STATES):
        assert f"`{name}`" in text


def test_no_remedy_is_taken_for_a_secret() -> None:
    """What is said is scrubbed; a remedy that looked like a secret would arrive with holes."""
    for one in CHECKS:
        assert scrub(one.mend) == one.mend
