"""Folding titles and queries, and Uzbek Latin in Cyrillic."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ventra.core.text import MOST_WORDS, fold, search_words, to_cyrillic


@pytest.mark.parametrize(
    "meet",
    [
        ("челак", "chelak", "CHELAK"),
        ("oʻyinchoq", "o'yinchoq", "o’yinchoq", "o`yinchoq", "oʼyinchoq", "ўйинчоқ"),
        ("gʻilof", "g'ilof", "ғилоф"),
        ("qozon", "қозон"),
        ("yoʻlak", "йўлак"),
        ("ертўла", "yerto'la"),
        ("поезд", "poyezd"),
        ("eshik", "эшик"),
        ("маъно", "ma'no", "maʼno"),
        ("щётка", "щетка", "shchetka"),
        ("наушники беспроводные", "naushniki besprovodnie"),
        ("альбом", "albom"),
        ("xalat", "халат"),
        ("hojatxona", "ҳожатхона"),
        ("Is'hoq", "Исҳоқ"),
    ],
)
def test_spellings_of_one_word_meet(meet):
    assert len({fold(word) for word in meet}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("choy", "soy"), ("tosh", "tos"), ("gul", "kul"), ("bir", "ber"), ("ota", "ata")]
)
def test_different_words_stay_apart(one, other):
    assert fold(one) != fold(other)


def test_punctuation_separates_digits_stay_and_broken_characters_vanish():
    assert fold("Чай, 250г (5×2)\t№7") == "chay 250g 5 2 no7"
    assert fold("cho\x00y\ud800 \u200bbir\xadga") == "choy birga"
    assert fold("  ’ - !  ") == ""


@given(st.text(st.characters(exclude_categories=())))
@settings(max_examples=400, deadline=None)
def test_folding_never_raises_and_twice_is_once(text):
    once = fold(text)
    assert fold(once) == once
    assert once == once.strip()
    assert all(char == " " or char.isalnum() for char in once)


@given(st.text(alphabet="abcdeghijkosxyzʻ'щёшчйеэьхц ", max_size=12))
@settings(max_examples=400, deadline=None)
def test_letters_that_combine_fold_the_same_twice(text):
    assert fold(fold(text)) == fold(text)


def test_words_of_a_query_come_once_and_are_bounded():
    assert search_words("Choy choy ЧОЙ, qora!") == ["choy", "kora"]
    assert len(search_words(" ".join(f"w{n}" for n in range(200)))) == MOST_WORDS
    assert len(search_words("a" * 5000)[0]) == 64


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Oʻzbekiston", "Ўзбекистон"),
        ("O'ZBEKISTON", "ЎЗБЕКИСТОН"),
        ("Sharqda choy, SHAHARDA", "Шарқда чой, ШАҲАРДА"),
        ("Yoʻl yomon, dunyo yangi, yurak", "Йўл ёмон, дунё янги, юрак"),
        ("Yer va poyezd", "Ер ва поезд"),
        ("eshik, Ertaga, ketdi, poema", "эшик, Эртага, кетди, поэма"),
        ("maʼno sanʼat eʼlon Is’hoq", "маъно санъат эълон Исҳоқ"),
        ("togʻ ogʻir gʻisht", "тоғ оғир ғишт"),
        ("tsirk operatsiya protsent ketsa vaqtsiz", "цирк операция процент кетса вақтсиз"),
        ("aksiya iyul iyuldan sentabrda kompyuterlar", "акция июль июлдан сентябрда компьютерлар"),
        ("ayyor xotira hech", "айёр хотира ҳеч"),
        ("soʻm", "сўм"),
    ],
)
def test_uzbek_latin_is_spelled_in_cyrillic(latin, cyrillic):
    assert to_cyrillic(latin) == cyrillic


def test_placeholders_addresses_and_brands_stay_latin():
    assert (
        to_cyrillic("{count} ta narx: https://uzum.uz/shop?a=b")
        == "{count} та нарх: https://uzum.uz/shop?a=b"
    )
    assert (
        to_cyrillic("VENTRA CSV faylni Telegramda <b>yubordi</b>")
        == "VENTRA CSV файлни Telegramда <b>юборди</b>"
    )
    assert to_cyrillic("/start buyrugʻi, yozing: a.b@c.uz") == "/start буйруғи, ёзинг: a.b@c.uz"


@given(st.text(alphabet="абвгдеёжзийўқғҳъьэюя АБВЎҚ.,!0123—", max_size=60))
@settings(max_examples=200, deadline=None)
def test_what_is_cyrillic_already_stays_as_it_is(text):
    assert to_cyrillic(text) == text


@given(st.text(alphabet="abdefghijklmnopqrstuvxyz", min_size=1, max_size=20))
@settings(max_examples=300, deadline=None)
def test_a_word_of_uzbek_letters_leaves_no_latin(word):
    assert not set("abdefghijklmnopqrstuvxyz") & set(to_cyrillic(word)) or word in {
        "ndjson",
        "parquet",
        "gzip",
    }
