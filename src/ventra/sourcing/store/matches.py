"""Which offer may be which product: proposed by the worker, decided by people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ventra.catalog.answers import photo_url
from ventra.core.product import Titles
from ventra.errors import NotFound
from ventra.sourcing.answers import MatchParts, MatchScore, MatchState, OpenMatch, SupplierOffer
from ventra.sourcing.store.offers import COLUMNS, RATED, offer_of

MOST_OF_PRODUCT, MOST_OPEN = 60, 100
_MATCH = "m.product_id, m.state, m.parts, m.score, m.score_low, m.score_high, m.decided_at, m.weight_grams AS said_grams"


@dataclass(frozen=True, slots=True)
class Target:
    """A product that offers are held against."""

    product_id: int
    titles: Titles
    price_uzs: int | None
    photo_key: str | None
    category_id: int | None


@dataclass(frozen=True, slots=True)
class Goods:
    """An offer as far as it is compared; `price_uzs` is `None` without a rate."""

    offer_id: int
    title: str
    price_uzs: float | None
    picture: str | None


@dataclass(frozen=True, slots=True)
class Fit:
    """A proposal: how well an offer fits a product."""

    product_id: int
    offer_id: int
    parts: Sequence[float]
    point: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Matched:
    """An offer of a product, and what is said of the two."""

    offer: SupplierOffer
    state: MatchState
    score: MatchScore
    decided_at: datetime | None
    weight_grams: int | None


_TARGETS = (
    "SELECT p.product_id, p.title_uz, p.title_ru, p.photo_key, p.category_id, l.price_uzs FROM products p "
    "LEFT JOIN product_latest l ON l.product_id = p.product_id"
)


async def target(db: Any, product_id: int) -> Target:
    """A product of the catalogue; `NotFound` when it is not known."""
    row = await db.fetchrow(
        f"{_TARGETS} WHERE p.product_id = $1",
        product_id,
    )
    if row is None:
        raise NotFound("there is no product of this number")
    return _target(row)


async def tracked(db: Any, org_id: int, *, at_most: int) -> list[Target]:
    """The products an organisation tracks, the newest numbers first."""
    rows = await db.fetch(
        f"{_TARGETS} WHERE p.product_id IN (SELECT t.product_id FROM trackers t WHERE t.org_id = $1) "
        "ORDER BY p.product_id DESC LIMIT $2",
        org_id,
        at_most,
    )
    return [_target(row) for row in rows]


async def goods(
    db: Any, org_id: int, today: date, *, offer_ids: Sequence[int] = (), list_id: int | None = None
) -> list[Goods]:
    """These offers, or those of a price list, with their price in soʻm."""
    rows = await db.fetch(
        f"SELECT o.offer_id, o.title, o.price, o.currency, o.picture, f.per_unit FROM supplier_offers o "
        f"{RATED.format(day='$2')} WHERE o.org_id = $1 AND (o.offer_id = ANY($3) OR o.list_id = $4) ORDER BY o.offer_id",
        org_id,
        today,
        list(offer_ids),
        list_id,
    )
    return [
        Goods(
            row["offer_id"],
            row["title"],
            None
            if (rate := 1.0 if row["currency"] == "UZS" else row["per_unit"]) is None
            else float(row["price"]) * rate,
            row["picture"],
        )
        for row in rows
    ]


async def propose(db: Any, org_id: int, fits: Sequence[Fit]) -> None:
    """Keep proposals; what a person decided stays decided, with its score brought up to date."""
    await db.execute(
        """
        INSERT INTO offer_matches AS m (org_id, product_id, offer_id, parts, score, score_low, score_high)
        SELECT $1, product_id, offer_id, ARRAY[title, model, picture, price], score, low, high
          FROM unnest($2::bigint[], $3::bigint[], $4::float8[], $5::float8[], $6::float8[], $7::float8[], $8::float8[],
                      $9::float8[], $10::float8[])
               AS t(product_id, offer_id, title, model, picture, price, score, low, high)
        ON CONFLICT (org_id, product_id, offer_id) DO UPDATE
           SET parts = excluded.parts, score = excluded.score, score_low = excluded.score_low, score_high = excluded.score_high
        """,
        org_id,
        [one.product_id for one in fits],
        [one.offer_id for one in fits],
        *([one.parts[at] for one in fits] for at in range(4)),
        [one.point for one in fits],
        [one.low for one in fits],
        [one.high for one in fits],
    )


async def of_product(db: Any, org_id: int, product_id: int, today: date, *, rejected: bool) -> list[Matched]:
    """Offers of a product: confirmed ones, then by score."""
    rows = await db.fetch(
        f"SELECT {COLUMNS}, {_MATCH} FROM offer_matches m JOIN supplier_offers o USING (org_id, offer_id) "
        f"{RATED.format(day='$3')} WHERE m.org_id = $1 AND m.product_id = $2 AND ($4 OR m.state <> 'rejected') "
        "ORDER BY m.state = 'confirmed' DESC, m.state = 'rejected', m.score DESC, m.offer_id "
        f"LIMIT {MOST_OF_PRODUCT}",
        org_id,
        product_id,
        today,
        rejected,
    )
    return [_matched(row, today) for row in rows]


async def of_pair(db: Any, org_id: int, product_id: int, offer_id: int, today: date) -> Matched:
    """What is said of an offer and a product; `NotFound` when nothing is."""
    row = await db.fetchrow(
        f"SELECT {COLUMNS}, {_MATCH} FROM offer_matches m JOIN supplier_offers o USING (org_id, offer_id) "
        f"{RATED.format(day='$4')} WHERE m.org_id = $1 AND m.product_id = $2 AND m.offer_id = $3",
        org_id,
        product_id,
        offer_id,
        today,
    )
    if row is None:
        raise NotFound("nobody proposed this offer for this product")
    return _matched(row, today)


async def open_ones(db: Any, org_id: int, today: date, *, simulated: bool) -> tuple[list[OpenMatch], int]:
    """Proposals that nobody decided, those that fit best first, and how many there are."""
    rows = await db.fetch(
        f"SELECT {COLUMNS}, {_MATCH}, p.title_uz, p.title_ru, p.photo_key, l.price_uzs, count(*) OVER () AS all_open "
        "FROM offer_matches m JOIN supplier_offers o USING (org_id, offer_id) "
        "JOIN products p ON p.product_id = m.product_id LEFT JOIN product_latest l ON l.product_id = m.product_id "
        f"{RATED.format(day='$2')} WHERE m.org_id = $1 AND m.state = 'proposed' "
        f"ORDER BY m.score DESC, m.product_id, m.offer_id LIMIT {MOST_OPEN}",
        org_id,
        today,
    )
    items = [
        OpenMatch(
            product_id=row["product_id"],
            product_titles=Titles(row["title_uz"], row["title_ru"]),
            product_price_uzs=row["price_uzs"],
            photo_url=photo_url(row["photo_key"], simulated=simulated),
            offer=offer_of(row, today),
            score=_score(row),
        )
        for row in rows
    ]
    return items, rows[0]["all_open"] if rows else 0


async def decide(
    db: Any,
    org_id: int,
    product_id: int,
    offer_id: int,
    *,
    state: MatchState,
    weight_grams: int | None,
    user_id: int | None,
) -> bool:
    """What a person says of the two; False when nobody proposed it."""
    done = await db.fetchval(
        "UPDATE offer_matches SET state = $4, weight_grams = coalesce($5, weight_grams), "
        "decided_by = CASE WHEN $4 = 'proposed' THEN NULL ELSE $6::bigint END, "
        "decided_at = CASE WHEN $4 = 'proposed' THEN NULL ELSE now() END "
        "WHERE org_id = $1 AND product_id = $2 AND offer_id = $3 RETURNING true",
        org_id,
        product_id,
        offer_id,
        state,
        weight_grams,
        user_id,
    )
    return bool(done)


def _target(row: Mapping[str, Any]) -> Target:
    return Target(
        row["product_id"],
        Titles(row["title_uz"], row["title_ru"]),
        row["price_uzs"],
        row["photo_key"],
        row["category_id"],
    )


def _matched(row: Mapping[str, Any], today: date) -> Matched:
    return Matched(
        offer=offer_of(row, today),
        state=row["state"],
        score=_score(row),
        decided_at=row["decided_at"],
        weight_grams=row["said_grams"] or row["weight_grams"],
    )


def _score(row: Mapping[str, Any]) -> MatchScore:
    parts = MatchParts(*(None if one != one else round(one, 4) for one in row["parts"]))
    return MatchScore(round(row["score"], 4), round(row["score_low"], 4), round(row["score_high"], 4), parts)
