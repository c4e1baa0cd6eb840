"""What a card says and how it looks: the page's own figures, in four languages, whatever the marketplace writes."""

from __future__ import annotations

import struct
import zlib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from fixtures.cards import PRODUCT, TITLE, sold
from fixtures.pdf import page_sizes, text_of
from fixtures.rows import days_ago, product
from ventra.core import written
from ventra.core.estimate import Estimate, unknown
from ventra.core.texts import LANGUAGES, say
from ventra.infra.browser import Renderer
from ventra.reports import facts as facts_of
from ventra.reports.card import draw
from ventra.reports.chart import chart, gaps_of, hatching, round_up
from ventra.reports.facts import CardFacts
from ventra.reports.sheet import sheet
from ventra.reports.texts import CARD_TEXTS, FAILURE_TEXTS
from ventra.reports.words import shown
from ventra.sales.answers import SalesDay

pytestmark = pytest.mark.once

PAPER = (0xF6, 0xF2, 0xE9)


@pytest.fixture
async def facts(db: Any) -> CardFacts:
    """A product that sold, in a simulated market whose page has an address."""
    await sold(db)
    await db.execute("INSERT INTO installation (key, value) VALUES ('web_url', 'https://ventra.uz/')")
    return await facts_of.read(db, PRODUCT, now=datetime.now(UTC), simulated=True)


def renderer(chromium: str) -> Renderer:
    return Renderer(Path(chromium))


def bare(text: str) -> str:
    """A text as it is read out of a PDF: without spaces."""
    return "".join(text.split())


def pixel_rows(png: bytes) -> list[bytes]:
    """The rows of an RGB picture as they are stored, each with its filter before it."""
    at, packed = 8, b""
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            packed += png[at + 8 : at + 8 + size]
        at += size + 12
    width = struct.unpack(">I", png[16:20])[0]
    raw = zlib.decompress(packed)
    return [raw[start : start + 3 * width + 1] for start in range(0, len(raw), 3 * width + 1)]


@pytest.mark.browser
async def test_the_picture_is_filled_and_has_the_size_of_a_post(chromium: str, facts: CardFacts) -> None:
    png = await draw(renderer(chromium), facts, "png", "ru")
    assert struct.unpack(">II", png[16:24]) == (1080, 1350)
    assert png[25] == 2, "RGB without transparency"
    rows = pixel_rows(png)
    # The first pixels of the first row are plain whatever its filter, and show that the style was let in.
    assert tuple(rows[0][1:4]) == PAPER
    assert len(set(rows)) > 400


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_sheet_says_the_figures_of_the_page_in_each_language(
    chromium: str, facts: CardFacts, api: httpx.AsyncClient, language: Any
) -> None:
    pdf = await draw(renderer(chromium), facts, "pdf", language)
    assert [(round(width), round(height)) for width, height in page_sizes(pdf)] == [(595, 842)]
    text = text_of(pdf)
    told = (await api.get(f"/api/v1/products/{PRODUCT}")).json()["figures"]
    assert told["days_7"]["point"] == 84
    assert bare(f"84({round(told['days_7']['low'])}–{round(told['days_7']['high'])})") in text
    assert bare(f"336({round(told['days_28']['low'])}–{round(told['days_28']['high'])})") in text
    assert bare(written.money(89_000, language)) in text
    for key in ("name", "simulated", "days_7", "revenue", "reading", "basis.imputed", "live", "nobody"):
        assert bare(say(CARD_TEXTS, f"card.{key}", language)) in text, key
    assert bare(say(CARD_TEXTS, "card.known", language, known=26, days=28)) in text
    assert bare(TITLE) in text
    assert f"https://ventra.uz/p/{PRODUCT}" in text
    assert written.day(days_ago(1)) in text


