"""What collecting answers over HTTP: typed values that are the OpenAPI schema as well."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

import msgspec

from ventra.core.capacity import Collect, Prospect

SourceState = Literal["ok", "slowed", "stopped"]
FollowState = Literal["waiting", "walking", "done", "unknown", "failed"]
ImportState = Literal["receiving", "waiting", "running", "done", "failed"]


class DayRange(msgspec.Struct, frozen=True, rename={"first": "from", "last": "to"}):
    """The first and the last day that has sales."""

    first: date | None
    last: date | None


class Coverage(msgspec.Struct, frozen=True):
    """How much of the catalogue a day is known of."""

    day: date
    products_known: int
    products: int
    looks: int


class OutcomeHour(msgspec.Struct, frozen=True):
    """Visits of an hour by outcome."""

    hour: datetime
    ok: int = 0
    gone: int = 0
    throttled: int = 0
    challenged: int = 0
    changed: int = 0
    timed_out: int = 0
    failed: int = 0


class Source(msgspec.Struct, frozen=True):
    """A host we read from."""

    host: str
    state: SourceState
    reason: str | None
    since: datetime
    resume_at: datetime | None
    last_ok_at: datetime | None


class SourceResumed(msgspec.Struct, frozen=True):
    """The state of a source after it was resumed."""

    host: str
    state: SourceState


class Waiting(msgspec.Struct, frozen=True):
    """Visits that are due and not taken, how late the oldest of a tracked product is, and how many are taken."""

    due: int
    oldest_due_seconds: int | None
    leased: int


class QueueCounts(msgspec.Struct, frozen=True):
    """Jobs in the queue."""

    waiting: int
    active: int
    delayed: int


class QuarantinedPage(msgspec.Struct, frozen=True):
    """A page the parser did not know."""

    id: int
    seen_at: datetime
    product_id: int | None
    url: str
    reason: str


class Quarantine(msgspec.Struct, frozen=True):
    """Pages set aside: how many, and the newest of them."""

    open: int
    items: list[QuarantinedPage]


class UnknownField(msgspec.Struct, frozen=True):
    """A field the marketplace sends that we do not know."""

    source: str
    field: str
    first_seen: datetime
    product_id: int | None


class Alarm(msgspec.Struct, frozen=True):
    """What the operator must know."""

    key: str
    raised_at: datetime
    last_at: datetime
    times: int
    facts: dict[str, Any]


class JobState(msgspec.Struct, frozen=True):
    """A job that happens by itself: when it is due, when it last finished, and how it went."""

    job: str
    due_at: datetime
    finished_at: datetime | None
    took_ms: int | None
    failures: int
    last_error: str | None


class JobFailure(msgspec.Struct, frozen=True):
    """A job that failed for good, and why."""

    id: int
    job: str
    failed_at: datetime
    error: str


class Discovery(msgspec.Struct, frozen=True, kw_only=True):
    """How far the walk over the marketplace's shelf is: `results` are cards the last walks counted, `missed` those that they
    may not have seen, at most; `unparted` categories hold too much for a search, and their prices could not be filtered."""

    shelves: int
    waiting: int
    results: int
    missed: int
    unparted: int


class DataHealth(msgspec.Struct, frozen=True, kw_only=True):
    """Is collection healthy, and is anything lost?"""

    now: datetime
    products: int
    tracked: int
    observations_24h: int
    days: DayRange
    coverage: list[Coverage]
    outcomes: list[OutcomeHour]
    sources: list[Source]
    waiting: Waiting
    discovery: Discovery
    queue: QueueCounts | None
    quarantine: Quarantine
    unknown_fields: list[UnknownField]
    alarms: list[Alarm]
    jobs: list[JobState]
    failures: list[JobFailure]


class ImportStarted(msgspec.Struct, frozen=True):
    """A file that arrived whole and waits for its turn."""

    import_id: int
    state: ImportState


class Import(msgspec.Struct, frozen=True, kw_only=True):
    """How far an import is and what came of its records."""

    import_id: int
    file_name: str
    state: ImportState
    bytes: int
    read: int
    taken: int
    known: int
    rejected: int
    error: str | None
    created_at: datetime
    finished_at: datetime | None


class FollowWish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody wants to follow: the address of a product or of a shop, or a product's number."""

    link: Annotated[str, msgspec.Meta(max_length=2_000)]


class Followed(msgspec.Struct, frozen=True):
    """What a link led to; `shop` is the shop's name in its address."""

    kind: Literal["product", "shop"]
    product_id: int | None
    shop: str | None


LookState = Literal["waiting", "seen", "gone"]
"""Not visited yet; seen at least once; the marketplace knows no such product."""


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of what a link leads to, before anybody tracks it.

    Of a shop: its title and how many of its goods are known. Of a product: when its first daily estimate is due at the latest,
    null when it has one. `collect` is what is collected now: with `off`, nothing is visited.
    """

    kind: Literal["product", "shop"]
    product_id: int | None
    shop: str | None
    title: str | None
    products: int | None
    state: LookState
    estimate_due_at: datetime | None
    collect: Collect | None


class FollowedShop(msgspec.Struct, frozen=True, kw_only=True):
    """A shop that is followed; `found` counts its goods, `missed` how many results its last walk may not have seen, at most."""

    shop: str
    title: str | None
    state: FollowState
    found: int
    missed: int
    asked_at: datetime


class FollowedShops(msgspec.Struct, frozen=True):
    """The shops that are followed, the newest first."""

    items: list[FollowedShop]


class Unfollowed(msgspec.Struct, frozen=True):
    """A shop that is followed no more; that many of its goods stay tracked until somebody stops tracking them."""

    shop: str
    products: int


class Collecting(msgspec.Struct, frozen=True, kw_only=True):
    """What is collected: as the operator switched it, else as the worker's `COLLECT` says; null before a worker ever ran."""

    collect: Collect | None
    setting: Collect | None
    switched_to: Collect | None
    switched_at: datetime | None


class CollectingWish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to collect from now on; null goes back to the worker's `COLLECT`."""

    collect: Collect | None


class DemandGroup(msgspec.Struct, frozen=True):
    """Products that should be looked at at least every so many seconds, and the visits a second they ask for together.

    Null for the tracked ones, whatever their intervals; the last group also holds products that are asked less often still.
    """

    every_seconds: int | None
    products: int
    per_second: float


class Capacity(msgspec.Struct, frozen=True, kw_only=True):
    """What the budget can watch, what is asked of it, and what a change would bring; rates are visits a second.

    Before a worker has told its budget and what it collects, only the demand is known.
    """

    counted_at: datetime
    collect: Collect | None
    groups: list[DemandGroup]
    tracked_per_second: float
    rest_per_second: float
    per_second: float | None = None
    looks_an_hour: int | None = None
    looks_a_day: int | None = None
    enough_per_second: float | None = None
    now: Prospect | None = None
    by_collect: list[Prospect] = []
    by_budget: list[Prospect] = []
