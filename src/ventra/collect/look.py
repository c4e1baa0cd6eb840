"""Looks at products at the marketplace, several at once, inside the budget; touches no database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ventra.collect.uzum.client import UzumClient
from ventra.collect.uzum.parse import parse_product
from ventra.core.product import ProductPage
from ventra.errors import Challenged, PageChanged, SourceError, Throttled, Unavailable
from ventra.infra.budget import HeldBack

Clock = Callable[[], datetime]

AT_ONCE = 8
CHALLENGED_PAUSE_SECONDS = 60
THROTTLED_PAUSE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Look:
    """One answer: the page, or the failure and, for a page nobody understood, its body."""

    product_id: int
    url: str
    seen_at: datetime
    page: ProductPage | None = None
    error: SourceError | None = None
    body: bytes | None = None

    @property
    def outcome(self) -> str:
        """The visit's outcome, as `formats.md` lists them."""
        return "ok" if self.error is None else self.error.outcome


@dataclass(slots=True)
class Looks:
    """What a batch saw. `ended` is why the rest was not asked, where that is so."""

    seen: list[Look] = field(default_factory=list)
    ended: HeldBack | Unavailable | SourceError | None = None

    def take(self) -> list[Look]:
        """What came since the last time."""
        taken, self.seen = self.seen, []
        return taken


def utc_now() -> datetime:
    """The clock of a running process."""
    return datetime.now(UTC)


def never() -> bool:
    """Nobody tells this work to stop."""
    return False


async def look_at(
    client: UzumClient,
    product_ids: Sequence[int],
    clock: Clock,
    stopping: Callable[[], bool] = never,
    looks: Looks | None = None,
) -> Looks:
    """Look at each product once; after a challenge or a 429 nothing further is sent, by any worker.

    Once `stopping` says so, nothing new is asked either, nor what waits for its slot: what is asked already is waited for.
    `looks` fills as answers come.
    """
    looks = Looks() if looks is None else looks
    waiting = iter(product_ids)
    async with asyncio.TaskGroup() as group:
        for _ in range(min(AT_ONCE, len(product_ids))):
            group.create_task(_work(client, waiting, looks, clock, stopping))
    return looks


async def _work(
    client: UzumClient, waiting: Iterator[int], looks: Looks, clock: Clock, stopping: Callable[[], bool]
) -> None:
    while looks.ended is None and not stopping() and (product_id := next(waiting, None)) is not None:
        try:
            look = await look_once(client, product_id, clock, stopping)
            looks.seen.append(look)
            if isinstance(look.error, (Challenged, Throttled)):
                looks.ended = look.error
                await hold(client, client.urls.api_host, look.error)
        except (HeldBack, Unavailable) as ended:
            looks.ended = looks.ended or ended


async def look_once(
    client: UzumClient, product_id: int, clock: Clock, stopping: Callable[[], bool] | None = None
) -> Look:
    """One request and what it says. Raises `HeldBack` or `Unavailable` when nothing was sent."""
    url = client.product_url(product_id)
    body: bytes | None = None
    try:
        body = await client.fetch_product(product_id, stopping)
        seen_at = clock().replace(microsecond=0)
        page = parse_product(body, url)
        if page.product_id != product_id:
            raise PageChanged(url, "id is another product's")
        return Look(product_id, url, seen_at, page=page)
    except HeldBack:
        raise
    except SourceError as error:
        kept = body if isinstance(error, PageChanged) else None
        return Look(product_id, url, clock().replace(microsecond=0), error=error, body=kept)


async def hold(client: UzumClient, host: str, error: SourceError) -> None:
    """Stop what all workers are about to send to this host; the database says for how long it really rests."""
    longest = CHALLENGED_PAUSE_SECONDS
    if isinstance(error, Throttled):
        longest = max(
            THROTTLED_PAUSE_SECONDS, min(error.retry_after_seconds or 0, 10 * THROTTLED_PAUSE_SECONDS)
        )
    await client.budget.pause(host, longest)
