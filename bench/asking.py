"""A client of its own process that asks a server over kept connections, and spends little on it."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import sys
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import msgspec
import numpy as np
import uvloop

CONNECTIONS = 32
WARMING = 2
"""Rounds that do not count: statements are being prepared, and what is remembered is being met."""
ACCEPTED = "gzip, deflate, br, zstd"
"""As a browser says it."""


class Plan(msgspec.Struct, frozen=True):
    """Sides by name, each with the paths that one is picked from for each reading."""

    address: str
    sides: dict[str, list[str]]
    slice_seconds: float
    rounds: int


@dataclass(slots=True)
class Slice:
    """What one side did in one slice: how long each reading took, and the bytes of the bodies as sent."""

    took: list[float]
    body_bytes: int = 0


async def run(plan: Plan) -> dict[str, Any]:
    """Each side in turn, `rounds` times, after `WARMING` that do not count; raises for an answer that is not 200."""
    parts = urlsplit(plan.address)
    lines = [await asyncio.open_connection(parts.hostname, parts.port) for _ in range(CONNECTIONS)]
    told: dict[str, Any] = {
        side: {"per_second": [], "p50_ms": [], "p99_ms": [], "bytes": []} for side in plan.sides
    }
    for number, side in itertools.product(range(-WARMING, plan.rounds), plan.sides):
        began = time.perf_counter()
        done = Slice([])
        until = began + plan.slice_seconds
        await asyncio.gather(
            *(
                _asking(line, plan.sides[side], until, number * 1000 + seed, done)
                for seed, line in enumerate(lines)
            )
        )
        into = told[side]
        if number < 0:
            continue
        into["per_second"].append(len(done.took) / (time.perf_counter() - began))
        into["p50_ms"].append(float(np.percentile(done.took, 50)) * 1000)
        into["p99_ms"].append(float(np.percentile(done.took, 99)) * 1000)
        into["bytes"].append(done.body_bytes / len(done.took))
    for _, out in lines:
        out.close()
    return told


async def _asking(
    line: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    paths: list[str],
    until: float,
    seed: int,
    done: Slice,
) -> None:
    rnd = random.Random(seed)
    while time.perf_counter() < until:
        began = time.perf_counter()
        length = await _get(*line, rnd.choice(paths))
        done.body_bytes += length
        done.took.append(time.perf_counter() - began)


async def _get(answers: asyncio.StreamReader, out: asyncio.StreamWriter, path: str) -> int:
    """Ask and read the whole answer; says how many bytes its body had."""
    out.write(f"GET {path} HTTP/1.1\r\nhost: localhost\r\naccept-encoding: {ACCEPTED}\r\n\r\n".encode())
    head = (await answers.readuntil(b"\r\n\r\n")).lower()
    if not head.startswith(b"http/1.1 200"):
        raise RuntimeError(f"{path}: {head.decode('latin-1')}")
    length = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
    await answers.readexactly(length)
    return length


if __name__ == "__main__":
    print(json.dumps(uvloop.run(run(msgspec.json.decode(sys.stdin.buffer.read(), type=Plan)))))
