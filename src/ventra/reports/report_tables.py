"""The tables of a report, each row with a bar of its estimate beside it where one helps to compare."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ventra.alerts.lines import days_range, number_of
from ventra.catalog.answers import ProductRow
from ventra.core import written
from ventra.core.estimate import Estimate
from ventra.core.rule_kinds import DAYS
from ventra.market.answers import PriceSegment
from ventra.reports.report_facts import Low, ReportFacts, Shared
from ventra.reports.report_words import Spoken
from ventra.reports.words import shown

BAR_WIDTH, BAR_HEIGHT = 200, 12
Cell = tuple[str, str]
"""What stands in a cell, and its class."""


def tables(facts: ReportFacts, words: Spoken) -> str:
    """All parts of the report that are tables; one that the kind does not have is left out."""
    days = facts.head.days
    shared = "category" if facts.head.kind == "category" else "seller"
    return "".join(
        (
            _part(words("sold", days=days), "", _sold(facts.sold, days, words), words),
            _part(words("up"), words("movers_note"), _movers(facts.up, words), words),
            _part(words("down"), words("movers_note"), _movers(facts.down, words), words),
            ""
            if facts.low is None
            else _part(words("low"), words("low_note"), _low(facts.low, words), words),
            "" if facts.moves is None else _moves(facts, words),
            _part(words(f"shares.{shared}"), "", _shares(facts.shares, words), words),
            _part(words("segments"), "", _segments(facts.segments, words), words),
        )
    )


def table(heads: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> str:
    """A table; its heading is repeated on each page it reaches. Nothing for no rows."""
    told = "".join(f"<tr>{''.join(_cell('td', *cell) for cell in row)}</tr>" for row in rows)
    if not told:
        return ""
    return f"<table><thead><tr>{''.join(_cell('th', *cell) for cell in heads)}</tr></thead><tbody>{told}</tbody></table>"


def bar(told: Estimate, most: float) -> str:
    """A bar up to the point and a line from low to high; nothing where nothing is known."""
    if told.point is None or not most:
        return ""

    def x(value: float) -> float:
        return round(BAR_WIDTH * min(value / most, 1), 1)

    reach = ""
    if told.low is not None and told.high is not None and told.high > told.low:
        reach = f'<path d="M{x(told.low)} {BAR_HEIGHT / 2}H{x(told.high)}" class="reach"/>'
    at = x(told.point)
    return (
        f'<svg class="bar-line" viewBox="0 0 {BAR_WIDTH} {BAR_HEIGHT}" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect y="2" width="{at}" height="{BAR_HEIGHT - 4}" class="fill"/>{reach}'
        f'<path d="M{at} 1V{BAR_HEIGHT - 1}" class="edge"/></svg>'
    )


def _cell(tag: str, words: str, kind: str) -> str:
    inside = f"<div>{words}</div>" if kind == "what" and tag == "td" else words
    return f'<{tag} class="{kind}">{inside}</{tag}>' if kind else f"<{tag}>{inside}</{tag}>"


def _part(title: str, note: str, made: str, words: Spoken) -> str:
    below = f'<p class="soft small note">{note}</p>' if note and made else ""
    return f"<section><h2>{title}</h2>{below}{made or _none(words)}</section>"


def _none(words: Spoken) -> str:
    return f'<p class="soft">{words("none")}</p>'


def _sold(rows: Sequence[ProductRow], days: int, words: Spoken) -> str:
    def units(row: ProductRow) -> Estimate:
        return row.figures.days_7 if days == 7 else row.figures.days_28

    def revenue(row: ProductRow) -> Estimate:
        return row.figures.revenue_7 if days == 7 else row.figures.revenue_28

    most = _most(units(one) for one in rows)
    heads = _heads(words, "product", "units", "", "revenue", "price", "stock")
    return table(
        heads,
        (
            (
                (words.product(one), "what"),
                (words.units(units(one)), "n"),
                (bar(units(one), most), "drawn"),
                (words.revenue(revenue(one)), "n"),
                (words.money(one.price_uzs), "n"),
                (_stock(one.stock, words), "n"),
            )
            for one in rows
        ),
    )


def _movers(rows: Sequence[ProductRow], words: Spoken) -> str:
    return table(
        _heads(words, "product", "growth", "units", "price"),
        (
            (
                (words.product(one), "what"),
                (words.growth(one.figures.growth_7), "n"),
                (words.units(one.figures.days_7), "n"),
                (words.money(one.price_uzs), "n"),
            )
            for one in rows
        ),
    )


def _low(rows: Sequence[Low], words: Spoken) -> str:
    def lasts(one: Low) -> str:
        told = number_of(one.told.value, DAYS, words.language)
        return shown(told + days_range(one.told.low, one.told.high, words.language))

    return table(
        _heads(words, "product", "stock", "lasts", "units"),
        (
            (
                (words.product(one.product), "what"),
                (_stock(one.product.stock, words), "n"),
                (lasts(one), "n"),
                (words.units(one.product.figures.days_7), "n"),
            )
            for one in rows
        ),
    )


def _moves(facts: ReportFacts, words: Spoken) -> str:
    moves = facts.moves
    if moves is None:
        return ""
    counts = {name: words.count(getattr(moves, name)) for name in ("up", "down", "same", "unknown")}
    rows = (
        (
            (words.title(one.titles) or f"№ {one.product_id}", "what"),
            (words.money(one.price_then_uzs), "n"),
            (words.money(one.price_now_uzs), "n"),
            (_change(one.change, words), "n"),
        )
        for one in moves.items
    )
    note = words("moves_note", since=written.day(moves.since), **counts)
    made = table(_heads(words, "product", "then", "now", "change"), rows) or _none(words)
    return f'<section><h2>{words("moves")}</h2><p class="soft small note">{note}</p>{made}</section>'


def _shares(rows: Sequence[Shared], words: Spoken) -> str:
    def name(one: Shared) -> str:
        if one.titles is None:
            return words("others", n=one.members)
        return words.title(one.titles) or words("unnamed")

    most = _most(one.part.revenue_28 for one in rows if one.titles is not None)
    return table(
        _heads(words, "name", "share", "", "revenue", "units", "products"),
        (
            (
                (name(one), "what"),
                (words.share(one.part.share), "n"),
                (bar(one.part.revenue_28, most), "drawn"),
                (words.revenue(one.part.revenue_28), "n"),
                (words.units(one.part.days_28), "n"),
                (words.count(one.part.products), "n"),
            )
            for one in rows
        ),
    )


def _segments(rows: Sequence[PriceSegment], words: Spoken) -> str:
    most = _most(one.days_28 for one in rows)
    return table(
        _heads(words, "segment", "units", "", "revenue", "share", "products"),
        (
            (
                (_between(one, words), "what"),
                (words.units(one.days_28), "n"),
                (bar(one.days_28, most), "drawn"),
                (words.revenue(one.revenue_28), "n"),
                (words.share(one.share), "n"),
                (words.count(one.products), "n"),
            )
            for one in rows
        ),
    )


def _between(one: PriceSegment, words: Spoken) -> str:
    ends = {
        "first": written.money(one.from_uzs, words.language),
        "to": written.money(one.to_uzs, words.language),
    }
    if one.from_uzs is None and one.to_uzs is None:
        return words("any")
    if one.from_uzs is None:
        return words("below", **ends)
    return words("from" if one.to_uzs is None else "between", **ends)


def _change(change: float | None, words: Spoken) -> str:
    if change is None:
        return written.UNKNOWN
    kind, sign = ("up", "▲ +") if change > 0 else ("down", "▼ ")
    return f'<span class="{kind}">{sign}{words.count(100 * change, 1)} %</span>'


def _stock(stock: int | None, words: Spoken) -> str:
    return words("sold_out") if stock == 0 else words.count(stock)


def _heads(words: Spoken, *names: str) -> list[Cell]:
    return [(words(f"col.{name}") if name else "", _class_of(name)) for name in names]


def _class_of(name: str) -> str:
    return "" if name in ("product", "name", "segment", "") else "n"


def _most(estimates: Iterable[Estimate]) -> float:
    return max((one.high or one.point or 0 for one in estimates), default=0)