@pytest.mark.browser
async def test_what_nobody_knows_is_not_written_as_zero(chromium: str, db: Any) -> None:
    await product(db, 5, "", title_ru=None)
    facts = await facts_of.read(db, 5, now=datetime.now(UTC), simulated=False)
    text = text_of(await draw(renderer(chromium), facts, "pdf", "ru"))
    assert "Товар№5" in text
    assert text.count("неизвестно") >= 7
    assert "никтонесмотрел" in text
    assert "Товарещёневидели" in text
    assert "шт.0" not in text
    assert "симуляция" not in text


@pytest.mark.browser
@pytest.mark.parametrize("title", ["Ж" * 500, ("juda uzun nom \u202e" * 40)[:500], "a" * 500])
async def test_the_longest_title_leaves_room_for_all_the_rest(chromium: str, db: Any, title: str) -> None:
    await sold(db, title=title)
    await db.execute("UPDATE products SET state = 'gone'")
    await db.execute("UPDATE product_latest SET price_uzs = 1234567890, list_price_uzs = 2345678901")
    facts = await facts_of.read(db, PRODUCT, now=datetime.now(UTC), simulated=True)
    pdf = await draw(renderer(chromium), facts, "pdf", "uz")
    assert len(page_sizes(pdf)) == 1
    assert "Toshkentvaqti" in text_of(pdf)


async def test_text_of_the_marketplace_is_escaped_and_cannot_turn_the_line(facts: CardFacts) -> None:
    for language in LANGUAGES:
        for format in ("png", "pdf"):
            page = sheet(facts, language, format)
            assert "<script" not in page
            assert "&lt;script&gt;alert(&quot;x&quot;)" in page
            assert "Nur&quot; &lt;b&gt;" in page
    assert shown("a\u202eb\u0000c\n<\u2067") == "a b c &lt;"


async def test_the_page_may_fetch_nothing_and_run_nothing(facts: CardFacts) -> None:
    page = sheet(facts, "uz", "png")
    assert "default-src 'none'" in page
    assert "style=" not in page
    assert "unsafe" not in page


@pytest.mark.browser
async def test_a_script_that_got_in_after_all_would_not_run(chromium: str, facts: CardFacts) -> None:
    page = sheet(facts, "uz", "png").replace("</body>", "<script>for (;;) {}</script></body>")
    assert "<script>" in page
    assert (await renderer(chromium).render(page, "png")).startswith(b"\x89PNG")


def test_every_text_is_there_in_every_language_and_fits_the_page() -> None:
    for texts in (CARD_TEXTS, FAILURE_TEXTS):
        for key, entry in texts.items():
            assert set(entry) == {"uz", "ru", "en"}, key
            for text in entry.values():
                assert not set(text) & set("<>&`'"), key


def day_with(age: int, point: float | None, looks: int = 24) -> SalesDay:
    units = unknown(1) if point is None else Estimate(point, point * 0.9, point * 1.1, "measured", 1, 1)
    return SalesDay(date(2026, 11, 23) - timedelta(days=age), units, units, "final", looks, [])


def test_gaps_are_told_apart_by_whether_somebody_looked() -> None:
    days = [day_with(4, 3), day_with(3, None, 0), day_with(2, None, 0), day_with(1, None), day_with(0, 0)]
    assert gaps_of(days) == [(1, 3, False), (3, 4, True)]


def test_a_zero_is_drawn_and_a_gap_is_hatched() -> None:
    drawn = chart([day_with(1, None, 0), day_with(0, 0)], [], "en", width=946, height=300)
    assert drawn.count('class="bar"') == 1
    assert drawn.count('class="hatch"') == 1
    assert "nobody looked" in drawn


def test_hatching_stays_within_its_box() -> None:
    numbers = [float(one) for one in hatching(10, 50, 5, 25).replace("M", " ").replace("L", " ").split()]
    assert numbers
    assert all(10 <= x <= 50 for x in numbers[::2])
    assert all(5 <= y <= 25 for y in numbers[1::2])


@pytest.mark.parametrize(
    ("value", "top"), [(0, 1), (1, 1), (7.2, 8), (12, 12), (13, 15), (81, 100), (1234, 1500)]
)
def test_the_scale_ends_with_a_round_number_not_far_above(value: float, top: float) -> None:
    assert round_up(value) == top
