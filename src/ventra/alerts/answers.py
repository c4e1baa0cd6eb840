"""What the routes of alerts take and give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from ventra.core.product import Titles
from ventra.core.rule_told import Told

Scope = Literal["product", "list", "tracked", "mine", "rivals", "category", "seller", "search"]
SubjectKind = Literal["product", "category", "seller"]
Quiet = Literal["cooling", "muted"]
MOST_CONDITIONS = 5

Number = Annotated[int, Meta(ge=1, le=2**53)]
Name = Annotated[str, Meta(max_length=200)]
CoolHours = Annotated[int, Meta(ge=0, le=720)]


class KindUnit(Struct, frozen=True):
    """A unit of a kind's limit, and the limit that is proposed in it."""

    unit: str
    usual: float


class RuleKind(Struct, frozen=True):
    """A kind of condition: the `days` it may look back over (0: none), whether it compares with a product of one's own."""

    kind: str
    group: str
    subject: SubjectKind
    units: list[KindUnit]
    least: float
    most: float
    days: list[int]
    below: bool
    other: bool


class RuleKinds(Struct, frozen=True):
    """All kinds, in the order in which they are shown."""

    items: list[RuleKind]


class ConditionWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One condition; `other` is the product of one's own that it compares with, where its kind does."""

    kind: Annotated[str, Meta(max_length=40)]
    limit: float
    unit: Annotated[str, Meta(max_length=20)] = ""
    days: Annotated[int, Meta(ge=0, le=7)] = 0
    other: Number | None = None


Conditions = Annotated[list[ConditionWish], Meta(min_length=1, max_length=MOST_CONDITIONS)]


class RuleWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody wants to be told of. `channels`: where to; none: to every channel that takes all rules."""

    scope: Scope
    conditions: Conditions
    name: Name = ""
    scope_id: Number | None = None
    scope_text: Annotated[str, Meta(max_length=200)] | None = None
    needs_all: bool = True
    cool_hours: CoolHours = 24
    channels: Annotated[list[Number], Meta(max_length=50)] | None = None
    enabled: bool = True


class RuleChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is left out stays."""

    name: Name | None = None
    conditions: Conditions | None = None
    needs_all: bool | None = None
    cool_hours: CoolHours | None = None
    channels: Annotated[list[Number], Meta(max_length=50)] | UnsetType | None = UNSET
    enabled: bool | None = None


class Rule(Struct, frozen=True, kw_only=True):
    """A rule. `standard`: which of those that come with tracking. `scope_titles` or `scope_name` say what `scope_id` is called.

    `fired_30` counts what it found within 30 days, `open` what holds now.
    """

    rule_id: int
    name: str
    standard: str | None
    scope: Scope
    scope_id: int | None
    scope_text: str | None
    scope_titles: Titles | None
    scope_name: str | None
    needs_all: bool
    conditions: list[ConditionWish]
    cool_hours: int
    channels: list[int] | None
    enabled: bool
    made_at: datetime
    fired_30: int
    open: int
    last_at: datetime | None


class Rules(Struct, frozen=True):
    """An organisation's rules: the standard ones first, then by age. `most`: how many there may be."""

    items: list[Rule]
    most: int


class Subject(Struct, frozen=True, kw_only=True):
    """What an alert is about: a product, a category, or a shop, whose title is the same in all; `photo_url` is for products."""

    kind: SubjectKind
    id: int
    titles: Titles
    photo_url: str | None = None


class Alert(Struct, frozen=True, kw_only=True):
    """One time that a rule fired. `level` counts how often it got worse since; `quiet`: why nobody was told."""

    alert_id: int
    rule_id: int
    rule_name: str
    subject: Subject
    opened_at: datetime
    told_at: datetime
    closed_at: datetime | None
    level: int
    quiet: Quiet | None
    unread: bool
    told: Told


class Alerts(Struct, frozen=True):
    """Newest first; `unread` counts all of the organisation's that the asker has not seen yet."""

    items: list[Alert]
    next_cursor: str | None
    unread: int


class Unread(Struct, frozen=True):
    """How many alerts the asker has not seen."""

    unread: int


class ReadThrough(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The newest alert that was seen."""

    alert_id: Number


class TriedAlert(Struct, frozen=True, kw_only=True):
    """One time that the rule would have fired."""

    subject: Subject
    at: datetime
    closed_at: datetime | None
    level: int
    quiet: Quiet | None
    told: Told


class Tried(Struct, frozen=True, kw_only=True):
    """What a rule would have done: `told` messages from `since` on, of `fired` times that it held; newest first, at most 200.

    `tried` of its `subjects` were gone through; `holding` say how many hold now: those are not told when it is saved.
    `by_nights` says that it goes by what nights of the outlook say; `nights_since` is the first night that is kept of these goods
    (none: none is yet), before which the rule can have found nothing of that.
    """

    since: date
    days: int
    subjects: int
    tried: int
    fired: int
    told: int
    holding: int
    by_nights: bool
    nights_since: date | None
    items: list[TriedAlert]


class Mute(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Tell nothing of a product: by one rule or (none) any; for so many hours or (none) for ever."""

    rule_id: Number | None = None
    hours: Annotated[int, Meta(ge=1, le=24 * 365)] | None = None


class MuteKept(Struct, frozen=True, kw_only=True):
    """Of what nothing is told: by one rule or any; until when, or for ever."""

    subject_id: int
    rule_id: int | None
    until: datetime | None


class Mutes(Struct, frozen=True):
    """The mutes of a product."""

    items: list[MuteKept]
