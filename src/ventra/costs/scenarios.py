"""An organisation keeps inputs of the calculator under names."""

from __future__ import annotations

from ventra.accounts.keep_named import Kind
from ventra.accounts.store.named import Table
from ventra.core.tariffs import Rate
from ventra.costs.answers import CostInputs, CostScenario
from ventra.costs.fill_in import fill_in

_NO_RATES: dict[str, Rate] = {}


def _checked(inputs: CostInputs) -> CostInputs:
    fill_in(inputs, _NO_RATES, ())
    return inputs


SCENARIOS = Kind(
    Table("cost_scenarios", number="scenario_id", content="inputs", answer=CostScenario, most=100),
    called="scenario",
    deed="scenario",
    checked=_checked,
)
