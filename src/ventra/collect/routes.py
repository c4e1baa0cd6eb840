"""Collecting over HTTP: its health, sources, files to import, and links to follow."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Annotated, Any

import msgspec
from litestar import Request, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter, QueryParameter
from litestar.response import Stream

from ventra.accounts.guard import asker_of
from ventra.accounts.routes.handed import Asked, Asking, Pool
from ventra.collect import following
from ventra.collect.answers import (
    Capacity,
    Collecting,
    CollectingWish,
    DataHealth,
    Followed,
    FollowedShops,
    FollowWish,
    Import,
    ImportStarted,
    QueueCounts,
    SourceResumed,
    Unfollowed,
)
from ventra.collect.foresee import foresee
from ventra.collect.store import demand as demands
from ventra.collect.store import follows, health, sources, switch, uploads
from ventra.core.rights import Access
from ventra.errors import BadInput, NotFound
from ventra.infra.db import transaction
from ventra.infra.store import must_have_room

PART_BYTES = 1024 * 1024
MOST_BYTES = 512 * 1024 * 1024
ENDINGS = (".ndjson", ".ndjson.gz", ".csv", ".parquet")

Id = Annotated[int, PathParameter(ge=1, le=2**63 - 1)]
CountQueue = Callable[[], Awaitable[QueueCounts | None]]


@get(
    "/data-health",
    operation_id="read_data_health",
    access=Access.OPERATOR,
    tags=["operator"],
    summary="Is collecting healthy?",
)
async def read_data_health(
    pool: Pool, count_queue: NamedDependency[Any], coverage: NamedDependency[Any]
) -> DataHealth:
    """Coverage (at most 20 seconds old), outcomes of visits, sources, lag, quarantine, alarms and jobs."""
    now = datetime.now(UTC)
    queue = await count_queue()
    async with transaction(pool) as db:
        known = await coverage.get(lambda: health.covered(db, now=now))
        return await health.read(db, now=now, queue=queue, known=known)


@get(
    "/capacity",
    operation_id="read_capacity",
    access=Access.OPERATOR,
    tags=["operator"],
    summary="What can the budget watch?",
)
async def read_capacity(pool: Pool, demand: NamedDependency[Any]) -> Capacity:
    """Looks an hour and a day, what the watched products ask for (at most a minute old), and what a change would bring."""
    counted = await demand.get(lambda: _counted(pool))
    async with transaction(pool) as db:
        now = await switch.read(db)
        return foresee(counted, collect=now.collect, per_second=await switch.told_budget(db))


async def _counted(pool: Any) -> demands.Demands:
    async with transaction(pool) as db:
        return await demands.count(db, now=datetime.now(UTC))


@get(
    "/collecting",
    operation_id="read_collecting",
    access=Access.OPERATOR,
    tags=["operator"],
    summary="What is collected?",
)
async def read_collecting(pool: Pool) -> Collecting:
    """The worker's setting, and the operator's switch that goes before it."""
    async with transaction(pool) as db:
        return await switch.read(db)


@put(
    "/collecting",
    operation_id="switch_collecting",
    access=Access.OPERATOR,
    tags=["operator"],
    summary="Switch collecting",
)
async def switch_collecting(pool: Pool, data: JSONBody[CollectingWish]) -> Collecting:
    """Workers obey within seconds, without a restart."""
    async with transaction(pool) as db:
        await switch.turn(db, data.collect)
        return await switch.read(db)


@post(
    "/sources/{host:str}/resume",
    operation_id="resume_source",
    access=Access.OPERATOR,
    tags=["operator"],
    summary="Let a stopped source go on",
    status_code=200,
)
async def resume_source(pool: Pool, host: Annotated[str, PathParameter(max_length=253)]) -> SourceResumed:
    """After a challenge: ask this host again. Its alarm is cleared."""
    async with transaction(pool) as db:
        if "\x00" in host or not await sources.resume(db, host):
            raise NotFound("no source of that name")
    return SourceResumed(host, "ok")


@post(
    "/imports",
    operation_id="send_import",
    access=Access.OPERATOR,
    tags=["imports"],
    summary="Send a file of observations",
    status_code=201,
    request_max_body_size=MOST_BYTES,
    takes_file="application/octet-stream",
)
async def send_import(
    request: Request[Any, Any, Any],
    pool: Pool,
    name: Annotated[
        str, QueryParameter(min_length=1, max_length=255, description="file name with its ending")
    ],
) -> ImportStarted:
    """The body is the file itself: .ndjson, .ndjson.gz, .csv or .parquet, at most 512 MB. The worker takes it from there."""
    file_name = PurePath(name.replace("\\", "/")).name
    if not file_name.lower().endswith(ENDINGS) or not file_name.isprintable():
        raise BadInput(f"the name ends with one of {', '.join(ENDINGS)}", field="name")
    return await _receive(pool, file_name, request.stream())


@get(
    "/imports/{import_id:int}",
    operation_id="read_import",
    access=Access.OPERATOR,
    tags=["imports"],
    summary="How far an import is",
)
async def read_import(pool: Pool, import_id: Id) -> Import:
    """State and counts of an import."""
    async with transaction(pool) as db:
        return await uploads.read(db, import_id)


@get(
    "/imports/{import_id:int}/rejects",
    operation_id="read_import_rejects",
    access=Access.OPERATOR,
    tags=["imports"],
    summary="Records that were not taken",
    media_type="application/x-ndjson",
)
async def read_import_rejects(pool: Pool, import_id: Id) -> Stream:
    """NDJSON: `{line, reason, record}` for each record that was not taken."""
    async with transaction(pool) as db:
        await uploads.read(db, import_id)
    headers = {"Content-Disposition": f'attachment; filename="import-{import_id}-rejects.ndjson"'}
    return Stream(_reject_lines(pool, import_id), media_type="application/x-ndjson", headers=headers)


@post(
    "/follow",
    operation_id="follow_link",
    access=Access.ANALYST,
    tags=["products"],
    summary="Follow a link",
    status_code=202,
)
async def follow(request: Asking, data: JSONBody[FollowWish], pool: Pool, who: Asked) -> Followed:
    """Track the product a link leads to, or all goods of the shop; the worker asks the marketplace. Closed on a public address
    until there are accounts."""
    async with transaction(pool, org_id=who.org) as db:
        return await following.follow(db, who, data.link, datetime.now(UTC), asker=asker_of(request))


@get(
    "/follow",
    operation_id="list_followed",
    access=Access.VIEWER,
    tags=["products"],
    summary="Shops that are followed",
)
async def list_followed(pool: Pool, who: Asked) -> FollowedShops:
    """Each followed shop, how far it is known, and how many goods it has shown; at most 500, the newest first."""
    async with transaction(pool, org_id=who.org) as db:
        return FollowedShops(await follows.listed(db, who.org))


@delete(
    "/follow/{shop:str}",
    operation_id="unfollow_shop",
    access=Access.ANALYST,
    tags=["products"],
    summary="Stop following a shop",
    status_code=200,
)
async def unfollow(
    request: Asking, pool: Pool, who: Asked, shop: Annotated[str, PathParameter(max_length=100)]
) -> Unfollowed:
    """Look for its new goods no more; those that are tracked stay tracked."""
    async with transaction(pool, org_id=who.org) as db:
        return await following.unfollow(db, who, shop, asker=asker_of(request))


async def _reject_lines(pool: Any, import_id: int) -> AsyncIterator[bytes]:
    after_line = -1
    while True:
        async with transaction(pool) as db:
            some = await uploads.rejects(db, import_id, after_line=after_line)
        if not some:
            return
        after_line = some[-1][0]
        lines = [{"line": line, "reason": reason, "record": record} for line, reason, record in some]
        yield msgspec.json.Encoder().encode_lines(lines)


async def _receive(pool: Any, file_name: str, body: AsyncIterator[bytes]) -> ImportStarted:
    """Keep a body in parts; whatever breaks it off, nothing of it stays. No transaction waits for the sender."""
    async with transaction(pool) as db:
        await must_have_room(db)
        import_id = await uploads.begin(db, file_name)
    try:
        size_bytes = part = 0
        async for piece in _in_parts(body):
            async with transaction(pool) as db:
                await uploads.add_part(db, import_id, part, piece)
            part += 1
            size_bytes += len(piece)
        if size_bytes == 0:
            raise BadInput("the file is empty")
        async with transaction(pool) as db:
            return await uploads.complete(db, import_id, size_bytes)
    except BaseException:
        await asyncio.shield(_discard(pool, import_id))
        raise


async def _discard(pool: Any, import_id: int) -> None:
    async with transaction(pool) as db:
        await uploads.discard(db, import_id)


async def _in_parts(body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """A stream cut into parts of `PART_BYTES`; the last may be shorter."""
    held = bytearray()
    async for chunk in body:
        held += chunk
        while len(held) >= PART_BYTES:
            yield bytes(held[:PART_BYTES])
            del held[:PART_BYTES]
    if held:
        yield bytes(held)


ROUTES = (
    read_data_health,
    read_capacity,
    read_collecting,
    switch_collecting,
    resume_source,
    send_import,
    read_import,
    read_import_rejects,
    follow,
    list_followed,
    unfollow,
)
