"""Search over HTTP."""

from ventra.search.routes.search import ROUTES

__all__ = ["ROUTES"]
