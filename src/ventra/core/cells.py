"""The cells of a back-test: by how much sells, how often it is looked at, and what troubles the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ventra.core.columns import Columns, Int64
from ventra.core.scores import Bool, Float

BAND_NAMES = ("0-1", "1-8", "8-50", "50+")
BAND_STARTS = (1.0, 8.0, 50.0)
"""Mean true units a day at which the second, third and fourth band begin."""
GAP_HOURS = (1.0, 3.0, 8.0, 24.0)
GAP_NAMES = tuple(f"{hours:g}h" for hours in GAP_HOURS)
NONE = -1
_US_PER_HOUR = 3_600_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """One way to sort rows into cells: its name, the names of its cells, and for each row which of them, NONE for none."""

    kind: str
    names: tuple[str, ...]
    of_row: Int64


def bands(mean_units: Float) -> Labels:
    """Bands of mean true units a day of each row's product."""
    return Labels("band", BAND_NAMES, np.searchsorted(BAND_STARTS, mean_units, side="right").astype(np.int64))


def gaps(hours: Float) -> Labels:
    """The polling gap nearest in ratio to each row's; NaN and what is not above 0 have none."""
    known = hours > 0
    log = np.log(np.where(known, hours, 1.0))
    nearest = np.abs(log[:, None] - np.log(GAP_HOURS)).argmin(axis=1)
    return Labels("gap", GAP_NAMES, np.where(known, nearest, NONE))


def troubles(words: list[str]) -> Labels:
    """Kinds of trouble as rows name them; an empty word names none."""
    names = sorted(set(words) - {""})
    place = {name: i for i, name in enumerate(names)}
    return Labels("trouble", tuple(names), np.array([place.get(word, NONE) for word in words], np.int64))


def of_groups(labels: Labels, group: Int64, groups: int) -> Labels:
    """Labels of groups of rows: a group is in a cell when all its rows are."""
    least = np.full(groups, np.iinfo(np.int64).max)
    most = np.full(groups, NONE, np.int64)
    np.minimum.at(least, group, labels.of_row)
    np.maximum.at(most, group, labels.of_row)
    return Labels(labels.kind, labels.names, np.where(least == most, most, NONE))


def cells(rows: int, sorts: list[Labels], prefix: str = "") -> dict[str, Bool]:
    """Which of the rows each cell holds, under its name: `prefix` alone (or `all`), then `prefix` and `kind=name`."""
    found = {prefix.strip() or "all": np.ones(rows, bool)}
    for labels in sorts:
        for place, name in enumerate(labels.names):
            found[f"{prefix}{labels.kind}={name}"] = labels.of_row == place
    return found


def combinations(found: Mapping[str, Bool]) -> list[Int64]:
    """The rows of each combination of cells, such as of one trouble, band and gap: those that are in the very same cells."""
    inside = np.column_stack(list(found.values()))
    _, of_row, count = np.unique(np.packbits(inside, axis=1), axis=0, return_inverse=True, return_counts=True)
    return np.split(np.argsort(of_row, kind="stable"), np.cumsum(count)[:-1]) if len(of_row) else []


def median_gap_hours(looked: Columns) -> tuple[Int64, Float]:
    """Products, ascending, that were looked at twice or more, and the median hours between their looks."""
    same = looked.key[1:, 0] == looked.key[:-1, 0]
    product, hours = looked.key[1:, 0][same], np.diff(looked.at)[same] / _US_PER_HOUR
    order = np.lexsort((hours, product))
    hours = hours[order]
    products, first, count = np.unique(product, return_index=True, return_counts=True)
    return products, (hours[first + (count - 1) // 2] + hours[first + count // 2]) / 2
