"""What it means that Redis did not do as it was asked, in words for the operator."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from redis.exceptions import RedisError

from ventra.errors import StoreFull, Unavailable

AWAY = (RedisError, OSError, TimeoutError)
"""What the client raises when it was not served."""

CANNOT_WRITE = "MISCONF"
"""Redis refuses writes while it cannot write its own file: as a rule its disk is full."""


def redis_failure(failure: Exception) -> Unavailable:
    """One of ours for one of the client's: `StoreFull` when Redis cannot write its file, else `Unavailable`."""
    words = str(failure)
    if CANNOT_WRITE in words:
        return StoreFull(
            f"Redis cannot write to its disk: {words}", retry_after_seconds=5, dependency="redis"
        )
    return Unavailable(f"Redis does not answer: {type(failure).__name__}", dependency="redis")


@contextmanager
def redis_named() -> Iterator[None]:
    """Raise what the client raises inside as one of ours."""
    try:
        yield
    except AWAY as away:
        raise redis_failure(away) from away
