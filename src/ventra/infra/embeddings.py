"""Vectors of texts from a provider of embeddings, asked the way most of them speak: `POST …/v1/embeddings`."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import msgspec
import numpy as np

from ventra.core.similar import DIMENSIONS, Vectors, shortened
from ventra.errors import PageChanged, SourceError, TimedOut
from ventra.infra.http import Answer, fetch, session
from ventra.infra.outside import AccountSpent, KeyRefused, retry_after_seconds, throttled

WHO = "embeddings"
TOTAL_SECONDS = 30.0
MOST_BYTES = 24 * 1024 * 1024
LONGEST_TEXT = 600
CONNECTIONS = 4


class Refused(SourceError):
    """They do not take what was sent: some text of it, its number, or the model's name."""

    retry = False


class _Item(msgspec.Struct):
    embedding: list[float]
    index: int | None = None


class _Body(msgspec.Struct):
    data: list[_Item]


class Embeddings:
    """One model of one provider. `kind` names its vectors: those of another kind lie in another space."""

    def __init__(self, url: str, model: str, key: str | None, *, agent: str) -> None:
        self.kind = f"{model}@{urlsplit(url).netloc.rpartition('@')[2]}"
        self._url, self._model, self._key, self._agent = url, model, key, agent
        self._takes_dimensions = True
        self._opened = AsyncExitStack()
        self._http: aiohttp.ClientSession | None = None

    async def vectors(self, texts: Sequence[str], *, total_seconds: float = TOTAL_SECONDS) -> Vectors:
        """One vector of length 1 a text, [texts, DIMENSIONS]; a model that cannot shorten its own has them cut.

        Raises `KeyRefused`, `AccountSpent`, `Throttled`, `Refused`, `TimedOut`, `SourceError`, and `PageChanged` for an answer
        that is not one vector a text. No failure names the key or a text.
        """
        asked: dict[str, Any] = {"model": self._model, "input": [text[:LONGEST_TEXT] for text in texts]}
        if self._takes_dimensions:
            try:
                answer = await self._ask(asked | {"dimensions": DIMENSIONS}, total_seconds)
            except Refused:
                answer = await self._ask(asked, total_seconds)
                self._takes_dimensions = False
        else:
            answer = await self._ask(asked, total_seconds)
        return await asyncio.to_thread(_read, answer.body, len(texts))

    async def close(self) -> None:
        """End its connections."""
        await self._opened.aclose()
        self._http = None

    async def _ask(self, asked: dict[str, Any], total_seconds: float) -> Answer:
        headers = {"User-Agent": self._agent, "Accept": "application/json"}
        if self._key is not None:
            headers["Authorization"] = f"Bearer {self._key}"
        http = await self._session()
        try:
            answer = await fetch(
                http,
                "POST",
                self._url,
                headers=headers,
                json=asked,
                connect_seconds=min(5.0, total_seconds),
                total_seconds=total_seconds,
                most_bytes=MOST_BYTES,
            )
        except TimedOut:
            raise TimedOut(f"{WHO}: no complete answer within {total_seconds:g} s", where=WHO) from None
        except PageChanged as changed:
            raise PageChanged(WHO, changed.what) from None
        except SourceError:
            raise SourceError(f"{WHO}: the connection failed", where=WHO) from None
        if answer.status != 200:
            raise _failure(answer)
        return answer

    async def _session(self) -> aiohttp.ClientSession:
        if self._http is None:
            self._http = await self._opened.enter_async_context(session(at_most=CONNECTIONS))
        return self._http


def _failure(answer: Answer) -> SourceError:
    if answer.status in (401, 403):
        return KeyRefused(f"{WHO}: the key is refused", where=WHO)
    if answer.status == 402 or (answer.status == 429 and b"insufficient_quota" in answer.body):
        return AccountSpent(f"{WHO}: the account has nothing left", where=WHO)
    if answer.status == 429:
        return throttled(WHO, answer)
    if 400 <= answer.status < 500:
        return Refused(f"{WHO} answers {answer.status}", where=WHO)
    return SourceError(
        f"{WHO} answers {answer.status}", where=WHO, retry_after_seconds=retry_after_seconds(answer)
    )


def _read(body: bytes, texts: int) -> Vectors:
    try:
        items = msgspec.json.decode(body, type=_Body).data
    except (msgspec.MsgspecError, RecursionError):
        raise PageChanged(WHO, "the answer is no list of embeddings") from None
    places = [at if item.index is None else item.index for at, item in enumerate(items)]
    if sorted(places) != list(range(texts)):
        raise PageChanged(WHO, f"{len(items)} embeddings, or of other places, for {texts} texts")
    lengths = {len(item.embedding) for item in items}
    if len(lengths) > 1 or 0 in lengths:
        raise PageChanged(WHO, "embeddings of different lengths, or empty ones")
    found = np.array([item.embedding for item in items], np.float64)
    if not np.isfinite(found).all() or not (np.abs(found[:, :DIMENSIONS]).max(axis=1, initial=0) > 0).all():
        raise PageChanged(WHO, "an embedding says nothing, or holds what is no number")
    out = np.empty((texts, DIMENSIONS), np.float32)
    out[places] = shortened(found)
    return out
