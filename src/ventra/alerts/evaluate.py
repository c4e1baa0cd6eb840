"""Evaluates rules: straight after a visit, when days were closed, and for what is not looked at any more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np

from ventra.alerts import gather, groups
from ventra.alerts.judge import CLOSED, Change, Judged, judge, with_texts
from ventra.alerts.store import episodes, facts
from ventra.alerts.store import pairs as store
from ventra.alerts.store.episodes import Ending, Firing, Standing
from ventra.alerts.store.own_facts import own_facts
from ventra.alerts.store.pairs import Loaded, Pairs
from ventra.core.bucket import BUCKETS
from ventra.core.day import US_PER_DAY, from_us, last_closed_day, to_us
from ventra.core.rule_kinds import KINDS
from ventra.core.rules import OPEN, SHAPES
from ventra.infra.db import transaction
from ventra.outlook.store.group_nights import Group

BUCKETS_A_BATCH = 256
DAILY_KINDS = tuple(kind.name for kind in KINDS.values() if "day" in kind.feeds)
"""What a closing can change."""
NIGHTLY_KINDS = tuple(kind.name for kind in KINDS.values() if "night" in kind.feeds)
"""What a night of the outlook can change."""
STRETCHED_KINDS = tuple(
    kind.name
    for kind in KINDS.values()
    if (kind.days != (0,) and "look" in kind.feeds) or "moves" in kind.feeds
)
"""What takes the looks of a stretch, not the newest alone."""
AGE_KINDS = tuple(kind.name for kind in KINDS.values() if "age" in kind.feeds)
GROUPS: tuple[Group, ...] = ("category", "seller")
MUTED, COOLING = "muted", "cooling"


async def after_looks(db: Any, product_ids: Sequence[int], *, now: datetime) -> int:
    """Judge every rule that speaks of these products by what their newest looks showed; how many alerts came of it."""
    pairs = await store.of_products(db, sorted(set(product_ids)))
    if len(pairs) == 0:
        return 0
    ids = np.unique(pairs.product_id)
    known = await gather.after_looks(db, ids, closed=last_closed_day(now), now_us=to_us(now))
    return await _judge(db, pairs, known, now)


async def at_closing(pool: Any, *, now: datetime, kinds: Sequence[str] = DAILY_KINDS) -> int:
    """Judge every rule that speaks of closed days (or has others of `kinds`), of all products, some buckets a transaction; how
    many alerts came of it.

    What stands open of products that are in its rule's scope no more is over.
    """
    found = 0
    async with transaction(pool) as db:
        loaded = await store.load(db, await store.rules_with(db, kinds))
    for first in range(0, BUCKETS, BUCKETS_A_BATCH):
        async with transaction(pool) as db:
            pairs = await store.of_buckets(db, first, first + BUCKETS_A_BATCH - 1, kinds=kinds)
            await episodes.leave(db, await store.left_behind(db, first, first + BUCKETS_A_BATCH - 1), now)
            found += await _by_now(db, pairs.take(np.isin(pairs.rule_id, loaded.rule_id)), loaded, now)
    return found


async def _by_now(db: Any, pairs: Pairs, loaded: Loaded, now: datetime) -> int:
    """Judge these pairs by what is known now; looks are read only for those whose rules look back over a stretch."""
    if len(pairs) == 0:
        return 0
    closed, now_us = last_closed_day(now), to_us(now)
    stretched = _of_rules(loaded, pairs, STRETCHED_KINDS)
    found = 0
    if not stretched.all():
        plain = pairs.take(~stretched)
        by_nights = bool(_of_rules(loaded, plain, NIGHTLY_KINDS).any())
        ids = np.unique(plain.product_id)
        known = await gather.at_closing(db, ids, closed=closed, now_us=now_us, by_nights=by_nights)
        found += await _judge(db, plain, known, now, loaded)
    if stretched.any():
        pairs = pairs.take(stretched)
        ids = np.unique(pairs.product_id)
        known = await gather.after_looks(db, ids, closed=closed, now_us=now_us, at_now=True)
        found += await _judge(db, pairs, known, now, loaded)
    return found


async def _judge(
    db: Any, pairs: Pairs, known: gather.Known, now: datetime, loaded: Loaded | None = None
) -> int:
    loaded = loaded or await store.load(db, np.unique(pairs.rule_id))
    # A rule may have gone since its pairs were found, or be of a kind that only a newer release knows.
    there = np.isin(pairs.rule_id, loaded.rule_id)
    others = np.unique(loaded.other[loaded.other > 0]).tolist()
    mine = await episodes.prices(db, others) if others else {}
    own = await own_facts(db, loaded.org_id, known.product_id)
    judged = judge(pairs.take(there), loaded, known, mine, own)
    return await keep(db, judged, loaded, now)


def _of_rules(loaded: Loaded, pairs: Pairs, kinds: Sequence[str]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Which of the pairs are of rules with a condition of these kinds."""
    from_kind = np.array([kind.name in kinds for kind, _, _ in SHAPES])
    any_of = np.logical_or.reduceat(from_kind[loaded.rules.kind], loaded.rules.first[:-1])
    place = np.minimum(np.searchsorted(loaded.rule_id, pairs.rule_id), len(loaded.rule_id) - 1)
    found: np.ndarray[Any, np.dtype[np.bool_]] = any_of[place]
    return found


