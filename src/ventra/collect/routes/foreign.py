"""Other tools' tables over HTTP: looked at, and their products watched; the file itself is kept nowhere."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import PurePath
from typing import Annotated

from litestar import delete, get, post
from litestar.params import QueryParameter

from ventra.accounts import keep_named
from ventra.accounts.answers import Done
from ventra.accounts.guard import asker_of
from ventra.accounts.routes.handed import Asked, Asking, Number, Pool
from ventra.collect import foreign
from ventra.collect.foreign_answers import ForeignPresets, ForeignTable, ForeignWatched
from ventra.collect.foreign_read import Sent
from ventra.core.read_table import MOST_BYTES
from ventra.core.rights import Access

TAGS = ["watchlist"]
FILE = "application/octet-stream"
FileName = Annotated[
    str, QueryParameter(min_length=1, max_length=255, description="file name with its ending")
]
Columns = Annotated[
    str | None,
    QueryParameter(max_length=200, description="which is what, from 0: product:0,title:2; guessed without"),
]
HeadLines = Annotated[int | None, QueryParameter(ge=0, le=5, description="lines above the first row")]
Preset = Annotated[
    str | None, QueryParameter(min_length=1, max_length=80, description="keep the columns under this name")
]


@post(
    "/foreign-tables/look",
    operation_id="look_at_foreign_table",
    tags=TAGS,
    summary="What another tool's table says",
    status_code=200,
    access=Access.ANALYST,
    request_max_body_size=MOST_BYTES,
    takes_file=FILE,
)
async def look_at_foreign_table(
    request: Asking,
    pool: Pool,
    who: Asked,
    name: FileName,
    columns: Columns = None,
    head_lines: HeadLines = None,
) -> ForeignTable:
    """The body is the file itself, CSV or XLSX, at most 4 MB and 5,000 lines. Nothing is kept; what cannot be read is listed."""
    return await foreign.look(pool, who, await sent(request, name, columns, head_lines))


@post(
    "/foreign-tables/watch",
    operation_id="watch_foreign_table",
    tags=TAGS,
    summary="Track the products of another tool's table",
    status_code=200,
    access=Access.ANALYST,
    request_max_body_size=MOST_BYTES,
    takes_file=FILE,
)
async def watch_foreign_table(
    request: Asking,
    pool: Pool,
    who: Asked,
    name: FileName,
    columns: Columns = None,
    head_lines: HeadLines = None,
    tag: Annotated[str | None, QueryParameter(min_length=1, max_length=80, description="tag them so")] = None,
    preset: Preset = None,
) -> ForeignWatched:
    """As many as the plan allows, in the file's order; lines that cannot be read are passed over."""
    return await foreign.watch(
        pool,
        who,
        await sent(request, name, columns, head_lines),
        datetime.now(UTC),
        tag=tag,
        preset=preset,
        asker=asker_of(request),
    )


@get(
    "/foreign-presets",
    operation_id="list_foreign_presets",
    tags=TAGS,
    summary="How the organisation reads other tools' tables",
    access=Access.VIEWER,
)
async def list_foreign_presets(pool: Pool, who: Asked) -> ForeignPresets:
    """By name. A file in which all heads of one stand is read so."""
    return ForeignPresets(await keep_named.listed(pool, who, foreign.PRESETS))


@delete(
    "/foreign-presets/{preset_id:int}",
    operation_id="delete_foreign_preset",
    tags=TAGS,
    summary="Delete one",
    status_code=200,
    access=Access.ANALYST,
)
async def delete_foreign_preset(request: Asking, pool: Pool, who: Asked, preset_id: Number) -> Done:
    """Files are read by guessing again."""
    await keep_named.delete(pool, who, foreign.PRESETS, preset_id, asker=asker_of(request))
    return Done()


async def sent(request: Asking, name: str, columns: str | None, head_lines: int | None) -> Sent:
    """The file of a request."""
    return Sent(PurePath(name.replace("\\", "/")).name, await request.body(), columns, head_lines)


ROUTES = (look_at_foreign_table, watch_foreign_table, list_foreign_presets, delete_foreign_preset)
