"""`ventra close`: compute the daily sales of a stretch of days again."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime

import msgspec

from ventra.errors import BadInput
from ventra.infra.db import open_pool
from ventra.infra.roles import WORKER_ROLE
from ventra.sales.close import newest_profile, recompute
from ventra.services.progress import Progress
from ventra.settings import Settings


async def run(settings: Settings, first: date, last: date, *, as_json: bool) -> int:
    """Compute the days from first to last anew, and say how many product days that were."""
    if last < first:
        raise BadInput("--to lies before --from", field="to")
    pool = await open_pool(settings.direct_database_url, at_most=2, role=WORKER_ROLE)
    try:
        profile = await newest_profile(pool)
        with Progress() as progress:
            days = await recompute(
                pool,
                first,
                last,
                now=datetime.now(UTC),
                profile=profile,
                say=lambda done: progress.say(f"{done} product days"),
            )
    finally:
        await pool.close()
    if as_json:
        print(msgspec.json.format(msgspec.json.encode({"product_days": days}), indent=2).decode())
    spread = f"profile {profile.version}" if profile.version else "no profile yet, every hour alike"
    print(f"{days} product days computed, split by {spread}", file=sys.stderr)
    return 0
