"""A card as one page of HTML, from its facts alone. Text of the marketplace is escaped, and the page may fetch nothing."""

from __future__ import annotations

import math
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from html import escape

from ventra.core import written
from ventra.core.texts import UZ, UZ_CYRL, Language
from ventra.reports.answers import Format
from ventra.reports.chart import chart
from ventra.reports.facts import CardFacts
from ventra.reports.style import STYLE
from ventra.reports.tiles import needs_two_lines, tiles
from ventra.reports.words import MARKS, Words, mark, shown

TITLES = (("short", 60, 42), ("long", 150, 34), ("endless", 10_000, 27))
"""How a title is set: up to so many characters in letters of so many pixels; what three lines do not hold is cut."""
LETTER, LINE, TITLE_LINES = 0.66, 1.2, 3
STRIP, NOTE = 68, 24
"""Heights in pixels of a strip with a warning, and of a line of small letters."""


@dataclass(frozen=True, slots=True)
class Size:
    """A card's size in pixels of the page, and its drawing's where the title takes no line and nothing is to be warned of."""

    width: int
    height: int
    chart_height: int


SIZES: dict[Format, Size] = {"png": Size(1080, 1350, 462), "pdf": Size(1080, 1527, 636)}


def sheet(facts: CardFacts, language: Language, format: Format) -> str:
    """The whole page."""
    hashed = b64encode(sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{hashed}'; base-uri 'none'; form-action 'none'"
    words = Words(language)
    parts = (
        _head(facts, words),
        _about(facts, words),
        _facts(facts, words),
        tiles(facts.product.figures, words),
        _days(facts, words, _chart_height(facts, words, SIZES[format])),
        _reading(words),
        _foot(facts, words),
    )
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><title>{_title(facts, words)}</title>'
        f'<style>{STYLE}</style></head><body class="{format}">{"".join(parts)}</body></html>'
    )


def _title(facts: CardFacts, words: Words) -> str:
    title = shown(written.title(facts.product.titles, words.language) or "")
    return title or words("untitled", id=facts.product.product_id)


def _title_size(title: str) -> tuple[str, int]:
    """How a title is set, and how high it becomes."""
    name, letter = next((name, letter) for name, most, letter in TITLES if len(title) <= most)
    lines = min(math.ceil(len(title) * letter * LETTER / 984), TITLE_LINES)
    return name, round(lines * letter * LINE)


def _chart_height(facts: CardFacts, words: Words, size: Size) -> int:
    """What the rest leaves to the drawing, by a rough count; the page's style shrinks it where that was too much."""
    figures = facts.product.figures
    height = size.chart_height - _title_size(_title(facts, words))[1]
    height -= STRIP * (facts.simulated + (facts.product.state == "gone"))
    height -= NOTE * needs_two_lines(figures, words)
    height -= NOTE * (figures.days_7.known_days < 7 or figures.days_28.known_days < 28)
    return height - NOTE * (words.language in (UZ, UZ_CYRL))


def _head(facts: CardFacts, words: Words) -> str:
    simulated = f'<p class="warn">△ {words("simulated")}</p>' if facts.simulated else ""
    return (
        f'<header class="head"><span class="brand">VENTRA</span><span class="soft">{words("name")}</span></header>'
        f"{simulated}"
    )


def _about(facts: CardFacts, words: Words) -> str:
    product = facts.product
    title = _title(facts, words)
    size, _ = _title_size(title)
    names = [
        written.title(one.titles, words.language) or f"№ {one.category_id}" for one in product.category_path
    ]
    path = " › ".join(f"<bdi>{shown(name)}</bdi>" for name in names)
    lines = [
        f'<p class="line path soft">{path}</p>' if path else "",
        f'<h1 dir="auto" class="{size}">{title}</h1>',
    ]
    if product.seller is not None:
        shop = product.seller.title or f"№ {product.seller.seller_id}"
        name = words("shop", name="\0").replace("\0", f"<bdi>{shown(shop)}</bdi>")
        lines.append(f'<p class="line soft">{name}</p>')
    if product.state == "gone":
        lines.append(f'<p class="warn bad">✕ {words("gone")}</p>')
    return f'<section class="about">{"".join(lines)}</section>'


def _facts(facts: CardFacts, words: Words) -> str:
    product, language = facts.product, words.language
    price = words("unknown") if product.price_uzs is None else written.money(product.price_uzs, language)
    list_price = product.list_price_uzs
    if product.price_uzs is not None and list_price is not None and list_price > product.price_uzs:
        price += f"<s>{written.money(list_price, language)}</s>"
    orders = written.count(product.orders_total, language)
    if product.orders_total is None and product.orders_rounded is not None:
        orders = f"≈ {written.count(product.orders_rounded, language)}"
    rating = "—" if product.rating is None else f"★ {written.count(product.rating, language)}"
    stock = words("sold_out") if product.stock == 0 else written.count(product.stock, language)
    told = {
        "price": price,
        "stock": stock,
        "orders": orders,
        "reviews": written.count(product.reviews_total, language),
        "rating": rating,
    }
    pairs = "".join(f"<div><dt>{words(key)}</dt><dd>{value}</dd></div>" for key, value in told.items())
    return f'<dl class="facts">{pairs}</dl>'


def _days(facts: CardFacts, words: Words, height: int) -> str:
    language = words.language
    name = words("chart", first=written.day(facts.first), last=written.day(facts.last))
    drawing = chart(facts.days, facts.spans, language, width=946, height=height)
    return f'<section class="days"><h2>{name}</h2>{drawing}</section>'


def _reading(words: Words) -> str:
    marks = "".join(f"<li>{mark(basis)}<span>{words(f'basis.{basis}')}</span></li>" for basis in MARKS)
    return (
        f'<section class="reading"><h2>{words("reading")}</h2><p class="soft">{words("reading_text")}</p>'
        f'<ul class="marks">{marks}</ul></section>'
    )


def _foot(facts: CardFacts, words: Words) -> str:
    seen_at, as_of = facts.product.seen_at, facts.product.figures.as_of
    lines: Iterable[str] = (
        words("seen", time=written.instant(seen_at)) if seen_at else words("never_seen"),
        words("through", day=written.day(as_of)) if as_of else "",
        f"{words('live')} <b>{escape(facts.page_url)}</b>" if facts.page_url else "",
    )
    return f'<footer class="foot">{"".join(f"<p>{line}</p>" for line in lines if line)}</footer>'
