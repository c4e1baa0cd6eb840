"""Costs first in, first out, against a shelf on which every piece lies by itself, on random cases."""

from __future__ import annotations

import numpy as np
import pytest

from ventra.core.own_lots import Back, Costed, Left, Lots, first_in_first_out

BOUGHT, BACK, LEFT, BACK_AT_ONCE = range(4)


def by_piece(lots: Lots, left: Left, back: Back) -> Costed:
    """One piece after another, event by event."""
    events = [
        (sku, day, BOUGHT, at, at)
        for at, (sku, day) in enumerate(zip(lots.sku.tolist(), lots.day.tolist(), strict=True))
    ]
    for at, (row, day) in enumerate(zip(back.row.tolist(), back.day.tolist(), strict=True)):
        events.append((int(left.sku[row]), day, BACK_AT_ONCE if day == left.day[row] else BACK, at, row))
    for at, (sku, day) in enumerate(zip(left.sku.tolist(), left.day.tolist(), strict=True)):
        events.append((sku, day, LEFT, at, at))
    shelves: dict[int, list[int]] = {}
    away: list[list[int | None]] = [[] for _ in left.sku]
    for sku, _, what, at, row in sorted(events):
        pieces = int((lots, back, left, back)[what].pieces[at])
        if not pieces:
            continue
        shelf = shelves.setdefault(sku, [])
        if what == BOUGHT:
            shelf += [int(lots.cost_uzs[at])] * pieces
        elif what == LEFT:
            away[row] = [shelf.pop(0) if shelf else None for _ in range(pieces)]
        else:
            for _ in range(pieces):
                shelf.insert(0, away[row].pop())  # type: ignore[arg-type]
    known = [[one for one in found if one is not None] for found in away]
    sums = [[one for one in shelf if one is not None] for _, shelf in sorted(shelves.items())]
    return Costed(
        pieces=np.array([len(one) for one in known], np.int64),
        cost_uzs=np.array([sum(one) for one in known], np.int64),
        without=np.array([one.count(None) for one in away], np.int64),
        sku=np.array(sorted(shelves), np.int64),
        held=np.array([len(one) for one in sums], np.int64),
        held_uzs=np.array([sum(one) for one in sums], np.int64),
    )


def case(seed: int) -> tuple[Lots, Left, Back]:
    """Few or many goods, scarce or plenty, with days on which all happens at once, and pieces back on the very day."""
    dice = np.random.default_rng(seed)
    goods, days = int(dice.integers(1, 6)), int(dice.integers(2, 30))
    bought, gone = int(dice.integers(0, 25)), int(dice.integers(0, 120))
    lots = Lots(
        dice.integers(1, goods + 2, bought),
        np.sort(dice.integers(0, days, bought)),
        dice.integers(1, int(dice.integers(2, 20)), bought),
        dice.integers(0, 9, bought) * 1_000,
    )
    order = np.sort(dice.integers(1, goods + 1, gone) * 100 + dice.integers(0, days, gone))
    left = Left(order // 100, order % 100, dice.integers(0, int(dice.integers(2, 9)), gone))
    rows = np.flatnonzero(dice.random(gone) < dice.choice([0.0, 0.1, 0.6]))
    rows = np.repeat(rows, dice.integers(1, 3, len(rows)))
    most = left.pieces[rows] // np.maximum(np.bincount(rows, minlength=max(gone, 1))[rows], 1)
    return (
        lots,
        left,
        Back(rows, left.day[rows] + dice.integers(0, 6, len(rows)), dice.integers(0, most + 1)),
    )


@pytest.mark.parametrize("seeds", [range(200), range(200, 400)])
def test_rows_that_leave_in_one_go_cost_what_their_pieces_do(seeds: range) -> None:
    seen = np.zeros(4, int)
    for seed in seeds:
        lots, left, back = case(seed)
        found, hoped = first_in_first_out(lots, left, back), by_piece(lots, left, back)
        for name in ("pieces", "cost_uzs", "without", "sku", "held", "held_uzs"):
            np.testing.assert_array_equal(
                getattr(found, name), getattr(hoped, name), err_msg=f"{name} of {seed}"
            )
        seen += [found.cost_uzs.any(), found.without.any(), back.pieces.any(), found.held.any()]
    assert (seen > len(seeds) // 4).all()
