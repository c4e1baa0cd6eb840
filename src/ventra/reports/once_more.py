"""What Chromium did not make is tried once more; then it has failed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, TypeVar

from ventra.infra import store as failures
from ventra.infra.browser import RenderFailed
from ventra.infra.db import transaction
from ventra.infra.logs import logger, scrub

MOST_TRIES = 2
_log = logger(__name__)


class Tried(Protocol):
    """The right to make something, `tries` times by now."""

    @property
    def tries(self) -> int: ...


L = TypeVar("L", bound=Tried, contravariant=True)


class Rows(Protocol[L]):
    """Where such rows are kept."""

    async def give_back(self, db: Any, lease: L, *, counted: bool) -> None: ...
    async def fail(self, db: Any, lease: L, error: str) -> None: ...


async def once_more(
    pool: Any,
    rows: Rows[L],
    lease: L,
    failure: RenderFailed,
    *,
    job: str,
    job_id: str,
    payload: Mapping[str, Any],
) -> None:
    """Try once more what may have been chance; keep why, for the operator."""
    again = lease.tries < MOST_TRIES and failure.why != "too_big"
    words = scrub(str(failure))
    _log.warning("a file could not be made", job=job, job_id=job_id, again=again, because=words, **payload)
    async with transaction(pool) as db:
        if again:
            await rows.give_back(db, lease, counted=True)
            return
        await rows.fail(db, lease, failure.why)
        await failures.record_failure(
            db, job=job, job_id=job_id, payload=payload, error=words[:500], trace=words
        )
