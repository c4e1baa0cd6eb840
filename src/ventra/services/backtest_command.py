"""`ventra backtest`: what it is run over, its report where it was asked for, and the result kept where that is wished."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from ventra.accuracy import store
from ventra.errors import BadInput
from ventra.infra import schema
from ventra.infra.db import act_as, open_pool, transaction
from ventra.infra.roles import WORKER_ROLE
from ventra.services import forecast_command
from ventra.services.backtest_given import Given, from_files, over_streams
from ventra.services.backtest_report import Report, as_json, as_table, made, measured
from ventra.services.running import with_running_stores
from ventra.services.whole_file import write_whole
from ventra.settings import Settings


async def run(wish: argparse.Namespace, settings: Settings) -> int:
    """Run the back-test that `wish` asks for and write its report; `BadInput` says what is wrong with a file.

    With `--store` the result is kept too; that there is no database to keep it in is said before anything is measured.
    """
    if wish.what == "forecast":
        return await asyncio.to_thread(forecast_command.run, wish)
    if not wish.store:
        _show(wish, await asyncio.to_thread(_made, wish))
        return 0
    async with _database(with_running_stores(settings)) as pool:
        report = await asyncio.to_thread(_made, wish)
        async with transaction(pool) as db:
            number = await store.add(db, measured(report), made_at=datetime.now(UTC))
    _show(wish, report)
    print(f"kept as result {number}: it is on the accuracy page", file=sys.stderr)
    return 0


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[Any]:
    """A pool on a database whose schema is ours."""
    pool = await open_pool(settings.direct_database_url, at_most=2)
    try:
        async with transaction(pool) as db:
            await schema.fitting(db)
        act_as(pool, WORKER_ROLE)
        yield pool
    finally:
        await pool.close()


def _made(wish: argparse.Namespace) -> Report:
    return made(_given(wish))


def _given(wish: argparse.Namespace) -> Given:
    if wish.observations is None and wish.truth is None:
        return over_streams()
    if wish.observations is None or wish.truth is None:
        raise BadInput("--observations FILE and --truth FILE go together", field="truth")
    return from_files(wish.observations, wish.truth)


def _show(wish: argparse.Namespace, report: Report) -> None:
    words = as_json(report) if wish.json else as_table(report)
    if wish.out is None:
        sys.stdout.buffer.write(words)
        sys.stdout.buffer.flush()
        return
    write_whole(wish.out, words)
    print(f"the report is in {wish.out}", file=sys.stderr)