async def keep(db: Any, judged: Judged, loaded: Loaded, now: datetime, *, subject: str = "product") -> int:
    """Keep what was judged; how many alerts came of it. Pairs that somebody else judged meanwhile are left as those left them."""
    changed = judged.changed()
    if len(changed) == 0:
        return 0
    pairs, after = judged.pairs, judged.after
    org = dict(zip(loaded.rule_id.tolist(), loaded.org_id.tolist(), strict=True))
    last = {change.pair: change.at_us for change in judged.changes}
    standings = [
        Standing(
            rule_id := int(pairs.rule_id[pair]),
            int(pairs.product_id[pair]),
            org[rule_id],
            bool(after.standing[pair] == OPEN),
            int(after.episode[pair]),
            int(after.level[pair]),
            from_us(last[int(pair)]),
            from_us(int(after.told_at[pair])) if after.told_at[pair] else None,
            None if np.isnan(after.told_severity[pair]) else float(after.told_severity[pair]),
            int(pairs.episode[pair]),
            bool(pairs.standing[pair] == OPEN),
        )
        for pair in changed.tolist()
    ]
    kept = await episodes.stand(db, standings)
    changes = [one for one in judged.changes if _key(pairs, one) in kept]
    changes = await _with_texts(db, pairs, changes)
    asked = [(org[_key(pairs, one)[0]], *_key(pairs, one)) for one in changes if one.is_told]
    muted = await episodes.muted(db, asked, now) if asked else set()
    firings, endings = [], []
    for one in changes:
        key = _key(pairs, one)
        if one.what == CLOSED:
            endings.append(Ending(*key, one.episode, from_us(one.at_us)))
        elif one.told is not None:
            quiet = MUTED if key in muted else None if one.is_told else COOLING
            at = from_us(one.at_us)
            firings.append(Firing(*key, org[key[0]], subject, one.episode, one.level, at, quiet, one.told))
    # An episode that opens and gets worse in one go is one alert, at its last level.
    newest = {(one.rule_id, one.subject_id, one.episode): one for one in firings}
    found = await episodes.fire(db, list(newest.values()), due_at=now)
    await episodes.end(db, endings)
    return found


def _key(pairs: Pairs, change: Change) -> tuple[int, int]:
    return int(pairs.rule_id[change.pair]), int(pairs.product_id[change.pair])


async def _with_texts(db: Any, pairs: Pairs, changes: list[Change]) -> list[Change]:
    """Beside a photo or a title that changed, what it was and is."""
    kinds = {"photo_changed": "photo", "title_changed": "title"}
    moved = [one for one in changes if one.told is not None and one.told.kind in kinds]
    if not moved:
        return changes
    products = sorted({_key(pairs, one)[1] for one in moved})
    back_us = min(one.at_us for one in moved) - 8 * US_PER_DAY
    texts = await facts.texts_of_moves(db, products, back_us)

    def told(one: Change) -> Change:
        if one.told is None or one.told.kind not in kinds:
            return one
        return with_texts(one, *texts.get((_key(pairs, one)[1], kinds[one.told.kind]), (None, None)))

    return [told(one) for one in changes]


async def by_age(pool: Any, *, now: datetime) -> int:
    """Judge what nobody has looked at for long: the only thing that comes about by itself."""
    async with transaction(pool) as db:
        ids = await store.long_unseen(db, AGE_KINDS, now)
        pairs = await store.of_products(db, ids, kinds=AGE_KINDS) if ids else None
        if pairs is None or len(pairs) == 0:
            return 0
        loaded = await store.load(db, np.unique(pairs.rule_id))
        return await _by_now(db, pairs.take(np.isin(pairs.rule_id, loaded.rule_id)), loaded, now)


async def by_groups(pool: Any, *, now: datetime, nightly: bool) -> int:
    """Judge rules about a category or a shop as a whole: those that wait for the nights, or the others, which ask who was new."""
    found = 0
    async with transaction(pool) as db:
        for group in GROUPS:
            pairs = await store.of_groups(db, group, nightly=nightly)
            if len(pairs) == 0:
                continue
            known = await groups.known(db, group, np.unique(pairs.product_id), now=now, nightly=nightly)
            loaded = await store.load(db, np.unique(pairs.rule_id))
            # One of a kind that only a newer release knows is not loaded.
            pairs = pairs.take(np.isin(pairs.rule_id, loaded.rule_id))
            found += await keep(db, judge(pairs, loaded, known, {}), loaded, now, subject=group)
    return found
