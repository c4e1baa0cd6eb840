"""How a number was come by: the words of `formats.md` and the codes that rows keep."""

from __future__ import annotations

NO_DATA, MEASURED, INFERRED, IMPUTED = 0, 1, 2, 3
NAMES = ("no_data", "measured", "inferred", "imputed")
