"""Offers are held against products: a product that was asked for, or all that an organisation tracks."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import numpy as np

from ventra.catalog.answers import PHOTO_URL
from ventra.core import offer_match
from ventra.core.day import day_of
from ventra.core.picture_hash import likeness
from ventra.core.search_model import Model
from ventra.core.search_terms import terms
from ventra.errors import NotFound, SourceError
from ventra.infra.db import transaction
from ventra.infra.pictures import Pictures
from ventra.search.placed import placed
from ventra.search.remembered import KEPT
from ventra.sourcing.store import answers_kept, lists, matches
from ventra.sourcing.store.matches import Fit, Goods, Target
from ventra.sourcing.store.requests import RequestLease

LEASE_SECONDS = 120.0
MOST_TRACKED = 3_000
MOST_OF_OFFER, MOST_OF_TARGET = 2, 20
AT_ONCE = 500
"""Offers whose titles are compared with all products in one go: 500 × 3,000 likenesses are 6 MB."""
MOST_PICTURES = 60
PICTURES_SECONDS = 40.0
"""Well within a request's lease; pictures that were not looked at by then are looked at the next time."""
QUERY_WORTH = 0.7
"""Words that a person searched with for a product are of that product, but every offer they found is like them."""


async def after_request(
    pool: Any, pictures: Pictures | None, lease: RequestLease, offer_ids: Sequence[int], *, now: datetime
) -> None:
    """Propose what a request found: for its product, or for those that the organisation tracks."""
    if not offer_ids:
        return
    async with transaction(pool) as db:
        goods = await matches.goods(db, lease.org_id, day_of(now), offer_ids=offer_ids)
        if lease.product_id is None:
            targets = await matches.tracked(db, lease.org_id, at_most=MOST_TRACKED)
        else:
            try:
                targets = [await matches.target(db, lease.product_id)]
            except NotFound:
                return
    query = lease.query if lease.product_id is not None else None
    await _propose(pool, pictures, lease.org_id, targets, goods, query=query, now=now)


async def waiting_lists(
    pool: Any, pictures: Pictures | None, *, clock: Callable[[], datetime], stopping: Callable[[], bool]
) -> int:
    """Match the rows of price lists that wait for it; how many lists."""
    done = 0
    while not stopping():
        now = clock()
        async with transaction(pool) as db:
            taken = await lists.take(db, now, lease_seconds=LEASE_SECONDS)
            if taken is None:
                break
            org_id, list_id = taken
            goods = await matches.goods(db, org_id, day_of(now), list_id=list_id)
            targets = await matches.tracked(db, org_id, at_most=MOST_TRACKED)
        await _propose(pool, pictures, org_id, targets, goods, query=None, now=now)
        async with transaction(pool) as db:
            await lists.matched(db, org_id, list_id)
        done += 1
    return done


async def _propose(
    pool: Any,
    pictures: Pictures | None,
    org_id: int,
    targets: Sequence[Target],
    goods: Sequence[Goods],
    *,
    query: str | None,
    now: datetime,
) -> None:
    if not targets or not goods:
        return
    model = await KEPT.newest(pool)
    pairs = await asyncio.to_thread(likely, model, targets, goods, query)
    urls = {goods[at].picture for _, at, _ in pairs} | {_photo(targets[at]) for at, _, _ in pairs}
    hashes = await _hashes(pool, pictures, sorted(url for url in urls if url), now)
    fits = scored(targets, goods, pairs, hashes)
    if fits:
        async with transaction(pool) as db:
            await matches.propose(db, org_id, fits)


