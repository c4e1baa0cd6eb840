"""One page of one list: asked for, and kept together with how far the list is read then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ventra.core.day import day_of
from ventra.errors import PageChanged
from ventra.infra.db import transaction
from ventra.infra.uzum_seller import FBS_STATUSES, Page, SellerApi
from ventra.shop import own_steps
from ventra.shop.own_steps import Feed
from ventra.shop.store import own_goods, own_keys, own_papers, own_progress, own_sold
from ventra.shop.store.own_keys import KeyLease


class LeaseLost(Exception):
    """The key was deleted or replaced, or another worker reads with it by now: nothing of this page is kept."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading with a key takes."""

    pool: Any
    api: SellerApi
    lease: KeyLease
    shops: list[int]
    clock: Callable[[], datetime]


async def read_page(reading: Reading, feed: Feed) -> Feed:
    """Ask for the page a list stands at and keep it, in one transaction with where the list stands then.

    Raises as the client does, and `LeaseLost`.
    """
    if feed.page >= own_steps.MOST_PAGES:
        raise PageChanged("seller-api", f"{feed.feed}: its pages have no end")
    page = await _ask(reading.api, feed)
    now, org_id = reading.clock(), reading.lease.org_id
    then = own_steps.after(feed, page.received, last=page.last, now=now)
    if then.whole_at and not feed.whole_at and not then.rows and feed.feed == "orders":
        await _must_be_none(reading.api, feed.shop_id)
    async with transaction(reading.pool) as db:
        if not await own_keys.hold(db, reading.lease):
            raise LeaseLost
        await _keep(db, reading, feed, page, now)
        await own_progress.keep_feed(db, org_id, reading.lease.key_id, then)
        if then.round_at is None:
            await _settle(db, org_id, feed, then)
    return then


async def _ask(api: SellerApi, feed: Feed) -> Page[Any]:
    since = feed.span_from or datetime(1970, 1, 1, tzinfo=UTC)
    until = feed.span_to or since
    match feed.feed:
        case "skus":
            return await api.skus(feed.shop_id, feed.page)
        case "orders":
            return await api.orders(feed.shop_id, since, until, feed.page)
        case "fbs_orders":
            return await api.fbs_orders(feed.shop_id, FBS_STATUSES[feed.part], since, until, feed.page)
        case "expenses":
            return await api.expenses(feed.shop_id, since, until, feed.page)
        case "returns":
            return await api.returns(feed.page)
        case "invoices":
            return await api.invoices(feed.page)
    raise ValueError(f"there is no list {feed.feed}")


async def _must_be_none(api: SellerApi, shop_id: int) -> None:
    """A shop that sold nothing in all its life: or the API takes times otherwise than we give them, and says nothing of it."""
    if await api.has_orders(shop_id):
        raise PageChanged("seller-api", "orders: there are some, and no time that is asked for has any")


async def _keep(db: Any, reading: Reading, feed: Feed, page: Page[Any], now: datetime) -> None:
    org_id, shop = reading.lease.org_id, feed.shop_id
    match feed.feed:
        case "skus":
            await own_goods.keep(db, org_id, shop, page.rows, now, day_of(now))
        case "orders":
            await own_sold.keep_items(db, org_id, shop, page.rows, now)
        case "fbs_orders":
            await own_sold.keep_orders(db, org_id, shop, page.rows, now)
        case "expenses":
            await own_sold.keep_expenses(db, org_id, shop, page.rows, now)
        case "returns":
            await own_papers.keep_returns(db, org_id, page.rows, now)
        case "invoices":
            await own_papers.keep_invoices(db, org_id, reading.shops, page.rows, now)


async def _settle(db: Any, org_id: int, feed: Feed, then: Feed) -> None:
    """What can be said once a list is read to its end."""
    match feed.feed:
        case "skus":
            await own_sold.match(db, org_id, None)
            await own_papers.say_shops(db, org_id)
        case "fbs_orders" if then.back_to is not None and feed.round_at is not None:
            await own_sold.mark_schemes(db, org_id, feed.shop_id, then.back_to, feed.round_at)
