"""The answers to `productPage` and `getSuggestions`."""

from __future__ import annotations

from typing import Any

import numpy as np

from ventra.core.day import US_PER_DAY
from ventra.simulator.catalogue import FULFILMENT
from ventra.simulator.categories import categories, leaves
from ventra.simulator.market import Market
from ventra.simulator.pictures import card_picture, picture_count, picture_key
from ventra.simulator.product_body import rounded_down
from ventra.simulator.shop import Shops
from ventra.simulator.states import States
from ventra.simulator.titles import Language, axes_of, pointers_of, titles_of

FEWEST_BUYERS_SHOWN = 5
_BUYERS: dict[Language, str] = {
    "uz": "Bu haftada {} kishi sotib oldi",
    "ru": "{} человек купили на этой неделе",
}


def product_page(market: Market, shops: Shops, state: States, language: Language) -> dict[str, Any]:
    """`data.productPage` of a product in a state (of one row); its order count is rounded for display."""
    place, at_us = int(state.place[0]), int(state.at_us[0])
    catalogue = market.catalogue
    both = titles_of(catalogue, place)
    path = [categories()[one] for one in catalogue.category_path(place)]
    shop = shops.body(int(catalogue.seller[place]), at_us)
    named = [{"id": one.category_id, "title": _of(language, one.node.uz, one.node.ru)} for one in path]
    product = {
        "id": int(catalogue.product_id[place]),
        "title": _of(language, both.uz, both.ru),
        "localizableTitle": {"titleUz": both.uz, "titleRu": both.ru},
        "shortDescription": "",
        "description": f"<p>{_of(language, both.uz, both.ru)}</p>",
        "rating": int(state.rating_x10[0]) / 10,
        "feedbackQuantity": int(state.reviews[0]),
        "feedbackPhotosCount": 0,
        "minSellPrice": int(state.price[0]),
        "minFullPrice": int(state.list_price[0]),
        "ordersQuantity": rounded_down(int(state.orders[0])),
        "isBlockedOrArchived": False,
        "oversized": False,
        "category": named[-1] | {"parentList": named[:-1]},
        "shop": {
            "id": shop["id"],
            "title": shop["title"],
            "url": shop["link"],
            "official": False,
            "ordersQuantity": shop["orders"],
            "feedbackQuantity": shop["reviews"],
            "rating": shop["rating"],
            "seller": {"accountId": shop["sellerAccountId"], "legalRecords": []},
        },
        "skuList": _skus(market, place, state, language),
        "photos": [card_picture(int(catalogue.product_id[place]))],
        "badges": [],
        "attributes": [],
        "__typename": "Product",
    }
    return {"product": product, "actions": _actions(market, state, language), "__typename": "ProductPage"}


def _skus(market: Market, place: int, state: States, language: Language) -> list[dict[str, Any]]:
    catalogue = market.catalogue
    skus, axes = catalogue.skus(place), axes_of(catalogue, place)
    shown = []
    for k, pointers in enumerate(pointers_of(catalogue, place)):
        values = [
            (axes[axis].values[value].names, axes[axis].values[value].value) for axis, value in pointers
        ]
        shown.append(
            {
                "id": int(catalogue.sku_id[skus.start + k]),
                "skuTitle": ", ".join(_of(language, names.uz, names.ru) for names, _ in values),
                "sellPrice": int(state.sku_price[k]),
                "fullPrice": int(state.sku_list_price[k]),
                "availableAmount": int(state.sku_stock[k]),
                "weight": 200 + place % 1800,
                "dimensions": {
                    "length": 100 + place % 300,
                    "width": 80 + place % 200,
                    "height": 20 + place % 90,
                },
                "discountBadge": None,
                "stock": {"type": FULFILMENT[int(catalogue.sku_fulfilment[skus.start + k])]},
                "characteristicValues": [
                    {"title": _of(language, names.uz, names.ru), "value": value} for names, value in values
                ],
                "vat": {"type": "VAT0"},
            }
        )
    return shown


def _actions(market: Market, state: States, language: Language) -> list[dict[str, Any]]:
    """How many bought in the last seven days, where it is worth saying; not there is unknown, not nobody."""
    before = max(int(state.at_us[0]) - 7 * US_PER_DAY, market.start_us)
    bought = int(state.orders[0] - market.state_at(int(state.place[0]), before).orders[0])
    if bought < FEWEST_BUYERS_SHOWN:
        return []
    number = f"{bought:,}".replace(",", "\u00a0")
    text = _BUYERS[language].format(number)
    return [{"__typename": "MotivationAction", "text": text, "type": "BOUGHT_LAST_WEEK", "image": None}]


def suggestions(
    market: Market, shops: Shops, text: str, at_us: int, language: Language
) -> list[dict[str, Any]]:
    """`data.getSuggestions.blocks`: words, categories and shops that begin as the text does."""
    wanted = text.strip().lower()
    nouns = sorted({_of(language, one.uz, one.ru).lower() for leaf in leaves() for one in leaf.node.nouns})
    named = [(one.category_id, _of(language, one.node.uz, one.node.ru)) for one in categories().values()]
    sellers = market.catalogue.sellers
    popular = np.argsort(-market.habits.rate, kind="stable")[:45].tolist() if not wanted else []
    blocks: list[dict[str, Any]] = [
        {
            "__typename": "TextSuggestionsBlock",
            "values": [one for one in nouns if one.startswith(wanted)][:8],
        },
        {
            "__typename": "CategorySuggestionsBlock",
            "categories": [
                {"id": number, "title": title}
                for number, title in named
                if wanted and wanted in title.lower()
            ][:5],
        },
        {
            "__typename": "ShopSuggestionsBlock",
            "shops": [
                {"id": one.seller_id, "title": one.title}
                for one in sellers
                if wanted and one.title.lower().startswith(wanted)
            ][:5],
        },
    ]
    if not wanted:
        blocks.append(
            {
                "__typename": "RecommendedSuggestionsBlock",
                "content": [{"content": _recommended(market, place, language)} for place in popular],
            }
        )
    return blocks


def _recommended(market: Market, place: int, language: Language) -> dict[str, Any]:
    both = titles_of(market.catalogue, place)
    product_id = int(market.catalogue.product_id[place])
    return {
        "productId": product_id,
        "title": _of(language, both.uz, both.ru),
        "photos": [picture_key(product_id, number) for number in range(picture_count(product_id))],
    }


def _of(language: Language, uz: str, ru: str) -> str:
    return ru if language == "ru" else uz
