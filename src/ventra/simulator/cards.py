"""The answer to `makeSearch`: a page of cards and what stands around them."""

from __future__ import annotations

import uuid
from typing import Any

import numpy as np

from ventra.simulator.catalogue import FULFILMENT
from ventra.simulator.categories import VIRTUAL_ROOT, categories, leaves_below
from ventra.simulator.market import Market
from ventra.simulator.pictures import card_picture
from ventra.simulator.prices import Int64
from ventra.simulator.product_body import rounded_down
from ventra.simulator.search import Query
from ventra.simulator.states import States
from ventra.simulator.titles import Language, axes_of, titles_of

PRICE_FILTER_ID = 0


def search_result(
    market: Market,
    query: Query,
    cards: Int64,
    page: Int64,
    at_us: int,
    language: Language,
    *,
    prices: Int64 | None,
    with_orders: bool,
) -> dict[str, Any]:
    """`data.makeSearch`: `page` is the part of `cards` that is shown, `total` counts all cards, `prices` are for the facet."""
    places, row = np.unique(page >> 4, return_inverse=True)
    state = market.state_at(places, at_us) if len(places) else None
    items = [
        _item(market, int(card), state, int(r), language, with_orders=with_orders)
        for card, r in zip(page, row, strict=True)
        if state is not None
    ]
    said = f"{query}/{at_us}"
    return {
        "id": str(uuid.uuid5(uuid.NAMESPACE_OID, said)),
        "queryId": str(uuid.uuid5(uuid.NAMESPACE_URL, said)),
        "queryText": query.text,
        "category": _category(query.category_id, language),
        "categoryTree": _below(market, query.category_id, cards, language),
        "items": items,
        "facets": [] if prices is None else [_price_facet(prices, language)],
        "fastFacets": [],
        "total": len(cards),
        "mayHaveAdultContent": False,
        "categoryFullMatch": False,
        "offerCategory": None,
        "correctedQueryText": "",
        "categoryWasPredicted": False,
        "fastCategories": [],
        "token": "",
        "__typename": "MakeSearchResult",
    }


def _item(
    market: Market, card: int, state: States, row: int, language: Language, *, with_orders: bool
) -> dict[str, Any]:
    catalogue = market.catalogue
    place, colour = divmod(card, 16)
    product_id = int(catalogue.product_id[place])
    both = titles_of(catalogue, place)
    skus = catalogue.skus(place)
    price, list_price = int(state.price[row]), int(state.list_price[row])
    colours = [one for one in axes_of(catalogue, place) if one.kind == "COLOR"]
    shown = {
        "__typename": "SkuGroupCard",
        "id": product_id * 100 + colour,
        "productId": product_id,
        "title": both.ru if language == "ru" else both.uz,
        "adult": False,
        "rating": int(state.rating_x10[row]) / 10,
        "feedbackQuantity": int(state.reviews[row]),
        "minSellPrice": price,
        "minFullPrice": list_price,
        "photos": [card_picture(product_id)],
        "badges": [],
        "discount": None,
        "buyingOptions": {
            "defaultSkuId": int(catalogue.sku_id[skus.start]),
            "isBestPrice": False,
            "isSingleSku": skus.stop - skus.start == 1,
            "deliveryOptions": {
                "shortDate": None,
                "stockType": FULFILMENT[int(catalogue.sku_fulfilment[skus.start])],
                "textDeliveryWithDate": None,
            },
            "priceBlock": {
                "sellPrice": {"amount": price, "description": None},
                "finalPrice": {"amount": price, "description": None},
                "fullPrice": {"amount": list_price, "description": None},
            },
        },
        "characteristicValues": [
            {"id": 700 + colour, "title": one.values[colour].names.uz, "value": one.values[colour].value}
            for one in colours
        ],
        "promoFutureInfo": None,
    }
    if with_orders:
        shown["ordersQuantity"] = rounded_down(int(state.orders[row]))
    return {"catalogCard": shown, "adMarker": None, "bidId": None, "cpoId": None, "cpoAdvVersion": None}


def _price_facet(prices: Int64, language: Language) -> dict[str, Any]:
    """The one facet there is; without results its range is 0 to 0."""
    low, high = (int(prices.min()), int(prices.max())) if len(prices) else (0, 0)
    shown = {
        "id": PRICE_FILTER_ID,
        "title": "Цена" if language == "ru" else "Narx, baho",
        "type": "RANGED_VALUE",
        "measurementUnit": "сум" if language == "ru" else "soʻm",
        "description": None,
    }
    return {"filter": shown, "buckets": None, "range": {"min": low, "max": high}}


def _category(category_id: int | None, language: Language) -> dict[str, Any] | None:
    one = categories().get(category_id) if category_id is not None else None
    if one is None:
        return None
    return {
        "id": one.category_id,
        "title": one.node.ru if language == "ru" else one.node.uz,
        "parent": None if one.parent_id is None else _category(one.parent_id, language),
    }


def _below(market: Market, category_id: int | None, cards: Int64, language: Language) -> list[dict[str, Any]]:
    """The categories one step down, with the cards that lie in each."""
    wanted = None if category_id in (None, VIRTUAL_ROOT) else category_id
    leaf = market.catalogue.leaf[cards >> 4]
    below = []
    for one in categories().values():
        if one.parent_id == wanted:
            total = int(np.isin(leaf, leaves_below(one.category_id)).sum())
            if total:
                below.append({"category": _category(one.category_id, language), "total": total})
    return below
