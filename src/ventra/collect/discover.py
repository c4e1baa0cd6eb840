"""Finds products: reads the category tree once a day, pages each leaf category, and has every product found there watched.

A step is small and its progress is a row, so a killed worker's walk goes on where it stood. A product found is only
watched; the catalogue knows it once it has been visited.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from ventra.catalog.store import watch
from ventra.catalog.store.pages import CategoryTitle, upsert_categories
from ventra.collect.ask import Parts, ask
from ventra.collect.back_off import next_visit
from ventra.collect.look import Clock, utc_now
from ventra.collect.note import note_answers
from ventra.collect.store import discovery, sources
from ventra.collect.uzum.client import UzumClient
from ventra.collect.uzum.search import LAST_OFFSET, PAGE_LIMIT, SearchPage, parse_search
from ventra.collect.uzum.tree import parse_tree
from ventra.errors import SourceError
from ventra.infra.budget import HeldBack
from ventra.infra.db import Pool, transaction

DAY_SECONDS = 86_400
LEASE_SECONDS = 900
PAGES_A_STEP = 10
TREE, SEARCH = "tree", "search"
FOUND_EVERY_SECONDS = DAY_SECONDS
"""How often a product is visited that was found and that nobody tracks."""


@dataclass(frozen=True, slots=True)
class DiscoverReport:
    """What a step came to: `new` products began to be watched; `category_id` is `None` when there was nothing to walk."""

    category_id: int | None = None
    tree_read: bool = False
    pages: int = 0
    new: int = 0
    finished: bool = False
    outcome: str = "ok"


async def discover(
    pool: Pool, client: UzumClient, *, clock: Clock = utc_now, pages_at_most: int = PAGES_A_STEP
) -> DiscoverReport:
    """One step: read the tree if it is a day old, then page one leaf category that is due, `pages_at_most` pages of it.

    Nothing is sent to a host that is stopped or rests. A failure of the marketplace is kept and told in the report.
    """
    parts = Parts(pool, client, clock)
    async with transaction(pool) as db:
        read_at = await discovery.tree_read_at(db)
    tree_read = False
    if read_at is None or clock() - read_at >= timedelta(seconds=DAY_SECONDS):
        try:
            tree_read = await _read_tree(parts)
        except SourceError as error:
            return DiscoverReport(outcome=error.outcome)
    async with transaction(pool) as db:
        if not (await sources.source_of(db, client.urls.graphql_host, clock())).open_at(clock()):
            return DiscoverReport(tree_read=tree_read)
        walk = await discovery.take_leaf(db, lease_seconds=LEASE_SECONDS, now=clock())
    if walk is None:
        return DiscoverReport(tree_read=tree_read)
    return replace(await _walk(parts, walk, pages_at_most), tree_read=tree_read)


async def _read_tree(parts: Parts) -> bool:
    """Read the category tree in both languages into the catalogue; False when the host may not be asked now."""
    host, url = parts.client.urls.api_host, f"{parts.client.urls.api}/main/root-categories"
    async with transaction(parts.pool) as db:
        if not (await sources.source_of(db, host, parts.clock())).open_at(parts.clock()):
            return False
    ru = await ask(parts, host, url, parts.client.fetch_tree("ru"), parse_tree, kind=TREE)
    uz = await ask(parts, host, url, parts.client.fetch_tree("uz"), parse_tree, kind=TREE)
    ru_titles = {node.id: node.title.strip() or None for node in ru}
    rows = [
        CategoryTitle(node.id, node.parent_id, node.path, node.title.strip() or None, ru_titles.get(node.id))
        for node in uz
    ]
    async with transaction(parts.pool) as db:
        await upsert_categories(db, rows)
        await discovery.list_leaves(db, [node.id for node in uz if node.leaf], parts.clock())
        await note_answers(db, host, [None, None], parts.clock(), kind=TREE)
    return True


async def _walk(parts: Parts, walk: discovery.Walk, pages_at_most: int) -> DiscoverReport:
    report = DiscoverReport(category_id=walk.category_id)
    offset = walk.next_offset
    for _ in range(pages_at_most):
        try:
            page = await _page(parts, walk, offset)
        except SourceError as error:
            await _put_back(parts, walk, error)
            return replace(report, outcome=error.outcome)
        offset += PAGE_LIMIT
        finished = page.beyond_window or page.cards == 0 or offset > min(LAST_OFFSET, (page.total or 0) - 1)
        new = await _keep_page(parts, walk, page, offset, finished)
        report = replace(report, pages=report.pages + 1, new=report.new + new, finished=finished)
        if finished:
            return report
    async with transaction(parts.pool) as db:
        await discovery.put_back(db, walk, due_at=parts.clock(), failures=0)
    return report


async def _page(parts: Parts, walk: discovery.Walk, offset: int) -> SearchPage:
    urls = parts.client.urls
    fetching = parts.client.fetch_search(offset, category_id=walk.category_id)
    return await ask(parts, urls.graphql_host, urls.graphql, fetching, parse_search, kind=SEARCH)


async def _keep_page(
    parts: Parts, walk: discovery.Walk, page: SearchPage, next_offset: int, finished: bool
) -> int:
    """Watch what a page showed and note how far we are, in one transaction."""
    now = parts.clock()
    async with transaction(parts.pool) as db:
        new = await watch.watch_new(db, page.product_ids, every_seconds=FOUND_EVERY_SECONDS)
        await discovery.advance(db, walk, next_offset=next_offset, cards_total=page.total, found=new)
        if finished:
            await discovery.finish(db, walk, due_at=now + timedelta(seconds=DAY_SECONDS), now=now)
        await note_answers(db, parts.client.urls.graphql_host, [None], now, kind=SEARCH)
    return new


async def _put_back(parts: Parts, walk: discovery.Walk, error: SourceError) -> None:
    """The leaf waits longer after each failure; our own budget saying not now is none."""
    now, wait_seconds = parts.clock(), error.retry_after_seconds or 0
    if isinstance(error, HeldBack):
        due_at, failures = now + timedelta(seconds=wait_seconds), walk.failures
    else:
        due_at, failures = next_visit(
            error.outcome,
            product_id=walk.category_id,
            every_seconds=DAY_SECONDS,
            failures=walk.failures,
            now=now,
            retry_after_seconds=wait_seconds,
        )
    async with transaction(parts.pool) as db:
        await discovery.put_back(db, walk, due_at=due_at, failures=failures)
