"""Where products lie in the space of vectors: put into its index one by one, or laid by and indexed all at once."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import numpy as np

from ventra.core.similar import DIMENSIONS, Vectors
from ventra.infra.db import Connection

AT_ONCE = 2_000
"""Products from which on it is worth building the index anew."""
SHARE = 4
"""One in so many must be new at least: put in one by one they take four times as long, and longer into a large index."""
BUILD_SECONDS = 4 * 3600.0
_COPIED = np.dtype(
    [
        ("columns", ">i2"), ("id_bytes", ">i4"), ("product_id", ">i8"), ("version_bytes", ">i4"), ("version", ">i4"),
        ("embedding_bytes", ">i4"), ("dimensions", ">i2"), ("unused", ">i2"), ("embedding", ">f2", (DIMENSIONS,)),
    ]
)  # fmt: skip
_HEAD, _TAIL = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"


async def put(db: Connection, product_ids: Sequence[int], vectors: Vectors, *, version: int) -> None:
    """Put vectors into the index."""
    ids = list(product_ids)
    await db.execute("DELETE FROM product_vectors_next WHERE product_id = ANY($1::bigint[])", ids)
    await db.execute(
        f"""
        INSERT INTO product_vectors (product_id, version, embedding)
        SELECT id, $3, ($2::real[])[(place - 1) * {DIMENSIONS} + 1 : place * {DIMENSIONS}]::halfvec
          FROM unnest($1::bigint[]) WITH ORDINALITY AS n(id, place) ORDER BY id
        ON CONFLICT (product_id) DO UPDATE SET version = excluded.version, embedding = excluded.embedding
        """,
        ids,
        vectors.ravel().tolist(),
        version,
    )


async def lay_by(db: Connection, product_ids: Sequence[int], vectors: Vectors, *, version: int) -> None:
    """Keep vectors until all are brought in; looked through are those of before meanwhile."""
    ids = list(product_ids)
    await db.execute("DELETE FROM product_vectors_next WHERE product_id = ANY($1::bigint[])", ids)
    await db.copy_to_table(
        "product_vectors_next",
        source=BytesIO(_copied(ids, vectors, version)),
        columns=("product_id", "version", "embedding"),
        format="binary",
    )


def _copied(product_ids: Sequence[int], vectors: Vectors, version: int) -> bytes:
    """The rows as COPY takes them in binary: of each column its length in bytes, of a halfvec its dimensions too."""
    rows = np.zeros(len(product_ids), _COPIED)
    rows["columns"], rows["unused"], rows["dimensions"] = 3, 0, DIMENSIONS
    rows["id_bytes"], rows["version_bytes"], rows["embedding_bytes"] = 8, 4, 4 + 2 * DIMENSIONS
    rows["product_id"], rows["version"], rows["embedding"] = product_ids, version, vectors
    return _HEAD + rows.tobytes() + _TAIL


async def lie_by(db: Connection) -> bool:
    """Whether any vectors are laid by."""
    found: bool = await db.fetchval("SELECT EXISTS (SELECT FROM product_vectors_next)")
    return found


async def how_many_lie_by(db: Connection, *, at_most: int) -> int:
    """How many vectors are laid by, counted up to a bound."""
    found: int = await db.fetchval(
        "SELECT count(*) FROM (SELECT FROM product_vectors_next LIMIT $1) v", at_most
    )
    return found


async def are_many(db: Connection) -> bool:
    """Whether so many products wait or are laid by, beside those in the index, that it had better be built anew."""
    coming = await db.fetchval(
        "SELECT (SELECT count(*) FROM search_waiting) + (SELECT count(*) FROM product_vectors_next)"
    )
    return coming >= AT_ONCE and await _outweigh(db, coming)


async def bring_in(db: Connection) -> None:
    """Have what is laid by looked through from now on: with an index built anew over everything, or put in where it is little.

    They wait to be compared with others: call under the lock of those who compare.
    """
    coming = await db.fetchval("SELECT count(*) FROM product_vectors_next")
    if await _outweigh(db, coming):
        await db.execute("SELECT ventra_vectors_in_place()", timeout=BUILD_SECONDS)
        return
    await db.execute(
        """
        WITH moved AS (DELETE FROM product_vectors_next RETURNING product_id, version, embedding),
             put AS (INSERT INTO product_vectors (product_id, version, embedding) SELECT * FROM moved ORDER BY product_id
                     ON CONFLICT (product_id) DO UPDATE SET version = excluded.version, embedding = excluded.embedding
                     RETURNING product_id)
        INSERT INTO cluster_waiting (product_id) SELECT product_id FROM put ON CONFLICT DO NOTHING
        """,
        timeout=BUILD_SECONDS,
    )


async def _outweigh(db: Connection, coming: int) -> bool:
    """Whether the index holds less than `SHARE` times as many."""
    held: int = await db.fetchval(
        "SELECT count(*) FROM (SELECT FROM product_vectors LIMIT $1) v", SHARE * coming + 1
    )
    return held <= SHARE * coming
