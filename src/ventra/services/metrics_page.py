"""`/metrics` of the api: beside /api/v1, behind METRICS_TOKEN."""

from __future__ import annotations

from typing import Any

from litestar import Litestar, Request, Response, get
from litestar.datastructures import State

from ventra import __version__
from ventra.errors import NotFound, Unavailable
from ventra.infra.machine import watch_disk
from ventra.infra.metrics import CONTENT_TYPE, tell_build
from ventra.services.facts import Facts
from ventra.services.problems import TokenNeeded
from ventra.services.scrape import Scrape
from ventra.services.wiring import Parts
from ventra.settings import Settings


@get("/metrics", include_in_schema=False)
async def read_metrics(request: Request[Any, Any, Any], state: State) -> Response[bytes]:
    """What Prometheus reads, also while Postgres is away."""
    refused = state.scrape.refusal(request.headers.get("authorization", ""))
    if refused == 404:
        raise NotFound("there is nothing at this address")
    if refused is not None:
        raise TokenNeeded("METRICS_TOKEN opens this address")
    return Response(
        await state.scrape.page(), headers={"Content-Type": CONTENT_TYPE, "Cache-Control": "no-store"}
    )


def scrape_of(app: Litestar, settings: Settings) -> Scrape:
    """The page's content for an app whose parts may be opened later."""

    def parts() -> Parts:
        found: Parts | None = app.state.parts
        if found is None:
            raise Unavailable("Postgres has not answered yet", dependency="postgres")
        return found

    tell_build(settings.service, __version__, settings["RELEASE_COMMIT"])
    watch_disk(settings["VENTRA_HOME"])
    return Scrape(
        settings["METRICS_TOKEN"], Facts(settings, lambda: parts().pool, lambda: parts().redis).readers
    )
