"""The watchlist as a file: exactly what a view shows, all of it, and nothing that a spreadsheet computes."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest

from fixtures import rows
from fixtures.people import clients, organisation, person
from fixtures.xlsx import sheets
from ventra.catalog.store.watchlist import ORDERS
from ventra.core.texts import LANGUAGES
from ventra.exports import products
from ventra.exports.products import WATCHLIST as TABLE
from ventra.exports.texts import TABLE_TEXTS

WATCHLIST = "/api/v1/watchlist"
FORMULA = '=HYPERLINK("http://evil.example","x")'


@pytest.fixture
async def team(api, db):
    """A viewer and an owner, whose organisation tracks three products; another organisation tracks a fourth."""
    await rows.insert(db, "sellers", seller_id=1, title="@Lavido")
    await rows.product(db, 1, FORMULA, seller_id=1, title_ru="Чайник")
    await rows.product(db, 2, "Kosa")
    await rows.product(db, 3, "Lagan", state="gone")
    await rows.product(db, 4, "Begona")
    await rows.latest(db, 1, price_uzs=30_000, stock=0, rating_x100=475)
    await rows.latest(db, 2, price_uzs=20_000, stock=4)
    await rows.figures(
        db, 1, 12.5, today_units=2.0, today_low=1.0, today_high=3.0, today_basis=2,
        today_through=datetime.now(UTC), revenue_7=375_000, revenue_7_low=340_000, revenue_7_high=410_000,
    )  # fmt: skip
    await rows.figures(db, 2, 40.0, growth_days=7, growth_7=0.25, growth_7_low=0.1, growth_7_high=0.4)
    people = {role: await person(api, f"{role}@dokon.uz") for role in ("owner", "viewer")}
    stranger = await person(api, "stranger@dokon.uz")
    await organisation(api, "Doʻkon", **people)
    await organisation(api, "Boshqa", owner=stranger)
    async with clients(api, **people, stranger=stranger) as found:
        await found["owner"].post(f"{WATCHLIST}/track", json={"product_ids": [1, 2, 3]})
        await found["owner"].patch(
            f"{WATCHLIST}/products/1", json={"mark": "mine", "note": "+bir\nikki", "tags": ["yoz", "osh"]}
        )
        await found["stranger"].post(f"{WATCHLIST}/track", json={"product_ids": [4]})
        yield found


async def as_csv(client, query="", language="en"):
    answer = await client.get(f"{WATCHLIST}/export.csv?{query}", headers={"accept-language": language})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    head, *found = csv.reader(StringIO(answer.content.decode("utf-8-sig"), newline=""))
    return [dict(zip(head, row, strict=True)) for row in found]


async def as_book(client, query="", language="en"):
    answer = await client.get(f"{WATCHLIST}/export.xlsx?{query}", headers={"accept-language": language})
    assert answer.status_code == 200, answer.text
    return sheets(answer.content)


async def test_a_file_holds_what_the_view_shows_in_its_order_and_columns(team):
    found = await as_csv(team["viewer"], "columns=price,units_7,mark,seller&sort=-units_7")
    assert [one["Product"] for one in found] == ["Kosa", "'" + FORMULA, "Lagan"]
    assert found[1] == {
        "Product number": "1", "Product": "'" + FORMULA, "State": "listed", "Price, soʻm": "30000",
        "7 days, units": "12.5", "7 days, units: low": "11.25", "7 days, units: high": "13.75",
        "7 days, units: basis": "measured", "Mark": "Mine", "Shop": "'@Lavido",
    }  # fmt: skip
    assert (found[2]["State"], found[2]["Price, soʻm"], found[2]["7 days, units"]) == (
        "no longer listed",
        "",
        "",
    )
    assert found[2]["7 days, units: basis"] == "no data"


async def test_filters_narrow_the_file_as_they_do_the_page(team):
    for query, ids in {
        "in_stock=false": ["1"],
        "state=gone": ["3"],
        "tag=YOZ": ["1"],
        "price_max=25000": ["2"],
    }.items():
        assert [one["Product number"] for one in await as_csv(team["viewer"], query)] == ids
        _, *book = (await as_book(team["viewer"], query))["Products"]
        assert [row[0] for row in book] == [float(one) for one in ids]
        page = (await team["viewer"].get(f"{WATCHLIST}?{query}")).json()
        assert [str(one["product_id"]) for one in page["items"]] == ids


async def test_text_that_begins_as_a_formula_is_text_in_both_files(team):
    (line,) = await as_csv(team["viewer"], "mark=mine&columns=note,tags")
    assert (line["Note"], line["Tags"]) == ("'+bir\nikki", "osh, yoz")
    head, line = (await as_book(team["viewer"], "mark=mine&columns=note,seller"))["Products"]
    cells = dict(zip(head, line, strict=True))
    assert (cells["Product"], cells["Note"], cells["Shop"]) == (FORMULA, "+bir\nikki", "@Lavido")


async def test_cells_of_a_workbook_are_typed_and_unknown_is_empty(team):
    head, *lines = (
        await as_book(team["viewer"], "sort=title&columns=price,stock,rating,units_today,revenue_7,seen")
    )["Products"]
    first = dict(zip(head, lines[0], strict=True))
    assert (first["Price, soʻm"], first["Stock"], first["Rating"]) == (30_000.0, 0.0, 4.75)
    assert [first[f"Today, units{part}"] for part in ("", ": low", ": high", ": basis")] == [
        2,
        1,
        3,
        "inferred",
    ]
    assert first["Revenue, 7 days, soʻm"] == 375_000
    seen = datetime(1899, 12, 30, tzinfo=UTC) + timedelta(days=float(first["Last seen"]))
    tashkent = datetime.now(UTC) + timedelta(hours=5)
    assert abs(seen - tashkent) < timedelta(minutes=5)
    gone = dict(zip(head, lines[-1] + [None] * (len(head) - len(lines[-1])), strict=True))
    assert (gone["Product"], gone["Price, soʻm"], gone["Today, units"], gone["Last seen"]) == (
        "Lagan",
        None,
        None,
        None,
    )


async def test_the_second_sheet_says_where_the_numbers_come_from(team):
    book = await as_book(team["viewer"], "q=kosa&in_stock=true&sort=-price")
    told = dict(book["About the numbers"])
    assert told["From"] == "VENTRA, http://localhost:5173"
    assert told["Last closed day"] == rows.yesterday().isoformat()
    assert told["Number of products"] == "1"
    assert told["Order"] == "Price, soʻm: descending"
    assert told["Filters"] == "Search: kosa\nStock: in stock"
    assert "80 %" in told["Interval"]
    bases = [text for label, text in book["About the numbers"] if label == "Basis"]
    words = ("measured", "inferred", "imputed", "no data")
    assert all(text.startswith(word) for text, word in zip(bases, words, strict=True))
    told = dict((await as_book(team["viewer"]))["About the numbers"])
    assert told["Filters"] == "none: everything tracked"


async def test_growth_has_its_range_and_every_order_is_told(team):
    book = await as_book(team["viewer"], "sort=-growth&columns=growth")
    head, first, second, *_ = book["Products"]
    growth = "Growth, 7 days against the 7 before"
    assert head[-3:] == [growth, f"{growth}: low", f"{growth}: high"]
    assert first[-3:] == [0.25, 0.1, 0.4]
    assert len(second) < len(head)
    assert dict(book["About the numbers"])["Order"] == f"{growth}: descending"
    assert (await as_csv(team["viewer"], "sort=-growth&columns=growth"))[0][growth] == "0.25"
    assert [name for name in ORDERS if f"col.{name}" not in TABLE_TEXTS] == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_headings_and_words_are_in_the_language_asked_for(team, language):
    columns = ",".join(TABLE.columns)
    found = await as_csv(team["viewer"], f"columns={columns}", language)
    wide = len(TABLE.fixed) + sum(len(fields) for fields in TABLE.columns.values())
    assert len(found[0]) == wide
    heading = {"uz": "Narx, soʻm", "uz-Cyrl": "Нарх, сўм", "ru": "Цена, сум", "en": "Price, soʻm"}[language]
    assert heading in found[0]
    names = {"uz": "Mahsulotlar", "uz-Cyrl": "Маҳсулотлар", "ru": "Товары", "en": "Products"}
    book = await as_book(team["viewer"], f"columns={columns}", language)
    assert next(iter(book)) == names[language]
    assert len(book[names[language]][0]) == wide
    titles = {row[1] for row in book[names[language]][1:]}
    assert ("Чайник" if language == "ru" else FORMULA) in titles


def test_every_text_is_there_in_every_language_it_is_written_in():
    for key, texts in TABLE_TEXTS.items():
        assert set(texts) == {"uz", "ru", "en"}, key
        assert all(text.strip() for text in texts.values()), key


async def test_all_rows_come_and_not_only_a_page_of_them(team, db, monkeypatch):
    monkeypatch.setattr(products, "ROWS_A_BATCH", 7)
    many = list(range(100, 160))
    for n in many:
        await rows.product(db, n, f"Piyola {n}")
        await rows.latest(db, n, price_uzs=n)
    await team["owner"].post(f"{WATCHLIST}/track", json={"product_ids": many})
    query = "q=piyola&sort=-price&columns=price"
    assert [one["Product number"] for one in await as_csv(team["owner"], query)] == [
        str(n) for n in reversed(many)
    ]
    _, *lines = (await as_book(team["owner"], query))["Products"]
    assert [line[3] for line in lines] == [float(n) for n in reversed(many)]


async def test_another_organisation_gets_its_own_file_and_no_list_of_ours(team):
    assert [one["Product number"] for one in await as_csv(team["stranger"])] == ["4"]
    made = (await team["owner"].post(f"{WATCHLIST}/lists", json={"name": "l"})).json()["list_id"]
    for ending in ("csv", "xlsx"):
        answer = await team["stranger"].get(f"{WATCHLIST}/export.{ending}?list={made}")
        assert answer.status_code == 404
    told = dict((await as_book(team["viewer"], f"list={made}"))["About the numbers"])
    assert told["Filters"] == "List: l"


@pytest.mark.parametrize("columns", ["", "price,price", "price,", "secret", "price;stock"])
async def test_columns_that_there_are_not_are_refused(team, columns):
    answer = await team["viewer"].get(f"{WATCHLIST}/export.csv?columns={columns}")
    assert (answer.status_code, answer.json()["field"]) == (400, "columns")


async def test_the_product_alone_is_a_choice_of_columns_too(team):
    found = await as_csv(team["viewer"], "columns=title")
    assert list(found[0]) == ["Product number", "Product", "State"]


async def test_a_file_is_named_by_its_day_and_kept_by_nobody_on_the_way(team):
    answer = await team["viewer"].get(f"{WATCHLIST}/export.csv")
    assert answer.headers["cache-control"] == "no-store"
    assert 'filename="ventra-watchlist-20' in answer.headers["content-disposition"]
