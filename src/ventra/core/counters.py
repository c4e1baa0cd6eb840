"""What is known of each source's order counter: whether it falls when an order is cancelled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from ventra.core.columns import Int64
from ventra.core.observation import SOURCES

LEARN, FALLS, KEEPS = range(3)
"""Learned from a product's own looks; a fall is cancelled orders from the first one on; a counter that falls was corrected."""
WORDS = {"learn": LEARN, "falls": FALLS, "keeps": KEEPS}


@dataclass(frozen=True, slots=True)
class Counters:
    """Sources (numbers of `core/observation`, ascending) whose counter falls on cancelled orders, and those whose counter never
    does. What is in neither is learned.
    """

    fall: tuple[int, ...] = ()
    keep: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if set(self.fall) & set(self.keep):
            raise ValueError("a source's counter falls on cancelled orders or keeps them, not both")

    @classmethod
    def named(cls, wish: Mapping[str, str]) -> Self:
        """From names of sources to one of `WORDS`."""
        of: dict[str, int] = {name: number for number, name in SOURCES.items()}
        numbers = {
            way: tuple(sorted(of[name] for name, word in wish.items() if WORDS[word] == way))
            for way in (FALLS, KEEPS)
        }
        return cls(numbers[FALLS], numbers[KEEPS])

    def of_steps(self, source: Int64, first: Int64) -> npt.NDArray[np.int8]:
        """By step, LEARN, FALLS or KEEPS; `source` is that of each look and `first` the number of each step's first look.

        Two sources may count differently, so what lies between a look at one and a look at another is no cancelled order.
        """
        begins, ends = source[first], source[first + 1]
        found = np.full(len(first), LEARN, np.int8)
        found[np.isin(begins, self.fall)] = FALLS
        found[np.isin(begins, self.keep) | (begins != ends)] = KEEPS
        return found


LEARNED = Counters()
"""Nothing is known of any."""
