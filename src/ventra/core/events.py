"""What happened to products besides sales: every movement, stretch and correction with its kind, how surely, and why.

A pure function of columns, for one product and for a market alike: an event depends on its own product's looks alone, none
more than `BACK_DAYS` before or `AHEAD_DAYS` after the day in which it begins (`core/sales`).
"""

from __future__ import annotations

from ventra.core.bursts import LOOKED_DAYS, bursts
from ventra.core.columns import Seen, run_starts
from ventra.core.event_kinds import Events
from ventra.core.flows import flows_of
from ventra.core.grid import Grid
from ventra.core.listing import fallen, listed
from ventra.core.moves import history_of, moves_of
from ventra.core.profile import Profile
from ventra.core.sold_out import Empty, empty, sold_out
from ventra.core.steps import Steps
from ventra.core.variants import SkuPairs
from ventra.core.weighing import weigh

LEANS_DAYS = LOOKED_DAYS
"""How many days after its own an event may lean on looks: reviews that follow a burst."""


def events_of(
    seen: Seen, grid: Grid, pairs: SkuPairs, steps: Steps, profile: Profile
) -> tuple[Events, Empty]:
    """The events of every product, and where its shelf was empty."""
    product = seen.products.key[run_starts(seen.products.key[:, 0]), 0]
    flows = flows_of(seen, grid, pairs)
    out = empty(seen, grid, flows)
    moves = moves_of(seen, grid, pairs, steps, flows)
    history = history_of(moves, grid, pairs, flows)
    found = Events.in_order(
        [
            weigh(moves, history, grid, product),
            listed(seen, flows),
            fallen(seen, grid, flows, product),
            sold_out(seen, grid, out, product),
            bursts(seen, grid, steps, flows, profile, product),
        ]
    )
    return found, out
