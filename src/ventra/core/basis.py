"""How a number was come by: the words of `formats.md` and the codes that rows keep."""

from __future__ import annotations

from typing import Literal

Basis = Literal["measured", "inferred", "imputed", "no_data"]
NO_DATA, MEASURED, INFERRED, IMPUTED = 0, 1, 2, 3
NAMES: tuple[Basis, ...] = ("no_data", "measured", "inferred", "imputed")
SIGNS: dict[Basis, str] = {"measured": "●", "inferred": "◐", "imputed": "◌", "no_data": "–"}
"""Where nothing can be drawn: a full disc, half a disc, a ring of dots, a dash."""
