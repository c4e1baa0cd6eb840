"""What messages of alerts say: every kind in every language, foreign text escaped and cut whole, numbers with their interval."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from ventra.alerts import messages
from ventra.alerts.found import Digest, Found, Line
from ventra.alerts.lines import condition
from ventra.alerts.texts import KIND_TEXTS, MESSAGE_TEXTS, UNIT_TEXTS
from ventra.core.cyrillic import to_cyrillic
from ventra.core.product import Titles
from ventra.core.rule_kinds import KINDS
from ventra.core.rule_told import Told
from ventra.core.shown import shown
from ventra.core.texts import LANGUAGES
from ventra.simulator.telegram_html import plain

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
URL = "https://ventra.example"


def told(kind: str = "price_down", **more) -> Told:
    row = KINDS[kind]
    values = {
        "unit": next(iter(row.measures)), "limit": 5, "days": row.days[0], "value": 12.5, "low": 9, "high": 15, "before": 120_000,
        "after": 105_000, "usual_low": 3, "usual_high": 7, "text_before": "Eski <nom>", "text_after": "Yangi & nom",
        "price_uzs": 105_000, "stock": 14, "by": "forecast", "among": 40, "units_7": 35, "units_7_low": 30, "units_7_high": 41,
        "seen_at": NOW - timedelta(minutes=4),
    }  # fmt: skip
    return Told(kind=kind, **(values | more))


def found(kind: str = "price_down", title: str = "Choynak", **more) -> Found:
    values = {
        "alert_id": 9, "rule_id": 3, "rule_name": "Mening qoidam", "subject": "product", "subject_id": 77,
        "titles": Titles(uz=title, ru="Чайник"), "level": 0, "opened_at": NOW, "told_at": NOW, "closed_at": None,
        "told": told(kind),
    }  # fmt: skip
    return Found(**(values | more))


def test_every_kind_has_its_words():
    assert set(KIND_TEXTS) == set(KINDS)


@pytest.mark.parametrize("texts", [KIND_TEXTS, UNIT_TEXTS, MESSAGE_TEXTS])
def test_every_text_is_there_in_three_languages_and_names_the_same_facts(texts):
    for key, entry in texts.items():
        assert set(entry) == {"uz", "ru", "en"}, key
        names = {
            language: {part.split("}")[0] for part in text.split("{")[1:]} for language, text in entry.items()
        }
        assert names["uz"] == names["ru"] == names["en"], key
        assert not set("'`‘’") & set(entry["uz"]), key
        to_cyrillic(entry["uz"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_told_without_a_gap_in_every_language(kind, language):
    for unit in KINDS[kind].measures:
        of = found(kind, told=told(kind, unit=unit))
        message = messages.alert(of, language, URL, NOW)
        assert "{" not in message.html
        assert "—" not in message.html
        assert len(plain(message.html)) < messages.LONGEST_CAPTION
        assert [one.data for one in message.buttons] == ["a:why:9", "a:snooze:9", "a:limit:9", "a:stop:9"]
        assert all(one.words for one in message.buttons)
        assert "\n" not in message.subject
        assert len(message.subject) <= 200
        msgspec.json.encode(message.payload)


def test_a_price_is_told_with_what_it_was_its_age_and_a_week_of_sales_with_their_interval():
    message = messages.alert(found(), "uz", URL, NOW)
    assert plain(message.html).replace("\u00a0", " ").splitlines() == [
        "Choynak",
        "📉 Narx 12,5 % tushdi: 120 000 soʻm → 105 000 soʻm (bir kunda)",
        "Qoldiq 14 · 7 kunda 35 dona sotildi (30–41) · 4 daqiqa oldin koʻrildi",
        "Qoida: Mening qoidam",
        "Ochish",
    ]
    assert 'href="https://ventra.example/p/77?range=7"' in message.html
    assert "https://ventra.example/p/77?range=7" in message.plain


def test_a_day_of_sales_is_told_in_pieces_with_its_interval_and_what_is_usual():
    line = condition(told("sales_spike"), "ru").replace("\u00a0", " ")
    assert line == "🚀 Вчера продано 12,5 шт. (9–15), обычно 3–7"


def test_what_is_unknown_is_a_dash_and_no_failure():
    bare = Told(kind="price_down", unit="percent", limit=5, days=1)
    assert "—" in condition(bare, "en")
    messages.alert(found(told=bare, titles=Titles()), "en", URL, NOW)


@pytest.mark.parametrize(
    "title",
    ["<b>&amp;", "a < b > c & d", "</a><script>", "שלום עולם", "\u202eabc\u202c",
     "👩‍👩‍👧‍👦" * 90, "e\u0301" * 300, "🇺🇿" * 200,
     "x" * 300, "nom\x00\n\r\u2028nom", '"quoted" \'n\'', "\ud83d bad"],
)  # fmt: skip
def test_a_hostile_title_is_escaped_and_cut_at_a_whole_letter(title):
    for of in (
        found(title=title),
        found("title_changed", title, told=told("title_changed", text_after=title)),
    ):
        for language in LANGUAGES:
            one = messages.alert(of, language, URL, NOW)
            many = messages.bundle([of] * 200, language, URL, NOW)
            for message in (one, many):
                plain(message.html)
                assert "<script" not in message.html
                assert not set(message.html) & {"\u202e", "\u202c", "\x00", "\u2028", "\r"}
                assert len(message.html) <= messages.LONGEST_MESSAGE
                message.html.encode(), message.plain.encode(), message.subject.encode()
            assert len(one.subject) <= 200


@pytest.mark.parametrize(("letter", "count"), [("👩‍👩‍👧‍👦", 30), ("e\u0301", 90), ("🇺🇿", 60), ("👍🏽", 60)])
def test_nothing_that_belongs_together_is_cut(letter, count):
    for longest in range(50, 60):
        cut = shown(letter * count, longest)
        assert len(cut) <= longest
        assert cut.removesuffix("…") == letter * (len(cut.removesuffix("…")) // len(letter))


def test_text_from_the_right_turns_nothing_beside_it():
    assert shown("שלום", 20) == "\u2068שלום\u2069"
    assert shown("abc\u202edef", 20) == "abcdef"


def test_a_bundle_tells_how_many_are_left_out():
    many = [found(title=f"Mahsulot {n} " + "x" * 200, alert_id=n, subject_id=n) for n in range(1, 101)]
    message = messages.bundle(many, "en", URL, NOW)
    assert len(message.html) <= messages.LONGEST_MESSAGE
    listed = message.html.count("\n\n• ")
    assert 5 < listed < 100
    assert f"and {100 - listed} more" in message.html
    assert not message.buttons
    assert len(message.payload["alerts"]) == 100


def test_what_got_worse_and_what_is_over_by_now_say_so():
    assert "Got worse" in messages.alert(found(level=1), "en", URL, NOW).html
    assert "Over by now" in messages.alert(found(closed_at=NOW), "en", URL, NOW).html


def test_a_digest_lists_gainers_losers_and_what_runs_low_with_links():
    lines = [Line(product_id=5, titles=Titles(ru="<Чайник> & ко"), value=0.25, low=0.1, high=0.4)]
    low = [
        Line(
            product_id=6, titles=Titles(uz="Piyola"), value=3, low=2, stock=9, basis="inferred", by="forecast"
        )
    ]
    of = Digest(
        what="week", day=date(2026, 11, 26), tracked=12, alerts=3, sold=[], gainers=lines, losers=[], low=low
    )
    for language in LANGUAGES:
        message = messages.digest(of, language, URL)
        assert "&lt;Чайник&gt; &amp; ко" in message.html
        assert "p/5?range=7" in message.html
        plain(message.html)
        msgspec.json.encode(message.payload)
    assert "+25% (10–40)" in messages.digest(of, "en", URL).html
    assert "lasts 3\u00a0days (2–∞) ◐, by the forecast, stock 9" in messages.digest(of, "en", URL).html
