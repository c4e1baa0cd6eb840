"""Niches, which are categories or clusters of the same goods, with all that the finder measures of them, as a table."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence

from ventra.core.estimate import Ranged
from ventra.core.texts import Language
from ventra.exports.columns import Cell, Column, Type, Unit, title_of, with_ends
from ventra.exports.filters import of_kind
from ventra.exports.table import Found, Table, Wish
from ventra.infra.db import transaction
from ventra.market import niche_find
from ventra.market.niche_answers import Niche, NicheList, NicheWish
from ventra.market.niche_wants import wants_of
from ventra.market.store.niche_found import SORTS

ROWS_A_BATCH = 1_000
KINDS = ("category", "cluster")


async def _find(wish: Wish) -> Found:
    filters = wish.filters
    looked_for = niche_find.checked(
        NicheWish(
            kind="cluster" if of_kind(filters, KINDS) == "cluster" else "category",
            category=filters.category_id,
            leaf=filters.leaf is not False,
            sure=bool(filters.sure),
            sort=wish.sort,
            wants=wants_of(filters.want),
        )
    )
    first = await _page(wish, looked_for, None)
    return Found(_rows(wish, looked_for, first), set() if first.as_of is None else {first.as_of})


async def _page(wish: Wish, looked_for: NicheWish, cursor: str | None) -> NicheList:
    async with transaction(wish.pool, org_id=wish.reader) as db:
        return await niche_find.page(db, looked_for, limit=ROWS_A_BATCH, cursor=cursor)


async def _rows(wish: Wish, looked_for: NicheWish, page: NicheList) -> AsyncGenerator[Sequence[Niche], None]:
    yield page.items
    while page.next_cursor is not None:
        page = await _page(wish, looked_for, page.next_cursor)
        yield page.items


def _plain(
    name: str, type_: Type, cell: Callable[[Niche], Cell], unit: Unit | None = None, heading: str = ""
) -> Column:
    def found(row: Niche, _: Language) -> Cell:
        return cell(row)

    return Column(name, heading or f"col.{name}", type_, found, unit)


def _range(
    name: str, of: Callable[[Niche], Ranged | None], unit: Unit | None = None, type_: Type = "decimal"
) -> tuple[Column, ...]:
    return with_ends(name, type_, of, unit=unit, basis=False)


def _category(row: Niche, language: Language) -> Cell:
    return title_of(row.category.titles if row.category else None, language)


NICHES = Table(
    name="niches",
    title="sheet.niches",
    fixed=(
        _plain("niche_id", "int", lambda row: row.niche_id, "id"),
        Column("title", "col.niche", "text", lambda row, language: title_of(row.titles, language)),
    ),
    columns={
        "category": (Column("category", "col.category", "text", _category),),
        "products": (_plain("products", "int", lambda row: row.products),),
        "sellers": (_plain("sellers", "int", lambda row: row.sellers),),
        "units": with_ends("units_28", "decimal", lambda row: row.days_28, unit="units"),
        "revenue": with_ends("revenue_28", "int", lambda row: row.revenue_28, unit="uzs"),
        "counted": (_plain("counted_28", "int", lambda row: row.counted_28),),
        "growth": with_ends("growth", "decimal", lambda row: row.growth, unit="change", basis=False),
        "hhi": _range("hhi", lambda row: row.concentration.index if row.concentration else None),
        "leader": (
            _plain("leader", "text", lambda row: row.leader.title if row.leader else None),
            *_range("leader_share", lambda row: row.leader_share, "share"),
        ),
        "came": (_plain("came", "int", lambda row: row.entry.came),),
        "gone": (_plain("gone", "int", lambda row: row.entry.gone),),
        "staying": _range("staying", lambda row: row.entry.staying_90, "share"),
        "price": (
            _plain("price_median", "int", lambda row: row.prices.median, "uzs"),
            _plain("price_tenth", "int", lambda row: row.prices.tenth, "uzs"),
            _plain("price_nine_tenths", "int", lambda row: row.prices.nine_tenths, "uzs"),
        ),
        "idle": _range("idle", lambda row: row.idle, "share"),
        "review_gap": _range("review_gap", lambda row: row.review_gap),
        "season": (
            *_range("season", lambda row: row.season.highest),
            _plain("season_month", "int", lambda row: row.season.month),
        ),
        "saturation": _range("saturation", lambda row: row.saturation.score, "points"),
        "place": (
            _plain("place", "int", lambda row: row.place.point if row.place else None),
            _plain("place_first", "int", lambda row: row.place.first if row.place else None),
            _plain("place_last", "int", lambda row: row.place.last if row.place else None),
        ),
        "as_of": (_plain("as_of", "date", lambda row: row.as_of),),
    },
    default=("category", "products", "sellers", "units", "revenue", "growth", "hhi", "price", "saturation"),
    takes=frozenset(("kind", "category_id", "leaf", "want", "sure")),
    sorts=SORTS,
    sort="-revenue",
    find=_find,
    headings={"units": "col.units_28", "revenue": "col.revenue_28", "leader": "col.leader_share", "price": "col.price_median"},
)  # fmt: skip
