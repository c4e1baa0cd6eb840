"""Search's arithmetic: one term however it is written, translations from pairs, slips, models first, the same goods."""

from __future__ import annotations

import numpy as np
import pytest

from ventra.core import search_model, translations
from ventra.core.same_goods import Goods, likeness, same
from ventra.core.search_model import Given, Model, Pair, learn, packed, unpacked
from ventra.core.search_question import understand
from ventra.core.search_rank import Found, rank
from ventra.core.search_terms import is_model, key, keys, terms
from ventra.core.similar import DIMENSIONS, vectors
from ventra.core.spelling import Spellings, distance
from ventra.search.given import given

PAIRS = [
    ("Chelak qopqoq bilan, 10 litr", "Ведро с крышкой, 10 л"),
    ("Chelak bolalar uchun", "Ведро для детей"),
    ("Choynak qopqoq bilan", "Чайник с крышкой"),
    ("Choynak bolalar uchun, Artel", "Чайник для детей, Artel"),
    ("Chelak plastik", "Ведро пластиковое"),
]


def model_of(titles: list[str], pairs=PAIRS, known: Given | None = None) -> Model:
    counts: dict[str, int] = {}
    for title in titles:
        for term in terms(title):
            counts[term] = counts.get(term, 0) + 1
    return learn(
        counts,
        products=len(titles),
        average=6.0,
        pairs=[Pair(terms(uz), terms(ru)) for uz, ru in pairs],
        latin={"artel": (9, 9), "bolal": (9, 1)},
        given=known or Given(),
    )


def found(titles: list[str], query: str, model: Model) -> list[int]:
    ids = np.arange(len(titles))
    question = understand(query, model)
    cosine = vectors([model.told(terms(title), share=0.5) for title in titles]) @ vectors([question.told])[0]
    candidates = Found(ids, [keys(terms(title)) for title in titles], cosine.astype(float), ids * 0)
    return rank(question, candidates, model).product_id.tolist()


@pytest.mark.parametrize(
    "spellings",
    [
        ("Koʻylak", "Ko'ylak", "Ko’ylak", "Ko‘ylak", "Ko`ylak", "КЎЙЛАК", "koʻylaklar", "ko'ylagi"),
        ("chelak", "челак", "Chelaklar", "челаги"),
        ("сумка", "сумки", "sumkasi", "sumkalar"),
        ("наушники", "наушников", "naushnik"),
        ("джинсы", "jinsi", "ЖИНСИ"),
        ("400 g", "400г", "400 gr", "400гр", "400 грамм"),
        ("A17", "a 17", "А17"),
        ("256GB", "256 ГБ", "256 gb"),
    ],
)
def test_however_it_is_written_it_is_one_term(spellings):
    common = set.intersection(*(set(terms(one)) for one in spellings))
    assert common, {one: terms(one) for one in spellings}


def test_a_model_is_no_amount():
    assert [one for one in terms("Samsung A17 8/256GB 400 g b9c Note14 5000 mAh") if is_model(one)] == [
        "a17",
        "b9c",
        "b9",
    ]
    assert {"note", "14", "256gb", "400g", "5000mah"} <= set(terms("Note14 256GB 400 g 5000 mAh"))


def test_translations_are_learned_from_pairs_and_nothing_else():
    model = model_of([uz for uz, _ in PAIRS])
    assert max(model.means["vedr"], key=model.means["vedr"].get) == "chelak"
    assert max(model.means["choinak"] if "choinak" in model.means else model.means["choynak"]).startswith(
        "chay"
    )
    assert "artel" not in model.means, "what both titles say explains itself"
    assert found(["Choynak Artel", "Chelak, plastik", "Qoshiq"], "ведро", model)[0] == 1
    assert "lojk" not in model.means
    none = translations.learn([], size=1)
    assert len(none.source) == 0


def test_a_model_comes_back_as_it_was_kept():
    model = model_of([uz for uz, _ in PAIRS], known=given())
    again = unpacked(packed(model), version=7)
    assert (again.version, again.products, again.counts, again.brands) == (
        7,
        model.products,
        model.counts,
        model.brands,
    )
    assert {term: set(of) for term, of in again.means.items()} == {
        term: set(of) for term, of in model.means.items()
    }
    assert packed(again) == packed(model)
    assert "artel" in again.brands
    assert "bolal" not in again.brands


def test_the_given_words_are_pairs_of_three_languages_that_all_say_something():
    known = given()
    assert len(known.pairs) > 2_000
    assert len(known.brands) > 100
    assert all(pair.one and pair.other for pair in (*known.pairs, *known.synonyms))
    model = model_of(
        [
            "Kir yuvish mashinasi",
            "Kir sovun",
            "Mashina uchun moy",
            "Soch quritgich",
            "Fen",
            "Kiyim quritgich",
        ],
        known=known,
    )
    titles = ["Kir sovun", "Mashina uchun moy", "Kir yuvish mashinasi", "Kiyim quritgich", "Fen"]
    assert found(titles, "стиральная машина", model)[0] == 2
    assert found(titles, "washing machine", model)[0] == 2
    assert found(titles, "hair dryer", model)[0] == 4


