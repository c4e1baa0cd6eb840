"""A price list of one's own: read from CSV and XLSX, confirmed by a person, and offers all at once or not at all."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest
import xlsxwriter

from fixtures import rows
from fixtures.sourcing import TEAPOT, Asking
from ventra.core import read_xlsx
from ventra.core.read_table import read_table
from ventra.errors import BadInput
from ventra.infra.db import transaction
from ventra.sourcing.suppliers import Suppliers

LISTS = "/api/v1/price-lists"
CSV = (
    "Nomi;Narxi;MOQ;Ogʻirligi\nGlass teapot 1500 ml;3,25;100;0,6\nGuldon;qimmat;;\nPiyola;1,125;;\n".encode()
)


def workbook(*lines) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, line in enumerate(lines):
            sheet.write_row(at, 0, line)
    return out.getvalue()


def test_a_workbook_is_read_as_it_is_shown() -> None:
    body = workbook(["Nomi", "Narx"], ["Choynak «Gul»", 1.125], [], ["Piyola", 1e6, "=1+1"], ["", -0.1])
    assert read_table("a.xlsx", body) == [
        ["Nomi", "Narx"], ["Choynak «Gul»", "1.1250"], [], ["Piyola", "1000000", "0"], ["", "-0.1"],
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1251", "utf-16"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_a_text_file_is_read_in_whatever_encoding_and_with_whatever_mark(encoding, mark) -> None:
    text = "\r\n".join(
        mark.join(line) for line in (["Номи", "Нарх"], ['"Чойнак, ""катта"""', "3.5"], ["Пиёла", "1.2"])
    )
    assert read_table("narx.csv", text.encode(encoding)) == [
        ["Номи", "Нарх"], ['Чойнак, "катта"', "3.5"], ["Пиёла", "1.2"],
    ]  # fmt: skip


def _sheet(lines: str, text: str = "", *, before: str = "", packing: int = ZIP_DEFLATED) -> bytes:
    """A workbook of one sheet, with one text that its cells share."""
    out = BytesIO()
    with ZipFile(out, "w", packing) as packed:
        packed.writestr("xl/workbook.xml", '<workbook><sheets><sheet name="a" id="1"/></sheets></workbook>')
        packed.writestr("xl/_rels/workbook.xml.rels", '<R><Relationship Id="1" Target="a.xml"/></R>')
        packed.writestr("xl/a.xml", f"{before}<worksheet><sheetData>{lines}</sheetData></worksheet>")
        packed.writestr("xl/sharedStrings.xml", f"<sst><si><t>{text}</t></si></sst>")
    return out.getvalue()


def _damaged() -> bytes:
    body = bytearray(_sheet("<row/>"))
    begin = body.find(b"xl/a.xml") + 8
    body[begin : begin + 8] = b"\xff" * 8
    return bytes(body)


def test_lines_and_texts_that_are_numbered_oddly_take_the_next_place() -> None:
    odd = ("0", "²", "9" * 5_000)
    lines = "".join(f'<row r="{said}"><c t="str"><v>{at}</v></c></row>' for at, said in enumerate(odd))
    more = '<row><c t="s"><v>²</v></c><c t="s"><v>0</v></c></row>'
    assert read_table("a.xlsx", _sheet(lines + more, "a" * 2_000_000)) == [
        ["0"],
        ["1"],
        ["2"],
        ["", "a" * 1000],
    ]


def _zip(**parts: str) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name.replace("__", "/") + ".xml", text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("a.pdf", b"x", "ends with"),
        ("a.csv", b" \n ", "empty"),
        ("a.csv", workbook(["a"]), "not what its name says"),
        ("a.xlsx", b"PK\x03\x04broken", "broken"),
        ("a.xlsx", _zip(word__document="<x/>"), "no workbook"),
        ("a.xlsx", _zip(xl__workbook='<!DOCTYPE x [<!ENTITY a "b">]><workbook/>'), "document type"),
        ("a.xlsx", _zip(xl__workbook="<workbook>" + " " * (50 << 20) + "</workbook>"), "unpacks to more"),
        ("a.csv", b"a,b\n" * 5_001, "more than 5000 lines"),
        ("a.csv", b"a;b\n" + b"x" * 200_000, "cannot be read as CSV"),
        ("a.xlsx", _sheet("<row/>").replace(b"xl/workbook", b"xl/workboo\xff"), "no workbook|broken"),
        ("a.xlsx", _sheet("<row/>", before='<?xml version="1.0" encoding="shift_jis"?>'), "broken"),
        ("a.xlsx", _sheet("<row/>", before='<?xml version="1.0" encoding="nothing"?>'), "broken"),
        ("a.xlsx", _damaged(), "broken"),
        ("a.xlsx", _sheet("<row/>", packing=ZIP_LZMA), "broken"),
        ("a.xlsx", _sheet('<row x="' + "a" * (4 << 20) + '"/>'), "broken"),
        (
            "a.xlsx",
            _sheet(("<row>" + '<c t="s"><v>0</v></c>' * 60 + "</row>") * 200, "a" * 1000),
            "too much text",
        ),
    ],
)
def test_a_file_that_cannot_be_read_says_why(name, body, why) -> None:
    with pytest.raises(BadInput, match=why):
        read_table(name, body)


