"""The official Seller API, which we only read. A key of it can also write, so nothing but GET leaves this file.

`reading_session` refuses every other method and every other host before a connection is opened; `SellerApi` has one way out,
`_get`, which knows the few paths it may ask.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

import aiohttp
import msgspec

from ventra.errors import Challenged, PageChanged, SourceError, TimedOut, VentraError
from ventra.infra import seller_papers as papers
from ventra.infra import seller_rows as rows
from ventra.infra.budget import Budget
from ventra.infra.http import Answer, fetch, session
from ventra.infra.outside import KeyRefused, decoded, retry_after_seconds, text, throttled
from ventra.infra.seller_fields import WHO, rows_of

URL = "https://api-seller.uzum.uz/api/seller-openapi"
LANE = "seller"
PER_SECOND, BURST = 1.0, 3
"""Of one key; nothing about its limits is published."""
AT_ONCE = 4
TOTAL_SECONDS = 30.0
MOST_BYTES = 16 * 1024 * 1024
PAUSE_SECONDS = 60
LONGEST_SAID, HIDDEN = 10_000, "…"
"""Bytes of a plain refusal that are looked at, more than the longest key; what stands for the key in it."""
PAGE_ROWS, FBS_ROWS = 100, 50
"""The most rows that may be asked for: more is answered with 400."""
FBS_STATUSES = (
    "CREATED", "PACKING", "PENDING_DELIVERY", "DELIVERING", "DELIVERED", "ACCEPTED_AT_DP",
    "DELIVERED_TO_CUSTOMER_DELIVERY_POINT", "COMPLETED", "CANCELED", "PENDING_CANCELLATION", "RETURNED",
)  # fmt: skip
"""FBS orders are listed one status at a time."""
_PATHS = frozenset(
    {
        "/v1/shops", "/v1/product/shop/{shop}", "/v1/finance/orders", "/v1/finance/expenses", "/v2/fbs/orders", "/v1/return",
        "/v1/invoice",
    }
)  # fmt: skip
Row = TypeVar("Row")


class NotReading(VentraError):
    """Somebody tried to send the Seller API something else than a question, or to ask another host."""


class NoRight(SourceError):
    """The key is good and may not read this list."""

    retry = False


class Page(msgspec.Struct, Generic[Row], frozen=True):
    """Rows of a page; `received` counts rows as sent, `last` says that no page follows."""

    rows: list[Row]
    received: int
    last: bool


@asynccontextmanager
async def reading_session(url: str) -> AsyncIterator[aiohttp.ClientSession]:
    """A session that can do nothing but GET, at the host of `url` alone; anything else raises `NotReading`, and is not sent."""
    home = urlsplit(url)

    async def look(
        _: aiohttp.ClientSession, __: SimpleNamespace, asked: aiohttp.TraceRequestStartParams
    ) -> None:
        where = urlsplit(str(asked.url))
        if asked.method != "GET" or (where.scheme, where.netloc) != (home.scheme, home.netloc):
            raise NotReading("the Seller API is only read, and only where it is")

    guard = aiohttp.TraceConfig()
    guard.on_request_start.append(look)
    async with session(at_most=AT_ONCE, traces=[guard]) as http:
        yield http


class SellerApi:
    """Reads with one key. Every method waits for its slot in the budget of `lane_of`, and raises a `SourceError`:

    `KeyRefused` for a key that opens nothing, `NoRight` for one that does not open this list, `Throttled`, `TimedOut`,
    `PageChanged` for an answer that is not understood. Neither the key nor an address is ever part of a failure.
    """

    def __init__(
        self,
        http: aiohttp.ClientSession,
        url: str,
        key: str,
        *,
        budget: Budget,
        lane_of: str,
        agent: str,
        stopping: Callable[[], bool] | None = None,
    ) -> None:
        # The token stands alone: with "Bearer" before it the API does not know it.
        self._headers = {"Authorization": key, "User-Agent": agent, "Accept": "application/json"}
        self._http, self._url = http, url.rstrip("/")
        self._budget, self._lane_of, self._stopping = budget, lane_of, stopping

    async def shops(self) -> list[rows.Shop]:
        """The shops that the key opens."""
        found, _ = rows_of("shops", await self._get("/v1/shops"), "shops", "organizations")
        return [rows.shop(one) for one in found]

    async def skus(self, shop: int, page: int) -> Page[rows.Sku]:
        """Goods of a shop, by product; a page holds the variants of up to `PAGE_ROWS` products."""
        body = await self._get(
            "/v1/product/shop/{shop}",
            shop=shop,
            page=page,
            size=PAGE_ROWS,
            sortBy="ID",
            order="ASC",
            filter="ALL",
        )
        found, total = rows_of("products", body, "productList", "products")
        variants = [sku for one in found for sku in rows.skus(one)]
        return Page(variants, len(found), _last(page, PAGE_ROWS, len(found), total))

    async def orders(self, shop: int, since: datetime, until: datetime, page: int) -> Page[rows.OrderItem]:
        """Rows of orders of that time, whatever their status: the API's own filter by status cannot be relied on."""
        body = await self._get(
            "/v1/finance/orders",
            page=page,
            size=PAGE_ROWS,
            group="false",
            shopIds=shop,
            **_span(since, until),
        )
        found, total = rows_of("orders", body, "orderItems")
        items = [rows.order_item(one) for one in found]
        return Page(items, len(found), _last(page, PAGE_ROWS, len(found), total))

    async def has_orders(self, shop: int) -> bool:
        """Whether the shop has any row of orders, whenever; asked where a time brought none."""
        body = await self._get("/v1/finance/orders", page=0, size=1, group="false", shopIds=shop)
        return bool(rows_of("orders", body, "orderItems")[0])

    async def fbs_orders(
        self, shop: int, status: str, since: datetime, until: datetime, page: int
    ) -> Page[rows.FbsOrder]:
        """FBS and DBS orders of that time in a status."""
        body = await self._get(
            "/v2/fbs/orders", shopIds=shop, status=status, page=page, size=FBS_ROWS, **_span(since, until)
        )
        found, total = rows_of("fbs orders", body, "orders", "sellerOrders")
        orders = [rows.fbs_order(one) for one in found]
        return Page(orders, len(found), _last(page, FBS_ROWS, len(found), total))

    async def expenses(self, shop: int, since: datetime, until: datetime, page: int) -> Page[papers.Expense]:
        """What a shop was charged or given in that time."""
        body = await self._get(
            "/v1/finance/expenses", shopIds=shop, page=page, size=PAGE_ROWS, **_span(since, until)
        )
        found, total = rows_of("expenses", body, "payments")
        payments = [papers.expense(one) for one in found]
        return Page(payments, len(found), _last(page, PAGE_ROWS, len(found), total))

    async def returns(self, page: int) -> Page[papers.Return]:
        """Goods that go back to the seller, of all shops of the key."""
        found, total = rows_of(
            "returns", await self._get("/v1/return", page=page, size=FBS_ROWS), "returns", "content"
        )
        sent = [papers.returned(one) for one in found]
        return Page(sent, len(found), _last(page, FBS_ROWS, len(found), total))

    async def invoices(self, page: int) -> Page[papers.Invoice]:
        """Deliveries to the marketplace's warehouse, of all shops of the key."""
        found, total = rows_of(
            "invoices", await self._get("/v1/invoice", page=page, size=FBS_ROWS), "invoices", "content"
        )
        sent = [papers.invoice(one) for one in found]
        return Page(sent, len(found), _last(page, FBS_ROWS, len(found), total))

    async def _get(self, path: str, *, shop: int | None = None, **asked: str | int) -> Any:
        if path not in _PATHS:
            raise NotReading("this path of the Seller API is not read")
        await self._budget.wait(LANE, self._lane_of, stopping=self._stopping)
        query = "&".join(f"{name}={value}" for name, value in asked.items())
        url = f"{self._url}{path.format(shop=shop)}{'?' + query if query else ''}"
        try:
            answer = await fetch(
                self._http,
                "GET",
                url,
                headers=self._headers,
                total_seconds=TOTAL_SECONDS,
                most_bytes=MOST_BYTES,
            )
        except TimedOut:
            raise TimedOut(f"{WHO}: no complete answer within {TOTAL_SECONDS:g} s", where=path) from None
        except PageChanged as changed:
            raise PageChanged(WHO, changed.what) from None
        except SourceError:
            raise SourceError(f"{WHO}: the connection failed", where=path) from None
        return await self._read(path, answer)

    async def _read(self, path: str, answer: Answer) -> Any:
        if answer.status == 200:
            return decoded(WHO, answer)
        said = _said(answer, self._headers["Authorization"])
        if answer.status == 429:
            slow = throttled(WHO, answer)
            await self._budget.pause(self._lane_of, slow.retry_after_seconds or PAUSE_SECONDS)
            raise slow
        if 300 <= answer.status < 400:
            raise Challenged(f"{WHO}: {path} leads elsewhere, and we do not follow", said=said)
        if answer.status == 401 or (answer.status == 403 and path == "/v1/shops"):
            raise KeyRefused(f"{WHO} refuses the key", said=said)
        if answer.status == 403:
            raise NoRight(f"{WHO}: the key may not read {path}", said=said)
        if answer.status >= 500:
            raise SourceError(
                f"{WHO}: {path} answers {answer.status}",
                retry_after_seconds=retry_after_seconds(answer),
                said=said,
            )
        changed = PageChanged(WHO, f"{path} answers {answer.status}")
        changed.facts["said"] = said
        raise changed


