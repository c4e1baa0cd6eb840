"""Search learns the catalogue: how common its terms are, its brands, and what is what in Uzbek and in Russian."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from typing import Any

from ventra.core.search_model import Model, Pair, learn
from ventra.core.search_terms import terms, title_terms
from ventra.core.stems import stem
from ventra.core.text import fold
from ventra.infra.db import transaction
from ventra.search.given import given
from ventra.search.store import index, models

GROWN = 1.5
"""By how much the catalogue or its pairs must have grown for it to be learned anew."""
MOST_PAIRS = 60_000
"""Of products that are learned from, spread evenly: more teach little that is new."""
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]+")


async def is_due(db: Any) -> bool:
    """Whether the catalogue has grown much since it was learned, or never was. What a sample says is counted before it counts."""
    then = await models.standing(db)
    return _grown(await models.size(db, whole=False), then) and _grown(
        await models.size(db, whole=True), then
    )


def _grown(now: models.Size, then: models.Standing) -> bool:
    if now.products == 0:
        return False
    return then.version == 0 or now.products > GROWN * then.products or now.pairs > GROWN * max(then.pairs, 1)


async def learn_catalogue(pool: Any) -> Model:
    """Learn it, keep the model as the newest, and have every product indexed by it."""
    async with transaction(pool) as db:
        size = await models.size(db, whole=False)
        named = await models.category_pairs(db)
    every = max(1, -(-size.pairs // MOST_PAIRS))
    counts: Counter[str] = Counter()
    pairs = [Pair(terms(uz), terms(ru)) for uz, ru in named]
    seen, latin = Counter[str](), Counter[str]()
    products, length, both = 0, 0, 0
    async with transaction(pool) as db:
        async for some in models.titles(db):
            for uz, ru in some:
                said = title_terms(uz, ru)
                counts.update(said)
                products += 1
                length += len(said)
                if ru:
                    _count_latin(ru, seen, latin)
                if uz and ru:
                    both += 1
                    if both % every == 0:
                        pairs.append(Pair(terms(uz), terms(ru)))
    spelled = {term: (seen[term], times) for term, times in latin.items()}
    model = await asyncio.to_thread(
        learn,
        counts,
        products=products,
        average=length / max(1, products),
        pairs=pairs,
        latin=spelled,
        given=given(),
    )
    async with transaction(pool) as db:
        await models.keep(db, model, pairs=both + len(named))
        await index.all_wait(db)
        newest = await models.standing(db)
        kept = await models.read(db, newest.version)
    return kept or model


def _count_latin(title: str, seen: Counter[str], latin: Counter[str]) -> None:
    """Count the words of a Russian title, and those of them that are written in Latin letters."""
    spelled = {stem(word) for found in _LATIN.findall(title) for word in fold(found).split()}
    seen.update({stem(word) for word in fold(title).split()})
    latin.update(word for word in spelled if word.isalpha())
