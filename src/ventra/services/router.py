"""All of /api/v1 in one place, and what its handlers are handed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from litestar import Request, Router
from litestar.datastructures import State
from litestar.di import Provide

from ventra.accounts.guard import Guard, admit
from ventra.accounts.routes import ROUTES as ACCOUNTS
from ventra.accounts.who import Who
from ventra.accuracy.routes import ROUTES as ACCURACY
from ventra.alerts.routes import ROUTES as ALERTS
from ventra.backup.routes import ROUTES as TAKING_HOME
from ventra.catalog.encoded import EncodedRows
from ventra.catalog.routes import ROUTES as CATALOGUE
from ventra.catalog.shelf import Shelf
from ventra.collect.remembered import Remembered
from ventra.collect.routes import ROUTES as COLLECTING
from ventra.collect.routes.health import CountQueue
from ventra.collect.store.demand import Demands
from ventra.collect.store.health import Covered
from ventra.costs.routes import ROUTES as COSTS
from ventra.errors import Unavailable
from ventra.exports.routes import ROUTES as EXPORTS
from ventra.exports.turns import HELD_SECONDS, MOST_AT_ONCE
from ventra.infra.at_once import AtOnce
from ventra.market.kept import KeptMarkets
from ventra.market.routes import ROUTES as MARKET
from ventra.outlook.routes import ROUTES as OUTLOOK
from ventra.reports.routes import ROUTES as REPORTS
from ventra.sales.routes import ROUTES as SALES
from ventra.search.remembered import KeptModel
from ventra.search.routes import ROUTES as SEARCH
from ventra.services.privacy import ROUTES as PRIVACY
from ventra.services.status import ROUTES as STATUS
from ventra.services.status import count_queue
from ventra.services.strict_door import must_be_plain
from ventra.shop.routes import ROUTES as OWN_SHOP
from ventra.sourcing.routes import ROUTES as SOURCING
from ventra.status.board import Board
from ventra.status.routes import ROUTES as PARTS

BASE = "/api/v1"
COVERAGE_SECONDS = 20
DEMAND_SECONDS = 60


def router() -> Router:
    """Every handler; what they ask for by name comes from the opened parts of this process."""
    given: dict[str, Callable[..., Any]] = {
        "parts": _parts,
        "pool": pool_of,
        "settings": _settings,
        "simulated": _simulated,
        "count_queue": _count_queue,
        "events": _events,
        "means": _means,
        "turns": _turns,
    }
    coverage: Remembered[Covered] = Remembered(COVERAGE_SECONDS)
    given["coverage"] = lambda: coverage
    demand: Remembered[Demands] = Remembered(DEMAND_SECONDS)
    given["demand"] = lambda: demand
    markets = KeptMarkets()
    given["markets"] = lambda: markets
    learned = KeptModel()
    given["learned"] = lambda: learned
    given["asking"] = _asking
    board = Board()
    given["board"] = lambda: board
    rows = EncodedRows()

    def shelf(request: Request[Any, Any, Any], state: State) -> Shelf:
        return Shelf(
            pool_of(state), bool(state.settings["VENTRA_SIMULATED"]), rows, partial(state.guard.who, request)
        )

    given["shelf"] = shelf
    return Router(
        path=BASE,
        route_handlers=[
            *STATUS,
            *PRIVACY,
            *PARTS,
            *ACCOUNTS,
            *CATALOGUE,
            *SALES,
            *SEARCH,
            *MARKET,
            *SOURCING,
            *OWN_SHOP,
            *COSTS,
            *OUTLOOK,
            *COLLECTING,
            *EXPORTS,
            *REPORTS,
            *TAKING_HOME,
            *ALERTS,
            *ACCURACY,
            *ALERTS,
        ],
        guards=[admit],
        before_request=must_be_plain,
        dependencies={name: Provide(give, sync_to_thread=False) for name, give in given.items()}
        | {"who": Provide(_who)},
    )


def _asking(state: State) -> Any:
    """Who asks the provider of embeddings about queries; nobody until the database has answered for the first time."""
    return state.asking


def _parts(state: State) -> Any:
    """None until the database has answered for the first time."""
    return state.parts


def pool_of(state: State) -> Any:
    """The pool; `Unavailable` until the database has answered for the first time."""
    if state.parts is None:
        raise Unavailable("Postgres has not answered yet", dependency="postgres")
    return state.parts.pool


def _means(state: State) -> Any:
    """What signing people in takes; `Unavailable` until the database has answered for the first time."""
    if state.means is None:
        raise Unavailable("Postgres has not answered yet", dependency="postgres")
    return state.means


def _turns(state: State) -> AtOnce:
    """How many tables each organisation takes home at once."""
    return AtOnce(state.parts.redis, "export", most=MOST_AT_ONCE, held_seconds=HELD_SECONDS)


async def _who(request: Request[Any, Any, Any]) -> Who:
    """Who asks; nobody where nothing was shown."""
    guard: Guard | None = request.app.state.guard
    if guard is None:
        raise Unavailable("Postgres has not answered yet", dependency="postgres")
    return await guard.who(request)


def _settings(state: State) -> Any:
    return state.settings


def _simulated(state: State) -> bool:
    return bool(state.settings["VENTRA_SIMULATED"])


def _events(state: State) -> Any:
    return state.events


def _count_queue(state: State) -> CountQueue:
    return lambda: count_queue(state.parts)
