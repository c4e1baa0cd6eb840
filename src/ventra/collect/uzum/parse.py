"""Pure: a product body becomes a `ProductPage`, or `PageChanged` says what was not as we know it.

Every field that is used must be there with its type; only `fullPrice`, a rating and a variant's `stock` may be null (or, for
`fullPrice`, absent), and then they are unknown and never 0. Bodies of 2023 have no `localizableTitle`: their only title
came in the language that was asked for; we ask for Uzbek, so it is kept as the Uzbek one. The reviewer in `topFeedback` is
never read.
"""

from __future__ import annotations

import re
from typing import Any

from ventra.collect.uzum.door import Fields, decode
from ventra.collect.uzum.known import unknown_fields
from ventra.core.observation import REST, Observation, ProductState, SkuState
from ventra.core.product import CategoryNode, ProductPage, Seller, Sku, Titles
from ventra.core.text import clean
from ventra.errors import Gone, PageChanged

FULFILMENTS = ("FBO", "FBS", "DBS")
GONE_CODE = "entity-not-found-001"
DEEPEST_CATEGORY = 12
MOST_SKUS = 5_000
_PHOTO_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")
_ERROR_CODE = re.compile(r"[A-Za-z0-9_.-]{1,64}")


def parse_product(body: bytes, url: str) -> ProductPage:
    """A `GET /api/v2/product/{id}` body; raises `Gone` for the marketplace's "not found", else `PageChanged`."""
    root = Fields(url, "body", decode(body, url))
    if not root.has("payload"):
        raise refusal_of(root.raw, url)
    data = Fields(url, "", Fields(url, "payload", root.raw["payload"]).take("data"))
    oddities: list[str] = []
    skus = _skus(data, oddities)
    shown = shown_variant(skus)
    nodes = _categories(data)
    orders_total, orders_total_rounded = _orders(data)
    return ProductPage(
        product_id=data.whole("id", low=1),
        titles=_titles(data),
        category=tuple(node.id for node in nodes),
        seller=_seller(data.object("seller")),
        rating=data.rating("rating"),
        reviews_total=data.count("reviewsAmount"),
        orders_total=orders_total,
        orders_total_rounded=orders_total_rounded,
        stock=data.count("totalAvailableAmount"),
        price=shown.price,
        list_price=shown.list_price,
        skus=skus,
        categories=nodes,
        photo_key=_photo_key(data, oddities),
        # Last, for what is taken above has bounded how deep the body goes.
        unknown_fields=(*unknown_fields(root.raw), *oddities),
    )


def refusal_of(raw: dict[str, Any], url: str) -> Gone | PageChanged:
    """What a body without payload says: that the thing does not exist, or something we do not know."""
    errors = raw.get("errors")
    codes = [e.get("code") for e in errors if isinstance(e, dict)] if isinstance(errors, list) else []
    if GONE_CODE in codes:
        return Gone(f"{url}: {GONE_CODE}", where=url)
    named = next((c for c in codes if isinstance(c, str) and _ERROR_CODE.fullmatch(c)), None)
    return PageChanged(url, f"no payload; error {named}" if named else "no payload")


def shown_variant(skus: tuple[Sku, ...]) -> Sku:
    """The variant whose price is the product's: the cheapest in stock (of all, when none is), ties to the lowest id."""
    in_stock = [sku for sku in skus if sku.stock > 0]
    return min(in_stock or skus, key=lambda sku: (sku.price, sku.sku_id))


def to_observation(page: ProductPage, seen_us: int, source: int = REST) -> Observation:
    """What the page says at the instant it was received, in epoch microseconds."""
    state = ProductState(
        orders_total=page.orders_total,
        orders_rounded=page.orders_total_rounded,
        reviews_total=page.reviews_total,
        rating_x100=rating_x100(page.rating),
        price_uzs=page.price,
        list_price_uzs=page.list_price,
        stock=page.stock,
    )
    skus = sorted(SkuState(sku.sku_id, sku.stock, sku.price, sku.list_price) for sku in page.skus)
    return Observation(page.product_id, seen_us, state, tuple(skus), source)


def rating_x100(rating: float | None) -> int | None:
    """Stars as the whole number that is kept; unknown stays unknown."""
    return None if rating is None else round(rating * 100)


def parse_output(page: ProductPage) -> dict[str, Any]:
    """The page as `formats.md`, "Product body, out", has it: these keys in this order."""
    seller = page.seller
    return {
        "product_id": page.product_id,
        "titles": {"uz": page.titles.uz, "ru": page.titles.ru},
        "category": list(page.category),
        "seller": {
            "id": seller.id, "title": seller.title, "slug": seller.slug, "orders_total": seller.orders_total,
            "reviews_total": seller.reviews_total, "rating": seller.rating,
        },
        "rating": page.rating,
        "reviews_total": page.reviews_total,
        "orders_total": page.orders_total,
        "orders_total_rounded": page.orders_total_rounded,
        "stock": page.stock,
        "price": page.price,
        "list_price": page.list_price,
        "skus": [
            {
                "sku_id": sku.sku_id, "characteristics": sku.characteristics, "price": sku.price,
                "list_price": sku.list_price, "stock": sku.stock, "fulfilment": sku.fulfilment,
            }
            for sku in page.skus
        ],
    }  # fmt: skip


