"""The official Seller API on a loopback address: it goes by the recorded document, for what it is asked and for what it answers.

Where life differs from the document it goes by life: a token without "Bearer", a browser's User-Agent, times of questions in
seconds, sizes of pages, a filter by status that filters nothing. What it may never see is kept in `faults`.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jsonschema

BASE = "/api/seller-openapi"
TOKEN = "seller-token-of-tests-Zk4q"
NOW_MS = int(time.time() // 60) * 60_000
DAY_MS = 86_400_000
MILLISECONDS = 10**11
"""A time in a question beyond this is in milliseconds: answered with nothing, and with 200."""


class FakeSeller:
    """Its state can be set; `asked` says what was asked, `faults` what should never have been."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.url = ""
        self.document = document
        self.asked: list[str] = []
        self.faults: list[str] = []
        self.tokens: dict[str, list[int]] = {TOKEN: [51]}
        self.shops = {51: "Choynak", 52: "Gilam"}
        self.cards: dict[int, list[dict[str, Any]]] = {51: [card(1001, 2)], 52: []}
        self.items: list[dict[str, Any]] = []
        self.fbs: list[dict[str, Any]] = []
        self.returns: list[dict[str, Any]] = []
        self.invoices: list[dict[str, Any]] = []
        self.expenses: list[dict[str, Any]] = []
        self.mode: dict[str, str] = {}
        """How a path misbehaves: busy, slow, elsewhere, changed, denied, live; by the path's end, or `*`."""

    def count(self, path: str) -> int:
        """How often a path was asked."""
        return sum(urlsplit(one).path.endswith(path) for one in self.asked)

    def answer(self, method: str, target: str, headers: Any) -> tuple[int, dict[str, str], Any]:
        """Status, headers and body for a request."""
        parts = urlsplit(target)
        path, query = parts.path.removeprefix(BASE), parse_qs(parts.query, keep_blank_values=True)
        self.asked.append(target.removeprefix(BASE))
        if method != "GET":
            self.faults.append(f"{method} {path}")
            return 405, {}, _error("method-not-allowed", "GET alone")
        if not headers.get("User-Agent", "").startswith("Mozilla/5.0"):
            return 403, {}, "RBAC: access denied"
        mine = self.tokens.get(headers.get("Authorization", ""))
        if mine is None:
            return 401, {}, [_error("unauthorized-001", "Token is not valid")]
        template, operation = self._operation(path)
        if operation is None:
            return 404, {}, _error("not-found-001", "No such path")
        spoilt = self._spoilt(template)
        if spoilt is not None:
            return spoilt
        wrong = self._wrong(operation, query)
        if wrong is not None:
            self.faults.append(f"{path}: {wrong}")
            return 400, {}, _error("bad-request-001", wrong)
        wanted = [int(one) for one in query.get("shopIds", [])] or [
            int(one) for one in re.findall(r"/shop/(\d+)", path)
        ]
        if set(wanted) - set(mine):
            return 403, {}, _error("shop-access-denied", "Shop is of somebody else")
        body = self._body(template, {name: values[0] for name, values in query.items()}, wanted or mine)
        self._hold_to_document(operation, body, template)
        return 200, {}, self._as_in_life(template, body)

    def _operation(self, path: str) -> tuple[str, dict[str, Any] | None]:
        for template, verbs in self.document["paths"].items():
            if "get" in verbs and re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", template), path):
                return template, verbs["get"]
        return path, None

    def _spoilt(self, template: str) -> tuple[int, dict[str, str], Any] | None:
        match next((mode for end, mode in self.mode.items() if end == "*" or template.endswith(end)), None):
            case "busy":
                return 503, {}, "<html>busy</html>"
            case "slow":
                return 429, {"Retry-After": "7"}, _error("too-many-requests", "Slow down")
            case "elsewhere":
                return 302, {"Location": "http://127.0.0.1:9/captcha"}, ""
            case "changed":
                return 200, {}, {"payload": {"things": []}}
            case "denied":
                return 403, {}, _error("fbs-2-seller-access-denied", "No right SKU_READ")
            case "rbac":
                return 403, {}, "RBAC: access denied"
        return None

    def _wrong(self, operation: dict[str, Any], query: dict[str, list[str]]) -> str | None:
        known = {one["name"]: one for one in operation.get("parameters", []) if one["in"] == "query"}
        unknown = set(query) - set(known)
        missing = [name for name, one in known.items() if one.get("required") and name not in query]
        if unknown or missing:
            return f"unknown {sorted(unknown)}, missing {missing}"
        for name, values in query.items():
            schema = known[name]["schema"]
            each = schema["items"] if schema["type"] == "array" else schema
            if each["type"] == "integer" and not all(re.fullmatch(r"-?\d+", one) for one in values):
                return f"{name} is no number"
            if "enum" in each and set(values) - set(each["enum"]):
                return f"{name} is none of {each['enum']}"
        most = 50 if "50" in str(known.get("size")) else 100
        if int(query.get("size", ["1"])[0]) > most:
            return f"size is more than {most}"
        return None

    def _body(self, template: str, asked: dict[str, str], shops: list[int]) -> Any:
        size, page = int(asked.get("size", 20)), int(asked.get("page", 0))

        def cut(rows: list[Any]) -> list[Any]:
            return rows[page * size : page * size + size]

        if self.mode.get("/finance/orders") == "in_ms" and template == "/v1/finance/orders":
            asked = asked | {
                name: str(int(asked[name]) // 1000) for name in ("dateFrom", "dateTo") if name in asked
            }

        def of_shops(rows: list[dict[str, Any]], when: str) -> list[dict[str, Any]]:
            return [one for one in rows if one["shopId"] in shops and _within(one[when], asked)]

        match template:
            case "/v1/shops":
                return [{"id": one, "name": self.shops[one]} for one in shops]
            case "/v1/product/shop/{shopId}":
                cards = self.cards[shops[0]]
                return {"productList": cut(cards), "totalProductsAmount": len(cards)}
            case "/v1/finance/orders":
                items = sorted(of_shops(self.items, "date"), key=lambda one: -one["date"])
                return {"orderItems": cut(items), "totalElements": len(items)}
            case "/v2/fbs/orders":
                status = asked.get("status", "CREATED")
                orders = [one for one in of_shops(self.fbs, "dateCreated") if one["status"] == status]
                return _wrapped({"orders": cut(orders), "totalAmount": len(orders)})
            case "/v1/finance/expenses":
                return _wrapped({"payments": cut(of_shops(self.expenses, "dateCreated"))})
            case "/v1/return":
                return cut(self.returns)
            case "/v1/invoice":
                return cut([one for one in self.invoices if one["shopId"] in shops])
        raise AssertionError(f"the fake has no {template}")

    def _hold_to_document(self, operation: dict[str, Any], body: Any, template: str) -> None:
        (content,) = operation["responses"]["200"]["content"].values()
        self._hold(content["schema"], body)
        if template == "/v1/finance/orders":
            for item in body["orderItems"]:
                self._hold({"$ref": "#/components/schemas/SellerOrderItemDto"}, item)

    def _hold(self, schema: dict[str, Any], body: Any) -> None:
        """What the document does not know is none of its fields either."""
        strict = json.loads(json.dumps(self.document["components"]), object_hook=_closed)
        jsonschema.Draft4Validator(schema | {"components": strict}).validate(body)

    def _as_in_life(self, template: str, body: Any) -> Any:
        """Replies as they are seen where they differ from the document."""
        if self.mode.get(template.rsplit("/", 1)[-1]) != "live":
            return body
        if template == "/v1/finance/orders":
            for item in body["orderItems"]:
                item["sellPrice"] = item.pop("sellerPrice", item.get("sellPrice"))
        return body if isinstance(body, dict) else _wrapped(body)


def _closed(schema: dict[str, Any]) -> dict[str, Any]:
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
        schema.setdefault("additionalProperties", False)
    return schema


def _within(when: Any, asked: dict[str, str]) -> bool:
    since, until = int(asked.get("dateFrom", 0)), int(asked.get("dateTo", 10**10))
    if max(since, until) > MILLISECONDS:
        return False
    at = when / 1000 if isinstance(when, int) else _seconds(when)
    return since <= at <= until


def _seconds(written: str) -> float:
    return datetime.fromisoformat(written).timestamp()


def _wrapped(payload: Any) -> dict[str, Any]:
    return {"payload": payload, "errors": [], "timestamp": "2026-11-28T12:00:00.123456+05:00", "trace": "t"}


def _error(code: str, message: str) -> dict[str, Any]:
    return {"errors": [{"code": code, "message": message}], "timestamp": "2026-11-28T12:00:00+05:00"}


def written(ms: int) -> str:
    """An instant as the document's `date-time`."""
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat()


def card(product: int, variants: int, **more: Any) -> dict[str, Any]:
    """A product with variants, as the cabinet lists it; the last one is not sold under FBO."""
    skus = [
        {
            "skuId": product * 10 + number,
            "skuTitle": f"CHOY-{number}",
            "skuFullTitle": f"CHOY-{product}-{number}",
            "productTitle": "Choynak",
            "barcode": 1_000_000_000_000 + product * 10 + number,
            "price": 90_000,
            "purchasePrice": 40_000,
            "commission": 15.0,
            "quantityActive": 7,
            "quantityFbs": 3,
            "quantitySold": 12,
            "quantityReturned": 1,
            "quantityDefected": 2,
            "quantityMissing": 0,
            "dimensionalGroup": "SMALL",
            "sellerItemCode": f"SELLER-{product}-{number}",
            "archived": False,
            **more,
        }
        for number in range(1, variants + 1)
    ]
    return {
        "productId": product,
        "title": "Choynak",
        "category": "Idishlar",
        "rating": "4.9",
        "skuList": skus,
    }


def item(
    number: int, *, days_ago: float = 1, shop: int = 51, now_ms: int = NOW_MS, **more: Any
) -> dict[str, Any]:
    """A row of the finance list: one unit of the first variant, on its way."""
    return {
        "id": number,
        "orderId": 9000 + number,
        "shopId": shop,
        "productId": 1001,
        "skuTitle": "CHOY-1001-1",
        "productTitle": "Choynak",
        "status": "PROCESSING",
        "date": int(now_ms - days_ago * DAY_MS),
        "sellerPrice": 90_000,
        "purchasePrice": 40_000,
        "amount": 1,
        "amountReturns": 0,
        "cancelled": 0,
        "commission": 13_500,
        "logisticDeliveryFee": 6_000,
        "sellerProfit": 70_500,
        "withdrawnProfit": 0,
        "comment": "Aziza Karimova, +998901234567",
        **more,
    }


def fbs_order(
    number: int, *, days_ago: float = 1, status: str = "CREATED", shop: int = 51, now_ms: int = NOW_MS
) -> dict[str, Any]:
    """An order of the seller's own warehouse, with a buyer whom nobody is to know."""
    return {
        "id": number,
        "status": status,
        "dateCreated": written(int(now_ms - days_ago * DAY_MS)),
        "acceptUntil": written(int(now_ms - (days_ago - 1) * DAY_MS)),
        "price": 90_000,
        "shopId": shop,
        "scheme": "FBS",
        "cancelReason": "Aziza Karimova refused",
        "orderItems": [{"id": number * 10, "amount": 2, "productId": 1001, "skuTitle": "CHOY-1001-1"}],
        "deliveryInfo": {
            "customerFullname": "Aziza Karimova",
            "customerPhone": "+998901234567",
            "deliveryAddress": "Toshkent, Amir Temur 1",
        },
    }


def returned(number: int, *, days_ago: float = 5, sku: int = 10011, **more: Any) -> dict[str, Any]:
    """A return paper with one line."""
    return {
        "id": number,
        "dateCreated": written(int(NOW_MS - days_ago * DAY_MS)),
        "status": "ASSEMBLED",
        "type": "DEFECTED",
        "externalNumber": f"R-{number}",
        "totalAmount": 2,
        "totalPackedAmount": 1,
        "countAllowedChange": 1,
        "maxCountAllowedChange": 3,
        "stock": {"id": 1, "title": "Toshkent 1", "address": "Sergeli"},
        "paidStorage": {"startDate": written(NOW_MS), "status": "PENDING"},
        "returnItems": [
            {"id": number * 10, "skuId": sku, "amount": 2, "packedAmount": 1, "skuTitle": "CHOY-1001-1"}
        ],
        **more,
    }


def invoice(number: int, *, days_ago: float = 20, shop: int = 51, **more: Any) -> dict[str, Any]:
    """A delivery of ten units, of which nine were accepted; its date is a text in no documented form."""
    sku = {
        "id": 10011,
        "skuTitle": "CHOY-1001-1",
        "quantityToStock": 10,
        "quantityAccepted": 9,
        "purchasePrice": 41_000,
    }
    return {
        "id": number,
        "shopId": shop,
        "invoiceNumber": 700 + number,
        "dateCreated": written(int(NOW_MS - days_ago * DAY_MS))[:19],
        "invoiceStatus": {"text": "Qabul qilindi", "value": "ACCEPTED"},
        "fullPrice": 410_000,
        "totalToStock": 10,
        "totalAccepted": 9,
        "productForInvoiceDto": [{"id": 1001, "productTitle": "Choynak", "skuForInvoiceDtoList": [sku]}],
        **more,
    }


def expense(
    number: int, *, days_ago: float = 3, shop: int = 51, now_ms: int = NOW_MS, **more: Any
) -> dict[str, Any]:
    """A charge for logistics."""
    return {
        "id": number,
        "name": "Logistika",
        "source": "LOGISTICS",
        "shopId": shop,
        "type": "OUTCOME",
        "paymentPrice": 6_000,
        "amount": 1,
        "status": "CONFIRMED",
        "dateCreated": written(int(now_ms - days_ago * DAY_MS)),
        "dateService": written(int(now_ms - days_ago * DAY_MS)),
        **more,
    }


@contextmanager
def uzum_seller(document: Path) -> Iterator[FakeSeller]:
    """It, for as long as the block lasts."""
    fake = FakeSeller(json.loads(document.read_bytes()))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _any(self) -> None:
            try:
                status, headers, body = fake.answer(self.command, self.path, self.headers)
            except Exception as failed:
                fake.faults.append(f"{self.path}: {failed}"[:500])
                status, headers, body = 500, {}, "the fake failed"
            sent = body.encode() if isinstance(body, str) else json.dumps(body).encode()
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(sent)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = _any

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    fake.url = f"http://127.0.0.1:{server.server_port}{BASE}"
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