def likely(
    model: Model, targets: Sequence[Target], goods: Sequence[Goods], query: str | None
) -> list[tuple[int, int, float]]:
    """Pairs (place of the target, of the offer, likeness of titles) that may match, by their titles alone.

    For one target its best offers, for many the best targets of each offer.
    """
    spelled = [(place, title) for place, one in enumerate(targets) for title in _titles(one)]
    if not spelled:
        return []
    ours = placed(model, [terms(title) for _, title in spelled])
    asked = placed(model, [terms(query)]) if query else None
    found: list[tuple[int, int, float]] = []
    for begin in range(0, len(goods), AT_ONCE):
        theirs = placed(model, [terms(one.title) for one in goods[begin : begin + AT_ONCE]])
        alike = np.full((len(targets), len(theirs)), np.nan)
        of_title = offer_match.title_likeness(ours, theirs)
        for row, (place, _) in enumerate(spelled):
            alike[place] = np.fmax(alike[place], of_title[row])
        if asked is not None:
            alike = np.fmax(alike, QUERY_WORTH * offer_match.title_likeness(asked, theirs))
        least = min(MOST_OF_OFFER, len(targets)) - 1
        best = np.argpartition(-np.nan_to_num(alike), least, axis=0)[: least + 1]
        found += [
            (int(place), begin + at, float(alike[place, at]))
            for at in range(len(theirs))
            for place in best[:, at]
            if alike[place, at] > 0
        ]
    if len(targets) == 1:
        found.sort(key=lambda pair: -pair[2])
        return found[: 3 * MOST_OF_TARGET]
    return [pair for pair in found if pair[2] >= offer_match.PROPOSED_FROM]


def scored(
    targets: Sequence[Target],
    goods: Sequence[Goods],
    pairs: Sequence[tuple[int, int, float]],
    hashes: dict[str, int | None],
) -> list[Fit]:
    """The pairs that are worth a person's look, with all their parts."""
    if not pairs:
        return []
    titled = np.array([alike for _, _, alike in pairs])
    modelled = [offer_match.models(one.title) for one in goods]
    ours = [frozenset().union(*map(offer_match.models, _titles(one))) for one in targets]
    model = np.array([offer_match.model_likeness(ours[t], modelled[g]) for t, g, _ in pairs])
    seen = np.array([_alike(hashes, _photo(targets[t]), goods[g].picture) for t, g, _ in pairs])
    price = offer_match.price_likeness(
        np.array([goods[g].price_uzs or np.nan for _, g, _ in pairs]),
        np.array([targets[t].price_uzs or np.nan for t, _, _ in pairs]),
    )
    found = offer_match.scores(np.column_stack([titled, model, seen, price]))
    order = np.argsort(-np.nan_to_num(found.point), kind="stable")
    fits: list[Fit] = []
    of_target: dict[int, int] = {}
    for at in order:
        target, offer, _ = pairs[at]
        if found.point[at] < offer_match.PROPOSED_FROM or of_target.get(target, 0) >= MOST_OF_TARGET:
            continue
        of_target[target] = of_target.get(target, 0) + 1
        fits.append(
            Fit(
                targets[target].product_id,
                goods[offer].offer_id,
                found.parts[at].tolist(),
                float(found.point[at]),
                float(found.low[at]),
                float(found.high[at]),
            )
        )
    return fits


async def _hashes(
    pool: Any, pictures: Pictures | None, urls: Sequence[str], now: datetime
) -> dict[str, int | None]:
    """What pictures look like: as kept, else looked at now; those of a host that does not answer stay unknown."""
    if pictures is None:
        return {}
    async with transaction(pool) as db:
        known = await answers_kept.hashes(db, urls)
    looked: dict[str, int | None] = {}
    ends_at = time.monotonic() + PICTURES_SECONDS
    for url in [url for url in urls if url not in known and pictures.may_ask(url)][:MOST_PICTURES]:
        if time.monotonic() > ends_at:
            break
        try:
            looked[url] = await pictures.hash_of(url)
        except SourceError:
            continue
    if looked:
        async with transaction(pool) as db:
            await answers_kept.keep_hashes(db, looked, now)
    return known | looked


def _alike(hashes: dict[str, int | None], one: str | None, other: str | None) -> float:
    ours, theirs = hashes.get(one or ""), hashes.get(other or "")
    return float("nan") if ours is None or theirs is None else float(likeness(ours, theirs))


def _titles(target: Target) -> list[str]:
    return [title for title in (target.titles.uz, target.titles.ru) if title]


def _photo(target: Target) -> str | None:
    return PHOTO_URL.format(key=target.photo_key) if target.photo_key else None
