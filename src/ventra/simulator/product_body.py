"""A product's body as `GET /api/v2/product/{id}` sends it: every field of the recorded one, nothing else."""

from __future__ import annotations

from typing import Any

import msgspec

from ventra.core.day import from_us
from ventra.simulator.catalogue import FULFILMENT, Catalogue
from ventra.simulator.market import Market
from ventra.simulator.pictures import pictures_json
from ventra.simulator.shop import Shops
from ventra.simulator.states import States
from ventra.simulator.titles import Axis, Language, axes_of, pointers_of, titles_of
from ventra.simulator.tree import nested
from ventra.simulator.words import Both, words

_encode = msgspec.json.Encoder().encode
_VIOLET = "#7000FF"
_MONTHS_TO_PAY = 12
_DAY_MS = 86_400_000
_SAYS: dict[Language, dict[str, str]] = {
    "uz": {
        "delivery": "Ertaga yetkazamiz",
        "from": "Yetkazib berish 1 kundan boshlab",
        "store": "Uzum Market ombori",
        "pay": "Oyiga {} so‘mdan muddatli to‘lov",
        "sale": "Aksiya",
        "best": "Xit",
    },
    "ru": {
        "delivery": "Доставим завтра",
        "from": "Доставка от 1 дня",
        "store": "Склад Uzum Market",
        "pay": "Рассрочка от {} сум в месяц",
        "sale": "Акция",
        "best": "Хит",
    },
}
NOT_FOUND = _encode(
    {
        "payload": None,
        "errors": [
            {
                "code": "entity-not-found-001",
                "message": "Entity not found",
                "detailMessage": "Entity not found",
            }
        ],
    }
)


def rounded_down(count: int) -> int:
    """A count for display: only its leading digit stays (32 -> 30, 717 -> 700)."""
    step: int = 10 ** (len(str(count)) - 1)
    return count // step * step


def local_time(at_us: int) -> str:
    """A date and time without zone and with nine decimals, as the envelope says it."""
    return from_us(at_us).replace(tzinfo=None).isoformat(timespec="microseconds") + "000"


class ProductBodies:
    """Bodies of one market's products."""

    def __init__(self, market: Market, shops: Shops, amount: dict[int, int]) -> None:
        self._market, self._shops, self._amount = market, shops, amount

    def body(self, place: int, state: States, language: Language) -> bytes:
        """The whole answer for a product in a state (of one row)."""
        catalogue = self._market.catalogue
        both = titles_of(catalogue, place)
        axes = axes_of(catalogue, place)
        skus = msgspec.Raw(_encode(_skus(catalogue, place, state, language)))
        photos = msgspec.Raw(pictures_json(int(catalogue.product_id[place])))
        at_us = int(state.at_us[0])
        seller = self._shops.body(int(catalogue.seller[place]), at_us)
        characteristics = _characteristics(axes, language)
        changing = {
            "category": nested(catalogue.category_path(place), self._amount, language),
            "rating": int(state.rating_x10[0]) / 10 or 0,
            "reviewsAmount": int(state.reviews[0]),
            "ordersAmount": int(state.orders[0]),
            "rOrdersAmount": rounded_down(int(state.orders[0])),
            "totalAvailableAmount": int(state.stock[0]),
            "photos": photos,
            "characteristics": characteristics,
            "skuList": skus,
            "seller": seller,
            "topFeedback": _feedback(catalogue, place, state, language),
            "badges": self._badges(place, state, language),
        }
        seo = {
            "uzTitle": both.uz,
            "ruTitle": both.ru,
            "characteristics": characteristics,
            "sellerTitle": seller["title"],
            "rating": changing["rating"],
            "reviewsAmount": changing["reviewsAmount"],
            "skuList": skus,
            "photos": photos,
        }
        data = _still(catalogue, place, both, language) | changing
        return _encode({"payload": {"data": data, "seo": seo}, "timestamp": local_time(at_us)})

    def _badges(self, place: int, state: States, language: Language) -> list[dict[str, Any]]:
        shown = []
        if state.discount_milli[0]:
            shown.append((14, _SAYS[language]["sale"], "#FF3E3E"))
        if self._market.habits.rate[place] > 40:
            shown.append((21, _SAYS[language]["best"], _VIOLET))
        return [
            {"id": number, "type": "TEXT", "text": text, "textColor": "#FFFFFF", "backgroundColor": colour}
            for number, text, colour in shown
        ]


