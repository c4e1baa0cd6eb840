"""Price segments: as many products in each as can be, between prices that a person would name."""

from __future__ import annotations

from collections.abc import Sequence

MOST = 7
QUANTILES = tuple(place / MOST for place in range(MOST + 1))
"""Which quantiles of the prices `bounds` is given: the lowest price, the inner ones, the highest."""
LEAST_BOUNDS = 4
"""Five segments; with fewer the prices are rounded less."""
EASY = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
"""What a readable price begins with, as R10 of ISO 3 has it, rounded to be said."""


def bounds(quantiles: Sequence[int]) -> list[int]:
    """Where one segment ends and the next begins, ascending, whole soʻm: up to six of them.

    A segment holds prices from its lower bound to just below its upper one; the first and the last have a product each.
    `quantiles` are prices in soʻm at `QUANTILES`. Where prices lie close together, bounds are rounded less, and where there are
    few different ones, there are fewer segments.
    """
    if not quantiles:
        return []
    lowest, *inner, highest = quantiles
    found: list[int] = []
    for digits in (1, 2, 3, None):
        rounded = {_readable(price, digits) for price in inner}
        found = sorted(price for price in rounded if lowest < price <= highest)
        if len(found) >= LEAST_BOUNDS:
            break
    return found


def _readable(price: int, digits: int | None) -> int:
    """A price to so many digits that count; with one, to the nearest that is easily said; `None` leaves it as it is."""
    if digits is None or price <= 0:
        return price
    scale = int(10 ** (len(str(price)) - 1))
    if digits == 1:
        return round(min(EASY, key=lambda easy: abs(easy * scale - price)) * scale)
    step = max(scale // int(10 ** (digits - 1)), 1)
    return round(price / step) * step
