"""Links in what people send: to a product or a shop, at the marketplace or on our own page."""

from __future__ import annotations

import re

from ventra.collect.uzum.address import ProductLink, ShopLink, link_of
from ventra.core.talk import Message
from ventra.errors import BadInput

_ADDRESS = re.compile(r"(?:https?://)?(?:[a-z0-9-]+\.)*uzum\.uz/[^\s<>\"]+", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{4,16}")
_ENDS = ".,;:!?)]}»”’'"


def links_in(said: Message, web_url: str | None) -> list[ProductLink | ShopLink]:
    """What the words, the words under a photo and the hidden addresses lead to, in their order."""
    text = (said.text or "").strip()
    if _NUMBER.fullmatch(text):
        return [ProductLink(int(text))]
    found = [_of_address(one) for one in (*_ADDRESS.findall(text), *said.links)]
    own = [ProductLink(int(one)) for one in _ours(text, said.links, web_url)]
    return [one for one in found if one is not None] + own


def has_address(said: Message) -> bool:
    """Whether there is any address of the marketplace, also one that leads to neither."""
    return bool(_ADDRESS.search(said.text or "")) or any(_ADDRESS.match(one) for one in said.links)


def _of_address(address: str) -> ProductLink | ShopLink | None:
    try:
        return link_of(address.rstrip(_ENDS))
    except BadInput:
        return None


def _ours(text: str, links: tuple[str, ...], web_url: str | None) -> list[str]:
    if web_url is None:
        return []
    page = re.compile(rf"{re.escape(web_url.rstrip('/'))}/p/([0-9]{{1,16}})(?![0-9])")
    return [number for one in (text, *links) for number in page.findall(one)]
