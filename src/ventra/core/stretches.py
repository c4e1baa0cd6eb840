"""Stretches of days as few as there need be, and cut so that each is a bounded piece of work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

Stretch = tuple[int, int]
"""First and last day number, both inside."""


def merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The same days, in order, each once: what overlaps or touches becomes one."""
    found: list[Stretch] = []
    for first, last in sorted(stretches):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def cut(stretches: Iterable[Stretch], *, days_at_most: int) -> Iterator[Stretch]:
    """The same days in stretches of so many at the most."""
    for first, last in stretches:
        for begin in range(first, last + 1, days_at_most):
            yield begin, min(begin + days_at_most - 1, last)
