"""What a route reads of a request: by its handler, and by what hands something to the handler."""

from __future__ import annotations

from functools import cache
from typing import Any

from litestar.handlers import BaseRouteHandler


@cache
def read_by(handler: BaseRouteHandler) -> dict[str, Any]:
    """How each parameter of the handler is stated, by its name in the code; none where nothing is stated.

    What provides a dependency of the handler reads of the same request: its parameters are among them.
    """
    provided = (one.parsed_fn_signature for one in handler.resolve_dependencies().values())
    return {
        name: field.kwarg_definition
        for signature in (*provided, handler.parsed_fn_signature)
        for name, field in signature.parameters.items()
    }


def written(handler: BaseRouteHandler, name: str) -> str:
    """The name of a parameter as it stands in a request."""
    return getattr(read_by(handler).get(name), "name", None) or name
