"""`ventra search`: products of the catalogue by what they are; what is not indexed yet is indexed on the way."""

from __future__ import annotations

import argparse
import asyncio
import codecs
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from ventra.core.search_model import Model
from ventra.errors import BadInput
from ventra.infra.db import open_pool, transaction
from ventra.infra.roles import WORKER_ROLE
from ventra.search.asked import Asked, AskedVectors
from ventra.search.find import find, ids
from ventra.search.keep_in_step import keep_in_step
from ventra.search.remembered import KeptModel
from ventra.search.store import index
from ventra.services.embedding import provider_of
from ventra.services.progress import Progress
from ventra.settings import Settings

STATEMENT_SECONDS = 300.0


class Answer(msgspec.Struct, frozen=True):
    """A query and the products found, best first."""

    query: str
    ids: list[int]


async def run(wish: argparse.Namespace, settings: Settings) -> int:
    """Answer one query, or those of a file."""
    if (wish.text is None) == (wish.queries is None):
        raise BadInput("say what to look for, or give --queries FILE")
    if wish.queries is not None and wish.out is None:
        raise BadInput("--queries needs --out FILE")
    queries = [wish.text] if wish.queries is None else list(await asyncio.to_thread(_queries, wish.queries))
    pool = await open_pool(
        settings.direct_database_url, at_most=2, command_seconds=STATEMENT_SECONDS, role=WORKER_ROLE
    )
    provider = provider_of(settings)
    try:
        with Progress() as progress:
            await keep_in_step(pool, say=lambda done: progress.say(f"{done} products indexed"))
            kept = KeptModel()
            model = await kept.newest(pool)
            asking = AskedVectors(provider)
            if wish.queries is None:
                asked = await asking.of(wish.text, kept.kind)
                return await _one(pool, model, wish.text, wish.top, asked, as_json=wish.json)
            answers = []
            for query in queries:
                asked = await asking.of(query, kept.kind)
                async with transaction(pool) as db:
                    found = await ids(db, query, model, at_most=wish.top, asked=asked)
                answers.append(Answer(query, found))
                progress.say(f"{len(answers)} of {len(queries)} queries")
    finally:
        if provider is not None:
            await provider.close()
        await pool.close()
    await asyncio.to_thread(_write, wish.out, answers)
    told = {"queries": len(answers), "file": str(wish.out)}
    if wish.json:
        print(msgspec.json.format(msgspec.json.encode(told), indent=2).decode())
    print(f"{len(answers)} answers in {wish.out}", file=sys.stderr)
    return 0


async def _one(pool: Any, model: Model, text: str, top: int, asked: Asked | None, *, as_json: bool) -> int:
    async with transaction(pool) as db:
        _, ranked = await find(db, text, model, at_most=top, asked=asked)
        found = ranked.product_id[:top].tolist()
        titles = await index.titles(db, found)
    if as_json:
        items = [
            {
                "product_id": one,
                "titles": {"uz": titles[one][0], "ru": titles[one][1]},
                "score": round(float(score), 6),
                "exact": bool(exact),
            }
            for one, score, exact in zip(found, ranked.score, ranked.exact, strict=False)
        ]
        body = {"query": text, "ids": found, "items": items}
        print(msgspec.json.format(msgspec.json.encode(body), indent=2).decode())
        return 0
    for one in found:
        print(f"{one}\t{titles[one][0] or titles[one][1] or ''}")
    if not found:
        print("nothing is like it", file=sys.stderr)
    return 0


def _queries(path: Path) -> Iterator[str]:
    """The `query` of each line; `BadInput` names the line that has none."""
    try:
        lines = path.read_bytes().removeprefix(codecs.BOM_UTF8).split(b"\n")
    except OSError as failure:
        raise BadInput(f"{path}: {failure.strerror}") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = msgspec.json.decode(line)
        except msgspec.DecodeError:
            record = None
        if not isinstance(record, dict) or not isinstance(record.get("query"), str):
            raise BadInput(f"{path}: line {number} is no JSON object with a text `query`")
        yield record["query"]


def _write(path: Path, answers: list[Answer]) -> None:
    try:
        path.write_bytes(b"".join(msgspec.json.encode(one) + b"\n" for one in answers))
    except OSError as failure:
        raise BadInput(f"{path}: {failure.strerror}") from None
