"""Candidates of a question: near by vector, alike by terms, new and not indexed yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ventra.catalog.store.lists import ProductFilter, Where, where_of
from ventra.core.search_model import Model
from ventra.core.search_question import Question
from ventra.core.search_rank import Found
from ventra.core.search_terms import key, keys, title_terms
from ventra.infra.db import Connection
from ventra.search.store.embedded import KIND_NOW

BY_VECTOR = 100
NEAR = 400
"""How widely the index of vectors is searched: titles that are the same crowd it, and of theirs few lead on to others."""
BY_TERMS = 200
LOOKED_THROUGH = 1_000
"""Matches of rarer terms that are put in the order of how much they are bought."""
COMMON = 0.02
"""The share of titles from which on matches are met by walking down from what is bought most."""
FARTHEST = 20_000
NEW = 50
ASKED = (
    "SET LOCAL hnsw.ef_search = {near}; SET LOCAL hnsw.iterative_scan = relaxed_order; "
    "SET LOCAL max_parallel_workers_per_gather = 0"
)
"""Within the transaction: how widely the index is searched, and on until enough pass the filter."""


async def candidates(
    db: Connection,
    question: Question,
    model: Model,
    wanted: ProductFilter,
    vector: list[float] | None,
    *,
    kind: str,
    query: str,
    at_most: int,
) -> Found:
    """At least `at_most` products where so many match; what is not indexed yet is told by its title.

    The question's vector counts where the index is of its kind; without one words alone do.
    """
    where = where_of(wanted)
    filtered = _filtered(where)
    arguments: list[Any] = [*where.arguments, vector, kind]
    distance = f"(v.embedding <#> ${len(arguments) - 1}::real[]::halfvec)"
    comparable = f"{KIND_NOW} = ${len(arguments)} AND ${len(arguments) - 1}::real[] IS NOT NULL"
    near, alike = max(BY_VECTOR, at_most), max(BY_TERMS, 2 * at_most)
    sources = [
        f"(SELECT v.product_id FROM product_vectors v {filtered('v') or 'WHERE true'} AND {comparable} "
        f"ORDER BY {distance} LIMIT {near:d})"
    ]
    for groups, share in cuts(question, model):
        numbers = []
        for group in groups:
            arguments.append(group)
            numbers.append(f"s.terms && ${len(arguments)}::int[]")
        sources.append(_by_terms(numbers, share, filtered, alike))
    arguments.append(query)
    new = (
        "SELECT w.product_id FROM (SELECT product_id FROM search_waiting ORDER BY product_id DESC LIMIT 2000) w "
        f"JOIN products n USING (product_id) {filtered('w')} {'AND' if where.conditions else 'WHERE'} "
        f"n.words @@ to_tsquery('simple', ${len(arguments)}) LIMIT {NEW}"
    )
    if query:
        sources.append(f"({new})")
    else:
        arguments.pop()
    await db.execute(ASKED.format(near=NEAR))
    rows = await db.fetch(
        f"""
        WITH met AS MATERIALIZED ({" UNION ".join(sources)})
        SELECT product_id, s.terms, s.popularity, CASE WHEN {comparable} THEN -{distance} END AS cosine,
               CASE WHEN s.terms IS NULL THEN
                   (SELECT ARRAY[p.title_uz, p.title_ru] FROM products p WHERE p.product_id = met.product_id) END AS titles
          FROM met LEFT JOIN product_search s USING (product_id) LEFT JOIN product_vectors v USING (product_id)
        """,
        *arguments,
    )
    return Found(
        product_id=np.array([row["product_id"] for row in rows], np.int64),
        terms=[keys(title_terms(*row["titles"])) if row["terms"] is None else row["terms"] for row in rows],
        cosine=np.array([row["cosine"] for row in rows], np.float64),
        popularity=np.array([row["popularity"] or 0 for row in rows], np.int64),
    )


def _filtered(where: Where) -> Any:
    """What puts the filter on a table's products; nothing where there is none."""
    if not where.conditions:
        return lambda table: ""
    return lambda table: (
        f"WHERE EXISTS (SELECT {where.sql(more_tables=set(), also=[f'p.product_id = {table}.product_id'])})"
    )


def _by_terms(conditions: Sequence[str], share: float, filtered: Any, alike: int) -> str:
    """Products whose terms match, those bought most first. The plan is chosen by how common the terms are, not by a guess."""
    matching = " AND ".join(conditions)
    kept = filtered("s")
    if share > COMMON and not kept:
        deep = min(FARTHEST, int(2 * alike / share))
        return (
            f"(SELECT s.product_id FROM (SELECT * FROM product_search ORDER BY popularity DESC, product_id "
            f"LIMIT {deep:d}) s WHERE {matching} LIMIT {alike:d})"
        )
    also = f"{kept} AND {matching}" if kept else f"WHERE {matching}"
    return (
        f"(SELECT product_id FROM (SELECT s.product_id, s.popularity FROM product_search s {also} "
        f"LIMIT {LOOKED_THROUGH}) s ORDER BY popularity DESC, product_id LIMIT {alike:d})"
    )


def cuts(question: Question, model: Model) -> list[tuple[list[list[int]], float]]:
    """What must be met together, with the share of titles that do: everything, the two most telling, each of the three."""
    groups: list[tuple[float, list[int]]] = []
    for thing in question.things:
        names = {min(name.split(), key=lambda term: model.counts.get(term, 0)) for name in thing.called}
        met = sum(model.counts.get(term, 0) for term in names) / max(1, model.products)
        if met > 0:
            groups.append((min(1.0, met), sorted(key(term) for term in names if model.counts.get(term, 0))))
    groups.sort(key=lambda group: group[0])
    found = [groups] if groups else []
    if len(groups) > 2:
        found.append(groups[:2])
    if len(groups) > 1:
        found += [[group] for group in groups[:3]]
    return [
        ([numbers for _, numbers in some], float(np.prod([share for share, _ in some]))) for some in found
    ]
