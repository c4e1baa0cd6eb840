"""Cards as rows: asked for by the api, taken by a worker under a lease, kept with their file for a while."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from ventra.core.texts import Language, say
from ventra.errors import NotFound
from ventra.reports.answers import Card, CardWish, Format
from ventra.reports.texts import FAILURE_TEXTS

MOST_KEPT = 500
NAMED = {"setting": "CHROMIUM_PATH"}
_COLUMNS = "card_id, product_id, format, language, state, asked_at, finished_at, error"


@dataclass(frozen=True, slots=True)
class CardLease:
    """The right to make a card; it is lost when `tries` in the row has moved on."""

    card_id: UUID
    product_id: int
    format: Format
    language: Language
    tries: int


async def find(db: Any, product_id: int, wish: CardWish, facts: str) -> Card | None:
    """The card that is being made already, or that shows just these facts and still has its file."""
    row = await db.fetchrow(
        f"SELECT {_COLUMNS} FROM cards WHERE product_id = $1 AND format = $2 AND language = $3 "
        "AND (state IN ('waiting', 'running') OR (state = 'done' AND facts = $4)) "
        "ORDER BY state = 'done', asked_at DESC LIMIT 1",
        product_id,
        wish.format,
        wish.language,
        facts,
    )
    return None if row is None else _card(row)


async def waiting(db: Any) -> int:
    """How many cards wait or are being made."""
    return int(await db.fetchval("SELECT count(*) FROM cards WHERE state IN ('waiting', 'running')"))


async def add(db: Any, product_id: int, wish: CardWish, facts: str) -> Card | None:
    """A new card that waits; `None` when another asker was quicker by a moment."""
    row = await db.fetchrow(
        "INSERT INTO cards (product_id, format, language, facts) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (product_id, language, format) WHERE state IN ('waiting', 'running') DO NOTHING "
        f"RETURNING {_COLUMNS}",
        product_id,
        wish.format,
        wish.language,
        facts,
    )
    return None if row is None else _card(row)


async def read(db: Any, card_id: UUID) -> Card:
    """A card; `NotFound` when there is none, or none any more."""
    return _card(await _row(db, card_id, _COLUMNS))


async def read_file(db: Any, card_id: UUID) -> tuple[Card, bytes | None]:
    """A card and its file, `None` unless it is done."""
    row = await _row(db, card_id, f"{_COLUMNS}, body")
    return _card(row), row["body"]


async def take(db: Any, *, lease_seconds: float, most_tries: int) -> CardLease | None:
    """Lease the card that waits longest, also one whose worker died; one that was tried often enough has failed."""
    await db.execute(
        "UPDATE cards SET state = 'failed', error = 'failed', finished_at = now(), leased_until = NULL "
        "WHERE state = 'running' AND leased_until <= now() AND tries >= $1",
        most_tries,
    )
    row = await db.fetchrow(
        """
        WITH next AS (
            SELECT card_id FROM cards
             WHERE state = 'waiting' OR (state = 'running' AND leased_until <= now())
             ORDER BY asked_at LIMIT 1 FOR UPDATE SKIP LOCKED)
        UPDATE cards c SET state = 'running', tries = c.tries + 1, leased_until = now() + $1::interval
          FROM next WHERE c.card_id = next.card_id
        RETURNING c.card_id, c.product_id, c.format, c.language, c.tries
        """,
        timedelta(seconds=lease_seconds),
    )
    return None if row is None else CardLease(**dict(row))


async def finish(db: Any, lease: CardLease, body: bytes, facts: str) -> None:
    """The card is made: keep its file, and of all files the newest `MOST_KEPT`."""
    await db.execute(
        "UPDATE cards SET state = 'done', body = $3, facts = $4, finished_at = now(), leased_until = NULL "
        "WHERE card_id = $1 AND tries = $2 AND state = 'running'",
        lease.card_id,
        lease.tries,
        body,
        facts,
    )
    await db.execute(
        "DELETE FROM cards WHERE card_id IN (SELECT card_id FROM cards WHERE state = 'done' "
        f"ORDER BY finished_at DESC OFFSET {MOST_KEPT})"
    )


async def fail(db: Any, lease: CardLease, error: str) -> None:
    """The card cannot be made; `error` is one of `FAILURE_TEXTS`."""
    await db.execute(
        "UPDATE cards SET state = 'failed', error = $3, finished_at = now(), leased_until = NULL "
        "WHERE card_id = $1 AND tries = $2 AND state = 'running'",
        lease.card_id,
        lease.tries,
        error,
    )


async def give_back(db: Any, lease: CardLease, *, counted: bool) -> None:
    """Let the card wait again; a try that is nobody's fault is not `counted`."""
    await db.execute(
        "UPDATE cards SET state = 'waiting', leased_until = NULL, tries = tries - $3::int "
        "WHERE card_id = $1 AND tries = $2 AND state = 'running'",
        lease.card_id,
        lease.tries,
        0 if counted else 1,
    )


async def _row(db: Any, card_id: UUID, columns: str) -> Mapping[str, Any]:
    row: Mapping[str, Any] | None = await db.fetchrow(
        f"SELECT {columns} FROM cards WHERE card_id = $1", card_id
    )
    if row is None:
        raise NotFound("no such card: it is kept for an hour, and can be asked for again")
    return row


def _card(row: Mapping[str, Any]) -> Card:
    values = {name: row[name] for name in Card.__struct_fields__}
    if values["error"] is not None:
        values["error"] = say(FAILURE_TEXTS, values["error"], values["language"], **NAMED)
    return Card(**values)
