"""A price list's columns are guessed by their names and cells; what cannot be read is said and never taken."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ventra.core.price_columns import currency_of, fraction_mark, guess, number, read_rows


@pytest.mark.parametrize(
    ("table", "head", "columns"),
    [
        ([["Nomi", "Narxi, USD", "MOQ"], ["Choynak", "3.2", "10"]], 1, {"title": 0, "price": 1, "least": 2}),
        ([["№", "Наименование", "Цена"], ["1", "Чайник", "3,2"]], 1, {"article": 0, "title": 1, "price": 2}),
        ([["Маҳсулот", "Нархи"], ["Чойнак", "32 000"]], 1, {"title": 0, "price": 1}),
        ([["SKU", "Product name", "Unit price", "Weight (kg)"], ["a", "Kettle", "3", "1"]], 1,
         {"article": 0, "title": 1, "price": 2, "weight": 3}),
        ([["1", "Glass teapot with a lid", "3.20"], ["2", "Vase", "1.10"]], 0, {"title": 1, "price": 2}),
        ([], 0, {}),
    ],
)  # fmt: skip
def test_columns_are_guessed_by_their_names_in_four_languages_or_by_their_cells(table, head, columns) -> None:
    assert guess(table) == (head, columns)


@pytest.mark.parametrize(
    ("cell", "mark", "value"),
    [
        ("1 250,50", None, "1250.50"), ("1,250.50", None, "1250.50"), ("$ 3.2", None, "3.2"), ("1.250.000", None, "1250000"),
        ("1,250", None, None), ("1,250", ".", "1250"), ("1,250", ",", "1.250"), ("0.125", None, "0.125"),
        ("12-15", None, None), ("1.2.3,4,5", None, None), ("kelishiladi", None, None), ("", None, None),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it_and_not_where_there_is_doubt(cell, mark, value) -> None:
    assert number(cell, mark) == (None if value is None else Decimal(value))


def test_other_cells_say_what_a_mark_means() -> None:
    assert fraction_mark(["1,250", "3,5"]) == ","
    assert fraction_mark(["12.500", "1.250.000"]) == ","
    assert fraction_mark(["1,250", "2,300"]) is None


def test_currencies_are_known_by_code_sign_and_word() -> None:
    said = ["$ 3", "12 500 so'm", "¥12", "Цена в рублях, RUB", "сўм", "3.2"]
    assert [currency_of(one) for one in said] == ["USD", "UZS", "CNY", "RUB", "UZS", None]


def test_each_bad_row_says_where_and_why_and_the_good_ones_are_read() -> None:
    table = [
        ["Nomi", "Narx", "MOQ", "Ogʻirligi, kg", "Havola"],
        ["Shisha  choynak", "3,25", "100", "0,4", "https://example.com/1"],
        ["", "3", "", "", ""],
        ["Guldon", "", "", "", ""],
        ["Guldon", "qimmat", "", "", ""],
        ["Guldon", "-3", "", "", ""],
        ["Guldon", "1,250", "bir", "", ""],
        ["", "", "", "", ""],
        ["shisha choynak", "9,5", "", "", ""],
        ["Piyola", "1 so'm", "", "250 g", "javascript:alert(1)"],
    ]
    head, columns = guess(table)
    rows, bad = read_rows(table, columns, head_lines=head, currency="USD")
    assert [(one.line, one.column, one.why) for one in bad] == [
        (3, "title", "no_title"), (4, "price", "no_price"), (5, "price", "not_a_number"), (6, "price", "not_positive"),
        (7, "least", "not_whole"), (9, "title", "twice"),
    ]  # fmt: skip
    first, second = rows
    assert (first.title, first.price, first.currency, first.least, first.weight_grams) == (
        "Shisha choynak", Decimal("3.25"), "USD", 100, 400,
    )  # fmt: skip
    assert (second.currency, second.weight_grams, second.link) == ("UZS", 250, None)
    _, without = read_rows([["Choynak", "3"]], {"title": 0, "price": 1}, head_lines=0, currency=None)
    assert without[0].why == "no_currency"
