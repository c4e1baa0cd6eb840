"""What was truly sold, and every movement of stock: what estimates are measured against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ventra.core.day import from_day_number, to_day_number
from ventra.simulator.market import Market, OutsideSpan
from ventra.simulator.prices import Int64
from ventra.simulator.shelf import Kind
from ventra.simulator.week import GROUP, WEEK_SECONDS, Week

Units = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Ledger:
    """Movements of some products' stock by variant and time; `pieces` are positive, `stock` is what was left after."""

    sku_place: Int64
    at_us: Int64
    kind: npt.NDArray[np.uint8]
    pieces: Int64
    stock: Int64


def units_by_day(market: Market, places: Int64, first: date, last: date) -> Units:
    """True units, shape (products, days), of Tashkent days `first` to `last`, both included."""
    by_sku, owner = _units(market, places, first, last, 1)
    return _summed(by_sku, owner, len(places))


def units_by_variant_and_day(market: Market, places: Int64, first: date, last: date) -> Units:
    """True units, shape (variants, days); variants in the order of the products and of the catalogue."""
    return _units(market, places, first, last, 1)[0]


def units_by_hour(market: Market, places: Int64, first: date, last: date) -> Units:
    """True units, shape (products, days, 24), by hour of the Tashkent day."""
    by_sku, owner = _units(market, places, first, last, 24)
    return _summed(by_sku, owner, len(places)).reshape(len(places), -1, 24)


def units_by_variant_and_hour(market: Market, places: Int64, first: date, last: date) -> Units:
    """True units, shape (variants, days, 24)."""
    by_sku, _ = _units(market, places, first, last, 24)
    return by_sku.reshape(len(by_sku), -1, 24)


def ledger(market: Market, place: int, first: date, last: date) -> Ledger:
    """Every movement of a product's stock on Tashkent days `first` to `last`."""
    skus = market.catalogue.skus(place)
    base = market.group(place // GROUP).skus.start
    parts = []
    start, end = _span(market, first, last)
    for number in range(start // 7, (end - 1) // 7 + 1):
        moves = market.week(place // GROUP, number).moves
        second = moves.second + number * WEEK_SECONDS
        mine = (moves.sku >= skus.start - base) & (moves.sku < skus.stop - base)
        mine &= (second >= start * 86_400) & (second < end * 86_400)
        parts.append(
            (moves.sku[mine] + base, second[mine], moves.kind[mine], moves.pieces[mine], moves.stock[mine])
        )
    sku, second, kind, pieces, stock = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(sku, kind="stable")
    at_us = market.start_us + second[order] * 1_000_000
    return Ledger(
        sku[order], at_us, kind[order], pieces[order].astype(np.int64), stock[order].astype(np.int64)
    )


def write_truth(market: Market, path: Path, first: date, last: date) -> None:
    """A CSV of `product_id, day, units` for every product and day on which it was on sale, zeros included."""
    days = [from_day_number(n).isoformat() for n in range(to_day_number(first), to_day_number(last) + 1)]
    edges = (
        market.start_us
        + (np.arange(len(days) + 1) + to_day_number(first) - market.first_day) * 86_400_000_000
    )
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write("product_id,day,units\n")
        for begin in range(0, len(market), GROUP):
            places = np.arange(begin, min(begin + GROUP, len(market)))
            units = units_by_day(market, places, first, last).tolist()
            for place, row in zip(places.tolist(), units, strict=True):
                lives = _lives(market, place, edges)
                product_id = int(market.catalogue.product_id[place])
                out.writelines(
                    f"{product_id},{day},{count}\n"
                    for day, count, alive in zip(days, row, lives, strict=True)
                    if alive
                )


def _lives(market: Market, place: int, edges: Int64) -> list[bool]:
    start = market.start_us + int(market.habits.launch_second[place]) * 1_000_000
    end = market.start_us + int(market.habits.delist_second[place]) * 1_000_000
    return [bool(later > start and earlier < end) for earlier, later in pairwise(edges.tolist())]


def _summed(by_sku: Units, owner: Int64, products: int) -> Units:
    starts = np.searchsorted(owner, np.arange(products))
    return np.asarray(np.add.reduceat(by_sku, starts, axis=0), np.int32)


def _span(market: Market, first: date, last: date) -> tuple[int, int]:
    start = to_day_number(first) - market.first_day
    end = to_day_number(last) - market.first_day + 1
    if start < 0 or end > market.spec.days or end <= start:
        raise OutsideSpan(f"{first} to {last} is not within this market's days")
    return start, end


def _units(market: Market, places: Int64, first: date, last: date, slots_a_day: int) -> tuple[Units, Int64]:
    """Units by variant and slot, and for each variant the row of `places` it belongs to."""
    start, end = _span(market, first, last)
    sku_from = market.catalogue.sku_from
    counts = (sku_from[places + 1] - sku_from[places]).astype(np.int64)
    owner = np.repeat(np.arange(len(places)), counts)
    sku = np.arange(len(owner)) + np.repeat(sku_from[places] - (np.cumsum(counts) - counts), counts)
    table = np.zeros((len(owner), (end - start) * slots_a_day), np.int32)
    group_of_row = places[owner] // GROUP
    for group_number in np.unique(group_of_row).tolist():
        rows = np.flatnonzero(group_of_row == group_number)
        base = market.group(group_number).skus.start
        for number in range(start // 7, (end - 1) // 7 + 1):
            week = market.week(group_number, number)
            sold = _sold(week, market.group(group_number).skus.stop - base, slots_a_day)
            low, high = max(start, number * 7), min(end, number * 7 + 7)
            part = slice((low - number * 7) * slots_a_day, (high - number * 7) * slots_a_day)
            table[rows, (low - start) * slots_a_day : (high - start) * slots_a_day] = sold[
                sku[rows] - base, part
            ]
    return table, owner


def _sold(week: Week, variants: int, slots_a_day: int) -> Units:
    """Units by variant and slot of one week."""
    moves = week.moves
    sale = moves.kind == Kind.SALE
    slot = moves.second[sale] * slots_a_day // 86_400
    width = 7 * slots_a_day
    total = np.bincount(moves.sku[sale] * width + slot, moves.pieces[sale], variants * width)
    return total.reshape(variants, width).astype(np.int32)
