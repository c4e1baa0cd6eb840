"""Other tools' tables: which column is what, and what of a row is believed."""

from __future__ import annotations

from datetime import date

import pytest

from ventra.core.foreign_table import day_said, guess, read_rows


def product_of(said: str) -> int | None:
    tail = said.rsplit("-", 1)[-1]
    return int(tail) if tail.isdecimal() and int(tail) > 1000 and (said.isdecimal() or "/" in said) else None


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (
            [
                "Дата",
                "Ссылка на товар",
                "Название",
                "Артикул",
                "Цена",
                "Продано, шт",
                "Выручка",
                "Остаток",
                "Отзывы",
            ],
            {
                "day": 0,
                "product": 1,
                "title": 2,
                "sku": 3,
                "price": 4,
                "sold": 5,
                "revenue": 6,
                "stock": 7,
                "reviews": 8,
            },
        ),
        (
            ["Sana", "Havola", "Mahsulot nomi", "SKU", "Narxi", "Sotuvlar", "Tushum", "Qoldiq", "Sharhlar"],
            {
                "day": 0,
                "product": 1,
                "title": 2,
                "sku": 3,
                "price": 4,
                "sold": 5,
                "revenue": 6,
                "stock": 7,
                "reviews": 8,
            },
        ),
        (
            ["Date", "URL", "Product", "Barcode", "Final price", "Units sold", "Revenue", "Stock", "Reviews"],
            {
                "day": 0,
                "product": 1,
                "title": 2,
                "sku": 3,
                "price": 4,
                "sold": 5,
                "revenue": 6,
                "stock": 7,
                "reviews": 8,
            },
        ),
    ],
)
def test_heads_of_three_languages_are_known(head: list[str], found: dict[str, int]) -> None:
    line = [
        "2026-11-27",
        "https://uzum.uz/uz/product/choynak-1772350",
        "Choynak",
        "77",
        "9",
        "1",
        "9",
        "3",
        "2",
    ]
    assert guess([head, line], product_of) == (1, found)


def test_products_are_found_by_their_cells_whatever_the_head_says() -> None:
    table = [
        ["№", "tovar", "x"],
        ["1", "Choynak", "https://uzum.uz/product/a-1772350"],
        ["2", "Piyola", "https://uzum.uz/product/b-1772351"],
    ]
    assert guess(table, product_of) == (1, {"title": 1, "product": 2})
    assert guess([["1772350"], ["1772351"]], product_of) == (0, {"product": 0})
    assert guess([["a", "b"], ["c", "d"]], product_of)[1].get("product") is None


def test_each_row_is_read_or_says_why_not() -> None:
    columns = {"product": 0, "day": 1, "sold": 2, "revenue": 3}
    table = [
        ["id", "kun", "sotildi", "tushum"],
        ["1772350", "27.11.2026", "3", "1 250 000"],
        ["1772350", "46352", "0", ""],
        ["1772350", "2026-11-27", "4", "1"],
        ["choynak", "2026-11-27", "4", "1"],
        ["", "2026-11-27", "4", "1"],
        ["1772350", "", "4", "1"],
        ["1772350", "05/06/2026", "4", "1"],
        ["1772350", "2026-11-25", "-4", "1"],
        ["1772350", "2026-11-24", "koʻp", "1"],
        ["", "", "", ""],
    ]
    rows, bad = read_rows(table, columns, product_of, head_lines=1)  # type: ignore[arg-type]
    assert [(row.line, row.day, row.sold, row.revenue) for row in rows] == [
        (2, date(2026, 11, 27), 3, 1_250_000),
        (3, date(2026, 11, 26), 0, None),
    ]
    assert [(one.line, one.column, one.why) for one in bad] == [
        (4, "product", "twice"),
        (5, "product", "not_a_product"),
        (6, "product", "no_product"),
        (7, "day", "no_day"),
        (8, "day", "doubtful"),
        (9, "sold", "out_of_range"),
        (10, "sold", "not_a_number"),
    ]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2026-11-27T00:00:00", date(2026, 11, 27)),
        ("27/11/2026", date(2026, 11, 27)),
        ("11/27/2026", date(2026, 11, 27)),
        ("46353", date(2026, 11, 27)),
        ("31.02.2026", "not_a_day"),
        ("kecha", "not_a_day"),
        ("01.01.1999", "out_of_range"),
    ],
)
def test_days_as_they_are_written(said: str, day: object) -> None:
    assert day_said(said) == day
