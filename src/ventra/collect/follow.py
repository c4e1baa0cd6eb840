"""Follows a link: a product is tracked at once; a whole shop becomes a row, which the worker walks to track all of its goods."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import msgspec

from ventra.accounts.store.organisations import FIRST_ORGANISATION
from ventra.catalog.store import watch
from ventra.catalog.tracking import track_within_plan
from ventra.collect.answers import Followed
from ventra.collect.ask import Parts, ask
from ventra.collect.back_off import next_visit
from ventra.collect.look import Clock, utc_now
from ventra.collect.note import note_answers
from ventra.collect.splitting import DAY, LONGEST_SECONDS
from ventra.collect.store import follows, sources
from ventra.collect.store.follows import ShopWalk
from ventra.collect.uzum.address import ProductLink, link_of
from ventra.collect.uzum.client import UzumClient
from ventra.collect.uzum.search import LAST_OFFSET, PAGE_LIMIT, SearchPage, parse_search
from ventra.collect.uzum.shop import parse_shop
from ventra.errors import Gone, SourceError
from ventra.infra.budget import HeldBack
from ventra.infra.db import Connection, Pool, transaction

LEASE_SECONDS = 120
PAGES_A_STEP = 10
SHOP, SEARCH = "shop", "search"


@dataclass(frozen=True, slots=True)
class FollowReport:
    """What a step came to; `shop` is `None` when none was due."""

    shop: str | None = None
    pages: int = 0
    new: int = 0
    finished: bool = False
    outcome: str = "ok"


async def follow_link(
    db: Connection, link: str, now: datetime, *, org_id: int = FIRST_ORGANISATION
) -> Followed:
    """Do for an organisation what a link asks for; the marketplace is not asked here. `BadInput` for what leads nowhere."""
    wanted = link_of(link)
    if isinstance(wanted, ProductLink):
        await watch.track(db, wanted.product_id, True, now, org_id=org_id)
        return Followed("product", wanted.product_id, None)
    if await follows.add(db, wanted.slug, now, org_id=org_id):
        # Others may have followed it before: what it has shown them is walked no second time.
        await watch.track_all(db, await follows.goods(db, wanted.slug), now, org_id=org_id)
    return Followed("shop", None, wanted.slug)


async def follow_shops(
    pool: Pool,
    client: UzumClient,
    *,
    clock: Clock = utc_now,
    pages_at_most: int = PAGES_A_STEP,
    window: int = LAST_OFFSET,
) -> FollowReport:
    """One step: of the shop that is longest due, ask which it is and page what it sells, `pages_at_most` pages of it."""
    parts = Parts(pool, client, clock)
    async with transaction(pool) as db:
        for host in {client.urls.api_host, client.urls.graphql_host}:
            if not (await sources.source_of(db, host, clock())).open_at(clock()):
                return FollowReport()
        walk = await follows.take(db, lease_seconds=LEASE_SECONDS, now=clock())
    if walk is None:
        return FollowReport()
    return await _walk(parts, walk, FollowReport(shop=walk.slug), pages_at_most, window)


async def _walk(
    parts: Parts, walk: ShopWalk, report: FollowReport, pages_at_most: int, window: int
) -> FollowReport:
    while report.pages < pages_at_most:
        try:
            ahead, new = await _step(parts, walk, window)
        except SourceError as error:
            await _put_back(parts, walk, error)
            return replace(report, outcome=error.outcome)
        report = replace(report, pages=report.pages + 1, new=report.new + new, finished=ahead is None)
        if ahead is None:
            return report
        walk = ahead
    async with transaction(parts.pool) as db:
        await follows.end(db, walk, "waiting", due_at=parts.clock())
    return report


async def _step(parts: Parts, walk: ShopWalk, window: int) -> tuple[ShopWalk | None, int]:
    """Ask one thing: which shop it is, or its next page. Gives where to go on (`None`: at the end) and how many are new."""
    if walk.seller_id is None:
        return await _know(parts, walk), 0
    urls = parts.client.urls
    fetching = parts.client.fetch_search(walk.next_offset, shop_id=walk.seller_id)
    page = await ask(parts, urls.graphql_host, urls.graphql, fetching, parse_search, kind=SEARCH)
    ahead, finished = _after(walk, page, window)
    now = parts.clock()
    async with transaction(parts.pool) as db:
        await note_answers(db, urls.graphql_host, [None], now, kind=SEARCH)
        if not await follows.advance(db, ahead, leased_until=now + timedelta(seconds=LEASE_SECONDS)):
            return None, 0
        new = await follows.first_seen(db, ahead, page.product_ids)
        for org_id in await follows.followers(db, walk.slug):
            await track_within_plan(db, org_id, new, now)
        await watch.seen_again(db, page.product_ids, now)
        if finished:
            await follows.end(db, ahead, "done", due_at=now + timedelta(seconds=DAY), walked_at=now)
    return None if finished else ahead, len(new)


async def _know(parts: Parts, walk: ShopWalk) -> ShopWalk | None:
    url, host = parts.client.shop_url(walk.slug), parts.client.urls.api_host
    card = await ask(parts, host, url, parts.client.fetch_shop(walk.slug), parse_shop, kind=SHOP)
    async with transaction(parts.pool) as db:
        await note_answers(db, host, [None], parts.clock(), kind=SHOP)
        ours = await follows.know(db, walk, seller_id=card.seller_id, title=card.title)
    return msgspec.structs.replace(walk, seller_id=card.seller_id) if ours else None


def _after(walk: ShopWalk, page: SearchPage, window: int) -> tuple[ShopWalk, bool]:
    """Where a page leads to, and whether it is the last one; what lies beyond the window counts as missed."""
    ended = page.beyond_window or page.cards == 0
    reached = walk.next_offset if ended else walk.next_offset + PAGE_LIMIT
    total = page.total if page.total is not None else walk.cards_total or 0
    finished = ended or reached > min(window, total - 1)
    before = 0 if walk.next_offset == 0 else walk.missed
    missed = before + page.other_cards + (max(0, total - reached) if finished else 0)
    ahead = msgspec.structs.replace(walk, next_offset=reached, cards_total=total, missed=missed)
    return ahead, finished


async def _put_back(parts: Parts, walk: ShopWalk, error: SourceError) -> None:
    """A shop that does not exist is asked for again in a week; after any other failure it waits, longer each time."""
    now, wait_seconds = parts.clock(), error.retry_after_seconds or 0
    state, failures = "failed", walk.failures + 1
    if isinstance(error, Gone):
        state, due_at = "unknown", now + timedelta(seconds=LONGEST_SECONDS)
    elif isinstance(error, HeldBack):
        state, due_at, failures = "waiting", now + timedelta(seconds=wait_seconds), walk.failures
    else:
        due_at, failures = next_visit(
            error.outcome,
            product_id=walk.seller_id or 0,
            every_seconds=DAY,
            failures=walk.failures,
            now=now,
            retry_after_seconds=wait_seconds,
        )
    async with transaction(parts.pool) as db:
        await follows.end(db, walk, state, due_at=due_at, failures=failures)
