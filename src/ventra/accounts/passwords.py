"""Passwords are hashed with argon2id on a few threads of their own, so that a storm of sign-ins leaves the rest fast."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import threading
import unicodedata
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher, Type
from argon2.exceptions import VerifyMismatchError

from ventra.accounts.password_rules import must_be_good
from ventra.errors import Busy

__all__ = ["Hasher", "must_be_good"]

MEMORY_KIB = 19_456
PASSES = 2
LANES = 1
"""argon2id with m=19456, t=2, p=1: OWASP Password Storage Cheat Sheet, "Argon2id"."""

MOST_THREADS = 4
MOST_WAITING = 64
"""At some 25 ms a hash the last in the queue waits a second or two; who waits longer tries again anyway."""
RETRY_AFTER_SECONDS = 2
NICENESS = 10
MOST_READ = 1_000
"""Characters of a password that are looked at. None so long is ever taken, so what is cut off cannot make it right."""

_SALT_BYTES, _DIGEST_BYTES = 16, 32
# A digest of zeros: no password that leads to it is known, and verifying takes what any other takes.
_NOBODY = f"$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}${'A' * 22}${'A' * 43}"

T = TypeVar("T")


class Hasher:
    """Hashes and verifies off the event loop; beyond `most_waiting` in the queue it raises `Busy` before any work.

    A caller that is cancelled while it waits frees its place at once; one whose hash is under way, when that ends.
    """

    def __init__(self, *, threads: int | None = None, most_waiting: int = MOST_WAITING) -> None:
        self._threads = threads or min(_usable_cpus(), MOST_THREADS)
        self._most_inside = self._threads + most_waiting
        self._inside = 0
        self._counting = threading.Lock()
        self._pool = ThreadPoolExecutor(self._threads, "passwords", initializer=_give_way)
        self._argon2 = PasswordHasher(
            PASSES, MEMORY_KIB, LANES, hash_len=_DIGEST_BYTES, salt_len=_SALT_BYTES, type=Type.ID
        )

    async def hash(self, password: str) -> str:
        """The encoded hash, with its parameters and a salt of its own."""
        return await self._aside(lambda: self._argon2.hash(_bytes(password)))

    async def verify(self, hashed: str | None, password: str) -> bool:
        """Whether it is the password; None (no such account) takes as long and is always False.

        Raises argon2's `InvalidHashError` for a stored text that is no hash.
        """
        right = await self._aside(lambda: self._matches(_NOBODY if hashed is None else hashed, password))
        return right and hashed is not None

    def needs_rehash(self, hashed: str) -> bool:
        """Whether it was made with other parameters than today's; hash again while the password is at hand."""
        return self._argon2.check_needs_rehash(hashed)

    def close(self) -> None:
        """Take no more, drop what waits, and wait for the hashes under way (a fraction of a second)."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _matches(self, hashed: str, password: str) -> bool:
        try:
            return self._argon2.verify(hashed, _bytes(password))
        except VerifyMismatchError:
            return False

    async def _aside(self, work: Callable[[], T]) -> T:
        self._enter()
        try:
            future = self._pool.submit(work)
        except BaseException:
            self._leave()
            raise
        future.add_done_callback(self._leave)
        return await asyncio.wrap_future(future)

    def _enter(self) -> None:
        with self._counting:
            if self._inside >= self._most_inside:
                raise Busy("many are signing in at this moment", retry_after_seconds=RETRY_AFTER_SECONDS)
            self._inside += 1

    def _leave(self, _: Future[T] | None = None) -> None:
        with self._counting:
            self._inside -= 1


def _bytes(password: str) -> bytes:
    """One password however the keyboard composed it (NIST SP 800-63B, 5.1.1.2); any text at all has bytes."""
    return unicodedata.normalize("NFKC", password[:MOST_READ]).encode("utf-8", "surrogatepass")


def _usable_cpus() -> int:
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _give_way() -> None:
    # Only Linux takes a thread's id here; elsewhere it would be some other process.
    if sys.platform == "linux":
        thread = threading.get_native_id()
        with contextlib.suppress(OSError):
            nicest = max(NICENESS, os.getpriority(os.PRIO_PROCESS, thread))
            os.setpriority(os.PRIO_PROCESS, thread, nicest)
