"""A query becomes products, best first."""

from __future__ import annotations

from typing import Any

import numpy as np

from ventra.catalog.store.lists import ProductFilter, prefix_query
from ventra.core.search_model import Model
from ventra.core.search_question import Question, understand
from ventra.core.search_rank import Ranked, rank
from ventra.core.similar import vectors
from ventra.infra.db import Connection
from ventra.search.asked import Asked
from ventra.search.store.embedded import OWN
from ventra.search.store.find import candidates

EVERYTHING = ProductFilter()
NOTHING = Ranked(np.zeros(0, np.int64), np.zeros(0), np.zeros(0), np.zeros(0, bool), np.zeros(0))


async def find(
    db: Connection,
    query: str,
    model: Model,
    *,
    at_most: int,
    wanted: ProductFilter = EVERYTHING,
    asked: Asked | None = None,
) -> tuple[Question, Ranked]:
    """What was understood, and at least `at_most` products where so many are near: all that were met, in order.

    `asked` is where the query lies in the space of a provider; without it, it lies in ours.
    """
    question = understand(query, model)
    if not question.things:
        return question, NOTHING
    at = asked or Asked(OWN, vectors([question.told])[0].tolist())
    found = await candidates(
        db, question, model, wanted, at.vector, kind=at.kind, query=prefix_query(query), at_most=at_most
    )
    return question, rank(question, found, model)


async def ids(db: Any, query: str, model: Model, *, at_most: int, asked: Asked | None = None) -> list[int]:
    """The products of a query, best first."""
    _, ranked = await find(db, query, model, at_most=at_most, asked=asked)
    found: list[int] = ranked.product_id[:at_most].tolist()
    return found
