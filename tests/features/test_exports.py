"""Tables to take home over HTTP: all rows, as each list has them, whole or not at all, and addresses for spreadsheets."""

from __future__ import annotations

import csv
from asyncio import CancelledError, Event, sleep
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO

import pyarrow.parquet as pq
import pytest

from fixtures import rows
from fixtures.api import another
from fixtures.own_sums import FIRST_SKU, OTHER_PRODUCT, ago, own_shop
from fixtures.people import clients, organisation, person
from fixtures.xlsx import sheets
from ventra.core.own_view import BANDS
from ventra.core.texts import LANGUAGES
from ventra.exports import own_lists, own_sums, products
from ventra.exports.registry import TABLES
from ventra.exports.sending import MEDIA_TYPES
from ventra.exports.texts import TABLE_TEXTS
from ventra.infra.db import transaction
from ventra.services.told_path import told_path

AT, LINKS = "/api/v1/exports", "/api/v1/export-links"
FORMULA = '=HYPERLINK("http://evil.example","x")'


@pytest.fixture
async def team(api, db):
    """A viewer, an analyst and an owner, who track two of five products; another organisation tracks a third."""
    await rows.insert(db, "categories", category_id=1, title_uz="Choynaklar", path=[1])
    await rows.insert(db, "sellers", seller_id=1, title="@Lavido")
    for n, title in enumerate((FORMULA, "Kosa", "Lagan", "Piyola", "Choynak"), 1):
        await rows.product(
            db, n, title, category_id=1 if n < 4 else None, seller_id=1, first_seen=datetime.now(UTC)
        )
        await rows.latest(db, n, price_uzs=1000 * n, stock=n % 2)
    for n, units in ((1, 5.5), (2, 40.0)):
        await rows.figures(db, n, units)
    await rows.day(db, 1, rows.days_ago(2), 3, revenue_uzs=3000, revenue_low_uzs=2000, revenue_high_uzs=4000)
    await rows.day(db, 2, rows.days_ago(1), 7)
    people = {role: await person(api, f"{role}@dokon.uz") for role in ("owner", "analyst", "viewer")}
    stranger = await person(api, "stranger@dokon.uz")
    org_id = await organisation(api, "Doʻkon", **people)
    await organisation(api, "Boshqa", owner=stranger)
    async with clients(api, **people, stranger=stranger) as found:
        found |= {"org": org_id, "people": people}
        await found["owner"].post("/api/v1/watchlist/track", json={"product_ids": [1, 2]})
        await found["stranger"].post("/api/v1/watchlist/track", json={"product_ids": [3]})
        yield found