def _span(since: datetime, until: datetime) -> dict[str, int]:
    """Times in a question are in seconds; in milliseconds the API answers with nothing, and says it is well."""
    return {"dateFrom": int(since.timestamp()), "dateTo": int(until.timestamp())}


def _last(page: int, size: int, received: int, total: int | None) -> bool:
    """Whether no page follows: a full page is never the last, whatever total it tells."""
    return received == 0 or (received < size and (total is None or page * size + received >= total))


def _said(answer: Answer, key: str) -> str | None:
    """What they say to it, cut: the first error's text, or a plain text such as `RBAC: access denied`; never the key."""
    try:
        body = msgspec.json.decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        plain = answer.body[:LONGEST_SAID].decode("utf-8", "replace")
        return None if plain.startswith("<") else text(plain.replace(key, HIDDEN), 200)
    errors = body.get("errors") if isinstance(body, dict) else None
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    told = [first.get(name) for name in ("code", "message")]
    cut = [text(one.replace(key, HIDDEN), 100) for one in told if isinstance(one, str)]
    return ": ".join(one for one in cut if one) or None


@dataclass(frozen=True, slots=True)
class SellerDoor:
    """Where the Seller API is, and over what it is asked: a key is all that lacks."""

    http: aiohttp.ClientSession
    url: str
    budget: Budget
    agent: str

    def opened(self, key: str, *, lane_of: str, stopping: Callable[[], bool]) -> SellerApi:
        """A reader with this key; all that share `lane_of` share a budget."""
        return SellerApi(
            self.http, self.url, key, budget=self.budget, lane_of=lane_of, agent=self.agent, stopping=stopping
        )
