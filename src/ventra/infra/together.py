"""Joins what is asked at the same time into one question, so that a round trip serves everybody who waits for one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class Together(Generic[K, T]):
    """Asks once for all who ask of a key while the question before it is under way; nobody gets an answer older than his asking.

    `ask` gets the key and how many wait, and gives an answer, or a failure to raise, for each of them in their order.
    """

    def __init__(self, ask: Callable[[K, int], Awaitable[Sequence[T | Exception]]]) -> None:
        self._ask = ask
        self._waiting: dict[K, list[asyncio.Future[T]]] = {}
        self._asking: set[asyncio.Task[None]] = set()

    async def one(self, key: K) -> T:
        """This caller's answer; raises what `ask` raises or gives as his failure."""
        turn: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        if key in self._waiting:
            self._waiting[key].append(turn)
        else:
            self._waiting[key] = [turn]
            task = asyncio.create_task(self._ask_for(key))
            self._asking.add(task)
            task.add_done_callback(self._asking.discard)
        return await turn

    async def _ask_for(self, key: K) -> None:
        turns: list[asyncio.Future[T]] = []
        try:
            while turns := [turn for turn in self._waiting[key] if not turn.done()]:
                self._waiting[key] = []
                _tell(turns, await self._answers(key, len(turns)))
        finally:
            for turn in (*turns, *self._waiting.pop(key)):
                turn.cancel()

    async def _answers(self, key: K, wanted: int) -> Sequence[T | Exception]:
        try:
            return await self._ask(key, wanted)
        except Exception as failure:
            return [failure] * wanted


def _tell(turns: Sequence[asyncio.Future[T]], answers: Sequence[T | Exception]) -> None:
    for turn, answer in zip(turns, answers, strict=True):
        if turn.done():
            continue
        if isinstance(answer, Exception):
            turn.set_exception(answer)
        else:
            turn.set_result(answer)
