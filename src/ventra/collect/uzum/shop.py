"""Pure: a shop's card (`GET /api/shop/{slug}`): its number and name; contacts and everything else are left at the door."""

from __future__ import annotations

import msgspec

from ventra.collect.uzum.door import Fields, decode
from ventra.collect.uzum.parse import refusal_of


class ShopCard(msgspec.Struct, frozen=True):
    """Which shop a slug names."""

    seller_id: int
    slug: str
    title: str


def parse_shop(body: bytes, url: str = "shop") -> ShopCard:
    """The shop; `Gone` when the body says there is none of that name, `PageChanged` for any other shape."""
    root = Fields(url, "", decode(body, url))
    if not root.has("payload"):
        raise refusal_of(root.raw, url)
    shop = root.object("payload")
    return ShopCard(shop.whole("id", low=1), shop.text("link"), shop.text("title"))
