"""What people paste, understood: a product's number, or any form of a product's or a shop's address."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import msgspec

from ventra.collect.uzum.door import MAX_WHOLE
from ventra.errors import BadInput

HOSTS = ("uzum.uz", "www.uzum.uz", "m.uzum.uz")
LONGEST = 2_000
_PRODUCT = re.compile(r"(?:/(?:uz|ru))?/product/(?:[^/]*-)?([0-9]{1,16})/?")
_SHOP = re.compile(r"(?:/(?:uz|ru))?/(?:shop|seller)/([A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9_-])?)/?")
_SHOP_EXPECTED = "https://uzum.uz/uz/shop/lavido"
_PRODUCT_EXPECTED = "https://uzum.uz/uz/product/1772350"


class ProductLink(msgspec.Struct, frozen=True):
    """A link that leads to a product."""

    product_id: int


class ShopLink(msgspec.Struct, frozen=True):
    """A link that leads to a shop; its number is known only to the marketplace."""

    slug: str


def product_id_of(text: str) -> int:
    """The product of `1772350`, `https://uzum.uz/{uz|ru}/product/{slug}-{id}?skuId=`, `/product/{id}`; else `BadInput`."""
    said = text.strip()
    if re.fullmatch(r"[0-9]{1,16}", said):
        return _checked(said, "product")
    matched = _PRODUCT.fullmatch(_path_of(said))
    if matched is None:
        raise BadInput(
            f"expected a product's number or its address, such as {_PRODUCT_EXPECTED}", field="product"
        )
    return _checked(matched[1], "product")


def link_of(text: str) -> ProductLink | ShopLink:
    """The product or the shop a link leads to; a bare number is a product's. `BadInput` for anything else."""
    said = text.strip()
    if re.fullmatch(r"[0-9]{1,16}", said):
        return ProductLink(_checked(said, "link"))
    path = _path_of(said)
    product, shop = _PRODUCT.fullmatch(path), _SHOP.fullmatch(path)
    if product is not None:
        return ProductLink(_checked(product[1], "link"))
    if shop is not None:
        return ShopLink(shop[1])
    raise BadInput(
        f"expected the address of a product or of a shop on uzum.uz, such as {_PRODUCT_EXPECTED} or {_SHOP_EXPECTED}",
        field="link",
    )


def slug_of(text: str) -> str:
    """A shop's slug out of itself or its address; else `BadInput`."""
    said = text.strip()
    matched = _SHOP.fullmatch(f"/shop/{said}") or _SHOP.fullmatch(_path_of(said))
    if matched is None:
        raise BadInput(f"expected a shop's name or its address, such as {_SHOP_EXPECTED}", field="shop")
    return matched[1]


def _path_of(said: str) -> str:
    """The path of an address on the marketplace; empty for anything else."""
    if len(said) > LONGEST:
        return ""
    try:
        parts = urlsplit(said if "//" in said else f"https://{said}")
        host = parts.hostname
    except ValueError:
        return ""
    return parts.path if host in HOSTS and parts.scheme in ("http", "https") else ""


def _checked(digits: str, field: str) -> int:
    product_id = int(digits)
    if not 1 <= product_id <= MAX_WHOLE:
        raise BadInput(f"{digits} is no product's number", field=field)
    return product_id
