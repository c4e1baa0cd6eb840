"""Work on many things, some at once, whose results come in the order of the things: sums then add up to the same bytes."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from typing import TypeVar

K = TypeVar("K")
T = TypeVar("T")


async def in_order(
    keys: Iterable[K], work: Callable[[K], Awaitable[T]], *, at_once: int
) -> AsyncGenerator[tuple[K, T], None]:
    """Each key with what its work gives, `at_once` under way at the most; the first failure ends all."""
    under_way: deque[tuple[K, asyncio.Future[T]]] = deque()
    try:
        for key in keys:
            under_way.append((key, asyncio.ensure_future(work(key))))
            if len(under_way) == at_once:
                first, one = under_way.popleft()
                yield first, await one
        while under_way:
            first, one = under_way.popleft()
            yield first, await one
    finally:
        for _, one in under_way:
            one.cancel()
        await asyncio.gather(*(one for _, one in under_way), return_exceptions=True)
