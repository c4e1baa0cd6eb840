"""What every reading of products needs, handed to a route as one: each thing handed alone costs a request a task of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ventra.catalog.encoded import EncodedRows


@dataclass(frozen=True, slots=True)
class Shelf:
    """The pool, whether the market is simulated, and the rows that lists showed last."""

    pool: Any
    simulated: bool
    rows: EncodedRows
