"""Categories' answers are kept for a minute: the topmost ones read a tenth of the market, and change when days close."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable

from ventra.collect.remembered import Remembered
from ventra.market.answers import CategoryMarket

SECONDS = 60.0
MOST_KEPT = 100
"""Answers kept, some 50 KB each at most."""


class KeptMarkets:
    """The answers asked for last, by category. Whoever asks while one is made waits for it and shares it."""

    def __init__(self, seconds: float = SECONDS, most: int = MOST_KEPT) -> None:
        self._seconds, self._most = seconds, most
        self._held: OrderedDict[int, Remembered[CategoryMarket]] = OrderedDict()

    async def get(self, category_id: int, make: Callable[[], Awaitable[CategoryMarket]]) -> CategoryMarket:
        """The answer held, or a new one; a failure to make it is not kept."""
        held = self._held.setdefault(category_id, Remembered(self._seconds))
        self._held.move_to_end(category_id)
        while len(self._held) > self._most:
            self._held.popitem(last=False)
        return await held.get(make)
