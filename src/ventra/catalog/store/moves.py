"""What a page says otherwise than the one before, besides numbers: kept with its instant, for those who watch their rivals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec

from ventra.infra.db import Connection, Row


class Told(msgspec.Struct, frozen=True):
    """What a product's row says that pages say too."""

    product_id: int
    title_uz: str | None
    title_ru: str | None
    title_folded: str
    category_id: int | None
    seller_id: int | None
    photo_key: str | None
    state: str = "active"


class Move(msgspec.Struct, frozen=True):
    """One thing that is said otherwise from an instant on."""

    product_id: int
    at: datetime
    kind: str
    before: str
    after: str


def moves_of(known: Row | None, told: Told, at: datetime) -> Iterator[Move]:
    """What the row will say otherwise. What was not known before is no move, nor is a title in another language."""
    if known is None:
        return
    if known["photo_key"] and told.photo_key != known["photo_key"]:
        yield Move(told.product_id, at, "photo", known["photo_key"], told.photo_key or "")
    for before, after in ((known["title_uz"], told.title_uz), (known["title_ru"], told.title_ru)):
        if before and after and before != after:
            yield Move(told.product_id, at, "title", before, after)
            return


async def note_moves(db: Connection, moves: Sequence[Move]) -> None:
    """Keep moves; the same again is none."""
    if not moves:
        return
    await db.execute(
        "INSERT INTO product_moves (product_id, at, kind, before, after) "
        "SELECT * FROM unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::text[], $5::text[]) ON CONFLICT DO NOTHING",
        *([getattr(one, name) for one in moves] for name in Move.__struct_fields__),
    )