def _orders(data: Fields) -> tuple[int, int]:
    """The order counter and the one for display, which is rounded down: were it larger, one of the two would no longer
    count what we take it for."""
    exact, shown = data.whole("ordersAmount"), data.whole("rOrdersAmount")
    if shown > exact:
        raise data.wrong("rOrdersAmount", "is larger than ordersAmount")
    return exact, shown


def _titles(data: Fields) -> Titles:
    only = _title(data, "title")
    if not data.has("localizableTitle"):
        if only is None:
            raise data.wrong("title", "is empty")
        return Titles(uz=only)
    both = data.object("localizableTitle")
    titles = Titles(uz=_title(both, "uz"), ru=_title(both, "ru"))
    if titles.uz is None and titles.ru is None:
        raise data.wrong("localizableTitle", "is empty")
    return titles


def _title(fields: Fields, name: str) -> str | None:
    if fields.take(name) is None:
        return None
    title = fields.text(name)
    return title if title.strip() else None


def _categories(data: Fields) -> tuple[CategoryNode, ...]:
    """The path from the topmost category to the leaf; the body nests it leaf first."""
    leaf_first: list[tuple[int, str]] = []
    node: Fields | None = data.object("category")
    while node is not None:
        leaf_first.append((node.whole("id", low=1), node.text("title")))
        if len(leaf_first) > DEEPEST_CATEGORY:
            raise data.wrong("category", f"is deeper than {DEEPEST_CATEGORY}")
        node = None if node.take("parent") is None else node.object("parent")
    ids = [category_id for category_id, _ in leaf_first]
    if len(set(ids)) < len(ids):
        raise data.wrong("category", "is its own ancestor")
    parents: list[int | None] = [*ids[1:], None]
    path = [CategoryNode(*named, parent) for named, parent in zip(leaf_first, parents, strict=True)]
    return tuple(reversed(path))


def _seller(seller: Fields) -> Seller:
    return Seller(
        id=seller.whole("id", low=1),
        title=seller.text("title"),
        slug=seller.text("link"),
        orders_total=seller.whole("orders"),
        reviews_total=seller.whole("reviews"),
        rating=seller.rating("rating"),
        account_id=seller.whole("sellerAccountId") if seller.has("sellerAccountId") else None,
    )


def _skus(data: Fields, oddities: list[str]) -> tuple[Sku, ...]:
    axes = _axes(data)
    if len(data.items("skuList")) > MOST_SKUS:
        raise data.wrong("skuList", f"is longer than {MOST_SKUS}")
    skus = tuple(_sku(fields, axes, oddities) for fields in data.objects("skuList"))
    if not skus:
        raise data.wrong("skuList", "is empty")
    if len({sku.sku_id for sku in skus}) < len(skus):
        raise data.wrong("skuList", "has a variant twice")
    return skus


def _sku(sku: Fields, axes: list[tuple[str, list[str]]], oddities: list[str]) -> Sku:
    return Sku(
        sku_id=sku.whole("id", low=1),
        characteristics=_characteristics(sku, axes),
        price=sku.money("purchasePrice"),
        list_price=sku.money("fullPrice") if sku.has("fullPrice") else None,
        stock=sku.count("availableAmount"),
        fulfilment=_fulfilment(sku, oddities),
    )


def _axes(data: Fields) -> list[tuple[str, list[str]]]:
    """The product's characteristics: each name with the titles of its values, in the order the variants point into.

    The same one twice would make every later place mean another one.
    """
    axes = list(data.objects("characteristics"))
    if _has_twins(axes):
        raise data.wrong("characteristics", "has one twice")
    return [(axis.text("title"), _values(axis)) for axis in axes]


def _values(axis: Fields) -> list[str]:
    values = list(axis.objects("values"))
    if _has_twins(values):
        raise axis.wrong("values", "has one twice")
    return [value.text("title") for value in values]


def _has_twins(parts: list[Fields]) -> bool:
    said = ((part.raw.get("id"), part.raw.get("title")) for part in parts)
    plain = [pair for pair in said if all(isinstance(value, (int, str)) for value in pair)]
    return len(set(plain)) < len(plain)


def _characteristics(sku: Fields, axes: list[tuple[str, list[str]]]) -> dict[str, str]:
    named: dict[str, str] = {}
    for pointer in sku.objects("characteristics"):
        axis, value = pointer.whole("charIndex"), pointer.whole("valueIndex")
        if axis >= len(axes):
            raise pointer.wrong("charIndex", "points at no characteristic")
        name, values = axes[axis]
        if value >= len(values):
            raise pointer.wrong("valueIndex", "points at no value")
        if name in named:
            raise pointer.wrong("charIndex", "names one characteristic twice")
        named[name] = values[value]
    return named


def _fulfilment(sku: Fields, oddities: list[str]) -> str | None:
    if sku.take("stock") is None:
        return None
    stock = sku.object("stock")
    kind = stock.text("type")
    if kind in FULFILMENTS:
        return kind
    _report(oddities, f"payload.data.{stock.at('type')}={kind[:40]}")
    return None


def _photo_key(data: Fields, oddities: list[str]) -> str | None:
    """The first picture's key; it goes into an address, so only a plain one is taken."""
    for photo in data.objects("photos"):
        key = photo.text("photoKey")
        if _PHOTO_KEY.fullmatch(key):
            return key
        _report(oddities, f"payload.data.{photo.at('photoKey')}={clean(key[:40])}")
        return None
    return None


def _report(oddities: list[str], what: str) -> None:
    if what not in oddities:
        oddities.append(what)
