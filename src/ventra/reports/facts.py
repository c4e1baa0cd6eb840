"""Everything a card shows of a product, read by the same functions as the product's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import blake2b
from typing import Any

import msgspec

from ventra.catalog.answers import Product
from ventra.catalog.store import products
from ventra.core.day import day_of
from ventra.infra import store as installation
from ventra.sales import daily
from ventra.sales.answers import SalesDay, SalesSpan
from ventra.sales.store import read as sales

DAYS = 28


@dataclass(frozen=True, slots=True)
class CardFacts:
    """A product, its last 28 closed days, and where its page is (`None` when nobody has told)."""

    product: Product
    days: tuple[SalesDay, ...]
    spans: tuple[SalesSpan, ...]
    page_url: str | None
    simulated: bool

    @property
    def first(self) -> date:
        """The first day shown."""
        return self.days[0].day

    @property
    def last(self) -> date:
        """The last day shown, a closed one."""
        return self.days[-1].day

    @property
    def digest(self) -> str:
        """The same as long as the card would say the same; a later look that saw nothing new changes nothing."""
        product, figures = self.product, self.product.figures
        shown = (
            product.titles, product.state, product.category_path, product.seller, product.price_uzs,
            product.list_price_uzs, product.stock, product.orders_total, product.orders_rounded,
            product.reviews_total, product.rating, figures.as_of, figures.day_1, figures.days_7, figures.days_28,
            figures.revenue_1, figures.revenue_7, figures.revenue_28, self.days, self.spans, self.page_url,
            self.simulated,
        )  # fmt: skip
        return blake2b(msgspec.json.encode(shown), digest_size=16).hexdigest()


async def read(db: Any, product_id: int, *, now: datetime, simulated: bool) -> CardFacts:
    """The facts as they stand; `NotFound` when VENTRA has never met the product."""
    product = await products.read(db, product_id, now=now, simulated=simulated)
    last = product.figures.as_of or day_of(now) - timedelta(days=1)
    first = last - timedelta(days=DAYS - 1)
    found = await sales.history(db, product_id, first, last)
    web_url = await installation.get_installation(db, installation.WEB_URL)
    return CardFacts(
        product=product,
        days=tuple(daily.daily(found.days, first, last, now=now, last_seen=product.seen_at)),
        spans=tuple(daily.spans_of(found.spans)),
        page_url=f"{web_url.rstrip('/')}/p/{product_id}" if web_url else None,
        simulated=simulated,
    )
