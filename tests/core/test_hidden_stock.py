"""Where looks hide the stock of some variants and yet show the product's own, that says what left."""

from __future__ import annotations

import pytest
from tests.fixtures.hand_made import Stocks, days, look, steps

from ventra.core.observation import Observation
from ventra.core.steps import Steps

LOOKS = 20


def steady() -> list[Observation]:
    """A piece of the first variant leaves before each look; the second has fifty; no counter is shown."""
    return [look(6.0 * n, None, (100 - n, 50), total=150 - n) for n in range(LOOKS)]


def then(*more: tuple[Stocks, int | None]) -> Steps:
    """Steady looks, and further ones: the stock of each variant and the product's own."""
    return steps(
        [
            *steady(),
            *(look(6.0 * (LOOKS + n), None, stocks, total=total) for n, (stocks, total) in enumerate(more)),
        ]
    )


@pytest.mark.parametrize("hidden", [(None, None), (80, None), (None, 50)])
def test_the_products_own_stock_says_what_left_where_variants_hide_theirs(hidden: Stocks) -> None:
    found = then((hidden, 130), ((79, 48), 127))
    assert found.units[-2:].tolist() == [1, 3]
    assert found.low[-2:].tolist() == [1, 3]
    assert found.high[-2:].tolist() == [1, 3]


def test_where_the_product_hides_its_own_too_what_left_is_shared_over_the_gap_and_unsure() -> None:
    found = then(((None, None), None), ((79, 48), 127))
    assert found.units[-2:].sum() == pytest.approx(4, abs=0.01)
    assert (found.low[-2:] < found.high[-2:]).all()


def test_a_total_of_fewer_variants_is_not_the_same_total() -> None:
    """The second variant is not listed for a look, so what the product shows is without its fifty."""
    found = then(((80,), 80), ((79, 48), 127))
    assert found.units[-2:].sum() == pytest.approx(4, abs=0.01)
    assert found.units[-2:].max() < 4


def test_a_total_that_rose_is_no_sale_and_what_was_sold_meanwhile_stays_open() -> None:
    found = then(((None, None), 630), ((579, 48), 627))
    assert 0 <= found.units[-2] < 5
    assert found.low[-2] < found.high[-2]
    assert found.units[-1] == 3


def test_a_total_does_not_say_what_left_where_some_variant_visibly_came() -> None:
    """Ten pieces of the first came while thirteen of the second, which is hidden, went: the total fell by three."""
    found = then(((91, None), 128), ((90, 37), 127))
    assert found.low[-2] < 3
    assert found.high[-2] > 7


def test_a_day_of_hidden_variants_sells_what_the_products_own_stock_lost() -> None:
    hidden = [look(6.0 * n, None, (None, None), total=150 - n) for n in range(LOOKS, LOOKS + 5)]
    found = days([*steady(), *hidden])
    assert found.units.tolist() == pytest.approx([4.0] * len(found.day), abs=0.1)
    assert len(found.day) == 6
