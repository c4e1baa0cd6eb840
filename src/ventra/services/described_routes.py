"""What the handlers know and Litestar leaves out of the API's description: who may ask, exact bounds, the body of a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from ventra.accounts.guard import ACCESS, ACCESS_COOKIE, BLIND, PAGE_PROOF, READING
from ventra.core.rights import Access
from ventra.services.parameters import read_by, written

MOST = 2**63 - 1
SCHEMES = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "An access token, or a key of an organisation (`vtr_…`)",
    },
    "page": {
        "type": "apiKey",
        "in": "cookie",
        "name": f"__Host-{ACCESS_COOKIE}",
        "description": f"An access token as our page keeps it; without https the cookie is `{ACCESS_COOKIE}`",
    },
    "page_proof": {
        "type": "apiKey",
        "in": "header",
        "name": PAGE_PROOF.title(),
        "description": "`page_proof` of the session: what comes with the cookie and changes something carries it",
    },
}
_BOUNDS = {"ge": "minimum", "le": "maximum", "min_length": "minLength", "max_length": "maxLength"}
TAKES, GIVES = "takes_file", "gives_files"
"""Names of the options by which a handler says what kind of file its body is, and what kinds it answers with."""
_KNOWS_WHO = frozenset({"who", "shelf"})
"""What a handler asks for when its answer depends on who asks."""


def handlers(app: Litestar) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    """Method, operation and handler of every route that is described."""
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for method, (handler, _) in route.route_handler_map.items():
                if method != "OPTIONS":
                    yield method, str(handler.operation_id), handler


def complete(operation: dict[str, Any], method: str, handler: HTTPRouteHandler) -> None:
    """Add to an operation what its handler knows."""
    operation["security"] = _security(method, handler)
    _with_bounds(operation, handler)
    if TAKES in handler.opt:
        operation["requestBody"] = {"required": True, "content": {handler.opt[TAKES]: {}}}
    if GIVES in handler.opt:
        operation["responses"]["200"]["content"] = {kind: {} for kind in handler.opt[GIVES]}


def _security(method: str, handler: HTTPRouteHandler) -> list[dict[str, list[str]]]:
    """Each way of being let in; the role that it takes stands behind the token."""
    needed = handler.opt[ACCESS]
    takes = set(handler.parsed_fn_signature.parameters)
    if needed is Access.OPEN and (handler.opt.get(BLIND) or not takes & _KNOWS_WHO):
        return []
    roles = [] if needed in (Access.OPEN, Access.PERSON) else [str(needed)]
    page: dict[str, list[str]] = {"page": roles}
    if method not in READING:
        page["page_proof"] = []
    ways: list[dict[str, list[str]]] = [{"token": roles}, page]
    return [{}, *ways] if needed is Access.OPEN else ways


def _with_bounds(operation: dict[str, Any], handler: HTTPRouteHandler) -> None:
    """Bounds as the handler states them, or what it is handed: Litestar drops a bound of 0 beside a null."""
    stated = {written(handler, name): kwarg for name, kwarg in read_by(handler).items()}
    for parameter in operation.get("parameters", ()):
        kwarg = stated.get(parameter["name"])
        for attribute, word in _BOUNDS.items():
            bound = getattr(kwarg, attribute, None)
            if bound is not None:
                parameter["schema"][word] = bound


def exact(schema: Any) -> Any:
    """A schema with whole numbers as bounds: Litestar writes floats, and 2^63 - 1 is none."""
    if isinstance(schema, list):
        return [exact(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    whole = {
        word: min(int(schema[word]), MOST)
        for word in ("minimum", "maximum")
        if isinstance(schema.get(word), float) and schema[word].is_integer()
    }
    return {name: exact(one) for name, one in schema.items()} | whole


def takes_no_more(kind: type[msgspec.Struct]) -> bool:
    """Whether a type refuses fields that it does not know."""
    return bool(kind.__struct_config__.forbid_unknown_fields)
