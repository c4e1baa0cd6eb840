"""Facts that rules are judged by, as an organisation sees them whose own shop corrects the estimates of a category."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ventra.core.columns import Int64
from ventra.core.own_view import OwnFit, bands_of, seen_by
from ventra.core.rule_join import taken
from ventra.core.rule_kinds import Float

USUAL = ("usual_low", "usual_high")


@dataclass(frozen=True, slots=True, eq=False)
class OwnFacts:
    """By which fit an organisation sees some products [n]."""

    org_id: int
    product_id: Int64
    fit: OwnFit


def as_seen(facts: Mapping[str, Float], fit: OwnFit) -> dict[str, Float]:
    """Facts [n] with units of the day and the week corrected, and what is usual of a day beside a corrected one."""
    seen = dict(facts)
    for days in (1, 7):
        names = [f"units_{days}{end}" for end in ("", "_low", "_high")]
        point, low, high = (facts[name] for name in names)
        band = bands_of(np.nan_to_num(point), np.full(len(point), days, np.int64))
        width = np.array(fit.days if days == 1 else fit.windows)[band]
        told = seen_by(fit.factor, width, point, low, high)
        seen |= {name: np.round(part, 2) for name, part in zip(names, told, strict=True)}
    wide = facts["units_1_low"] < facts["units_1_high"]
    return seen | {name: np.where(wide, fit.factor * facts[name], facts[name]) for name in USUAL}


def with_own(
    facts: Mapping[str, Float], row: Int64, org_id: Int64, product_id: Int64, own: Sequence[OwnFacts]
) -> tuple[dict[str, Float], Int64]:
    """Facts with rows of their own for points [n] whose organisation sees their product by a fit, and the row of each point."""
    parts, row = [dict(facts)], row.copy()
    size = len(facts["units_1"])
    for one in own:
        mine = np.flatnonzero((org_id == one.org_id) & np.isin(product_id, one.product_id))
        if len(mine):
            parts.append(as_seen(taken(facts, row[mine]), one.fit))
            row[mine] = size + np.arange(len(mine))
            size += len(mine)
    return {name: np.concatenate([part[name] for part in parts]) for name in facts}, row
