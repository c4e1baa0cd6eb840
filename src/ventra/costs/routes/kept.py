"""What an organisation keeps for the calculator, over HTTP: scenarios, and rates of its own."""

from __future__ import annotations

from datetime import UTC, datetime

from litestar import delete, get, patch, post
from litestar.params import JSONBody

from ventra.accounts import keep_named
from ventra.accounts.answers import Done
from ventra.accounts.guard import asker_of
from ventra.accounts.routes.handed import Asked, Asking, Number, Pool
from ventra.core.day import day_of
from ventra.core.rights import Access
from ventra.costs import own
from ventra.costs.answers import CostScenario, CostScenarios, OwnRate, ScenarioChange, ScenarioWish
from ventra.costs.scenarios import SCENARIOS

TAGS = ["costs"]


@get(
    "/cost-scenarios",
    operation_id="list_cost_scenarios",
    tags=TAGS,
    summary="The organisation's scenarios",
    access=Access.VIEWER,
)
async def list_cost_scenarios(pool: Pool, who: Asked) -> CostScenarios:
    """By name."""
    return CostScenarios(await keep_named.listed(pool, who, SCENARIOS))


@post(
    "/cost-scenarios",
    operation_id="make_cost_scenario",
    tags=TAGS,
    summary="Keep inputs as a scenario",
    status_code=201,
    access=Access.ANALYST,
)
async def make_cost_scenario(
    request: Asking, pool: Pool, who: Asked, data: JSONBody[ScenarioWish]
) -> CostScenario:
    """Everybody in the organisation sees it; no two have the same name, whatever its capitals."""
    return await keep_named.make(pool, who, SCENARIOS, data.name, data.inputs, asker=asker_of(request))


@patch(
    "/cost-scenarios/{scenario_id:int}",
    operation_id="change_cost_scenario",
    tags=TAGS,
    summary="Rename a scenario, or give it other inputs",
    access=Access.ANALYST,
)
async def change_cost_scenario(
    request: Asking, pool: Pool, who: Asked, scenario_id: Number, data: JSONBody[ScenarioChange]
) -> CostScenario:
    """What is left out stays."""
    return await keep_named.change(
        pool, who, SCENARIOS, scenario_id, data.name, data.inputs, asker=asker_of(request)
    )


@delete(
    "/cost-scenarios/{scenario_id:int}",
    operation_id="delete_cost_scenario",
    tags=TAGS,
    summary="Delete a scenario",
    status_code=200,
    access=Access.ANALYST,
)
async def delete_cost_scenario(request: Asking, pool: Pool, who: Asked, scenario_id: Number) -> Done:
    """To have it again, keep it again."""
    await keep_named.delete(pool, who, SCENARIOS, scenario_id, asker=asker_of(request))
    return Done()


@post(
    "/own-rates",
    operation_id="add_own_rate",
    tags=TAGS,
    summary="Have a rate of one's own",
    status_code=201,
    access=Access.ANALYST,
)
async def add_own_rate(request: Asking, pool: Pool, who: Asked, data: JSONBody[OwnRate]) -> Done:
    """From a day on, for the whole organisation. It is added as a version; those before stay."""
    await own.add(pool, who, data, today=day_of(datetime.now(UTC)), asker=asker_of(request))
    return Done()


ROUTES = (list_cost_scenarios, make_cost_scenario, change_cost_scenario, delete_cost_scenario, add_own_rate)
