"""On what terms goods come again: how long that takes, how sure they are to last until then, and what an order has to keep to."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]

LIMITS: dict[str, tuple[float, float]] = {
    "lead_days": (0, 365),
    "lead_spread_days": (0, 180),
    "service_level": (0.5, 0.999),
    "review_days": (1, 365),
    "least_pieces": (0, 1_000_000),
    "pack_pieces": (1, 100_000),
    "cash_uzs": (0, 1e12),
    "cost_uzs": (0, 1e10),
}
"""The least and the most that each term can be."""
MAY_BE_UNKNOWN = ("cash_uzs", "cost_uzs")


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms of one kind of goods. `ValueError` names the first that cannot be.

    `lead_days` from order to shelf, and their standard deviation `lead_spread_days`. `service_level`: the chance that stock lasts
    until what is ordered has come, 0.5-0.999. `review_days` from one order to the next, 1 where one is given any day. An order
    has `least_pieces` or more and comes in packs of `pack_pieces`; it costs `cost_uzs` a piece and `cash_uzs` at most (`None`:
    not known, and no limit).
    """

    lead_days: float
    lead_spread_days: float = 0.0
    service_level: float = 0.95
    review_days: float = 7.0
    least_pieces: int = 0
    pack_pieces: int = 1
    cash_uzs: float | None = None
    cost_uzs: float | None = None

    def __post_init__(self) -> None:
        for name, (least, most) in LIMITS.items():
            value = getattr(self, name)
            if value is None and name in MAY_BE_UNKNOWN:
                continue
            # Whole numbers may have more digits than a float; what is NaN lies nowhere.
            if not (_is_number(value) and least <= value <= most):
                raise ValueError(f"{name}: {value!r} is not between {least:,} and {most:,}")
        for name in ("least_pieces", "pack_pieces"):
            if getattr(self, name) != int(getattr(self, name)):
                raise ValueError(f"{name}: {getattr(self, name)!r} is not a whole number")
        if self.lead_spread_days > self.lead_days:
            raise ValueError("lead_spread_days: is more than lead_days")
        if self.cash_uzs is not None and not self.cost_uzs:
            raise ValueError("cost_uzs: a limit of cash needs what a piece costs")


@dataclass(frozen=True, slots=True, eq=False)
class TermColumns:
    """`Terms` of rows [n]; cash is infinite where there is no limit, cost NaN where it is not known."""

    lead_days: Float
    lead_spread_days: Float
    service_level: Float
    review_days: Float
    least_pieces: Float
    pack_pieces: Float
    cash_uzs: Float
    cost_uzs: Float


def as_columns(terms: list[Terms]) -> TermColumns:
    """Terms row by row."""
    unknown = {"cash_uzs": np.inf, "cost_uzs": np.nan}
    names = [field.name for field in fields(TermColumns)]
    rows = [[_or(getattr(one, name), unknown.get(name, np.nan)) for one in terms] for name in names]
    return TermColumns(*(np.array(row, np.float64) for row in rows))


def _or(value: float | None, unknown: float) -> float:
    return unknown if value is None else float(value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
