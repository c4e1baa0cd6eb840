"""An organisation says on what terms a product comes again; until then they are assumed."""

from __future__ import annotations

from typing import Any

from ventra.accounts.noting import note
from ventra.accounts.who import Asker, Who
from ventra.catalog.store import marks
from ventra.core.reorder_terms import Terms
from ventra.errors import BadInput, NotFound
from ventra.infra.db import transaction
from ventra.outlook.reorder_answers import ReorderTermsWish
from ventra.outlook.store import reorder_terms as kept
from ventra.outlook.store.reorder_terms import KeptTerms

ASSUMED = KeptTerms(Terms(lead_days=14.0, lead_spread_days=4.0), {})
"""Goods from within the country by lorry, booked in by the warehouse; whoever knows better says so."""


async def keep(pool: Any, who: Who, product_id: int, wish: ReorderTermsWish, *, asker: Asker) -> None:
    """Have these terms from now on. `BadInput` for what cannot be, `NotFound` when the organisation does not track the
    product.
    """
    wanted = checked(wish)
    async with transaction(pool, org_id=who.org) as db:
        await _must_be_tracked(db, who, product_id)
        await kept.keep(db, who.org, product_id, wanted)
        await note(db, who, asker, "reorder_terms_kept", str(product_id))


async def forget(pool: Any, who: Who, product_id: int, *, asker: Asker) -> None:
    """Have the assumed ones again; `NotFound` when the organisation does not track the product."""
    async with transaction(pool, org_id=who.org) as db:
        await _must_be_tracked(db, who, product_id)
        if await kept.forget(db, who.org, product_id):
            await note(db, who, asker, "reorder_terms_forgotten", str(product_id))


def checked(wish: ReorderTermsWish) -> KeptTerms:
    """Terms that can be; `BadInput` names the first that cannot."""
    assumed = ASSUMED.terms
    spread = wish.lead_spread_days
    try:
        terms = Terms(
            lead_days=wish.lead_days,
            lead_spread_days=min(assumed.lead_spread_days, wish.lead_days) if spread is None else spread,
            service_level=assumed.service_level if wish.service_level is None else wish.service_level,
            review_days=assumed.review_days if wish.review_days is None else wish.review_days,
            least_pieces=wish.least_pieces,
            pack_pieces=wish.pack_pieces,
            cost_uzs=wish.cost_uzs,
            cash_uzs=wish.cash_uzs,
        )
    except ValueError as wrong:
        raise BadInput(str(wrong), field=str(wrong).partition(":")[0]) from None
    return KeptTerms(terms, {int(sku): pieces for sku, pieces in wish.on_order.items() if pieces})


async def _must_be_tracked(db: Any, who: Who, product_id: int) -> None:
    if not await marks.tracked_of(db, who.org, [product_id], hold=True):
        raise NotFound(f"product {product_id} is not tracked", product_id=product_id)
