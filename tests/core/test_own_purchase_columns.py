"""Files of purchases: columns by their heads, lines that are read, and why the others are not; and the level of a forecast."""

from __future__ import annotations

from datetime import date

import pytest

from ventra.core.own_level import level_of
from ventra.core.own_purchase_columns import day_in, guess, named, read_rows

SKUS = named([(71, ("4780000000071", "CH-71", "Choynak oq")), (72, ("4780000000072", "CH-72", "Choynak oq"))])
COLUMNS = {"sku": 0, "day": 1, "pieces": 2, "cost": 3, "note": 4}


@pytest.mark.parametrize(
    "head",
    [
        ["Kod", "Sana", "Soni", "Tannarx", "Izoh"],
        ["Артикул", "Дата", "Количество", "Себестоимость", "Комментарий"],
        ["Код", "Кун", "Сони", "Нарх", "Изоҳ"],
        ["SKU", "Date", "Qty", "Unit cost", "Note"],
    ],
)
def test_columns_are_known_by_their_heads_in_four_languages(head: list[str]) -> None:
    assert guess([head, ["71", "2026-01-05", "1", "2", ""]]) == (1, COLUMNS)


def test_a_file_without_a_head_names_nothing() -> None:
    assert guess([["71", "2026-01-05", "1", "2"]]) == (0, {})
    assert guess([]) == (0, {})


def read(*cells: str) -> object:
    rows, bad = read_rows([list(cells)], COLUMNS, head_lines=0, skus=SKUS, last_day=date(2026, 11, 28))
    return rows[0] if rows else (bad[0].column, bad[0].why)


def test_a_line_names_goods_by_number_barcode_or_code_and_money_as_people_write_it() -> None:
    for name in ("71", "4780000000071", "ch-71"):
        row = read(name, "05.01.2026", "12", "1 250 000,50", " birinchi  partiya ")
        assert (row.sku_id, row.day, row.pieces, row.cost_uzs, row.note) == (
            71, date(2026, 1, 5), 12, 1_250_001, "birinchi partiya",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (("", "2026-01-05", "1", "2"), ("sku", "missing")),
        (("99", "2026-01-05", "1", "2"), ("sku", "not_known")),
        (("Choynak oq", "2026-01-05", "1", "2"), ("sku", "several")),
        (("71", "31.02.2026", "1", "2"), ("day", "no_day")),
        (("71", "2026-11-29", "1", "2"), ("day", "out_of_range")),
        (("71", "2026-01-05", "2.5", "2"), ("pieces", "not_whole")),
        (("71", "2026-01-05", "0", "2"), ("pieces", "out_of_range")),
        (("71", "2026-01-05", "1", "qimmat"), ("cost", "not_a_number")),
        (("71", "2026-01-05", "1", "1,250"), ("cost", "doubtful")),
        (("71", "2026-01-05", "1", "-5"), ("cost", "out_of_range")),
    ],
)
def test_a_line_that_cannot_be_read_says_why(cells: tuple[str, ...], why: tuple[str, str]) -> None:
    assert read(*cells) == why


def test_days_are_written_three_ways() -> None:
    assert {day_in(text) for text in ("2026-01-05", "5.1.2026", "05/01/2026", "2026-01-05 00:00:00")} == {
        date(2026, 1, 5)
    }
    assert day_in("46027") == day_in("46027.5") == date(2026, 1, 5)
    assert day_in("05.01.26") is day_in("1230") is None


def test_a_level_is_told_by_enough_pieces_and_only_if_it_is_of_the_same_goods() -> None:
    """56 pieces in 28 days are 2 a day: twice a forecast of 1, and in 14 days with stock four times, which is too far off."""
    assert level_of(56, 28, 1.0) == 2
    assert [
        level_of(*of) for of in ((56, 14, 1.0), (9, 28, 0.3), (56, 28, 0.0), (56, 28, None), (56, 0, 1.0))
    ] == [None] * 5