async def taken(client, name, **asked):
    answer = await client.get(f"{AT}/{name}", params=asked, headers={"accept-language": "en"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    return answer


def lines_of(answer):
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"), newline="")))


async def lines(client, table, **asked):
    return lines_of(await taken(client, f"{table}.csv", **asked))


async def test_products_are_those_of_the_list_in_its_order(team, monkeypatch):
    monkeypatch.setattr(products, "ROWS_A_BATCH", 2)
    viewer = team["viewer"]
    for asked in (
        {"sort": "-units_7"}, {"sort": "units_7"}, {"q": "kosa"}, {"category": 1, "sort": "-price"}, {"price_min": 3000},
        {"in_stock": True, "sort": "title"}, {"tracked": True}, {"tracked": False, "sort": "-price"},
    ):  # fmt: skip
        page = (await viewer.get("/api/v1/products", params=asked)).json()["items"]
        found = await lines(viewer, "products", columns="price,tracked", **asked)
        assert [one["Product number"] for one in found] == [str(one["product_id"]) for one in page], asked
        assert [one["Tracked"] for one in found] == [str(one["tracked"]).upper() for one in page], asked


async def test_the_same_table_is_the_same_in_every_kind_of_file(team):
    asked = {"columns": "price,stock,units_7,seen,url", "sort": "price"}
    as_csv = await lines(team["viewer"], "products", **asked)
    answer = await taken(team["viewer"], "products.xlsx", **asked)
    assert answer.headers["content-type"] == MEDIA_TYPES["xlsx"]
    book = sheets(answer.content)
    parquet = pq.read_table(BytesIO((await taken(team["viewer"], "products.parquet", **asked)).content))
    assert [one["Product"] for one in as_csv][:2] == ["'" + FORMULA, "Kosa"]
    assert [row[1] for row in book["Products"][1:]] == parquet["title"].to_pylist()
    assert parquet["units_7_low"].to_pylist() == [4.95, 36.0, None, None, None]
    assert [row[4] for row in book["Products"][1:]] == parquet["stock"].to_pylist()
    told = dict(book["About the numbers"])
    assert (told["Table"], told["Number of products"], told["Filters"]) == (
        "Products",
        "5",
        "none: everything",
    )
    assert told["Last closed day"] == rows.yesterday().isoformat()


async def test_sales_days_are_of_what_is_tracked_or_of_a_category_and_gaps_are_rows(team):
    asked = {"from": rows.days_ago(2).isoformat()}
    found = await lines(team["viewer"], "sales_days", **asked)
    told = [
        (one["Product number"], one["Day"], one["Units"], one["Revenue, soʻm"], one["Basis"]) for one in found
    ]
    assert told == [
        ("1", str(rows.days_ago(2)), "3", "3000", "measured"),
        ("1", str(rows.days_ago(1)), "", "", "no data"),
        ("2", str(rows.days_ago(2)), "", "", "no data"),
        ("2", str(rows.days_ago(1)), "7", "", "measured"),
    ]
    assert {
        one["Product number"] for one in await lines(team["viewer"], "sales_days", category=1, **asked)
    } == {"1", "2", "3"}
    assert {
        one["Product number"] for one in await lines(team["viewer"], "sales_days", product=4, **asked)
    } == {"4"}
    assert await lines(team["stranger"], "sales_days", **asked) != found
    assert len(await lines(team["viewer"], "category_days", category=1, **asked)) == 2


async def test_alerts_are_ones_own_and_newest_first(team, db):
    await db.execute(
        "INSERT INTO alert_rules (org_id, rule_id, scope, kinds, units, limits, days, others) OVERRIDING SYSTEM VALUE "
        "VALUES ($1, 7, 'tracked', '{stock_low}', '{units}', '{5}', '{0}', '{0}')",
        team["org"],
    )
    for n in (1, 2, 3):
        await db.execute(
            "INSERT INTO alerts (org_id, rule_id, subject_id, episode, kind, opened_at, told_at, facts) "
            "VALUES ($1, 7, $2, 1, 'stock_low', $3, $3, $4)",
            team["org"],
            n,
            datetime.now(UTC) - timedelta(days=4 - n),
            {"kind": "stock_low", "unit": "units", "limit": 5, "value": n},
        )
    found = await lines(team["viewer"], "alerts", columns="said,value,rule")
    assert [(one["Number"], one["Value"], one["Limit"]) for one in found] == [
        ("3", "3", "5"),
        ("2", "2", "5"),
        ("1", "1", "5"),
    ]
    assert all(one["What happened"] and "{" not in one["What happened"] for one in found)
    assert [one["Number"] for one in await lines(team["viewer"], "alerts", product=2)] == ["2"]
    assert await lines(team["stranger"], "alerts") == []


async def test_what_there_is_is_told_and_nothing_else_can_be_asked_for(team, anyone):
    told = (await team["viewer"].get(AT, headers={"accept-language": "ru"})).json()["items"]
    assert [one["name"] for one in told] == list(TABLES)
    shelf = told[0]
    assert (shelf["title"], shelf["sort"]) == ("Товары", "-units_7")
    assert {"q", "category", "seller", "state", "in_stock", "price_min", "price_max", "tracked"} == set(
        shelf["filters"]
    )
    units = next(one for one in shelf["choices"] if one["name"] == "units_7")["columns"]
    assert [(one["name"], one["type"], one["unit"]) for one in units][:2] == [
        ("units_7", "decimal", "units"),
        ("units_7_low", "decimal", "units"),
    ]
    for name, asked, field in (
        ("products.pdf", {}, "file"), ("users.csv", {}, "file"), ("products.csv", {"mark": "mine"}, "mark"),
        ("products.csv", {"columns": "note"}, "columns"), ("products.csv", {"sort": "id"}, "sort"),
        ("products.csv", {"price_min": 2, "price_max": 1}, "price_min"), ("niches.csv", {"kind": "products"}, "kind"),
        ("sales_days.csv", {"from": "2999-01-01"}, "from"), ("category_days.csv", {}, "category"),
    ):  # fmt: skip
        answer = await team["viewer"].get(f"{AT}/{name}", params=asked)
        assert (answer.status_code // 100, answer.json()["field"]) == (4, field), (name, asked)
    assert (await anyone.get(f"{AT}/products.csv")).status_code == 401


async def test_what_an_own_shop_corrects_is_corrected_for_its_organisation_and_at_no_address(
    team, anyone, db
):
    await rows.insert(
        db, "own_fits", org_id=team["org"], category_id=1, version=7, made_at=datetime.now(UTC), days=1, products=1,
        factors=[2.0] + [1.0] * (2 * BANDS), why="learned", held_out={}, applied=True,
    )  # fmt: skip
    asked = {"from": rows.days_ago(2).isoformat()}
    page = (await team["viewer"].get("/api/v1/products/1/sales", params=asked)).json()["days"][0]
    first = (await lines(team["viewer"], "sales_days", **asked))[0]
    assert (first["Units"], first["Units: low"], first["Revenue, soʻm"]) == (
        "6", f"{page['units']['low']:.2f}".rstrip("0"), "6000",
    )  # fmt: skip
    assert page["units"]["point"] == 6
    book = sheets((await taken(team["viewer"], "sales_days.xlsx", **asked)).content)
    assert dict(book["About the numbers"])["Your own shop"].endswith("7.")
    for table, heading, own, open_, filters in (
        ("sales_days", "Units", "6", "3", asked),
        ("watchlist", "7 days, units", "11", "5.5", {}),
    ):
        _, url = await made(team["analyst"], table=table, language="en", filters=filters)
        both = await lines(team["viewer"], table, **filters), lines_of(await anyone.get(url))
        mine, open_to_all = (next(one for one in found if one["Product number"] == "1") for found in both)
        assert (mine[heading], open_to_all[heading]) == (own, open_), table


def test_every_table_is_spelled_out_in_every_language_and_its_columns_are_told_apart():
    for table in TABLES.values():
        columns = table.chosen(",".join(table.columns))
        assert len({column.name for column in columns}) == len(columns), table.name
        for language in LANGUAGES:
            assert table.called(language)
            assert all(column.called(language) for column in columns)
            assert all(table.heading_of(sort, language) for sort in table.sorts)
        assert not any(column.private for column in table.chosen(None)), table.name
    assert [key for key, texts in TABLE_TEXTS.items() if set(texts) != {"uz", "ru", "en"}] == []


async def streamed(client, gone):
    """What the server is told to send of all products, `gone` being set when the client goes away."""
    told = []

    async def receive():
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message):
        told.append(message)

    headers = [(b"authorization", client.headers["authorization"].encode()), (b"host", b"localhost:3000")]
    path = f"{AT}/products.csv"
    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"", "headers": headers,
        "client": ("127.0.0.1", 1), "server": ("localhost", 3000), "scheme": "http", "http_version": "1.1",
    }  # fmt: skip
    with suppress(Exception):
        await client._transport.app(scope, receive, send)
    return [one for one in told if one["type"] == "http.response.body"]


async def test_a_failure_on_the_way_breaks_the_file_off(team, monkeypatch):
    monkeypatch.setattr(products, "ROWS_A_BATCH", 2)
    whole = len((await taken(team["viewer"], "products.csv")).content)
    load, times = products.lists.load, []

    async def failing(*args, **more):
        times.append(1)
        if len(times) == 2:
            raise RuntimeError("Postgres went away")
        return await load(*args, **more)

    monkeypatch.setattr(products.lists, "load", failing)
    sent = await streamed(team["viewer"], Event())
    assert 0 < sum(len(one["body"]) for one in sent) < whole
    assert all(one["more_body"] for one in sent), "its end is never told"


async def test_who_goes_away_stops_the_reading(team, monkeypatch):
    monkeypatch.setattr(products, "ROWS_A_BATCH", 1)
    gone, times, stopped = Event(), [], []

    async def slow(*_, **__):
        times.append(1)
        gone.set()
        try:
            await sleep(30)
        except CancelledError:
            stopped.append(1)
            raise

    monkeypatch.setattr(products.lists, "load", slow)
    await streamed(team["viewer"], gone)
    assert (len(times), stopped) == (1, [1])


async def made(client, **wish):
    answer = await client.post(LINKS, json=wish)
    assert answer.status_code == 201, answer.text
    return answer.json()["link_id"], answer.json()["url"].removeprefix("http://localhost:5173")


async def test_an_address_shows_the_table_as_it_is_to_whoever_has_it(team, anyone, db):
    number, url = await made(
        team["analyst"],
        table="watchlist",
        columns="price,units_7",
        language="ru",
        name="Jadval",
        filters={"price_max": 1500},
    )
    answer = await anyone.get(url)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert answer.headers["cache-control"] == "no-store"
    assert not answer.content.startswith(b"\xef\xbb\xbf"), "a spreadsheet would read the mark as text"
    (line,) = csv.DictReader(StringIO(answer.text, newline=""))
    assert (line["Номер товара"], line["Товар"], line["Цена, сум"]) == ("1", "'" + FORMULA, "1000")
    (kept,) = (await team["viewer"].get(LINKS)).json()["items"]
    assert (kept["link_id"], kept["name"], kept["opened"], kept["state"]) == (number, "Jadval", 1, "open")
    assert kept["filters"] == {"price_max": 1500}
    left = datetime.fromisoformat(kept["expires_at"]) - datetime.now(UTC)
    assert timedelta(days=89) < left <= timedelta(days=90)
    secret = url.rsplit("/", 1)[1].removesuffix(".csv")
    assert len(secret) == 43
    held = [str(dict(row)) for row in await db.fetch("SELECT * FROM export_links")]
    assert secret not in "".join(held), "only its digest is kept"
    assert secret not in told_path(url)
    deeds = await db.fetch("SELECT deed, subject FROM audit_log WHERE deed LIKE 'export%' ORDER BY 1")
    assert [tuple(row) for row in deeds] == [("export_shared", str(number))]


async def test_an_address_never_shows_what_an_organisation_wrote_itself(team):
    for wish, field in (
        ({"table": "watchlist", "columns": "price,note"}, "columns"), ({"table": "alerts"}, "table"),
        ({"table": "products", "columns": "tracked"}, "columns"),
        ({"table": "users"}, "table"), ({"table": "products", "filters": {"rule": 1}}, "rule"),
        ({"table": "watchlist", "sort": "secret"}, "sort"), ({"table": "category_days"}, "category"),
    ):  # fmt: skip
        answer = await team["analyst"].post(LINKS, json=wish)
        assert (answer.status_code // 100, answer.json()["field"]) == (4, field), wish
    assert (await team["viewer"].post(LINKS, json={"table": "products"})).status_code == 403
    assert (await team["stranger"].get(LINKS)).json()["items"] == []


async def test_an_address_ends(team, api, anyone, db):
    revoked, gone = await made(team["analyst"], table="watchlist")
    assert (await team["stranger"].delete(f"{LINKS}/{revoked}")).status_code == 404
    assert (await team["analyst"].delete(f"{LINKS}/{revoked}")).status_code == 200
    assert (await anyone.get(gone)).status_code == 404
    _, late = await made(team["analyst"], table="watchlist", days=1)
    _, left = await made(team["analyst"], table="watchlist")
    _, suspended = await made(team["owner"], table="watchlist")
    async with transaction(api.app.state.parts.pool, org_id=team["org"]) as held:
        await held.execute(
            "UPDATE export_links SET expires_at = now() WHERE expires_at < now() + interval '2 days'"
        )
    assert (await anyone.get(late)).status_code == 404
    assert (await anyone.get(left)).status_code == 200
    await db.execute("DELETE FROM members WHERE user_id = $1", team["people"]["analyst"])
    assert (await anyone.get(left)).status_code == 404, "its maker is no longer a member"
    assert (await anyone.get(suspended)).status_code == 200
    await db.execute("UPDATE organisations SET suspended_at = now() WHERE org_id = $1", team["org"])
    assert (await anyone.get(suspended)).status_code == 404
    assert (await anyone.get(f"/api/v1/shared/exports/{'x' * 43}.csv")).status_code == 404
    await db.execute("UPDATE organisations SET suspended_at = NULL")
    states = {one["state"] for one in (await team["owner"].get(LINKS)).json()["items"]}
    assert states == {"revoked", "expired", "ended", "open"}


async def test_an_address_can_be_asked_only_so_often(team, api):
    _, url = await made(team["analyst"], table="category_days", filters={"category": 1})
    async with another(api) as spreadsheet:
        codes = [(await spreadsheet.get(url)).status_code for _ in range(61)]
    assert codes == [200] * 60 + [429]


@pytest.fixture
async def keeper(team, pool):
    """The team with a shop of its own, worked by hand in `fixtures.own_sums`, and two purchases."""
    await own_shop(pool, team["org"])
    for sku, days, cost in ((FIRST_SKU, 20, 40_000), (FIRST_SKU, 9, 50_000)):
        wish = {"sku_id": sku, "day": ago(days).isoformat(), "pieces": 4, "cost_uzs": cost, "note": "=1+1"}
        assert (await team["analyst"].post("/api/v1/own-shop/purchases", json=wish)).status_code == 201
    return team


SAME = {
    "own_days": ("days", "days", {"from": ago(10).isoformat()}, {"profit": "profit_uzs", "apart": "apart_uzs"}),
    "own_goods": ("goods", "items", {"from": ago(10).isoformat(), "sort": "-profit"}, {
        "profit": "profit_uzs", "margin": "margin_pct", "held_worth": "held_uzs", "fbo": "fbo", "price": "price_uzs",
    }),
    "own_purchases": ("purchases", "items", {}, {"cost_each": "cost_uzs", "pieces": "pieces", "note": "note"}),
    "own_losses": ("losses", "items", {}, {"pieces": "pieces", "cost_of_all": "cost_uzs", "days_left": "days_left"}),
}  # fmt: skip


@pytest.mark.parametrize("table", SAME)
async def test_what_an_own_shop_brought_is_what_its_page_shows_and_its_own_alone(keeper, table, monkeypatch):
    monkeypatch.setattr(own_sums, "ROWS_A_BATCH", 2)
    monkeypatch.setattr(own_lists, "ROWS_A_BATCH", 1)
    path, items, asked, fields = SAME[table]
    viewer = keeper["viewer"]
    columns = ",".join(TABLES[table].columns)
    narrowed = {"own_goods": {"q": "кўк", "cabinet": "false"}, "own_purchases": {"sku_id": 72}}.get(table)
    for more in ({}, narrowed or {"shop_id": 6}):
        answer = await viewer.get(f"/api/v1/own-shop/{path}", params=asked | more)
        page = answer.json()[items]
        body = (await taken(viewer, f"{table}.parquet", columns=columns, **asked, **more)).content
        found = pq.read_table(BytesIO(body)).to_pylist()
        assert (len(found) > 0) is (more == {} or table == "own_goods"), more
        told = [{name: one[of] for name, of in fields.items()} for one in page]
        assert [{name: one[name] for name in fields} for one in found] == told, more
    assert await lines(keeper["stranger"], table) == []
    refused = await keeper["owner"].post(LINKS, json={"table": table})
    assert (refused.status_code, refused.json()["field"]) == (400, "table")


async def test_own_money_that_is_unknown_is_an_empty_cell_and_filters_are_refused_where_they_do_not_hold(
    keeper,
):
    asked = {"from": ago(10).isoformat()}
    third = (await lines(keeper["viewer"], "own_goods", **asked, sort="-profit"))[-1]
    assert (third["Variant number, SKU"], third["Profit, soʻm"], third["Basis of costs"]) == (
        "",
        "",
        "no data",
    )
    assert third["Product number"] == str(OTHER_PRODUCT)
    (note, _) = [one["Note"] for one in await lines(keeper["viewer"], "own_purchases", columns="note")]
    assert note == "'=1+1"
    for name, more, field in (
        ("own_days", {"q": "x"}, "q"), ("own_goods", {"sort": "luck"}, "sort"), ("own_losses", {"cabinet": "false"}, "cabinet"),
        ("own_days", {"from": "2999-01-01"}, "from"), ("products", {"shop_id": 5}, "shop_id"),
    ):  # fmt: skip
        answer = await keeper["viewer"].get(f"{AT}/{name}.csv", params=more)
        assert (answer.status_code, answer.json()["field"]) == (400, field), name
    book = sheets(
        (await taken(keeper["viewer"], "own_days.xlsx", **asked, shop_id=5, cabinet="false")).content
    )
    told = dict(book["About the numbers"])
    assert told["Filters"].split("\n")[1:] == [
        "Shop number: № 5",
        "Without purchases, the cabinet's price: no",
    ]
