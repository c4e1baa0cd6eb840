"""What the statements of a migration do to whoever uses the tables meanwhile, in plain words; and what breaks the rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Waits = Literal["nobody", "writers", "everybody"]

_PARTS = re.compile(
    r"(?P<comment>--[^\n]*|/\*.*?\*/)|'(?:[^']|'')*'|\"[^\"]*\"|\$(?P<tag>\w*)\$.*?\$(?P=tag)\$|(?P<end>;)|[^-/'\"$;]+|.",
    re.DOTALL,
)
_ALLOWED = re.compile(r"--\s*allowed:\s*(\S.*)")
_NAME = r'(?P<table>"?[\w.]+"?)'
_OURS = re.compile(r"BEGIN$|COMMIT$|.*\balembic_version\b|DO \$note\$", re.IGNORECASE | re.DOTALL)
_MADE = re.compile(rf"CREATE (?:UNLOGGED )?TABLE (?:IF NOT EXISTS )?{_NAME}(?! PARTITION OF)", re.IGNORECASE)
_POINTS_TO = re.compile(r"\bREFERENCES (\"?[\w.]+\"?)", re.IGNORECASE)
_LATER = "the release before may still use it: only when `oldest_release` no longer allows one that does"


@dataclass(frozen=True, slots=True)
class Deed:
    """One statement. `against` says which rule it breaks, `allowed` why it may (a comment `-- allowed: …` above it)."""

    words: str
    waits: Waits
    against: str | None = None
    allowed: str | None = None


@dataclass(frozen=True, slots=True)
class _Rule:
    sign: re.Pattern[str]
    words: str
    waits: Waits
    against: str | None


def _rule(sign: str, words: str, waits: Waits, against: str | None = None) -> _Rule:
    return _Rule(re.compile(sign, re.IGNORECASE | re.DOTALL), words, waits, against)


_MOMENT = "; all its users wait for a moment"
_ANEW = "writes all of {table} anew; all its users wait until that is done"
_READ = "reads all of {table} to check it; all its users wait until that is done"
_HIDDEN = "what it holds cannot be told from here"
_INDEX = r"INDEX (?:CONCURRENTLY )?(?:IF NOT EXISTS )?(?P<name>\w+) ON "
_ON = rf"(?:ONLY )?{_NAME}"
_ALTER = rf"ALTER TABLE (?:IF EXISTS )?{_ON} .*?"
_RULES = (
    _rule(rf"CREATE TABLE .*PARTITION OF {_NAME}", "adds a partition to {table}" + _MOMENT, "everybody"),
    _rule(
        rf"CREATE (?:UNIQUE )?(?=INDEX CONCURRENTLY){_INDEX}{_NAME}",
        "builds index {name} on {table}; reads and writes go on",
        "nobody",
    ),
    _rule(
        rf"CREATE (?:UNIQUE )?{_INDEX}ONLY {_NAME}",
        "declares index {name} on {table}; writes wait for a moment",
        "writers",
    ),
    _rule(
        rf"CREATE (?:UNIQUE )?{_INDEX}{_NAME}",
        "builds index {name} on {table}; writes wait until it is built",
        "writers",
        "build it CONCURRENTLY (build_index)",
    ),
    _rule(
        r"DROP INDEX CONCURRENTLY (?:IF EXISTS )?(?P<name>\w+)",
        "drops index {name}; reads and writes go on",
        "nobody",
    ),
    _rule(
        r"DROP INDEX (?:IF EXISTS )?(?P<name>\w+)",
        "drops index {name}" + _MOMENT,
        "everybody",
        "drop it CONCURRENTLY",
    ),
    _rule(rf"DROP TABLE (?:IF EXISTS )?{_NAME}", "drops {table} with all it holds", "everybody", _LATER),
    _rule(rf"TRUNCATE (?:TABLE )?{_ON}", "empties {table}", "everybody", "data is never lost"),
    _rule(
        _ALTER + r"ALTER (?:COLUMN )?\w+ (?:SET DATA )?TYPE\b",
        _ANEW,
        "everybody",
        "add a column, fill it in batches, switch",
    ),
    _rule(
        _ALTER + r"SET NOT NULL", _READ, "everybody", "add CHECK (… IS NOT NULL) NOT VALID, then validate it"
    ),
    _rule(
        _ALTER + r"\bDROP (?:COLUMN )?(?!COLUMN|CONSTRAINT|DEFAULT|NOT NULL|EXPRESSION|IDENTITY)\w+",
        "drops a column of {table} with all it holds",
        "everybody",
        _LATER,
    ),
    _rule(
        _ALTER + r"\bRENAME\b",
        "renames in {table}" + _MOMENT,
        "everybody",
        "the release before does not know the new name",
    ),
    _rule(
        _ALTER + r"ADD (?:CONSTRAINT|CHECK|FOREIGN|UNIQUE|PRIMARY|EXCLUDE)\b(?!.*(?:NOT VALID|USING INDEX))",
        _READ,
        "everybody",
        "add it NOT VALID (or USING INDEX), then validate it",
    ),
    _rule(
        _ALTER + r"ADD (?:COLUMN )?(?!CONSTRAINT).*(?:\b\w*serial\b|GENERATED|DEFAULT (?!now\(\))\w+\()",
        _ANEW,
        "everybody",
        "add the column without it, fill it in batches",
    ),
    _rule(
        rf"(?!.*NOT VALID)(?=.*(?:REFERENCES|CHECK|UNIQUE|NOT NULL))(?!.*DEFAULT.*NOT NULL|.*NOT NULL.*DEFAULT){_ALTER}\bADD\b",
        _READ,
        "everybody",
        "give the column a default, or a constraint of its own that is NOT VALID",
    ),
    _rule(
        _ALTER + r"SET (?:LOGGED|UNLOGGED|TABLESPACE|ACCESS METHOD)",
        _ANEW,
        "everybody",
        "it takes the table away from its users",
    ),
    _rule(
        _ALTER + r"VALIDATE CONSTRAINT \w+$",
        "reads all of {table} to check it; reads and writes go on",
        "nobody",
    ),
    _rule(
        rf"ALTER TABLE (?:IF EXISTS )?{_ON} SET \((?:(?:toast\.)?autovacuum_\w+ = [\w.]+(?:, )?)+\)$",
        "sets when {table} is vacuumed; reads and writes go on",
        "nobody",
    ),
    _rule(rf"ALTER TABLE (?:IF EXISTS )?{_ON}", "changes {table}" + _MOMENT, "everybody"),
    _rule(
        rf"(?:UPDATE|DELETE FROM) {_ON}",
        "changes rows of {table}, which nobody else can change until the step ends",
        "writers",
        "fill in batches, each in a transaction of its own",
    ),
    _rule(rf"LOCK (?:TABLE )?{_NAME}", "locks {table}", "everybody", "no lock is held on purpose"),
    _rule(
        r"(?P<name>VACUUM|CLUSTER|REINDEX|REFRESH|DO)\b", "runs {name}: read its text", "everybody", _HIDDEN
    ),
    _rule(rf"INSERT INTO {_NAME}", "adds rows to {table}", "nobody"),
    _rule(
        rf"CREATE (?:OR REPLACE )?(?:CONSTRAINT )?TRIGGER .* ON {_NAME}",
        "puts a trigger on {table}; writes wait for a moment",
        "writers",
    ),
    _rule(rf"CREATE POLICY \w+ ON {_NAME}", "puts a policy on {table}" + _MOMENT, "everybody"),
    _rule(r"CREATE EXTENSION (?:IF NOT EXISTS )?(?P<name>\w+)", "installs {name}", "nobody"),
    _rule(
        r"CREATE (?:OR REPLACE )?(?P<name>(?:FUNCTION|VIEW|TYPE|SEQUENCE|SCHEMA|ROLE|DOMAIN) \w+)",
        "makes {name}",
        "nobody",
    ),
    _rule(r"(?:COMMENT|GRANT|REVOKE|SELECT|SET|RESET)\b", "", "nobody"),
)
"""The first that matches speaks."""


def deeds(sql: str) -> list[Deed]:
    """What each statement of a revision does, leaving out Alembic's own and what only describes.

    Tables that the same revision makes have no users yet: whatever happens to them concerns nobody.
    """
    found, made = [], set[str]()
    for text, allowed in statements(sql):
        if _OURS.match(text):
            continue
        if new := _MADE.match(text):
            made.add(new["table"])
            found.append(_making(new["table"], sorted(set(_POINTS_TO.findall(text)) - made)))
            continue
        deed = _judged(text, made, allowed)
        if deed.words:
            found.append(deed)
    return found


def _making(table: str, pointed_to: list[str]) -> Deed:
    if not pointed_to:
        return Deed(f"makes table {table}", "nobody")
    return Deed(f"makes table {table}; writes to {', '.join(pointed_to)} wait for a moment", "writers")


def _judged(text: str, made: set[str], allowed: str | None) -> Deed:
    for rule in _RULES:
        if match := rule.sign.match(text):
            names = match.groupdict()
            if names.get("table") in made:
                return Deed("", "nobody")
            return Deed(rule.words.format(**names), rule.waits, rule.against, allowed)
    return Deed(f"not known: {text[:80]}", "everybody", _HIDDEN, allowed)


def statements(sql: str) -> Iterator[tuple[str, str | None]]:
    """Each statement on one line and without comments, with the reason that a comment `-- allowed: …` gives."""
    text, allowed = "", None
    for part in _PARTS.finditer(sql + ";"):
        if part["comment"]:
            reason = _ALLOWED.match(part.group())
            allowed = reason[1].strip() if reason else allowed
        elif part["end"]:
            if text.strip():
                yield " ".join(text.split()), allowed
            text, allowed = "", None
        else:
            text += part.group()
