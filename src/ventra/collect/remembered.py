"""A value that takes long to make, made at most once in a while; those who ask meanwhile share it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Remembered(Generic[T]):
    """Holds one value for `seconds`. A failure to make it is raised to whoever asked, and not remembered."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = asyncio.Lock()
        self._held: tuple[float, T] | None = None

    async def get(self, make: Callable[[], Awaitable[T]]) -> T:
        """The value held, or a new one."""
        async with self._lock:
            if self._held is not None and time.monotonic() - self._held[0] < self._seconds:
                return self._held[1]
            value = await make()
            self._held = (time.monotonic(), value)
            return value
