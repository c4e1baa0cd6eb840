"""The parts of a workbook beside its rows: heads and feet of sheets, the sheet about the numbers, styles, and what joins them."""

from __future__ import annotations

from collections.abc import Sequence

from ventra.core.texts import Language
from ventra.exports.columns import Column, Type, Unit
from ventra.exports.sheet_xml import inline, letters, text
from ventra.exports.writing import About

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FONT = '<sz val="11"/><name val="Calibri"/>'
LONGEST_NAME = 31
_QUOTE = '"'
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))

HEADING, PROSE = 1, 2
CODES = ("@", "0", "#,##0", "General", "+0%;-0%;0%", "0.0%", "0.00", "yyyy-mm-dd", "yyyy-mm-dd hh:mm")
_OF_UNIT: dict[Unit, str] = {
    "id": "0",
    "uzs": "#,##0",
    "change": "+0%;-0%;0%",
    "share": "0.0%",
    "stars": "0.00",
}
_OF_TYPE: dict[Type, str] = {
    "text": "@",
    "url": "@",
    "int": "#,##0",
    "decimal": "General",
    "bool": "General",
    "date": "yyyy-mm-dd",
    "instant": "yyyy-mm-dd hh:mm",
}
_WIDTHS: dict[Type, int] = {
    "text": 18,
    "url": 36,
    "int": 14,
    "decimal": 12,
    "bool": 9,
    "date": 12,
    "instant": 17,
}
TITLE_WIDTH, LABEL_WIDTH, ABOUT_WIDTH = 48, 34, 90


def style_of(column: Column) -> int:
    """The number of the style that a column's cells have."""
    code = _OF_TYPE[column.type]
    if column.type in ("int", "decimal") and column.unit in _OF_UNIT:
        code = _OF_UNIT[column.unit]
    return 3 + CODES.index(code)


def sheet_head(columns: Sequence[Column], language: Language) -> str:
    """A sheet up to its first row, headings included: they and the first two columns stay in sight."""
    widths = "".join(_width(at, _wide(column)) for at, column in enumerate(columns, 1))
    headings = "".join(
        inline(column.called(language), f"{letters(at)}1", HEADING) for at, column in enumerate(columns)
    )
    beside = min(2, len(columns) - 1)
    pane = (
        f'<pane xSplit="{beside}" ySplit="1" topLeftCell="{letters(beside)}2" activePane="bottomRight" state="frozen"/>'
        if beside
        else '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    )
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{widths}</cols><sheetData><row r="1">{headings}</row>'
    )


def sheet_foot(columns: int, rows: int) -> str:
    """The rest of a sheet of so many rows."""
    return f'</sheetData><autoFilter ref="A1:{letters(columns - 1)}{rows}"/></worksheet>'


def about_sheet(about: About) -> str:
    """A sheet of two columns: what each thing is called, and what it is."""
    rows = "".join(
        f'<row r="{at}">{inline(label, f"A{at}", HEADING)}{inline(words, f"B{at}", PROSE)}</row>'
        for at, (label, words) in enumerate(about, 1)
    )
    cols = _width(1, LABEL_WIDTH) + _width(2, ABOUT_WIDTH)
    return f'{_HEAD}<worksheet xmlns="{_MAIN}"><cols>{cols}</cols><sheetData>{rows}</sheetData></worksheet>'


def frame(names: Sequence[str], ranges: Sequence[str]) -> dict[str, str]:
    """What joins sheets of these names to a book, by path; `ranges` are what the first of them are filtered over."""
    shown = [text(name.translate(_NOT_IN_NAMES)[:LONGEST_NAME]) for name in names]
    numbers = range(1, len(names) + 1)
    sheets = "".join(
        f'<sheet name="{name.replace(_QUOTE, "&quot;")}" sheetId="{n}" r:id="rId{n}"/>'
        for n, name in zip(numbers, shown, strict=True)
    )
    filters = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{at}" hidden="1">\'{shown[at]}\'!{where}</definedName>'
        for at, where in enumerate(ranges)
    )
    styles_id = len(names) + 1
    links = "".join(_link(n, "worksheet", f"worksheets/sheet{n}.xml") for n in numbers)
    parts = "".join(_part(f"/xl/worksheets/sheet{n}.xml", "worksheet") for n in numbers)
    return {
        "xl/styles.xml": _styles(),
        "xl/workbook.xml": (
            f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>{sheets}</sheets>'
            f"<definedNames>{filters}</definedNames></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": _links(links + _link(styles_id, "styles", "styles.xml")),
        "_rels/.rels": _links(_link(1, "officeDocument", "xl/workbook.xml")),
        "[Content_Types].xml": (
            f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
            f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>'
            f"{_part('/xl/workbook.xml', 'sheet.main')}{parts}{_part('/xl/styles.xml', 'styles')}</Types>"
        ),
    }


def _styles() -> str:
    codes = "".join(
        f'<numFmt numFmtId="{164 + at}" formatCode="{text(code)}"/>' for at, code in enumerate(CODES)
    )
    wrapped = '<alignment vertical="top" wrapText="1"/>'
    kinds = "".join(
        f'<xf numFmtId="{164 + at}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for at in range(len(CODES))
    )
    return (
        f'{_HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="{len(CODES)}">{codes}</numFmts>'
        f'<fonts count="2"><font>{_FONT}</font><font><b/>{_FONT}</font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{3 + len(CODES)}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        f'<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1">{wrapped}</xf>'
        f'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">{wrapped}</xf>{kinds}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _wide(column: Column) -> int:
    return TITLE_WIDTH if column.name == "title" else _WIDTHS[column.type]


def _width(at: int, width: int) -> str:
    return f'<col min="{at}" max="{at}" width="{width}.7109375" customWidth="1"/>'


def _link(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{_REL}/{kind}" Target="{target}"/>'


def _links(links: str) -> str:
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _part(path: str, kind: str) -> str:
    return f'<Override PartName="{path}" ContentType="{_KIND}.{kind}+xml"/>'
