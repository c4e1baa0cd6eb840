"""Change encoding: observed states become runs, one row for each stretch in which nothing changed.

The runs are a pure function of the *set* of observations: whatever the order or the pieces in which they arrive, the same rows
come out. A run ends where the state, the source or the UTC month changes. Adding an instant can lengthen a run, start one or
split one; it never loses an instant.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.core.columns import ORDERS_ROUNDED, STOCK, Columns, Int64, Seen, grouped
from ventra.core.day import day_number_of, month_starts_us
from ventra.core.instants import encode_many

Bool = npt.NDArray[np.bool_]

CARRIED = [place for place in range(STOCK + 1) if place != ORDERS_ROUNDED]
"""The places of a product's state that a file carries too: only these decide whether two sightings agree."""


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Change-encoded rows: key [r, 1 or 2], first and last instant (µs), state [r, k], source, looks, and encoded instants."""

    key: Int64
    seen_from: Int64
    seen_to: Int64
    state: Int64
    source: Int64
    looks: Int64
    seen: list[bytes]


@dataclass(frozen=True, slots=True, eq=False)
class Merged:
    """What a merge decided: for each new product row whether it was taken, known or conflicting; and the whole set after it."""

    taken: Bool
    known: Bool
    conflicting: Bool
    products: Columns
    skus: Columns
    product_is_new: Bool


def encode(columns: Columns) -> Runs:
    """Runs of columns sorted by key and time, each instant once."""
    n = len(columns)
    if n == 0:
        return Runs(columns.key, columns.at, columns.at, columns.state, columns.source, columns.at, [])
    starts = np.ones(n, bool)
    starts[1:] = (
        (columns.key[1:] != columns.key[:-1]).any(axis=1)
        | (columns.state[1:] != columns.state[:-1]).any(axis=1)
        | (columns.source[1:] != columns.source[:-1])
    )
    months = month_starts_us(columns.at)
    starts[1:] |= months[1:] != months[:-1]
    first = np.flatnonzero(starts)
    looks = np.diff(np.append(first, n))
    return Runs(
        key=columns.key[first],
        seen_from=columns.at[first],
        seen_to=columns.at[first + looks - 1],
        state=columns.state[first],
        source=columns.source[first],
        looks=looks,
        seen=encode_many(columns.at, first),
    )


def merge(old: Seen, new: Seen) -> Merged:
    """Join new observations to the neighbourhood already kept.

    `old` holds every kept instant that stands in the runs touching or next to the new ones. The same instant again is *known*
    when all that a file carries agrees (the lower source is kept), and *conflicting* otherwise: what was kept first stays.
    """
    both = Columns.joined([old.products, new.products])
    marks = np.concatenate((old.fingerprints(), new.fingerprints()))
    is_new = np.arange(len(both)) >= len(old.products)
    order = np.lexsort((is_new, both.at, both.key[:, 0]))
    both, marks, is_new = both.take(order), marks[order], is_new[order]
    first = np.ones(len(both), bool)
    first[1:] = (both.key[1:, 0] != both.key[:-1, 0]) | (both.at[1:] != both.at[:-1])
    group = np.cumsum(first) - 1
    head = np.flatnonzero(first)[group]
    agrees = (both.state[:, CARRIED] == both.state[head][:, CARRIED]).all(axis=1) & (marks == marks[head])
    new_index = order - len(old.products)

    def told(mask: Bool) -> Bool:
        verdict = np.zeros(len(new.products), bool)
        verdict[new_index[mask]] = True
        return verdict

    rank = np.where(agrees, both.source, np.iinfo(np.int64).max)
    keeper = np.lexsort((np.arange(len(both)), rank, group))[np.flatnonzero(first)]
    skus = _kept_skus(old, new, new_index[keeper][is_new[keeper]])
    return Merged(
        taken=told(first & is_new),
        known=told(~first & agrees),
        conflicting=told(~first & ~agrees),
        products=both.take(keeper),
        skus=skus,
        product_is_new=(is_new & first)[first],
    )


def _kept_skus(old: Seen, new: Seen, rows_from_new: Int64) -> Columns:
    """Variants of the sightings that stay, sorted by key and time; where a new sighting replaced an old one, the new one's."""
    stays = np.zeros(len(new.products), bool)
    stays[rows_from_new] = True
    both = Columns.joined([new.skus.take(stays[new.row_of_sku]), old.skus])
    both = both.take(np.lexsort((both.at, both.key[:, 1], both.key[:, 0])))
    first = np.ones(len(both), bool)
    first[1:] = (both.key[1:] != both.key[:-1]).any(axis=1) | (both.at[1:] != both.at[:-1])
    return both.take(first)


def touched_days(merged: Merged) -> tuple[Int64, Int64]:
    """Products and Tashkent day numbers whose sales can have changed: each taken instant's day and both intervals beside it."""
    p, at, fresh = merged.products.key[:, 0], day_number_of(merged.products.at), merged.product_is_new
    same = p[1:] == p[:-1]
    beside = same & (fresh[1:] | fresh[:-1])
    product = np.concatenate((p[fresh], p[:-1][beside]))
    low = np.concatenate((at[fresh], at[:-1][beside]))
    high = np.concatenate((at[fresh], at[1:][beside]))
    spans = high - low + 1
    days = np.repeat(low, spans) + np.arange(int(spans.sum())) - np.repeat(np.cumsum(spans) - spans, spans)
    pairs, _ = grouped(np.column_stack((np.repeat(product, spans), days)))
    return pairs[:, 0], pairs[:, 1]
