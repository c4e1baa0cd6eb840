"""What reports say and how they are set: figures of the pages they are of, four languages, nothing of others believed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from fixtures import outbox, rows
from fixtures.cards import sold
from fixtures.pdf import page_sizes, text_of
from fixtures.rows import days_ago
from ventra.accuracy.answers import AccuracyPoint
from ventra.core.estimate import GrowthFigure, Ranged
from ventra.core.scores import Scores
from ventra.core.texts import LANGUAGES, say
from ventra.infra.browser import Renderer
from ventra.infra.db import open_pool, transaction
from ventra.infra.roles import APP_ROLE, WORKER_ROLE
from ventra.reports.report_answers import ReportWish
from ventra.reports.report_facts import ReportFacts
from ventra.reports.report_method_texts import METHOD_TEXTS
from ventra.reports.report_read import read
from ventra.reports.report_sheet import report_sheet
from ventra.reports.report_texts import REPORT_TEXTS
from ventra.reports.report_words import Spoken
from ventra.reports.texts import CARD_TEXTS

pytestmark = pytest.mark.once
ONE, TWO, SHOP = 1, 2, 1
NASTY = '<img src=x onerror="alert(1)"> Choynak “Toʻy” \u202ekeppilf'


def now() -> datetime:
    return datetime.now(UTC)


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.fixture
async def tracked(database_url: str) -> AsyncIterator[Any]:
    """Two products that are tracked: one rose and runs low, of the other nothing is known. A pool as the worker's."""
    pool = await open_pool(database_url, at_most=3, role=WORKER_ROLE)
    async with pool.acquire() as db:
        await _fill(db)
    yield pool
    await pool.close()


async def _fill(db: Any) -> None:
    await outbox.organisation(db)
    await db.execute("UPDATE organisations SET name = 'Doʻkon <b>&' WHERE org_id = $1", outbox.ORG)
    await sold(db, ONE, NASTY, growth_7=0.4, growth_7_low=0.2, growth_7_high=0.6)
    await db.execute("UPDATE product_latest SET stock = 20 WHERE product_id = $1", ONE)
    await rows.product(db, TWO, "Piyola", category_id=ONE, seller_id=SHOP)
    await rows.look(db, ONE, rows.at_noon(days_ago(20)), price_uzs=100_000)
    for one in (ONE, TWO):
        await rows.insert(db, "trackers", org_id=outbox.ORG, product_id=one)


async def facts_of(
    pool: Any, *, kind: Any = "watchlist", days: Any = 7, simulated: bool = True
) -> ReportFacts:
    wish = ReportWish(kind=kind, subject_id=None if kind == "watchlist" else SHOP, days=days)
    async with transaction(pool, role=APP_ROLE, org_id=outbox.ORG) as db:
        return await read(db, outbox.ORG, wish, now=now(), simulated=simulated)


async def test_the_facts_are_those_of_the_pages_and_say_what_is_not_known(tracked: Any) -> None:
    facts = await facts_of(tracked)
    assert (facts.size.products, facts.size.counted_7, facts.daily_of) == (2, 1, 1)
    assert facts.size.days_7.point == 84
    assert facts.size.days_7.basis == "imputed", "one product has no number"
    assert [one.product_id for one in facts.sold] == [one.product_id for one in facts.up] == [ONE]
    assert facts.down == ()
    assert facts.low is not None
    assert [one.product.product_id for one in facts.low] == [ONE]
    assert facts.moves is not None
    assert [(one.price_then_uzs, one.price_now_uzs) for one in facts.moves.items] == [(100_000, 89_000)]
    assert {one.units.point for one in facts.daily} == {12.0, None}
    # Once the other is known of one day, one alone of two is less than four fifths: no number, and never a fall to half.
    async with tracked.acquire() as db:
        await rows.day(db, TWO, days_ago(3), 5.0)
    assert [one.units.point for one in (await facts_of(tracked)).daily if one.units.point is not None] == [
        17.0
    ]


