"""What a storm of sign-ins costs: sign-ins a second against the bare hash, and reads beside the storm against reads alone.

Slices take turns, so that whoever else uses the machine disturbs all alike. Sign-ins come from many addresses, as a storm does;
reads are paced, as people read, and not pressed together.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import aiohttp
import asyncpg
import msgspec
import numpy as np
from argon2 import PasswordHasher

from bench.loading import fill, serving
from bench.result import Result
from ventra.accounts.passwords import LANES, MEMORY_KIB, PASSES
from ventra.services.router import BASE

PASSWORD = "olma-daraxti-gullagan-kun"
PEOPLE, THREADS = 200, 2
SIGNING_IN, READERS, PACE_SECONDS = 16, 4, 0.05
SLICE_SECONDS, ROUNDS = 4.0, 5
LEAST_SIGN_INS, MOST_P99 = 0.7, 3.0


def signing_in(database: str, keys: str) -> list[Result]:
    """Fill, start the api, and let a client of its own process storm it."""
    fill(database)
    ids = asyncio.run(_people(database))
    with serving(database, keys, TRUSTED_PROXY_HOPS="1") as (address, _):
        client = subprocess.run(
            [sys.executable, "-m", "bench.signing_in"],
            input=msgspec.json.encode({"address": address, "ids": ids}),
            stdout=subprocess.PIPE,
            check=True,
        )
    told: dict[str, Any] = json.loads(client.stdout)
    share = float(np.median(np.array(told["sign_ins"]) / np.array(told["bare"])))
    alone, beside = (float(np.percentile(told[name], 99)) for name in ("alone", "beside"))
    of_sign_ins = (
        f"{np.median(told['sign_ins']):.0f} sign-ins/s, {np.median(told['bare']):.0f} hashes/s; "
        f"{told['refused']} refused"
    )
    of_reads = (
        f"p99 {beside:.1f} ms beside, {alone:.1f} ms alone; "
        f"p50 {np.median(told['beside']):.1f} and {np.median(told['alone']):.1f} ms"
    )
    return [
        Result("sign-ins, against the bare hash on two threads", share, LEAST_SIGN_INS, True, "x", of_sign_ins),
        Result("a product read in a storm of sign-ins: p99", beside / alone, MOST_P99, False, "x", of_reads),
    ]  # fmt: skip


async def _people(database: str) -> list[int]:
    """People who can sign in, and the products that are read."""
    hashed = PasswordHasher(PASSES, MEMORY_KIB, LANES).hash(PASSWORD)
    db = await asyncpg.connect(database)
    try:
        await db.executemany(
            "INSERT INTO users (email, password_hash) VALUES ($1, $2)",
            [(f"person{n}@bench.example", hashed) for n in range(PEOPLE)],
        )
        return [
            row["product_id"] for row in await db.fetch("SELECT product_id FROM product_latest LIMIT 100")
        ]
    finally:
        await db.close()


def bare() -> float:
    """Hashes a second on as many threads as there are cores, nothing around them."""
    hasher = PasswordHasher(PASSES, MEMORY_KIB, LANES)
    hashed, until = hasher.hash(PASSWORD), time.monotonic() + SLICE_SECONDS

    def work(_: int) -> int:
        done = 0
        while time.monotonic() < until:
            hasher.verify(hashed, PASSWORD)
            done += 1
        return done

    began = time.monotonic()
    with ThreadPoolExecutor(THREADS) as threads:
        done = sum(threads.map(work, range(THREADS)))
    return done / (time.monotonic() - began)


class Storm:
    """Sign-ins from many addresses, so many at once."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self._session, self._address = session, address
        self._next = self.done = self.refused = 0

    async def blow(self, until: float) -> None:
        """Sign in again and again until this instant."""
        await asyncio.gather(*(self._one(until) for _ in range(SIGNING_IN)))

    async def _one(self, until: float) -> None:
        while time.monotonic() < until:
            self._next += 1
            n = self._next
            body = {"email": f"person{n % PEOPLE}@bench.example", "password": PASSWORD, "keep": "body"}
            from_address = {"X-Forwarded-For": f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}"}
            async with self._session.post(
                f"{self._address}{BASE}/session", json=body, headers=from_address
            ) as answer:
                await answer.read()
                self.done += answer.status == 200
                self.refused += answer.status != 200


async def reads(session: aiohttp.ClientSession, address: str, ids: list[int], until: float) -> list[float]:
    """Milliseconds of each paced read of a product."""
    took: list[float] = []

    async def one(place: int) -> None:
        await asyncio.sleep(place * PACE_SECONDS / READERS)
        while (began := time.monotonic()) < until:
            place += READERS
            async with session.get(f"{address}{BASE}/products/{ids[place % len(ids)]}/detail") as answer:
                await answer.read()
                assert answer.status == 200
            took.append((time.monotonic() - began) * 1000)
            await asyncio.sleep(max(0.0, began + PACE_SECONDS - time.monotonic()))

    await asyncio.gather(*(one(place) for place in range(READERS)))
    return took


async def client(address: str, ids: list[int]) -> dict[str, Any]:
    """All slices, in turns."""
    told: dict[str, Any] = {"bare": [], "sign_ins": [], "alone": [], "beside": []}
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=64)) as session:
        storm = Storm(session, address)
        await storm.blow(time.monotonic() + 1.0)
        for _ in range(ROUNDS):
            told["bare"].append(await asyncio.to_thread(bare))
            before, began = storm.done, time.monotonic()
            await storm.blow(began + SLICE_SECONDS)
            told["sign_ins"].append((storm.done - before) / (time.monotonic() - began))
            told["alone"] += await reads(session, address, ids, time.monotonic() + SLICE_SECONDS)
            until = time.monotonic() + SLICE_SECONDS
            took, _ = await asyncio.gather(reads(session, address, ids, until), storm.blow(until))
            told["beside"] += took
        told["refused"] = storm.refused
    return told


if __name__ == "__main__":
    given = json.load(sys.stdin)
    print(json.dumps(asyncio.run(client(given["address"], given["ids"]))))
