"""One benchmark's outcome: a figure with its bound, and absolute figures beside it that cannot fail."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """`figure` against `bound` (`least` or at most), in `unit`; `beside` says what it came from."""

    name: str
    figure: float
    bound: float
    least: bool
    unit: str
    beside: str

    @property
    def fine(self) -> bool:
        """Whether the bound holds."""
        return self.figure >= self.bound if self.least else self.figure <= self.bound

    def line(self) -> str:
        """A line for people."""
        word = "at least" if self.least else "at most"
        mark = "ok  " if self.fine else "FAIL"
        return (
            f"{mark}  {self.name:<44} {self.figure:9.2f} {self.unit:<6} {word} {self.bound:g}   {self.beside}"
        )

    def told(self) -> dict[str, object]:
        """For `results.json`."""
        return {
            "name": self.name,
            "figure": round(self.figure, 3),
            "unit": self.unit,
            "bound": self.bound,
            "beside": self.beside,
        }
