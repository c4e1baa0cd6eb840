"""Files of observations over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import PurePath
from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.params import PathParameter, QueryParameter
from litestar.response import Stream

from ventra.accounts.routes.handed import Pool
from ventra.collect.answers import (
    Import,
    ImportStarted,
)
from ventra.collect.store import uploads
from ventra.core.rights import Access
from ventra.errors import BadInput
from ventra.infra.db import transaction
from ventra.infra.store import must_have_room

PART_BYTES = 1024 * 1024
MOST_BYTES = 512 * 1024 * 1024
ENDINGS = (".ndjson", ".ndjson.gz", ".csv", ".parquet")

Id = Annotated[int, PathParameter(ge=1, le=2**63 - 1)]


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
    send_import,
    read_import,
    read_import_rejects,
)
