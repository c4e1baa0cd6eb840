"""How well an offer fits a product: what each part says, and what is said where a part is not known."""

from __future__ import annotations

import numpy as np
import pytest

from ventra.core import offer_match as match
from ventra.core.picture_hash import is_flat, likeness, picture_hash
from ventra.core.search_model import learn
from ventra.core.search_terms import terms
from ventra.search.given import given
from ventra.search.placed import placed

NAN = float("nan")


def drawn(seed: int) -> np.ndarray:
    low = np.random.default_rng(seed).uniform(0, 255, (8, 8))
    return np.kron(low, np.ones((4, 4)))


def alike(one: str, others: list[str]) -> np.ndarray:
    model = learn({}, products=0, average=1.0, pairs=[], latin={}, given=given())
    ours, theirs = placed(model, [terms(one)]), placed(model, [terms(other) for other in others])
    return match.title_likeness(ours, theirs)[0]


def test_titles_are_alike_across_scripts_spellings_and_typos() -> None:
    same, typo, other, nothing = alike(
        "Shisha choynak 1500 ml", ["Шиша чойнак 1500 мл", "shisha choynk 1500ml", "Ceramic flower vase", ""]
    )
    assert same == pytest.approx(1, abs=1e-6)
    assert 0.5 < typo < 1
    assert other < 0.15
    assert np.isnan(nothing)


def test_titles_are_alike_across_languages_before_any_catalogue_is_learned() -> None:
    offers = [
        "Plastic bucket with lid 10 l",
        "Ведро пластиковое с крышкой, 10 л",
        "Women's cotton socks, 10 pcs",
    ]
    english, russian, other = alike("Qopqoqli plastik chelak, 10 l", offers)
    assert min(english, russian) > match.PROPOSED_FROM > other


def test_a_model_number_counts_and_a_measure_does_not() -> None:
    assert match.models("Sony WH-1000XM4 qora, 500ml, 5430") == match.models("WH1000XM4 5430")
    assert match.model_likeness(match.models("WH-1000XM4"), match.models("Sony WH1000XM4 black")) == 1
    assert match.model_likeness(match.models("WH-1000XM4"), match.models("Sony WH1000XM5 black")) == 0
    assert np.isnan(match.model_likeness(match.models("Choynak 1500 ml 2l"), match.models("WH1000XM4")))


def test_a_picture_is_known_again_when_it_is_lighter_or_noisy_and_not_for_another() -> None:
    one, other = drawn(1), drawn(2)
    noisy = one * 0.7 + 20 + np.random.default_rng(3).normal(0, 4, one.shape)
    same = likeness(np.array([picture_hash(one)] * 2), np.array([picture_hash(noisy), picture_hash(other)]))
    assert same[0] > 0.8
    assert same[1] < 0.4
    assert is_flat(np.full((32, 32), 250.0))
    with pytest.raises(ValueError, match="32 x 32"):
        picture_hash(np.zeros((8, 8)))


def test_chance_pictures_have_next_to_nothing_in_common() -> None:
    hashes = np.array([picture_hash(drawn(seed)) for seed in range(200)])
    assert np.median(likeness(hashes[:100], hashes[100:])) == 0


def test_what_costs_a_plausible_part_of_the_price_fits_and_dearer_does_not() -> None:
    found = match.price_likeness([30_000, 95_000, 300_000, 1_000, NAN, 5], [100_000] * 5 + [0])
    assert found[0] == found[1] == 1
    assert found[2] == found[3] == 0
    assert np.isnan(found[4:]).all()


def test_a_part_that_is_not_known_widens_the_score_and_never_counts_as_zero() -> None:
    known = match.scores([[0.8, 1.0, 0.9, 1.0]])
    partly = match.scores([[0.8, NAN, NAN, 1.0]])
    nothing = match.scores([[NAN] * 4])
    assert known.low[0] == pytest.approx(known.high[0]) == known.point[0]
    assert partly.low[0] < partly.point[0] < partly.high[0]
    assert partly.point[0] == pytest.approx((0.45 * 0.8 + 0.1) / 0.55)
    assert np.isnan(nothing.point[0])
    assert (nothing.low[0], nothing.high[0]) == (0, 1)
    assert match.WEIGHTS.sum() == pytest.approx(1)
