"""Finds products: reads the category tree once a day, walks each shelf of it, and has every product found there watched.

A step is small and its progress is a row, so a killed worker's walk goes on where it stood. A product found is only
watched; the catalogue knows it once it has been visited. `docs/discovery.md` says how a shelf is walked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from ventra.catalog.store.pages import CategoryTitle, upsert_categories
from ventra.collect.ask import Parts, ask
from ventra.collect.back_off import next_visit
from ventra.collect.look import Clock, utc_now
from ventra.collect.note import note_answers
from ventra.collect.store import shelves, sources
from ventra.collect.store.shelves import Walk
from ventra.collect.uzum.client import UzumClient
from ventra.collect.uzum.search import LAST_OFFSET
from ventra.collect.uzum.tree import parse_tree
from ventra.collect.walking import LEASE_SECONDS, walk_page
from ventra.errors import SourceError
from ventra.infra.budget import HeldBack
from ventra.infra.db import Pool, transaction

DAY_SECONDS = 86_400
PAGES_A_STEP = 10
TREE = "tree"


@dataclass(frozen=True, slots=True)
class DiscoverReport:
    """What a step came to: `new` products began to be watched; `category_id` is `None` when there was nothing to walk.

    `split` when the shelf was cut into parts, or put together again, instead of being paged to its end.
    """

    category_id: int | None = None
    tree_read: bool = False
    pages: int = 0
    new: int = 0
    finished: bool = False
    split: bool = False
    outcome: str = "ok"


async def discover(
    pool: Pool,
    client: UzumClient,
    *,
    clock: Clock = utc_now,
    pages_at_most: int = PAGES_A_STEP,
    window: int = LAST_OFFSET,
) -> DiscoverReport:
    """One step: read the tree if it is a day old, then walk one shelf that is due, `pages_at_most` pages of it.

    Nothing is sent to a host that is stopped or rests. A failure of the marketplace is kept and told in the report.
    `window` is the last offset the marketplace lets be asked for; a shelf with more results than that is cut.
    """
    parts = Parts(pool, client, clock)
    async with transaction(pool) as db:
        read_at = await shelves.tree_read_at(db)
    tree_read = False
    if read_at is None or clock() - read_at >= timedelta(seconds=DAY_SECONDS):
        try:
            tree_read = await _read_tree(parts, window)
        except SourceError as error:
            return DiscoverReport(outcome=error.outcome)
    async with transaction(pool) as db:
        if not (await sources.source_of(db, client.urls.graphql_host, clock())).open_at(clock()):
            return DiscoverReport(tree_read=tree_read)
        walk = await shelves.take(db, lease_seconds=LEASE_SECONDS, now=clock())
    if walk is None:
        return DiscoverReport(tree_read=tree_read)
    report = DiscoverReport(category_id=walk.category_id, tree_read=tree_read)
    return await _walk(parts, walk, report, pages_at_most, window)


async def _read_tree(parts: Parts, window: int) -> bool:
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
        leaves = [node.id for node in uz if node.leaf]
        await shelves.list_leaves(db, leaves, parts.clock(), window=window)
        await note_answers(db, host, [None, None], parts.clock(), kind=TREE)
    return True


async def _walk(
    parts: Parts, walk: Walk, report: DiscoverReport, pages_at_most: int, window: int
) -> DiscoverReport:
    """Walk a shelf page by page; a failure of the marketplace puts it back, and what was paged before it is kept."""
    while report.pages < pages_at_most:
        try:
            walked = await walk_page(parts, walk, window=window)
        except SourceError as error:
            await _put_back(parts, walk, error)
            return replace(report, outcome=error.outcome)
        report = replace(
            report,
            pages=report.pages + walked.pages,
            new=report.new + walked.new,
            finished=walked.finished,
            split=walked.split,
        )
        if walked.walk is None:
            return report
        walk = walked.walk
    async with transaction(parts.pool) as db:
        await shelves.put_back(db, walk, due_at=parts.clock(), failures=0)
    return report


async def _put_back(parts: Parts, walk: Walk, error: SourceError) -> None:
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
        await shelves.put_back(db, walk, due_at=due_at, failures=failures)
