"""The shops of the simulated market: names and addresses that read like real ones, each named once."""

from __future__ import annotations

from dataclasses import dataclass

from ventra.simulator.chance import Purpose, chance
from ventra.simulator.words import words

FEWEST = 320
MOST = 12_000
PRODUCTS_A_SELLER = 15
FIRST_ID = 5_100
STEP = 7
FIRST_REGISTRATION_MS = 1_640_995_200_000
_DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class SellerCard:
    """What never changes about a shop."""

    seller_id: int
    title: str
    slug: str
    account_id: int
    registered_ms: int
    orders_before: int
    rating: float


def how_many(products: int) -> int:
    """Number of shops for a number of products."""
    return max(FEWEST, min(products // PRODUCTS_A_SELLER, MOST))


def make_sellers(seed: int, count: int) -> tuple[SellerCard, ...]:
    """`count` shops with distinct numbers, titles and slugs."""
    rng = chance(seed, Purpose.SELLERS)
    heads, tails = words().seller_heads, words().seller_tails
    order = rng.permutation(len(heads) * len(tails))
    days = rng.integers(0, 1_400, count)
    before = rng.lognormal(5.5, 1.6, count).astype(int)
    ratings = (rng.beta(9, 1.4, count) * 5).round(1).clip(3.0, 5.0)
    cards = []
    for place in range(count):
        round_number, pick = divmod(place, len(order))
        head, tail = heads[order[pick] // len(tails)], tails[order[pick] % len(tails)]
        number = f" {round_number + 1}" if round_number else ""
        cards.append(
            SellerCard(
                FIRST_ID + STEP * place,
                f"{head} {tail}{number}",
                f"{head}{tail}{number}".lower().replace("ʻ", "").replace(" ", "-"),
                12_000_000 + 13 * place,
                FIRST_REGISTRATION_MS + int(days[place]) * _DAY_MS,
                int(before[place]),
                float(ratings[place]),
            )
        )
    return tuple(cards)
