"""AliExpress, SerpAPI, the central bank and a host of pictures on one loopback address, with their refusals, limits and oddities.

AliExpress checks the signature of what it is sent by itself, as the platform's documentation has it, and not by our code.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from PIL import Image, ImageDraw

KEY, SECRET, SERP_KEY = "512345", "aliexpress-secret-of-tests", "serpapi-key-of-tests"
RATES = {"USD": ("1", "12650.55"), "CNY": ("1", "1742.10"), "EUR": ("1", "13712.01"), "VND": ("10", "5.01")}


class FakeSuppliers:
    """What is answered can be set; `asked` says what was. A `mode` of a party makes it refuse in one of its ways."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[str] = []
        self.mode: dict[str, str] = {}
        self.products: list[dict[str, Any]] = [product(1), product(2, "Ceramic flower vase", "0.99")]
        self.results: list[dict[str, Any]] = [result("Glass teapot 1.5 l", "$12.50", 12.5)]
        self.rates: list[dict[str, str]] = [rate(name, "27.11.2026") for name in RATES]
        self.past: dict[str, list[dict[str, str]]] = {}
        self.pictures: dict[str, bytes] = {}

    @property
    def host(self) -> str:
        """Its name and port."""
        return urlsplit(self.url).netloc

    def count(self, party: str) -> int:
        """How often a party was asked."""
        return self.asked.count(party)


def product(
    number: int, title: str = "Heat resistant glass teapot 1500ml", price: str = "3.25"
) -> dict[str, Any]:
    """A product as AliExpress shows it."""
    return {
        "product_id": 1005000000000000 + number,
        "product_title": title,
        "target_sale_price": price,
        "target_sale_price_currency": "USD",
        "sale_price": "23.40",
        "sale_price_currency": "CNY",
        "product_detail_url": f"https://www.aliexpress.com/item/{number}.html",
        "promotion_link": f"https://s.click.aliexpress.com/e/_{number}",
        "product_main_image_url": f"//ae01.alicdn.com/kf/{number}.jpg",
        "evaluate_rate": "94.5%",
        "lastest_volume": 1200,
        "shop_id": 912345,
    }


def result(title: str, price: str, extracted: float | None) -> dict[str, Any]:
    """A result as SerpAPI shows it."""
    return {
        "position": 1,
        "title": title,
        "product_id": "g-" + hashlib.sha1(title.encode()).hexdigest()[:8],
        "product_link": "https://www.google.com/shopping/product/1",
        "source": "Walmart",
        "price": price,
        "extracted_price": extracted,
        "rating": 4.6,
        "thumbnail": "https://encrypted-tbn0.gstatic.com/shopping?q=tbn:1",
    }


def rate(currency: str, day: str) -> dict[str, str]:
    """A rate as the bank shows it: everything is text."""
    nominal, value = RATES[currency]
    names = {
        "CcyNm_UZ": "AQSH dollari",
        "CcyNm_RU": "Доллар США",
        "CcyNm_UZC": "АҚШ доллари",
        "CcyNm_EN": "US Dollar",
    }
    return {
        "id": 69,
        "Code": "840",
        "Ccy": currency,
        **names,
        "Nominal": nominal,
        "Rate": value,
        "Diff": "-5.1",
        "Date": day,
    }  # type: ignore[dict-item]


def picture(seed: int, size: int = 300, quality: int = 90) -> bytes:
    """A JPEG of a few discs; the same seed is the same picture, whatever its size."""
    chance, drawn = random.Random(seed), Image.new("RGB", (300, 300), "white")
    pen = ImageDraw.Draw(drawn)
    for _ in range(6):
        x, y, wide, high = (
            chance.randrange(250),
            chance.randrange(250),
            chance.randrange(30, 150),
            chance.randrange(30, 150),
        )
        pen.ellipse((x, y, x + wide, y + high), fill=tuple(chance.randrange(256) for _ in range(3)))
    out = io.BytesIO()
    drawn.resize((size, size)).save(out, "JPEG", quality=quality)
    return out.getvalue()


