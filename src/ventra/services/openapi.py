"""The API's description, OpenAPI 3.1, made from the handlers' types: the same bytes for the same code."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec
from litestar import Litestar
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from ventra import __version__
from ventra.accounts import answers as of_accounts
from ventra.accounts import team_answers as of_teams
from ventra.accounts import view_answers as of_views
from ventra.accuracy import answers as of_accuracy
from ventra.accuracy import own_answers as of_own_accuracy
from ventra.alerts import answers as of_alerts
from ventra.alerts import channel_answers as of_channels
from ventra.backup import answers as of_homes
from ventra.catalog import answers as of_catalogue
from ventra.catalog import watchlist_answers as of_watchlists
from ventra.collect import answers as of_collecting
from ventra.collect import change_answers as of_changes
from ventra.collect import foreign_answers as of_foreign
from ventra.core import (
    capacity,
    estimate,
    forecast_scores,
    foreign_table,
    price_columns,
    product,
    rule_told,
    same_goods,
    scores,
)
from ventra.costs import answers as of_costs
from ventra.exports import answers as of_exports
from ventra.exports import filters as of_filters
from ventra.market import answers as of_market
from ventra.market import niche_answers as of_niches
from ventra.market import query_answers as of_queries
from ventra.market import rival_answers as of_rivals
from ventra.outlook import announced_answers as of_announced
from ventra.outlook import answers as of_outlook
from ventra.outlook import reorder_answers as of_orders
from ventra.outlook import score_answers as of_scores
from ventra.reports import answers as of_cards
from ventra.reports import report_answers as of_reports
from ventra.sales import answers as of_sales
from ventra.search import answers as of_search
from ventra.services import privacy, status
from ventra.services.described_routes import SCHEMES, complete, exact, handlers, takes_no_more
from ventra.services.problems import MEDIA_TYPE, Problem
from ventra.services.router import router
from ventra.shop import loss_answers as of_losses
from ventra.shop import own_answers as of_own_shop
from ventra.shop import plan_answers as of_plans
from ventra.shop import purchase_answers as of_purchases
from ventra.shop import sums_answers as of_own_sums
from ventra.sourcing import answers as of_sourcing
from ventra.status import answers as of_status

DESCRIPTION = (
    "Daily sales on Uzum Market. Every estimate carries a low and a high (80 % interval), how it was come by, and how "
    "many days it knows; null is unknown and never 0. Times are RFC 3339 in UTC, days are days in Tashkent, money is "
    "whole soʻm."
)
TAGS = (
    "status",
    "products",
    "watchlist",
    "sales",
    "history",
    "catalogue",
    "market",
    "sourcing",
    "own-shop",
    "costs",
    "outlook",
    "operator",
    "imports",
    "accuracy",
    "session",
    "account",
    "team",
    "views",
    "alerts",
    "exports",
)
EVENTS = (of_status.HelloEvent, of_status.VisitsEvent, of_status.SalesEvent, of_status.ImportEvent)
_REF = "#/components/schemas/Problem"


@cache
def document() -> bytes:
    """The description as JSON, keys in a fixed order."""
    return msgspec.json.format(msgspec.json.encode(described(), order="sorted"), indent=1)


@cache
def described() -> dict[str, Any]:
    """The description as a value."""
    app = Litestar(
        [router()],
        openapi_config=OpenAPIConfig(
            title="VENTRA",
            version=__version__,
            description=DESCRIPTION,
            use_handler_docstrings=True,
            path="/described",
            render_plugins=[JsonRenderPlugin()],
        ),
        logging_config=None,
    )
    schema: dict[str, Any] = msgspec.json.decode(
        msgspec.json.encode(app.openapi_schema.to_schema(), enc_hook=str)
    )
    _, more = msgspec.json.schema_components([Problem, *EVENTS], ref_template="#/components/schemas/{name}")
    schema["components"]["schemas"] |= more
    for name, kind in _types().items():
        if name in schema["components"]["schemas"]:
            schema["components"]["schemas"][name]["description"] = " ".join((kind.__doc__ or "").split())
            if takes_no_more(kind):
                schema["components"]["schemas"][name]["additionalProperties"] = False
    schema["components"]["securitySchemes"] = SCHEMES
    schema["tags"] = [{"name": name} for name in TAGS]
    described = {name: (method, handler) for method, name, handler in handlers(app)}
    for item in schema["paths"].values():
        for operation in item.values():
            method, handler = described[operation["operationId"]]
            complete(operation, method, handler)
            _with_problems(operation, handler.responses or {})
    found: dict[str, Any] = exact(schema)
    return found


def _with_problems(operation: dict[str, Any], stated: Mapping[int, Any]) -> None:
    """Every failure of every operation is a problem, but for those that its handler describes otherwise."""
    responses = operation["responses"]
    for code in [code for code in responses if code.startswith(("4", "5")) and int(code) not in stated]:
        del responses[code]
    responses["default"] = {
        "description": "What went wrong, titled in the language of Accept-Language",
        "content": {MEDIA_TYPE: {"schema": {"$ref": _REF}}},
    }


def _types() -> dict[str, type[msgspec.Struct]]:
    """The types that are described, by name."""
    return {
        name: kind
        for module in (
            of_accounts,
            of_teams,
            of_views,
            of_homes,
            of_accuracy,
            of_own_accuracy,
            of_alerts,
            of_channels,
            of_catalogue,
            of_watchlists,
            of_collecting,
            of_changes,
            of_foreign,
            of_costs,
            of_market,
            of_niches,
            of_rivals,
            of_queries,
            of_outlook,
            of_orders,
            of_scores,
            of_announced,
            of_cards,
            of_exports,
            of_filters,
            of_reports,
            of_sales,
            of_search,
            of_own_sums,
            of_purchases,
            of_losses,
            of_plans,
            of_sourcing,
            of_own_shop,
            of_status,
            capacity,
            estimate,
            forecast_scores,
            foreign_table,
            price_columns,
            product,
            rule_told,
            same_goods,
            scores,
            privacy,
            status,
        )
        for name, kind in vars(module).items()
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct)
    }