@pytest.mark.parametrize(
    ("typed", "meant"), [("kastrulya", "kastryulya"), ("чамодан", "chamadon"), ("telvizor", "televizor")]
)
def test_a_slip_is_forgiven(typed, meant):
    titles = ["Kastryulya 3 l", "Sayohat uchun chamadon", "Televizor 43", "Choyshab", "Kastet"]
    model = model_of(titles)
    assert meant in titles[found(titles, typed, model)[0]].lower()


def test_slips_are_counted():
    assert (distance("chelak", "chelak"), distance("chelak", "cehlak"), distance("choy", "choyi")) == (
        0,
        1,
        1,
    )
    assert distance("chamodan", "chamadon") == 1, "a vowel for a vowel is half a slip"
    assert Spellings(["vedro", "bedro", "lampa"]).like("vedr0"[:4] + "a")[0][0] == "vedro"
    assert Spellings([]).like("vedro") == []


def test_brands_and_models_come_first_whatever_else_is_near():
    titles = [
        "Smartfon uchun gʻilof, smartfon, smartfon uchun silikon",
        "Smartfon Artel A16",
        "Artel A17 smartfon, 8/256 GB, qora rang, yangi, kafolat 1 yil",
        "Smartfon Novey A17 uchun gʻilof",
    ]
    model = model_of(titles, pairs=[])
    assert found(titles, "artel a17 smartfon", model)[0] == 2
    question = understand("artel a 17", model)
    assert [thing.exact for thing in question.things] == [True, True]


def test_an_empty_question_finds_nothing_and_breaks_nothing():
    model = model_of([uz for uz, _ in PAIRS])
    for query in ("", "  ", "!!!", "и для", "😀"):
        assert found(["Chelak", "Choynak"], query, model) is not None
    assert understand("", model).things == ()


def test_vectors_are_the_same_on_every_machine():
    one, other, none = vectors([{"chelak": 1.0, "10l": 0.5}, {"chelak": 2.0, "10l": 1.0}, {}])
    assert one.shape == (DIMENSIONS,)
    assert np.allclose(one, other)
    assert not none.any()
    assert np.linalg.norm(one) == pytest.approx(1.0, abs=1e-6)
    assert np.flatnonzero(one)[:4].tolist() == PINNED
    assert key("chelak") == 2_102_605_720
    near, far = vectors([{"chelaklar": 1.0}, {"smartfon": 1.0}])
    assert one @ near > 0.4 > 0.2 > abs(one @ far)


PINNED = [15, 19, 21, 23]


def goods(number, *titles, price=None, seller=None, category=None, photo=None):
    return Goods(number, tuple(map(terms, titles)), seller, category, price, photo)


SPOON = "Artel qoshiq toʻplami, zanglamas poʻlat, 6 dona"


@pytest.mark.parametrize(
    ("one", "other", "are"),
    [
        (SPOON, SPOON.upper(), True),
        (SPOON, "Qoshiqlar toʻplami Artel zanglamas poʻlatdan 6 dona", True),
        (SPOON, SPOON.replace("6", "12"), False),
        ("Smartfon Artel A17 8/256 GB", "Artel A17 smartfon 8/256", True),
        ("Smartfon Artel A17 8/256 GB", "Smartfon Artel A17 8/128 GB", False),
        ("Smartfon Artel A17", "Smartfon Artel A16", False),
        ("Smartfon Artel A17", "Smartfon Artel", False),
        ("Erkaklar futbolkasi", "Erkaklar futbolkasi", False),
    ],
)
def test_the_same_goods_agree_in_what_tells_them_apart(one, other, are):
    model = model_of([SPOON, "Smartfon", "Erkaklar futbolkasi", "Choynak", "Piyola"], pairs=[])
    reason = same(goods(1, one, seller=5), goods(2, other, seller=6), model)
    assert (reason is not None) == are
    if reason:
        assert reason.brands == ["artel"]
        assert reason.other_seller
        assert 0 < likeness(reason) <= 1


def test_a_far_price_or_the_picture_decides():
    model = model_of([SPOON], pairs=[])
    dear, cheap = goods(1, SPOON, price=100_000), goods(2, SPOON, price=30_000)
    assert same(dear, cheap, model) is None
    assert same(dear, goods(3, SPOON, price=90_000), model).price_ratio == 1.11
    plain = "Erkaklar futbolkasi"
    assert same(goods(4, plain, photo="k"), goods(5, plain, photo="k"), model).picture is True


def test_what_two_languages_say_counts_once_and_what_goods_can_do_is_no_brand():
    toy = ("Yumshoq ayiqcha, plyush", "Мягкий мишка, плюш")
    model = model_of([SPOON], pairs=[])
    assert same(goods(1, *toy), goods(2, *toy), model) is None
    long = "Bolalar uchun yumshoq katta ayiqcha, plyush"
    assert same(goods(1, long), goods(2, long), model) is not None
    latin = {"nfk": (5, 5), "redmi": (5, 5)}
    learned = learn({}, products=9, average=3.0, pairs=[], latin=latin, given=Given())
    assert learned.brands == {"redmi"}


def test_a_rule_is_a_number_that_models_carry():
    assert search_model.RULE >= 1