def _still(catalogue: Catalogue, place: int, both: Both, language: Language) -> dict[str, Any]:
    """The body with what does not change, in the order of the recorded one; the rest is put in its place later."""
    later = None
    title = both.ru if language == "ru" else both.uz
    said = words().attributes
    told = [said[(place + k) % len(said)] for k in range(place % 3)]
    return {
        "id": int(catalogue.product_id[place]),
        "title": title,
        "localizableTitle": {"uz": both.uz, "ru": both.ru},
        "category": later,
        "rating": later,
        "reviewsAmount": later,
        "ordersAmount": later,
        "rOrdersAmount": later,
        "totalAvailableAmount": later,
        "charityCommission": 0,
        "description": f"<p>{title}</p>",
        "comments": [],
        "attributes": [one.ru if language == "ru" else one.uz for one in told],
        "tags": [],
        "synonyms": [],
        "photos": later,
        "video": None,
        "hasCircularPhotos": False,
        "circularPhotosList": [],
        "characteristics": later,
        "productOptionDtos": [],
        "skuList": later,
        "seller": later,
        "topFeedback": later,
        "isEco": False,
        "isPerishable": False,
        "hasVerticalPhoto": True,
        "showKitty": False,
        "bonusProduct": False,
        "badges": later,
        "volumeDiscount": None,
        "disclaimer": None,
        "fastDeliveryInfo": _fast(language),
        "returnsInfo": {"link": f"https://uzum.uz/{language}/faq#onlayn-tolovni-qaytarish"},
        "originality": {"isOriginal": place % 5 == 0},
        "warranty": None,
        "colorPhotoPreview": False,
        "adultCategory": False,
        "favourite": False,
    }


def _fast(language: Language) -> dict[str, Any]:
    says = _SAYS[language]
    return {"title": says["from"], "badge": {"text": says["store"], "color": _VIOLET}}


def _characteristics(axes: tuple[Axis, ...], language: Language) -> list[dict[str, Any]]:
    return [
        {
            "id": 30 + number,
            "title": axis.names.ru if language == "ru" else axis.names.uz,
            "titleType": axis.kind,
            "values": [
                {
                    "id": 700 + k,
                    "title": one.names.ru if language == "ru" else one.names.uz,
                    "value": one.value,
                }
                for k, one in enumerate(axis.values)
            ],
        }
        for number, axis in enumerate(axes)
    ]


def _skus(catalogue: Catalogue, place: int, state: States, language: Language) -> list[dict[str, Any]]:
    says, fast = _SAYS[language], _fast(language)
    skus = catalogue.skus(place)
    delivery_ms = int(state.at_us[0]) // 1000 + _DAY_MS
    columns = (
        catalogue.sku_id[skus].tolist(),
        state.sku_stock.tolist(),
        state.sku_price.tolist(),
        state.sku_list_price.tolist(),
        catalogue.sku_fulfilment[skus].tolist(),
        pointers_of(catalogue, place),
    )
    return [
        {
            "id": sku_id,
            "characteristics": [{"charIndex": axis, "valueIndex": value} for axis, value in pointers],
            "availableAmount": stock,
            "fullPrice": list_price,
            "charityProfit": 0,
            "purchasePrice": price,
            "barcode": 1_000_000_000_000 + sku_id * 10 + 1,
            "address": None,
            "offer": None,
            "discountBadge": {"text": f"-{100 - price * 100 // list_price}%"} if price < list_price else None,
            "installment": None,
            "productOptionDtos": [_instalment(price, says["pay"])],
            "vat": {"type": "VAT0", "vatAmount": 0, "price": price, "vatRate": 0},
            "circularPhotosList": [],
            "videoUrl": None,
            "restriction": None,
            "stock": {
                "type": FULFILMENT[kind],
                "deliveryDays": 1,
                "deliveryTitle": says["delivery"],
                "deliveryDate": delivery_ms,
            },
            "discount": None,
            "fastDeliveryInfo": fast,
            "oversized": False,
        }
        for sku_id, stock, price, list_price, kind, pointers in zip(*columns, strict=True)
    ]


def _instalment(price_uzs: int, words_with_sum: str) -> dict[str, Any]:
    monthly = price_uzs * 85 // (100 * _MONTHS_TO_PAY)
    return {
        "optionId": 1,
        "text": "Рассрочка Uzum Nasiya",
        "type": "UZUM_INSTALLMENT",
        "paymentInfo": words_with_sum.format(f"{monthly:,}".replace(",", " ")),
        "paymentPerMonth": monthly,
        "period": _MONTHS_TO_PAY,
        "active": True,
    }


def _feedback(catalogue: Catalogue, place: int, state: States, language: Language) -> dict[str, Any] | None:
    """One review with a buyer's name, which whoever reads it has to drop."""
    if not state.reviews[0]:
        return None
    product_id = int(catalogue.product_id[place])
    praise = words().praise[place % len(words().praise)]
    return {
        "reviewId": 20_000_000 + place,
        "productId": product_id,
        "date": 1_700_000_000_000 + product_id * 1_000,
        "edited": False,
        "customer": words().buyers[place % len(words().buyers)],
        "rating": 5,
        "characteristics": [],
        "pros": praise.ru if language == "ru" else praise.uz,
        "cons": "",
        "content": praise.ru if language == "ru" else praise.uz,
        "photos": [],
        "status": "PUBLISHED",
        "hasVerticalPhoto": None,
        "like": False,
        "dislike": False,
        "amountLike": place % 4,
        "amountDislike": 0,
        "id": 140_000_000 + place,
        "isAnonymous": False,
    }
