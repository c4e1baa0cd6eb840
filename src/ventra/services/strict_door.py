"""The api is strict about how things are written: a place in an address, a word of a query and a JSON body have one form each.

What is merely sloppy elsewhere is ambiguous here: of a name given twice one of two values would win, and nobody would know which.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any, ClassVar
from urllib.parse import unquote_to_bytes

from litestar import Request
from litestar.routes import HTTPRoute

from ventra.errors import BadInput, NotFound
from ventra.services.parameters import read_by, written

Asking = Request[Any, Any, Any]
BODY, KIND = "body", "content-type"
DEEPEST = 32
_PLACE = re.compile(r"\{(\w+):(\w+)\}")
_WRITTEN = {
    "int": re.compile("-?[0-9]+"),
    "uuid": re.compile("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"),
    "date": re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}
"""How the places of an address are written, by the kind that the route names."""


class WrongKind(BadInput):
    """A body that does not say that it is JSON."""

    status: ClassVar[int] = 415


class NoSuchPlace(NotFound):
    """An address that would be one of ours if the value of `field` in it could be."""

    def __init__(self, detail: str, *, field: str) -> None:
        super().__init__(detail)
        self.field = field


async def must_be_plain(request: Asking) -> None:
    """Before each handler: raise `NoSuchPlace` or `BadInput` for what is not written as it should be."""
    _places_as_written(request)
    if request.scope["query_string"]:
        _each_once(request.scope["query_string"], _names_of(request))
    if request.route_handler.parsed_data_field is not None:
        _must_say_json(request.headers.get(KIND))
        must_be_json(await request.body())


def misplaced(request: Asking) -> NoSuchPlace | None:
    """Which place of an address that leads nowhere is not written as it should be; None when there is no such address at all."""
    given = _parts(request.scope["path"])
    for route in request.app.routes:
        places = _PLACE.findall(route.path)
        if not isinstance(route, HTTPRoute) or not places:
            continue
        parts = _parts(route.path)
        if len(parts) != len(given) or any(a != b and a[0] != "{" for a, b in zip(parts, given, strict=True)):
            continue
        values = [value for part, value in zip(parts, given, strict=True) if part.startswith("{")]
        for (name, kind), value in zip(places, values, strict=True):
            if not _is_written(kind, value):
                return _no_such(name)
    return None


def _places_as_written(request: Asking) -> None:
    """What a place was read as says too little: other scripts' digits, signs and spaces are read as numbers too."""
    if not request.path_params:
        return
    parts = _parts(request.scope["path_template"])
    for part, value in zip(parts, _parts(request.scope["path"]), strict=True):
        name = part[1:-1]
        if name in request.path_params:
            kind = type(request.path_params[name]).__name__.lower()
            if not _is_written(kind, value):
                raise _no_such(name)


def _parts(path: str) -> list[str]:
    return [part for part in path.split("/") if part]


def _is_written(kind: str, text: str) -> bool:
    form = _WRITTEN.get(kind)
    if form is not None and not form.fullmatch(text):
        return False
    return kind != "date" or _is_day(text)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _no_such(name: str) -> NoSuchPlace:
    return NoSuchPlace(f"{name} is not written as it should be", field=name)


def _names_of(request: Asking) -> frozenset[str]:
    return _names(request.route_handler)


@cache
def _names(handler: Any) -> frozenset[str]:
    """What a handler reads of a query, as it is written there."""
    return frozenset(written(handler, name) for name in read_by(handler))


def _each_once(query: bytes, names: Iterable[str]) -> None:
    seen = set()
    for pair in query.split(b"&"):
        name, _, value = (unquote_to_bytes(part) for part in pair.replace(b"+", b" ").partition(b"="))
        known = name.decode("utf-8", "replace")
        if known not in names:
            continue
        if known in seen:
            raise BadInput(f"{known} is there twice", field=known)
        seen.add(known)
        try:
            value.decode()
        except UnicodeDecodeError:
            raise BadInput(f"{known} is not UTF-8", field=known) from None


def _must_say_json(kind: str | None) -> None:
    if kind is not None and kind.partition(";")[0].strip().lower() != "application/json":
        raise WrongKind("the body is application/json", field=KIND)


def must_be_json(body: bytes) -> None:
    """Raise `BadInput` for a body that is not one JSON value in UTF-8, or that holds what has no one meaning.

    `field` is the field of the object at fault, `body` where it is the whole.
    """
    try:
        value = json.loads(body.decode(), object_pairs_hook=_pairs)
    except UnicodeDecodeError:
        raise BadInput("the body is not UTF-8", field=BODY) from None
    except RecursionError:
        raise BadInput("the body is nested too deep", field=BODY) from None
    except ValueError as wrong:
        raise BadInput(f"the body is not JSON: {wrong}", field=BODY) from None
    for name, held in value.items() if isinstance(value, dict) else ((BODY, value),):
        if not _says(name):
            raise BadInput("a field's name is no text", field=BODY)
        _must_have_meaning(held, name, DEEPEST)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadInput("a field is there twice", field=shown(twice))
    return found


def _must_have_meaning(value: Any, field: str, deeper: int) -> None:
    if deeper == 0:
        raise BadInput("nested too deep", field=shown(field))
    if isinstance(value, dict):
        for name, held in value.items():
            _must_have_meaning(name, field, deeper)
            _must_have_meaning(held, field, deeper - 1)
    elif isinstance(value, list):
        for held in value:
            _must_have_meaning(held, field, deeper - 1)
    elif isinstance(value, float) and not math.isfinite(value):
        raise BadInput("a number is finite", field=shown(field))
    elif isinstance(value, str) and not _says(value):
        raise BadInput("half a character (a lone surrogate) is no text", field=shown(field))


def _says(text: str) -> bool:
    """Whether a text can be written down."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def shown(name: str) -> str:
    """A field's name as it may be repeated in an answer."""
    return name[:80].encode("utf-8", "replace").decode()
