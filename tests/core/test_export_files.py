"""Files of exports as bytes: whole, typed, neutral, on as many sheets as it takes, and broken off they are none."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from zipfile import BadZipFile, ZipFile

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fixtures.xlsx import sheets
from ventra.exports import write_xlsx
from ventra.exports.columns import Column
from ventra.exports.sheet_xml import LONGEST_TEXT, letters
from ventra.exports.write_csv import Csv
from ventra.exports.write_parquet import Parquet
from ventra.exports.write_xlsx import Xlsx

TEXTS = {
    f"col.{kind}": dict.fromkeys(("uz", "ru", "en"), kind) for kind in ("int", "text", "decimal", "bool")
}
AT = datetime(2026, 3, 1, 20, 30, 59, 999, tzinfo=UTC)


def column(name, type_, unit=None):
    return Column(
        name,
        f"col.{type_}",
        type_,
        lambda row, _: row,
        unit,
        texts=TEXTS | {f"col.{type_}": TEXTS["col.int"]},
    )


COLUMNS = (
    column("id", "int", "id"), column("text", "text"), column("share", "decimal", "change"), column("is", "bool"),
    column("day", "date"), column("at", "instant"), column("url", "url"),
)  # fmt: skip
BATCH = [
    [1, 2, None],
    ["=1+1", "a<b>&\x07_x0041_\n", None],
    [0.25, float("nan"), None],
    [True, False, None],
    [date(2026, 3, 1), None, None],
    [AT, None, None],
    ["@SUM(A1)", "https://a.uz/?a=1&b=2", None],
]


def written(writer, batches, about=()):
    return b"".join([writer.begin(), *(writer.add(one) for one in batches), writer.end(about)])


def test_csv_is_neutral_has_its_mark_and_tells_unknown_from_zero():
    body = written(Csv(COLUMNS, "en"), [BATCH, BATCH]).decode("utf-8-sig")
    lines = list(csv.reader(StringIO(body, newline="")))
    assert len(lines) == 7
    assert lines[1] == ["1", "'=1+1", "0.25", "TRUE", "2026-03-01", "2026-03-02 01:30", "'@SUM(A1)"]
    assert lines[2][2:] == ["", "FALSE", "", "", "https://a.uz/?a=1&b=2"]
    assert lines[3] == [""] * 7
    assert not written(Csv(COLUMNS, "en", mark=False), []).startswith(b"\xef\xbb\xbf")
    assert written(Csv([column("n", "decimal")], "en"), [[[0.0, -0.00001, -1.5, 1e9]]]).split(b"\r\n")[1:-1] == [
        b"0", b"0", b"-1.5", b"1000000000",
    ]  # fmt: skip


def test_cells_of_a_workbook_are_typed_and_its_last_sheet_is_about_it():
    body = written(Xlsx(COLUMNS, "en", "Table [1]"), [BATCH], [("From", "=VENTRA"), ("Rows", "3")])
    book = sheets(body)
    assert list(book) == ["Table  1 ", "About the numbers"]
    first, second = book["Table  1 "][1:3]
    assert first == [1, "=1+1", 0.25, True, 46082, pytest.approx(46083 + (5459 - 0) / 86400), "@SUM(A1)"]
    assert second == [2, "a<b>&_x0007__x005F_x0041_\n", None, False, None, None, "https://a.uz/?a=1&b=2"]
    assert book["About the numbers"] == [["From", "=VENTRA"], ["Rows", "3"]]
    with ZipFile(BytesIO(body)) as parts:
        assert parts.testzip() is None
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert 'state="frozen"' in sheet
    assert '<autoFilter ref="A1:G4"/>' in sheet


def test_rows_past_what_a_sheet_holds_go_on_in_the_next(monkeypatch):
    monkeypatch.setattr(write_xlsx, "MOST_ROWS", 4)
    numbers = [column("id", "int", "id")]
    book = sheets(written(Xlsx(numbers, "en", "Rows"), [[[1, 2]], [[3, 4, 5, 6, 7, 8, 9]]]))
    assert {
        name: [row[0] for row in rows[1:]] for name, rows in book.items() if name != "About the numbers"
    } == {
        "Rows": [1, 2, 3],
        "Rows 2": [4, 5, 6],
        "Rows 3": [7, 8, 9],
    }
    monkeypatch.setattr(write_xlsx, "MOST_BYTES", 1)
    assert list(sheets(written(Xlsx(numbers, "en", "Rows"), [[[1]], [[2]]]))) == [
        "Rows",
        "Rows 2",
        "About the numbers",
    ]


def test_a_cell_ends_where_a_spreadsheet_ends_it():
    body = written(Xlsx([column("text", "text")], "en", "A"), [[["x" * 40_000]]])
    assert len(sheets(body)["A"][1][0]) == LONGEST_TEXT
    assert [letters(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_unusual_characters_and_numbers_have_a_place_in_every_kind_of_file():
    """As a reader of workbooks that is not ours wants them: what it refused, or cut in another place, is here."""
    texts = [
        "\x00\x0b\x1f",
        "a\r\n\tb",
        "😀👨\u200d👩",
        "\ud800x\udc00",
        "]]>&amp;<",
        " a ",
        "\ufffe",
        "_x0041_",
        "=1+1",
    ]
    numbers = [float("inf"), float("-inf"), float("nan"), 0.0, -1.5, 1e300, 0.1 + 0.2, 2.0**53, 5e-324]
    columns, batch = [column("text", "text"), column("share", "decimal")], [texts, numbers]
    rows = sheets(written(Xlsx(columns, "en", "A"), [batch], [("\ud800", "\x01")]))["A"][1:]
    assert [row[0] for row in rows] == [
        "_x0000__x000B__x001F_", "a_x000D_\n\tb", "😀👨\u200d👩", "\ufffdx\ufffd", "]]>&amp;<", " a ", "_xFFFE_",
        "_x005F_x0041_", "=1+1",
    ]  # fmt: skip
    finite = [None, None, None, 0.0, -1.5, 1e300, 0.1 + 0.2, 2.0**53, 5e-324]
    assert [row[1] if len(row) > 1 else None for row in rows] == finite
    parquet = pq.read_table(BytesIO(written(Parquet(columns, "en"), [batch])))
    assert parquet["text"].to_pylist()[2:5] == ["😀👨\u200d👩", "\ufffdx\ufffd", "]]>&amp;<"]
    lines = list(csv.reader(StringIO(written(Csv(columns, "en"), [batch]).decode("utf-8-sig"), newline="")))[
        1:
    ]
    assert [line[1] for line in lines[:5]] == ["", "", "", "0", "-1.5"]
    assert (lines[1][0], lines[3][0], lines[8][0]) == ("a\r\n\tb", "\ufffdx\ufffd", "'=1+1")
    whole = [column("id", "int", "id")]
    assert written(Csv(whole, "en"), [[[float("inf"), 2.0]]]).split(b"\r\n")[1:-1] == [b'""', b"2"]


def test_long_texts_end_where_utf_16_ends_them_and_sheets_keep_their_numbers(monkeypatch):
    long = ["😀" * 20_000, "x" * 32_766 + "😀", "x" * 32_765 + "😀", "\ud800" * 40_000]
    (book,) = [sheets(written(Xlsx([column("text", "text")], "en", "A"), [[long]], [("a", "я" * 40_000)]))]
    units = [len(row[0].encode("utf-16-le")) // 2 for row in book["A"][1:]]
    assert units[:3] == [32_766, 32_766, 32_767]
    assert all(count <= LONGEST_TEXT for count in units)
    assert len(book["About the numbers"][0][1]) == LONGEST_TEXT
    monkeypatch.setattr(write_xlsx, "MOST_ROWS", 2)
    title = "A title of more than thirty-one characters"
    names = list(sheets(written(Xlsx([column("id", "int")], "en", title), [[[*range(11)]]])))
    assert len({*names}) == len(names) == 12
    assert (names[0], names[10]) == (title[:31], f"{title[:28]} 11")


def test_parquet_is_typed_by_name_and_says_where_it_comes_from():
    body = written(Parquet(COLUMNS, "en"), [BATCH, BATCH], [("From", "VENTRA")])
    table = pq.read_table(BytesIO(body))
    assert table.schema.names == ["id", "text", "share", "is", "day", "at", "url"]
    assert [str(one) for one in table.schema.types] == [
        "int64", "string", "double", "bool", "date32[day]", "timestamp[us, tz=UTC]", "string",
    ]  # fmt: skip
    assert table.slice(0, 1).to_pylist()[0]["at"] == AT
    assert table.num_rows == 6
    assert table["share"].null_count == 4, "no number is null, and not NaN"
    assert table.schema.field("id").metadata == {b"heading": b"int", b"unit": b"id"}
    said = pq.read_metadata(BytesIO(body)).metadata[b"ventra.about"]
    assert msgspec.json.decode(said) == [["From", "VENTRA"]]


def test_what_breaks_off_is_no_file():
    for writer in (Xlsx(COLUMNS, "en", "A"), Parquet(COLUMNS, "en")):
        body = writer.begin() + writer.add(BATCH)
        with pytest.raises((BadZipFile, pa.ArrowInvalid)):
            _ = sheets(body) if isinstance(writer, Xlsx) else pq.read_table(BytesIO(body))
