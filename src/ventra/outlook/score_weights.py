"""Weights that scores are made by: the default ones, or others as they are given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ventra.core.score import DEFAULT_WEIGHTS, weights
from ventra.errors import BadInput
from ventra.outlook.score_answers import PartWeights, ScoreRecipe

FIELD = "weights"
DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Weighing:
    """Weights that add up to 1; `own` where they are not the default ones, with the recipe they come from."""

    weights: Mapping[str, float]
    own: bool = False
    recipe: ScoreRecipe | None = None

    @property
    def told(self) -> PartWeights:
        """As they are answered."""
        return PartWeights(**{name: round(weight, DECIMALS) for name, weight in self.weights.items()})


DEFAULT = Weighing(DEFAULT_WEIGHTS)


def parsed(text: str) -> dict[str, float]:
    """Weights as they stand in an address: `velocity:3,growth:1`."""
    found: dict[str, float] = {}
    for piece in text.split(","):
        name, colon, number = (part.strip() for part in piece.partition(":"))
        if not colon:
            raise BadInput("weights: are written as velocity:3,growth:1", field=FIELD)
        if name in found:
            raise BadInput(f"weights: {name[:40]} is there twice", field=FIELD)
        found[name] = _number(name, number)
    return found


def checked(given: Mapping[str, object]) -> dict[str, float]:
    """Weights made to add up to 1; `BadInput` says what is wrong with them."""
    try:
        return weights(given)
    except ValueError as wrong:
        raise BadInput(str(wrong), field=FIELD) from None


def as_numbers(given: PartWeights) -> dict[str, float]:
    """Weights by the names of parts, made to add up to 1; `BadInput` says what is wrong with them."""
    return checked({name: getattr(given, name) for name in DEFAULT_WEIGHTS})


def _number(name: str, text: str) -> float:
    # Python would also take underscores and digits of other scripts.
    if not text.isascii() or "_" in text:
        raise BadInput(f"weights: {name[:40]} is not a number", field=FIELD)
    try:
        return float(text)
    except ValueError:
        raise BadInput(f"weights: {name[:40]} is not a number", field=FIELD) from None