async def test_a_shop_and_a_category_are_reported_with_their_days(tracked: Any) -> None:
    await tracked.execute("UPDATE products SET state = 'gone' WHERE product_id = $1", TWO)
    shop = await facts_of(tracked, kind="seller", days=28)
    known = [one.units.point for one in shop.daily]
    assert (len(known), known.count(12.0), known.count(None)) == (28, 26, 2)
    assert shop.size.days_28.point == 336
    category = await facts_of(tracked, kind="category", days=28)
    assert [one.titles and one.titles.uz for one in category.shares] == ['Doʻkon "Nur" <b>']
    assert (category.low, category.moves) == (None, None)


async def test_a_report_that_says_the_same_has_the_same_digest(tracked: Any) -> None:
    before = (await facts_of(tracked)).digest
    await tracked.execute("UPDATE product_latest SET seen_at = now()")
    assert (await facts_of(tracked)).digest == before
    await tracked.execute("UPDATE product_latest SET price_uzs = 88000")
    assert (await facts_of(tracked)).digest != before


async def test_nothing_of_others_is_believed_and_nothing_may_be_fetched(tracked: Any) -> None:
    html = report_sheet(await facts_of(tracked), "en")
    assert "&lt;img src=x" in html
    assert "Doʻkon &lt;b&gt;&amp;" in html
    assert "<img" not in html
    assert "<script" not in html
    assert "\u202e" not in html
    assert "default-src &#x27;none&#x27;" in html or "default-src 'none'" in html


async def test_the_method_says_what_is_not_known_and_how_far_off_the_numbers_were(tracked: Any) -> None:
    facts = await facts_of(tracked)
    html = report_sheet(facts, "en")
    assert "products without a number for 7 days: 1 of 2 (50 %)" in html
    assert "The error has not been measured on this installation yet." in html
    scores = Scores(900, 0.123, 0.1, -0.01, 0.81, 0.8, 0.8, 0.5, 1.0, 0.04, 0.9)
    point = AccuracyPoint(1, now(), "simulator", 1, {"all": scores, "7d": scores, "mean": scores})
    html = report_sheet(replace(facts, measured=(point,)), "en")
    assert html.count("12.3 %") == 2
    assert "−1 %" in html
    assert "81 %" in html


async def test_growth_is_told_with_its_interval_whose_ends_may_be_negative() -> None:
    words = Spoken("ru")
    assert words.growth(GrowthFigure(-0.5, -0.68, -0.155, "down", 7)) == (
        '<span class="down">▼ −50 %</span> <small>(−68…−15,5)</small>'
    )
    assert words.growth(GrowthFigure(0.1, -0.1, 0.3, None, 7)) == "+10 % <small>(−10…30)</small>"
    assert words.share(Ranged(0.0004, 0.0003, 0.0005)) == "0,04 % <small>(0,03–0,05)</small>"


def test_every_text_is_in_every_language_and_fills_the_same_gaps() -> None:
    for texts in (REPORT_TEXTS, METHOD_TEXTS):
        for key, said in texts.items():
            assert set(said) == {"uz", "ru", "en"}, key
            gaps = {frozenset(part.split("}")[0] for part in text.split("{")[1:]) for text in said.values()}
            assert len(gaps) == 1, key


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_pages_are_numbered_a4_and_each_says_that_the_market_is_made_up(
    chromium: str, tracked: Any, language: Any
) -> None:

    pdf = await Renderer(Path(chromium)).render(report_sheet(await facts_of(tracked), language), "pdf")
    sizes, text = page_sizes(pdf), text_of(pdf)
    assert len(sizes) >= 2
    assert all((round(width), round(height)) == (595, 842) for width, height in sizes)
    page = bare(say(REPORT_TEXTS, "page", language))
    for number in range(1, len(sizes) + 1):
        assert f"{page}{number}/{len(sizes)}" in text
    assert text.count(bare(say(REPORT_TEXTS, "simulated_short", language))) == len(sizes)
    for said in (say(REPORT_TEXTS, "kind.watchlist", language), say(METHOD_TEXTS, "title", language), "84(75.6–92.4)",
                 say(CARD_TEXTS, "card.basis.imputed", language)):  # fmt: skip
        assert bare(said).replace("75.6", "76").replace("92.4", "92") in text
