"""What sources answered and what pictures look like, kept for a while for whoever asks the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from ventra.infra.outside import Offer


async def find(db: Any, source: str, digest: str, *, since: datetime) -> list[Offer] | None:
    """What a source answered to the same words since then; `None` when nobody asked."""
    found = await db.fetchval(
        "SELECT offers FROM supplier_answers WHERE source = $1 AND digest = $2 AND fetched_at >= $3",
        source,
        digest,
        since,
    )
    return None if found is None else msgspec.convert(found, list[Offer], strict=False)


async def keep(db: Any, source: str, digest: str, offers: Sequence[Offer], now: datetime) -> None:
    """Keep an answer in place of the one before."""
    await db.execute(
        "INSERT INTO supplier_answers (source, digest, fetched_at, offers) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (source, digest) DO UPDATE SET fetched_at = excluded.fetched_at, offers = excluded.offers",
        source,
        digest,
        now,
        msgspec.to_builtins(offers),
    )


async def hashes(db: Any, urls: Sequence[str]) -> dict[str, int | None]:
    """What these pictures look like, as far as anybody has looked; `None`: nothing could be made of it."""
    rows = await db.fetch("SELECT url, hash FROM picture_hashes WHERE url = ANY($1)", list(urls))
    return {row["url"]: row["hash"] for row in rows}


async def keep_hashes(db: Any, found: Mapping[str, int | None], now: datetime) -> None:
    """Keep what was looked at."""
    await db.execute(
        "INSERT INTO picture_hashes (url, hash, seen_at) SELECT *, $3 FROM unnest($1::text[], $2::bigint[]) "
        "ON CONFLICT (url) DO UPDATE SET hash = excluded.hash, seen_at = excluded.seen_at",
        list(found),
        list(found.values()),
        now,
    )
