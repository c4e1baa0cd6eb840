"""The api with two routes more, each as plain as a route can be: what reading is measured against."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from typing import Any

import msgspec
import uvloop
from litestar import MediaType, Response, get
from litestar.di import NamedDependency, Provide

from ventra import settings as settings_of
from ventra.infra.db import glance
from ventra.services.api import create_app
from ventra.services.router import BASE, pool_of
from ventra.services.serving import serve
from ventra.services.telling import begin_telling
from ventra.settings import API

ROWS_PATH = f"{BASE}/plain/rows"
BODIES_PATH = f"{BASE}/plain/bodies"
ROWS = 50
Pool = NamedDependency[Any]


class PlainRow(msgspec.Struct, frozen=True):
    """A row of `product_latest` as it is."""

    product_id: int
    seen_at: datetime
    orders_total: int | None
    orders_rounded: int | None
    price_uzs: int | None
    list_price_uzs: int | None
    reviews_total: int | None
    stock: int | None
    rating_x100: int | None


@get(ROWS_PATH, dependencies={"pool": Provide(pool_of, sync_to_thread=False)})
async def read_rows(pool: Pool, after: int) -> list[PlainRow]:
    """`ROWS` rows of one SELECT."""
    async with glance(pool) as db:
        rows = await db.fetch(
            "SELECT product_id, seen_at, orders_total, orders_rounded, price_uzs, list_price_uzs, reviews_total, "
            f"stock, rating_x100 FROM product_latest WHERE product_id >= $1 ORDER BY product_id LIMIT {ROWS}",
            after,
        )
    return [PlainRow(*row) for row in rows]


@get(BODIES_PATH, dependencies={"pool": Provide(pool_of, sync_to_thread=False)})
async def read_bodies(pool: Pool, limit: int) -> Response[bytes]:
    """As many bytes as a list of `limit` products, which lie ready."""
    async with glance(pool) as db:
        rows = await db.fetch("SELECT body FROM bench_bodies ORDER BY place LIMIT $1", limit)
    return Response(b'{"items":[%s]}' % b",".join([row["body"] for row in rows]), media_type=MediaType.JSON)


def main() -> int:
    """As `ventra.services.api`."""
    settings = settings_of.read(API, os.environ)
    begin_telling(settings)
    app = create_app(settings)
    app.register(read_rows)
    app.register(read_bodies)
    return uvloop.run(serve(app, settings))


if __name__ == "__main__":
    sys.exit(main())
