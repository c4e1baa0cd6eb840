"""Faults that change what a body says: fields renamed, gone or of another type, raw control characters, cards twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from ventra.simulator.faults import FIELDS, Wish
from ventra.simulator.product_body import rounded_down

RENAMED: dict[str, tuple[bytes, bytes]] = {
    "product": (b'"ordersAmount"', b'"ordersCount"'),
    "search": (b'"items"', b'"cards"'),
    "tree": (b'"children"', b'"nodes"'),
    "shop": (b'"link"', b'"slug"'),
}
"""Which field of which answer gets another name; the token's cookie does so by itself."""

CONTROL = b"\x01\x02\t\n\x1f\x00"
FALLS_BY = 5
CARDS_OF_PAGE_BEFORE = 10
_MARK = "\ue000"
_TEXTS: dict[str, tuple[str, ...]] = {
    "product": ("title", "description", "localizableTitle.uz", "localizableTitle.ru"),
    "search": ("items.catalogCard.title",),
    "tree": ("title",),
    "shop": ("title", "description"),
}
Place = tuple[dict[str, Any], str]


def spoiled(path: str, wish: Wish, body: bytes) -> bytes:
    """The body as the fault leaves it; one that says nothing of the kind stays as it is."""
    if wish.kind == "renamed":
        return body.replace(*RENAMED[path])
    root = msgspec.json.decode(body)
    told = _told(path, root)
    match wish.kind:
        case "missing":
            for holder, name in places(told, wish.field or FIELDS[path][0]):
                del holder[name]
        case "wrong-type":
            for holder, name in places(told, wish.field or FIELDS[path][0]):
                holder[name] = _as_text(holder[name]) if wish.value is msgspec.UNSET else wish.value
        case "falling-counter":
            for holder, name in places(told, "ordersAmount"):
                holder[name] = max(holder[name] - (wish.by or FALLS_BY), 0)
                holder["rOrdersAmount"] = rounded_down(holder[name])
        case "control-characters":
            for text in _TEXTS[path]:
                for holder, name in places(told, text):
                    holder[name] = f"{holder[name]}{_MARK}."
    return msgspec.json.encode(root).replace(_MARK.encode(), CONTROL)


def places(holder: Any, dotted: str) -> Iterator[Place]:
    """Every place of a field, as the object that holds it and its name there; below a list in each of its elements."""
    name, _, rest = dotted.partition(".")
    for one in holder if isinstance(holder, list) else [holder]:
        if not isinstance(one, dict) or name not in one:
            continue
        if rest:
            yield from places(one[name], rest)
        else:
            yield one, name


def at_time(body: bytes, timestamp: str) -> bytes:
    """The body with another time of its own, where it tells one."""
    root = msgspec.json.decode(body)
    if "timestamp" not in root:
        return body
    return msgspec.json.encode(root | {"timestamp": timestamp})


def page_before(asked: bytes) -> bytes | None:
    """The request for the page of results before the one that is asked for; `None` for the first."""
    request = msgspec.json.decode(asked)
    page = request["variables"]["queryInput"]["pagination"]
    if page["offset"] <= 0:
        return None
    page["offset"] = max(page["offset"] - page["limit"], 0)
    return msgspec.json.encode(request)


def with_cards_again(body: dict[str, Any], before: dict[str, Any] | None) -> dict[str, Any]:
    """A page of results that shows the last cards of the page before it once more, and each of its own twice."""
    result = (body.get("data") or {}).get("makeSearch")
    if result is None:
        return body
    earlier = before["data"]["makeSearch"]["items"][-CARDS_OF_PAGE_BEFORE:] if before is not None else []
    again = result | {"items": [*earlier, *result["items"], *result["items"]]}
    return body | {"data": body["data"] | {"makeSearch": again}}


def _told(path: str, root: Any) -> Any:
    """The part of a body that says something."""
    if path == "search":
        return (root.get("data") or {}).get("makeSearch")
    payload = root.get("payload")
    return payload.get("data") if path == "product" and payload is not None else payload


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
