"""Hashing passwords off the event loop: right, bounded, and leaving room for the rest."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import Callable, Iterator

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import InvalidHashError

from ventra.accounts import passwords
from ventra.accounts.passwords import Hasher
from ventra.errors import Busy

PASSWORD = "uzum bozorida 7 choynak"


@pytest.fixture
def hasher() -> Iterator[Hasher]:
    one = Hasher(threads=1, most_waiting=2)
    yield one
    one.close()


class Gate:
    """Work that waits to be let through, in place of a hash."""

    def __init__(self, hasher: Hasher, monkeypatch: pytest.MonkeyPatch) -> None:
        self.open = threading.Event()
        self.entered = threading.Semaphore(0)
        self.ran: list[str] = []
        monkeypatch.setattr(hasher, "_argon2", self)

    def hash(self, password: bytes) -> str:
        self.entered.release()
        assert self.open.wait(10)
        self.ran.append(password.decode())
        return password.decode()


@pytest.fixture
def gate(hasher: Hasher, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    one = Gate(hasher, monkeypatch)
    yield one
    one.open.set()


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.005)


async def test_a_password_is_known_again_and_another_is_not(hasher: Hasher) -> None:
    hashed = await hasher.hash(PASSWORD)
    assert await hasher.verify(hashed, PASSWORD)
    assert not await hasher.verify(hashed, PASSWORD + " ")
    assert not await hasher.verify(hashed, PASSWORD.upper())
    assert not await hasher.verify(hashed, "")


async def test_two_hashes_of_one_password_differ(hasher: Hasher) -> None:
    assert await hasher.hash(PASSWORD) != await hasher.hash(PASSWORD)


async def test_the_parameters_are_those_that_owasp_asks_for(hasher: Hasher) -> None:
    hashed = await hasher.hash(PASSWORD)
    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert not hasher.needs_rehash(hashed)


async def test_the_hash_for_nobody_costs_what_any_other_costs(hasher: Hasher) -> None:
    assert extract_parameters(passwords._NOBODY) == extract_parameters(await hasher.hash(PASSWORD))


async def test_no_password_opens_an_account_that_is_not_there(hasher: Hasher) -> None:
    assert not await hasher.verify(None, PASSWORD)
    assert not await hasher.verify(None, "")


async def test_nobody_is_verified_by_the_same_work(hasher: Hasher, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(hasher, "_matches", lambda hashed, password: asked.append(hashed) or True)
    assert not await hasher.verify(None, PASSWORD)
    assert asked == [passwords._NOBODY]


async def test_a_weaker_hash_still_opens_and_asks_to_be_renewed(hasher: Hasher) -> None:
    weaker = PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1).hash(PASSWORD.encode())
    assert await hasher.verify(weaker, PASSWORD)
    assert hasher.needs_rehash(weaker)


@pytest.mark.parametrize(
    ("set_as", "typed_as"), [("й" * 12, "и\u0306" * 12), ("parol №7 choy", "parol No7 choy")]
)
async def test_a_password_is_the_same_however_it_was_composed(
    hasher: Hasher, set_as: str, typed_as: str
) -> None:
    assert await hasher.verify(await hasher.hash(set_as), typed_as)


async def test_a_password_of_any_text_gets_an_answer(hasher: Hasher) -> None:
    hashed = await hasher.hash(PASSWORD)
    for odd in ("\ud800", "\x00", PASSWORD + "\x00", "й" * 1_000_000):
        assert not await hasher.verify(hashed, odd)


async def test_a_stored_text_that_is_no_hash_is_a_failure_and_not_a_wrong_password(hasher: Hasher) -> None:
    with pytest.raises(InvalidHashError):
        await hasher.verify("plain text", PASSWORD)


async def test_beyond_the_queue_is_busy_before_any_work(hasher: Hasher, gate: Gate) -> None:
    inside = [asyncio.create_task(hasher.hash(name)) for name in ("one", "two", "three")]
    await asyncio.sleep(0)
    with pytest.raises(Busy) as refused:
        await hasher.hash("four")
    assert refused.value.retry_after_seconds
    gate.open.set()
    assert await asyncio.gather(*inside) == ["one", "two", "three"]
    assert gate.ran == ["one", "two", "three"]
    assert await hasher.hash("five") == "five"


async def test_whoever_gives_up_waiting_frees_the_place_and_is_not_worked_for(
    hasher: Hasher, gate: Gate
) -> None:
    inside = [asyncio.create_task(hasher.hash(name)) for name in ("one", "two", "three")]
    await until(lambda: gate.entered.acquire(blocking=False))
    inside[1].cancel()
    with pytest.raises(asyncio.CancelledError):
        await inside[1]
    four = asyncio.create_task(hasher.hash("four"))
    await asyncio.sleep(0)
    gate.open.set()
    assert [await inside[0], await inside[2], await four] == ["one", "three", "four"]
    assert gate.ran == ["one", "three", "four"]


async def test_whoever_gives_up_in_the_middle_frees_the_place_when_the_hash_ends(
    hasher: Hasher, gate: Gate
) -> None:
    one = asyncio.create_task(hasher.hash("one"))
    await until(lambda: gate.entered.acquire(blocking=False))
    one.cancel()
    with pytest.raises(asyncio.CancelledError):
        await one
    gate.open.set()
    await until(lambda: hasher._inside == 0)
    assert gate.ran == ["one"]


async def test_a_failing_hash_frees_its_place(hasher: Hasher) -> None:
    for _ in range(5):
        with pytest.raises(InvalidHashError):
            await hasher.verify("no hash", PASSWORD)
    assert hasher._inside == 0


async def test_the_loop_goes_on_while_passwords_are_hashed(hasher: Hasher, gate: Gate) -> None:
    waiting = asyncio.create_task(hasher.hash("one"))
    await until(lambda: gate.entered.acquire(blocking=False))
    assert not waiting.done()
    gate.open.set()
    assert await waiting == "one"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux gives a thread a priority of its own")
async def test_the_threads_give_way_to_the_rest(hasher: Hasher) -> None:
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    theirs = await hasher._aside(lambda: os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
    assert theirs == max(ours, passwords.NICENESS)
    assert os.getpriority(os.PRIO_PROCESS, 0) == ours


def test_there_are_no_more_threads_than_processors_and_never_more_than_four() -> None:
    hasher = Hasher()
    assert 1 <= hasher._threads <= min(4, os.cpu_count() or 1)
    hasher.close()


async def test_a_closed_hasher_takes_nothing_more() -> None:
    hasher = Hasher(threads=1)
    hasher.close()
    with pytest.raises(RuntimeError):
        await hasher.hash(PASSWORD)
    assert hasher._inside == 0
