"""The fields a product body is known to have. What else comes is reported, so that a change is seen before it hurts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ventra.core.text import clean

MOST_REPORTED = 50
LONGEST_NAME = 80

Known = Mapping[str, Any]
"""Field name to what is known below it; an empty mapping is free-form or a plain value and is not looked into."""


def _plain(names: str) -> dict[str, Any]:
    return {name: {} for name in names.split()}


_CATEGORY: dict[str, Any] = _plain("id title productAmount")
_CATEGORY["parent"] = _CATEGORY

_SKU: Known = _plain(
    "id availableAmount fullPrice purchasePrice sellPrice charityProfit barcode address offer discountBadge installment"
    " productOptionDtos vat circularPhotosList videoUrl restriction discount fastDeliveryInfo oversized"
) | {
    "characteristics": _plain("charIndex valueIndex"),
    "stock": _plain("type deliveryDays deliveryTitle deliveryDate"),
}

_SELLER: Known = _plain(
    "id title link banner avatar description hasCharityProducts registrationDate rating reviews orders official contacts"
    " categories currentCategory filters appliedFilters priceFilter totalProducts parents products sellerAccountId info"
)

_CHARACTERISTIC: Known = _plain("id title titleType") | {"values": _plain("id title value")}

_DATA: Known = _plain(
    "id title rating reviewsAmount ordersAmount rOrdersAmount totalAvailableAmount charityCommission description comments"
    " attributes tags synonyms video hasCircularPhotos circularPhotosList productOptionDtos topFeedback isEco isPerishable"
    " hasVerticalPhoto showKitty bonusProduct badges volumeDiscount disclaimer fastDeliveryInfo returnsInfo originality"
    " warranty colorPhotoPreview adultCategory favourite"
) | {
    "localizableTitle": _plain("uz ru"),
    "category": _CATEGORY,
    "photos": _plain("photo photoKey color hasVerticalPhoto"),
    "characteristics": _CHARACTERISTIC,
    "skuList": _SKU,
    "seller": _SELLER,
}

PRODUCT_BODY: Known = _plain("timestamp errors") | {"payload": {"data": _DATA, "seo": {}}}


def unknown_fields(raw: object, known: Known = PRODUCT_BODY) -> tuple[str, ...]:
    """Dotted paths, sorted, of fields that nobody told us of; list elements share one path (`skuList[].extra`)."""
    found: set[str] = set()
    _walk(raw, known, "", found)
    return tuple(sorted(found)[:MOST_REPORTED])


def _walk(raw: object, known: Known, path: str, found: set[str]) -> None:
    if isinstance(raw, list):
        # A list in a list is nothing we know; it could go down without end.
        for item in raw:
            if isinstance(item, dict):
                _walk(item, known, f"{path}[]", found)
    elif isinstance(raw, dict):
        for name, value in raw.items():
            below = known.get(name)
            if below is None:
                found.add(f"{path}.{clean(name[:LONGEST_NAME])}".removeprefix("."))
            elif below and isinstance(value, (dict, list)):
                _walk(value, below, f"{path}.{name}" if path else name, found)


def known_names(known: Known = PRODUCT_BODY) -> frozenset[str]:
    """Every field name that is known anywhere in a body."""
    names: set[str] = set()
    waiting = [known]
    while waiting:
        below = waiting.pop()
        for name, deeper in below.items():
            if name not in names:
                waiting.append(deeper)
            names.add(name)
    return frozenset(names)
