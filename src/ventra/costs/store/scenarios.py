"""Inputs of the calculator that an organisation keeps under a name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import convert, to_builtins

from ventra.costs.answers import CostInputs, CostScenario

MOST_SCENARIOS = 100
"""Of an organisation."""
_COLUMNS = "scenario_id, name, inputs, made_at, changed_at"


async def listed(db: Any, org_id: int) -> list[CostScenario]:
    """All of an organisation's, by name."""
    rows = await db.fetch(
        f"SELECT {_COLUMNS} FROM cost_scenarios WHERE org_id = $1 ORDER BY folded LIMIT $2",
        org_id,
        MOST_SCENARIOS,
    )
    return [_scenario(row) for row in rows]


async def count(db: Any, org_id: int) -> int:
    """How many an organisation has."""
    found: int = await db.fetchval("SELECT count(*) FROM cost_scenarios WHERE org_id = $1", org_id)
    return found


async def of_number(db: Any, org_id: int, scenario_id: int, *, hold: bool = False) -> CostScenario | None:
    """One of them, with `hold` until the transaction ends; `None` when there is none."""
    row = await db.fetchrow(
        f"SELECT {_COLUMNS} FROM cost_scenarios WHERE org_id = $1 AND scenario_id = $2{' FOR UPDATE' if hold else ''}",
        org_id,
        scenario_id,
    )
    return None if row is None else _scenario(row)


async def add(
    db: Any, org_id: int, made_by: int | None, *, name: str, folded: str, inputs: CostInputs
) -> int | None:
    """A new scenario; its number, `None` when there is one of that name."""
    made: int | None = await db.fetchval(
        "INSERT INTO cost_scenarios (org_id, made_by, name, folded, inputs) VALUES ($1, $2, $3, $4, $5) "
        "ON CONFLICT (org_id, folded) DO NOTHING RETURNING scenario_id",
        org_id,
        made_by,
        name,
        folded,
        to_builtins(inputs),
    )
    return made


async def taken(db: Any, org_id: int, folded: str, *, but: int) -> bool:
    """Whether another scenario has that name."""
    found = await db.fetchval(
        "SELECT true FROM cost_scenarios WHERE org_id = $1 AND folded = $2 AND scenario_id <> $3",
        org_id,
        folded,
        but,
    )
    return bool(found)


async def change(
    db: Any, org_id: int, scenario_id: int, *, name: str, folded: str, inputs: CostInputs
) -> None:
    """Give a scenario another name and other inputs."""
    await db.execute(
        "UPDATE cost_scenarios SET name = $3, folded = $4, inputs = $5, changed_at = now() "
        "WHERE org_id = $1 AND scenario_id = $2",
        org_id,
        scenario_id,
        name,
        folded,
        to_builtins(inputs),
    )


async def remove(db: Any, org_id: int, scenario_id: int) -> None:
    """Delete a scenario."""
    await db.execute("DELETE FROM cost_scenarios WHERE org_id = $1 AND scenario_id = $2", org_id, scenario_id)


def _scenario(row: Mapping[str, Any]) -> CostScenario:
    return CostScenario(
        scenario_id=row["scenario_id"],
        name=row["name"],
        inputs=convert(row["inputs"], CostInputs),
        made_at=row["made_at"],
        changed_at=row["changed_at"],
    )
