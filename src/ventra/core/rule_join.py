"""Lays facts of several sources side by side for the points at which rules are judged."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ventra.core.columns import Int64
from ventra.core.night_facts import Nights, night_facts
from ventra.core.rule_facts import DAILY, MOVED, Looks, Moments, look_facts, moved_facts
from ventra.core.rule_kinds import Float


def all_facts(
    looks: Looks,
    moments: Moments,
    *,
    daily: Mapping[str, Float],
    moves: Mapping[str, tuple[Int64, Int64]],
    gone_since: Int64,
    nights: Nights,
) -> dict[str, Float]:
    """The facts at each moment [m]: of `looks`, of closed days (`daily`, by name [m]), of `moves` (by kind: subject and time, in
    order), of `nights`, and whether the subject is gone (`gone_since` [m], µs, 0 for never).
    """
    facts = look_facts(looks, moments)
    facts |= {name: daily[name] for name in DAILY}
    facts |= night_facts(nights, moments, facts["stock"])
    for kind in MOVED:
        counted = moved_facts(*moves[kind], moments)
        facts |= {f"{kind}_{name}": values for name, values in counted.items()}
    facts["gone"] = ((gone_since > 0) & (gone_since <= moments.at)).astype(np.float64)
    facts["price_mine"] = np.full(len(moments.at), np.nan)
    return facts


def taken(facts: Mapping[str, Float], row: Int64) -> dict[str, Float]:
    """The facts of these rows, one may come several times."""
    return {name: values[row] for name, values in facts.items()}
