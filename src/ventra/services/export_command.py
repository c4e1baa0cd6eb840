"""Runs `ventra export`: daily sales to a CSV or Parquet file."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime

from ventra.core.day import last_closed_day
from ventra.infra.db import open_pool
from ventra.infra.roles import WORKER_ROLE
from ventra.sales.export import Wish, export_sales
from ventra.services.progress import Progress
from ventra.settings import Settings


async def run(wish: argparse.Namespace, settings: Settings) -> int:
    """Write what was asked for; how many rows is said on stderr."""
    pool = await open_pool(settings.direct_database_url, at_most=2, role=WORKER_ROLE)
    last = wish.last or last_closed_day(datetime.now(UTC))
    try:
        with Progress() as progress:
            rows = await export_sales(
                pool,
                Wish(wish.first, last, wish.window, wish.by),
                wish.out,
                say=lambda n: progress.say(f"{n} rows"),
            )
    finally:
        await pool.close()
    print(f"{rows} rows in {wish.out}", file=sys.stderr)
    return 0