def test_a_workbook_of_cells_without_end_is_refused(monkeypatch) -> None:
    monkeypatch.setattr(read_xlsx, "MOST_ELEMENTS", 1_000)
    with pytest.raises(BadInput, match="too many cells"):
        read_table("a.xlsx", _sheet("<row>" + "<c/>" * 1_000 + "</row>"))


async def send(client, content=CSV):
    return await client.post(LISTS, params={"name": "narx.csv"}, content=content)


async def test_a_row_that_nothing_can_be_made_of_stops_neither_its_list_nor_others(
    buyers, pool, asking
) -> None:
    wild = (
        "title;price;picture\nTeapot \u202e<script>;0.00001;\n=cmd|'/c calc'!A1;2.5;https://a.alicdn.com:99999/x.jpg\n"
        "Glass teapot 1500 ml;3.5;https://a.alicdn.com:99999/1.jpg\nVase;1e999;\n"
    )
    number = (await send(buyers["analyst"], wild.encode())).json()["price_list"]["list_id"]
    wish = {"columns": {"title": 0, "price": 1, "picture": 2}, "currency": "USD", "keep": True}
    kept = await buyers["analyst"].patch(f"{LISTS}/{number}", json=wish)
    assert [(one["line"], one["why"]) for one in kept.json()["bad"]] == [
        (2, "not_positive"),
        (5, "not_a_number"),
    ]
    async with transaction(pool) as db:
        await rows.insert(db, "trackers", org_id=buyers["org_id"], product_id=TEAPOT)
    await asking.work()
    assert (await buyers["viewer"].get(LISTS)).json()["items"][0]["state"] == "ready"
    assert (await buyers["viewer"].get("/api/v1/offer-matches")).json()["waiting"] == 1


async def test_columns_are_guessed_and_nothing_is_used_before_a_person_confirms_them(buyers, pool) -> None:
    sent = await send(buyers["analyst"])
    assert sent.status_code == 201, sent.text
    draft = sent.json()
    assert draft["columns"] == {"title": 0, "price": 1, "least": 2, "weight": 3}
    assert (draft["readable"], [one["why"] for one in draft["bad"]]) == (
        0,
        ["no_currency", "not_a_number", "no_currency"],
    )
    number = draft["price_list"]["list_id"]
    where = f"{LISTS}/{number}"
    assert (await buyers["stranger"].get(where)).status_code == 404
    wish = {"columns": draft["columns"], "currency": "USD"}
    tried = (await buyers["analyst"].patch(where, json=wish)).json()
    assert (tried["readable"], tried["bad"]) == (
        2,
        [{"line": 3, "column": "price", "why": "not_a_number", "said": "qimmat"}],
    )
    async with transaction(pool) as db:
        assert await db.fetchval("SELECT count(*) FROM supplier_offers") == 0
    for columns, words in (
        ({"title": 0}, "price"),
        ({"title": 0, "price": 0}, "two things"),
        ({"title": 0, "price": 9}, "so many"),
    ):
        refused = await buyers["analyst"].patch(where, json={"columns": columns, "currency": "USD"})
        assert (refused.status_code, words in refused.text) == (400, True)
    assert (await buyers["viewer"].patch(where, json=wish | {"keep": True})).status_code == 403
    kept = (await buyers["analyst"].patch(where, json=wish | {"keep": True})).json()
    assert (kept["price_list"]["state"], kept["price_list"]["rows"], kept["price_list"]["bad_rows"]) == (
        "matching",
        2,
        1,
    )
    assert [(one["title"], one["price"], one["weight_grams"]) for one in kept["offers"]] == [
        ("Glass teapot 1500 ml", "3.2500", 600),
        ("Piyola", "1.1250", None),
    ]
    assert (await buyers["analyst"].patch(where, json=wish)).status_code == 409


async def test_its_rows_are_held_against_the_tracked_products_and_go_with_it(buyers, pool) -> None:
    number = (await send(buyers["analyst"])).json()["price_list"]["list_id"]
    wish = {"columns": {"title": 0, "price": 1, "weight": 3}, "currency": "USD", "keep": True}
    await buyers["analyst"].patch(f"{LISTS}/{number}", json=wish)
    async with transaction(pool) as db:
        await rows.insert(db, "trackers", org_id=buyers["org_id"], product_id=TEAPOT)
    await Asking(pool, Suppliers()).work()
    (found,) = (await buyers["viewer"].get("/api/v1/offer-matches")).json()["items"]
    assert (found["product_id"], found["offer"]["title"]) == (TEAPOT, "Glass teapot 1500 ml")
    assert (await buyers["viewer"].get(LISTS)).json()["items"][0]["state"] == "ready"
    (match,) = (await buyers["viewer"].get(f"/api/v1/products/{TEAPOT}/offers")).json()["items"]
    assert match["landed"][0]["total"]["point"] > match["offer"]["price_uzs"]
    assert (await buyers["stranger"].delete(f"{LISTS}/{number}")).status_code == 404
    assert (await buyers["analyst"].delete(f"{LISTS}/{number}")).status_code == 200
    assert (await buyers["viewer"].get("/api/v1/offer-matches")).json()["waiting"] == 0
