"""An organisation keeps inputs of the calculator under names."""

from __future__ import annotations

from typing import Any

from ventra.accounts.noting import note
from ventra.accounts.store import organisations
from ventra.accounts.who import Asker, Who
from ventra.core.one_line import one_line, same
from ventra.core.tariffs import Rate
from ventra.costs.answers import CostInputs, CostScenario, ScenarioChange, ScenarioWish
from ventra.costs.fill_in import fill_in
from ventra.costs.store import scenarios as kept
from ventra.costs.store.scenarios import MOST_SCENARIOS
from ventra.errors import Conflict, NotFound
from ventra.infra.db import transaction

LONGEST_NAME = 80
_NO_RATES: dict[str, Rate] = {}


async def make(pool: Any, who: Who, wish: ScenarioWish, *, asker: Asker) -> CostScenario:
    """A new scenario. `BadInput` for inputs that cannot be, `Conflict` when there is one of that name, or too many."""
    name, inputs = _called(wish.name), _checked(wish.inputs)
    async with transaction(pool, org_id=who.org) as db:
        await organisations.hold(db, who.org)
        if await kept.count(db, who.org) >= MOST_SCENARIOS:
            raise Conflict(f"there are {MOST_SCENARIOS} scenarios already: delete one first")
        number = await kept.add(db, who.org, who.user_id, name=name, folded=same(name), inputs=inputs)
        if number is None:
            raise _taken(name)
        await note(db, who, asker, "scenario_made", str(number), name=name)
        return await _must_be(db, who, number)


async def change(
    pool: Any, who: Who, scenario_id: int, wish: ScenarioChange, *, asker: Asker
) -> CostScenario:
    """Rename a scenario or give it other inputs; what is left out stays. As `make`, and `NotFound`."""
    async with transaction(pool, org_id=who.org) as db:
        await organisations.hold(db, who.org)
        scenario = await _must_be(db, who, scenario_id)
        name = scenario.name if wish.name is None else _called(wish.name)
        inputs = scenario.inputs if wish.inputs is None else _checked(wish.inputs)
        if await kept.taken(db, who.org, same(name), but=scenario_id):
            raise _taken(name)
        await kept.change(db, who.org, scenario_id, name=name, folded=same(name), inputs=inputs)
        await note(db, who, asker, "scenario_changed", str(scenario_id), name=name)
        return await _must_be(db, who, scenario_id)


async def delete(pool: Any, who: Who, scenario_id: int, *, asker: Asker) -> None:
    """Delete a scenario; `NotFound` when there is none of this number."""
    async with transaction(pool, org_id=who.org) as db:
        scenario = await _must_be(db, who, scenario_id)
        await kept.remove(db, who.org, scenario_id)
        await note(db, who, asker, "scenario_deleted", str(scenario_id), name=scenario.name)


def _checked(inputs: CostInputs) -> CostInputs:
    fill_in(inputs, _NO_RATES, ())
    return inputs


async def _must_be(db: Any, who: Who, scenario_id: int) -> CostScenario:
    scenario = await kept.of_number(db, who.org, scenario_id, hold=True)
    if scenario is None:
        raise NotFound("there is no scenario of this number")
    return scenario


def _called(name: str) -> str:
    return one_line(name, field="name", longest=LONGEST_NAME, least=1)


def _taken(name: str) -> Conflict:
    return Conflict(f"there is a scenario of this name already: {name}")
