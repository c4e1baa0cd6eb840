"""Walks one shelf: pages it, keeps what it shows, and cuts it into parts where it holds more than a search shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from ventra.catalog.store import watch
from ventra.collect.ask import Parts, ask
from ventra.collect.note import note_answers
from ventra.collect.splitting import (
    DAY,
    LONGEST_SECONDS,
    TOGETHER,
    covers,
    cut_at,
    is_ignored,
    joined,
    not_covered,
    walk_again_after,
)
from ventra.collect.store import shelf_parts, shelves
from ventra.collect.store.shelves import Step, Walk
from ventra.collect.uzum.search import (
    CONFIRMED_ORDERS,
    LIST_ORDERS,
    PAGE_LIMIT,
    SearchPage,
    SubCategory,
    WidePage,
    is_bold,
    parse_bold,
    parse_search,
)
from ventra.infra.db import Connection, transaction

LEASE_SECONDS = 120
"""How long a shelf stays with its worker after a page; the budget may let the next one wait for as long."""
SEARCH = "search"


@dataclass(frozen=True, slots=True)
class Walked:
    """What a step along a shelf came to. `walk` is where to go on, `None` when nothing is left of it or the lease is lost."""

    walk: Walk | None = None
    pages: int = 0
    new: int = 0
    finished: bool = False
    split: bool = False


async def walk_page(parts: Parts, walk: Walk, *, window: int) -> Walked:
    """Ask for the next page of a shelf and keep what it shows. `window` is the last offset that is asked for.

    `split` when the shelf was cut, or its parts put together, instead of going on. Raises `SourceError`.
    """
    if walk.split:
        return await _look(parts, walk, window)
    page = await _ask(parts, walk)
    if _filter_failed(walk, page):
        return await _give_up_filter(parts, walk)
    if (page.total or 0) > window and _can_be_cut(parts, walk):
        return await _cut(parts, walk, page)
    step, finished = _step(walk, page, window)
    return await _keep(parts, walk, page, step, finished=finished)


async def _ask(parts: Parts, walk: Walk) -> SearchPage:
    order = LIST_ORDERS[walk.list_order]
    urls, prices = parts.client.urls, walk.asked_prices
    fetching = parts.client.fetch_search(
        walk.next_offset, category_id=walk.category_id, prices=prices, order=order
    )
    if not is_bold(prices, order, wide=False):
        return await ask(parts, urls.graphql_host, urls.graphql, fetching, parse_search, kind=SEARCH)
    return (await ask(parts, urls.graphql_host, urls.graphql, fetching, parse_bold, kind=SEARCH)).page


async def _ask_wide(parts: Parts, walk: Walk) -> WidePage:
    urls = parts.client.urls
    fetching = parts.client.fetch_search(0, category_id=walk.category_id, wide=True)
    return await ask(parts, urls.graphql_host, urls.graphql, fetching, parse_bold, kind=SEARCH)


def _filter_failed(walk: Walk, page: SearchPage) -> bool:
    """Whether the marketplace does not part this category by price as we ask it to."""
    if walk.asked_prices is None or walk.list_order >= CONFIRMED_ORDERS:
        return False
    return page.refused or is_ignored(walk.prices, page.prices_uzs)


def _can_be_cut(parts: Parts, walk: Walk) -> bool:
    if walk.list_order > 0:
        return False
    ignored_at = walk.filter_ignored_at
    if ignored_at is not None and parts.clock() - ignored_at < timedelta(seconds=LONGEST_SECONDS):
        return False
    return cut_at(walk.prices, ()) is not None


def _step(walk: Walk, page: SearchPage, window: int) -> tuple[Step, bool]:
    """How far a page brings the walk, and whether it is the last.

    What one order does not reach counts as missed, at most; further orders may reach it, which nobody counts.
    """
    total = page.total if page.total is not None else walk.cards_total or 0
    ended = page.refused or page.beyond_window or page.cards == 0
    reached = walk.next_offset if ended else walk.next_offset + PAGE_LIMIT
    over = ended or reached > min(window, total - 1)
    order, other_cards = walk.list_order, walk.other_cards
    if order == 0:
        other_cards += page.other_cards
    missed = other_cards + max(0, total - reached) if over and order == 0 else walk.missed
    orders = len(LIST_ORDERS) if walk.whole else CONFIRMED_ORDERS
    finished = over and (total <= window or order + 1 >= orders)
    step = Step(
        next_offset=0 if over and not finished else reached,
        list_order=order + 1 if over and not finished else order,
        cards_total=page.total if page.total is not None else walk.cards_total,
        newcomers=walk.newcomers,
        other_cards=other_cards,
        missed=missed,
    )
    return step, finished


async def _keep(parts: Parts, walk: Walk, page: SearchPage, step: Step, *, finished: bool) -> Walked:
    """Watch what a page showed and note how far we are, in one transaction."""
    now = parts.clock()
    async with transaction(parts.pool) as db:
        new = await _take_in(parts, db, page)
        step = msgspec.structs.replace(step, newcomers=walk.newcomers + new)
        if not await shelves.advance(db, walk, step, found=new, leased_until=_leased_until(parts)):
            return Walked(pages=1, new=new)
        if finished:
            every_seconds = walk_again_after(
                walk.every_seconds,
                newcomers=step.newcomers,
                total=step.cards_total or 0,
                first=walk.walked_at is None,
            )
            await shelves.finish(db, walk, every_seconds=every_seconds, now=now)
    on = None if finished else msgspec.structs.replace(walk, **msgspec.structs.asdict(step))
    return Walked(on, pages=1, new=new, finished=finished)


async def _take_in(parts: Parts, db: Connection, page: SearchPage) -> int:
    """Watch the products of a page, those that were gone at once; says how many nobody watched before."""
    now = parts.clock()
    new = await watch.watch_new(db, page.product_ids)
    await watch.seen_again(db, page.product_ids, now)
    await note_answers(db, parts.client.urls.graphql_host, [None], now, kind=SEARCH)
    return new


async def _cut(parts: Parts, walk: Walk, page: SearchPage) -> Walked:
    """Parts in place of a shelf that holds too much: its sub-categories where a search lists them, else two ranges."""
    wide = await _ask_wide(parts, walk) if walk.whole else WidePage(page, priced=True)
    below = wide.below(walk.category_id)
    middle = cut_at(walk.prices, page.prices_uzs)
    async with transaction(parts.pool) as db:
        new = await _take_in(parts, db, page)
        if walk.whole:
            new += await _take_in(parts, db, wide.page)
        now = parts.clock()
        step = Step(
            next_offset=0,
            list_order=0,
            cards_total=page.total,
            newcomers=walk.newcomers + new,
            other_cards=0,
            missed=walk.missed,
        )
        if not await shelves.advance(db, walk, step, found=new, leased_until=_leased_until(parts)):
            return Walked(pages=1, new=new)
        if covers(below, page.total or 0) and walk.category_id == walk.leaf_id:
            await shelf_parts.spread(db, walk, [one.category_id for one in below], now)
        elif wide.priced and middle is not None:
            await shelf_parts.cut(db, walk, middle, now)
        else:
            await shelf_parts.put_together(db, walk, now, filter_ignored=True)
    return Walked(pages=2 if walk.whole else 1, new=new, split=True)


def _leased_until(parts: Parts) -> datetime:
    return parts.clock() + timedelta(seconds=LEASE_SECONDS)


async def _give_up_filter(parts: Parts, walk: Walk) -> Walked:
    """The category is walked as a whole again, in every order, and says what it may have missed."""
    now = parts.clock()
    async with transaction(parts.pool) as db:
        await note_answers(db, parts.client.urls.graphql_host, [None], now, kind=SEARCH)
        await shelf_parts.put_together(db, walk, now, filter_ignored=True)
    return Walked(pages=1, split=True)


async def _look(parts: Parts, walk: Walk, window: int) -> Walked:
    """Look at a split category: whether it still holds too much, and whether its parts hold all of it."""
    wide = await _ask_wide(parts, walk)
    total = wide.page.total if wide.page.total is not None else walk.cards_total or 0
    below = wide.below(walk.category_id)
    async with transaction(parts.pool) as db:
        now = parts.clock()
        new = await _take_in(parts, db, wide.page)
        step = Step(
            next_offset=0, list_order=0, cards_total=total, newcomers=0, other_cards=0, missed=walk.missed
        )
        if not await shelves.advance(db, walk, step, found=new, leased_until=_leased_until(parts)):
            return Walked(pages=1, new=new)
        await _tend(db, walk, total=total, below=below, window=window, now=now)
    return Walked(pages=1, new=new, finished=True)


async def _tend(
    db: Connection, walk: Walk, *, total: int, below: Sequence[SubCategory], window: int, now: datetime
) -> None:
    """Put a split category together when it fits or its sub-categories no longer hold it; else join what has become small."""
    kept = await shelf_parts.parts_of(db, walk)
    spread = any(category_id != walk.category_id for category_id, _ in kept)
    if total <= window * TOGETHER or (spread and not covers(below, total)):
        await shelf_parts.put_together(db, walk, now)
        return
    if spread:
        await shelf_parts.spread(db, walk, [one.category_id for one in below], now)
    own = [part for category_id, part in kept if category_id == walk.category_id]
    for prices, ranges in joined(own, window):
        await shelf_parts.join(db, walk, prices, ranges, now)
    missed = not_covered([part.total for _, part in kept], total)
    due_at = now + timedelta(seconds=DAY)
    await shelf_parts.looked_at(db, walk, total=total, missed=missed, due_at=due_at)
