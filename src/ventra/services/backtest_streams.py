"""What a back-test without files is run over: simulated products, each under one trouble, and an oracle beside the rules."""

from __future__ import annotations

import numpy as np

from ventra.core.columns import Seen
from ventra.core.scores import Float
from ventra.sales.truth import Truth, truth_of
from ventra.simulator.streams import make_streams
from ventra.simulator.streams.kinds import TROUBLES

NOTES = (
    "Simulated products: a simulator is not the market. They show which trouble costs what, not how well a real shop is met.",
    "The oracle knows what was sold between any two looks and every event, and not the hour of a sale within them.",
)


def simulated(seed: int, per_cell: int) -> tuple[Seen, Truth, Float]:
    """Streams of every trouble, velocity and polling gap: observations, truth, and the oracle's points by the truth's rows."""
    streams = make_streams(seed, per_cell=per_cell)
    of = np.searchsorted(streams.product, streams.truth_product)
    trouble = [TROUBLES[one].value for one in streams.trouble[of].tolist()]
    truth = truth_of(
        streams.truth_product,
        streams.truth_day,
        streams.truth_units.astype(np.float64),
        trouble,
        streams.gap_hours[of].astype(np.float64),
    )
    order = np.lexsort((streams.truth_day, streams.truth_product))
    return streams.seen, truth, streams.oracle_units[order]
