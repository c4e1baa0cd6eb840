"""Which kind a movement of stock is: its evidence weighed by a multinomial logistic model (`core/event_weights`)."""

from __future__ import annotations

import numpy as np

from ventra.core.columns import Int64
from ventra.core.event_kinds import Events, Kind, Reason, events
from ventra.core.event_weights import NOTHING, WEIGHTS
from ventra.core.grid import Grid
from ventra.core.moves import CAME, HIDDEN, LEFT, History, Moves
from ventra.core.profile import Float
from ventra.core.steps import Bool

FEATURES = (
    "one", "pieces", "against_expected", "against_daily", "several", "round", "round_and_slow", "over", "under", "rises",
    "fell", "counted", "against_held", "time", "balance", "ordered", "none_ordered", "single", "little",
)  # fmt: skip
_STEPS = 1024
"""Features are taken in steps of 1/1024, so that a last bit of a logarithm never decides."""


def features(moves: Moves, history: History, grid: Grid) -> list[Float]:
    """The columns of FEATURES, in their order."""
    pieces, expected = moves.pieces, moves.expected
    days = np.maximum(history.days, 0.25)
    ordered = np.nan_to_num(moves.ordered)
    counted = np.isfinite(moves.ordered)
    is_round = round_number(moves.after)
    columns: list[Float | Bool] = [
        np.ones(len(pieces)),
        np.log1p(pieces),
        np.log((pieces + 0.5) / (expected + 0.5)),
        np.log((pieces + 0.5) / (history.sold / days + 0.5)),
        moves.together > 1,
        is_round,
        is_round & (expected < 1),
        np.log1p(history.over / days),
        np.log1p(history.under / days),
        np.log1p(history.rises / days),
        history.fell > 0,
        counted,
        np.log((pieces + 0.5) / (np.maximum(moves.held, 0) + 0.5)),
        np.log(np.maximum(grid.mass[moves.step], 0.01)),
        np.log((history.over + 0.5) / (history.under + 0.5)),
        np.log1p(ordered),
        counted & (ordered == 0),
        pieces < 1.5,
        pieces <= np.maximum(1.0, 0.15 * ordered),
    ]
    return [np.rint(column.astype(np.float64) * _STEPS) / _STEPS for column in columns]


def round_number(pieces: Float) -> Bool:
    """Whether a number of pieces is one that people set: 5, or one digit and noughts."""
    whole = np.maximum(np.rint(pieces), 0.0)
    power = np.ones(len(whole))
    for _ in range(9):
        power = np.where(whole >= power * 10, power * 10, power)
    found: Bool = ((whole >= 10) & (whole % power == 0)) | (whole == 5)
    return found


def weigh(moves: Moves, history: History, grid: Grid, product: Int64) -> Events:
    """Movements that are likelier an event than none, with the likeliest kind; `product` holds the products' ids."""
    columns, parts = features(moves, history, grid), []
    for way in (CAME, LEFT, HIDDEN):
        mine = np.flatnonzero(moves.way == way)
        if len(mine) == 0:
            continue
        kinds, weights = WEIGHTS[way]
        own = [column[mine] for column in columns]
        score = [sum_of(own, of_kind) for of_kind in weights]
        best, probability = likeliest(score)
        kind = np.array(kinds, np.int64)[best]
        is_event = np.flatnonzero(kind != NOTHING)
        chosen = moves.take(mine[is_event])
        kind, probability = kind[is_event], probability[is_event]
        usual = (history.sold / np.maximum(history.days, 0.25))[mine[is_event]]
        parts.append(
            events(
                product[chosen.owner], chosen.sku, chosen.begin, chosen.end, kind=kind, pieces=chosen.pieces,
                probability=probability, reason=reasons(chosen, kind, usual),
            )
        )  # fmt: skip
    return Events.in_order([Events.none(), *parts])


def sum_of(columns: list[Float], weights: tuple[float, ...]) -> Float:
    """The weighted sum, added in one order whatever the size."""
    total = np.zeros(len(columns[0]))
    for column, weight in zip(columns, weights, strict=True):
        total = total + column * weight
    return total


def likeliest(score: list[Float]) -> tuple[Int64, Float]:
    """The place of the highest score (the first of equals), and its share of all by the logistic model."""
    table = np.array(score)
    best = table.argmax(axis=0)
    shares = np.exp(table - table.max(axis=0))
    total = np.zeros(table.shape[1])
    for share in shares:
        total = total + share
    return best, 1 / total


def reasons(moves: Moves, kind: Int64, daily: Float) -> Int64:
    """The evidence that names each event best."""
    by_kind: dict[int, Int64 | Reason] = {
        Kind.RESTOCK: np.where(
            moves.together > 1,
            Reason.SEVERAL_ROSE,
            np.where(moves.pieces >= np.maximum(daily, 2), Reason.LARGE_RISE, Reason.FILLED_UP),
        ),
        Kind.RETURN: Reason.SMALL_BACK,
        Kind.CANCELLED: Reason.CANCELLED_BEFORE,
        Kind.SET_BY_HAND: np.where(round_number(moves.after), Reason.ROUND_VALUE, Reason.OFTEN_SET),
        Kind.WRITE_OFF: np.where(moves.ordered == 0, Reason.NONE_ORDERED, Reason.FELL_BEYOND_COUNTER),
    }
    found = np.zeros(len(kind), np.int64)
    for one, reason in by_kind.items():
        found = np.where(kind == one, reason, found)
    return np.where((moves.way == HIDDEN) & (kind != Kind.CANCELLED), Reason.UNDER_SALES, found)