def _aliexpress(fake: FakeSuppliers, fields: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
    told = "".join(name + fields[name] for name in sorted(set(fields) - {"sign"}))
    good = hmac.new(SECRET.encode(), told.encode(), hashlib.sha256).hexdigest().upper()
    if fields.get("app_key") != KEY:
        return _json(
            {"error_response": {"code": "InvalidAppKey", "msg": "Invalid app key", "request_id": "1"}}
        )
    if (
        fields.get("sign") != good
        or fields.get("sign_method") != "sha256"
        or not fields["timestamp"].isdigit()
    ):
        return _json(
            {
                "type": "ISV",
                "code": "IncompleteSignature",
                "message": "The request signature does not conform",
            }
        )
    match fake.mode.get("aliexpress"):
        case "limit":
            return _json(
                {"error_response": {"code": "ApiCallLimit", "msg": "Call frequency exceeds the limit"}}
            )
        case "busy":
            return 503, {}, b"<html>busy</html>"
        case "drip":
            return 200, {}, b'{"aliexpress_affil'
        case "changed":
            return _json({"aliexpress_affiliate_product_query_response": {"resp_result": {"resp_code": 200}}})
        case "empty":
            body: dict[str, Any] = {"resp_code": 405, "resp_msg": "The result is empty"}
        case _:
            shown = {"products": {"product": fake.products}, "total_record_count": len(fake.products)}
            body = {"resp_code": 200, "resp_msg": "Call succeeds", "result": shown}
    return _json({"aliexpress_affiliate_product_query_response": {"resp_result": body}}, charset="gb18030")


def _serpapi(fake: FakeSuppliers, asked: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
    if asked.get("api_key") != SERP_KEY:
        return _json(
            {"error": "Invalid API key. Your API key should be here: https://serpapi.com/manage-api-key"}, 401
        )
    match fake.mode.get("google"):
        case "spent":
            return _json({"error": "Your account has run out of searches."}, 429)
        case "limit":
            status, _, body = _json({"error": "You are exceeding 20 searches per hour."}, 429)
            return status, {"Retry-After": "1800"}, body
        case "empty":
            return _json({"error": "Google hasn't returned any results for this query."})
        case _:
            return _json({"search_metadata": {"status": "Success"}, "shopping_results": fake.results})


def _bank(fake: FakeSuppliers, path: str) -> tuple[int, dict[str, str], bytes]:
    match fake.mode.get("central_bank"):
        case "busy":
            return 502, {}, b"<html>502</html>"
        case "changed":
            return _json([{"Ccy": "USD", "Rate": "12650.55"}])
        case "windows":
            return _json(fake.rates, charset="windows-1251", escaped=False)
        case "marked":
            return (
                200,
                {"Content-Type": "application/json"},
                b"\xef\xbb\xbf" + json.dumps(fake.rates).encode(),
            )
    day = path.partition("/all/")[2].strip("/")
    return _json(fake.past.get(day, []) if day else fake.rates)


def _json(
    body: Any, status: int = 200, *, charset: str = "utf-8", escaped: bool = False
) -> tuple[int, dict[str, str], bytes]:
    kind = {"Content-Type": f"application/json;charset={charset}"}
    return status, kind, json.dumps(body, ensure_ascii=escaped).encode(charset, errors="replace")


@contextmanager
def suppliers() -> Iterator[FakeSuppliers]:
    """All of them for as long as the block lasts."""
    fake = FakeSuppliers()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            fields = dict(
                parse_qsl(
                    self.rfile.read(int(self.headers["Content-Length"])).decode(), keep_blank_values=True
                )
            )
            fake.asked.append("aliexpress")
            self._answer(*_aliexpress(fake, fields))

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path.startswith("/cbu"):
                fake.asked.append("central_bank")
                self._answer(*_bank(fake, parts.path))
            elif parts.path == "/serp":
                fake.asked.append("google")
                self._answer(*_serpapi(fake, dict(parse_qsl(parts.query))))
            else:
                fake.asked.append("picture")
                body = fake.pictures.get(parts.path.lstrip("/"))
                self._answer(404 if body is None else 200, {"Content-Type": "image/jpeg"}, body or b"")

        def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    fake.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
