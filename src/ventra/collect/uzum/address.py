"""A product's number out of what people paste: the number itself, or any form of the product page's address."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from ventra.collect.uzum.door import MAX_WHOLE
from ventra.errors import BadInput

HOSTS = ("uzum.uz", "www.uzum.uz", "m.uzum.uz")
_PATH = re.compile(r"(?:/(?:uz|ru))?/product/(?:[^/]*-)?([0-9]{1,16})/?")


def product_id_of(text: str) -> int:
    """The product of `1772350`, `https://uzum.uz/{uz|ru}/product/{slug}-{id}?skuId=`, `/product/{id}`; else `BadInput`."""
    said = text.strip()
    if re.fullmatch(r"[0-9]{1,16}", said):
        return _checked(said)
    try:
        parts = urlsplit(said if "//" in said else f"https://{said}")
        host = parts.hostname
    except ValueError:
        host = None
    matched = _PATH.fullmatch(parts.path) if host in HOSTS and parts.scheme in ("http", "https") else None
    if matched is None:
        raise BadInput(
            "expected a product's number or its address, such as https://uzum.uz/uz/product/1772350",
            field="product",
        )
    return _checked(matched[1])


def _checked(digits: str) -> int:
    product_id = int(digits)
    if not 1 <= product_id <= MAX_WHOLE:
        raise BadInput(f"{digits} is no product's number", field="product")
    return product_id
