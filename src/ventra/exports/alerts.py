"""The history of an organisation's alerts as a table, newest first."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence

from ventra.alerts.answers import Alert
from ventra.alerts.lines import condition
from ventra.alerts.store import inbox
from ventra.core.texts import Language
from ventra.exports.columns import Cell, Column, Type, Unit, title_of, word
from ventra.exports.table import Found, Table, Wish
from ventra.infra.db import transaction

ROWS_A_BATCH = 1_000
NEWEST = "-opened_at"


async def _find(wish: Wish) -> Found:
    return Found(_rows(wish))


async def _rows(wish: Wish) -> AsyncGenerator[Sequence[Alert], None]:
    """By their numbers, which never change: what comes meanwhile is not among them."""
    before: int | None = None
    while True:
        async with transaction(wish.pool, org_id=wish.org_id) as db:
            found = await inbox.page(
                db,
                wish.org_id,
                None,
                before=before,
                limit=ROWS_A_BATCH,
                open_only=bool(wish.filters.open_only),
                product_id=wish.filters.product_id,
                rule_id=wish.filters.rule_id,
                simulated=wish.simulated,
            )
        yield found
        if len(found) < ROWS_A_BATCH:
            return
        before = found[-1].alert_id


def _plain(
    name: str, type_: Type, cell: Callable[[Alert], Cell], unit: Unit | None = None, *, private: bool = False
) -> Column:
    def found(row: Alert, _: Language) -> Cell:
        return cell(row)

    return Column(name, f"col.{name}", type_, found, unit, private=private)


def _said(row: Alert, language: Language) -> Cell:
    return condition(row.told, language)


ALERTS = Table(
    name="alerts",
    title="sheet.alerts",
    fixed=(
        _plain("alert_id", "int", lambda row: row.alert_id, "id"),
        _plain("opened_at", "instant", lambda row: row.opened_at),
        word("subject", lambda row: row.subject.kind),
        _plain("subject_id", "int", lambda row: row.subject.id, "id"),
        Column("title", "col.name", "text", lambda row, language: title_of(row.subject.titles, language)),
    ),
    columns={
        "said": (Column("said", "col.said", "text", _said),),
        "rule": (_plain("rule", "text", lambda row: row.rule_name or None, private=True),),
        "told_at": (_plain("told_at", "instant", lambda row: row.told_at),),
        "closed_at": (_plain("closed_at", "instant", lambda row: row.closed_at),),
        "worse": (_plain("worse", "int", lambda row: row.level),),
        "quiet": (word("quiet", lambda row: row.quiet),),
        "value": (
            _plain("value", "decimal", lambda row: row.told.value),
            _plain("value_low", "decimal", lambda row: row.told.low),
            _plain("value_high", "decimal", lambda row: row.told.high),
            _plain("unit", "text", lambda row: row.told.unit or None),
            _plain("limit", "decimal", lambda row: row.told.limit),
            word("basis", lambda row: row.told.basis),
        ),
        "price": (_plain("price", "int", lambda row: row.told.price_uzs, "uzs"),),
        "stock": (_plain("stock", "int", lambda row: row.told.stock, "units"),),
    },
    default=("said", "told_at", "closed_at", "value", "price", "stock"),
    takes=frozenset(("open_only", "product_id", "rule_id")),
    sorts=(NEWEST,),
    sort=NEWEST,
    find=_find,
    shared=False,
)
