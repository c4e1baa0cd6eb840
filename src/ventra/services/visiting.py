"""`ventra visit`: look at products now and print what was seen."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import msgspec

from ventra.catalog.store import watch
from ventra.collect.look import utc_now
from ventra.collect.uzum.address import product_id_of
from ventra.collect.uzum.parse import parse_output
from ventra.collect.visit import visit_one
from ventra.errors import VentraError
from ventra.infra.db import transaction
from ventra.services.marketplace import marketplace
from ventra.services.wiring import opened
from ventra.settings import Settings


async def run(settings: Settings, products: Sequence[str], *, track: bool, as_json: bool) -> int:
    """Visit each product; the exit status is 1 when one of them could not be seen."""
    ids = [product_id_of(text) for text in products]
    failed = False
    async with opened(settings, pool_at_most=2) as parts, marketplace(parts) as client:
        for product_id in ids:
            try:
                page, report = await visit_one(parts.pool, client, product_id)
            except VentraError as failure:
                failed = True
                print(f"{product_id}: {failure}", file=sys.stderr)
                continue
            async with transaction(parts.pool) as db:
                await watch.register(db, [product_id])
                if track:
                    await watch.track(db, product_id, True, utc_now())
            _tell(parse_output(page), report.taken, as_json=as_json)
    return 1 if failed else 0


def _tell(page: dict[str, Any], taken: int, *, as_json: bool) -> None:
    if as_json:
        print(msgspec.json.encode(page | {"new": bool(taken)}).decode())
        return
    title = page["titles"]["uz"] or page["titles"]["ru"] or ""
    shown = " ".join(character for character in title.split() if character.isprintable())
    stock, price, orders = page["stock"], page["price"], page["orders_total"]
    print(f"{page['product_id']}  {shown}")
    print(f"  price {price} soʻm, stock {stock}, orders so far {'unknown' if orders is None else orders}")
