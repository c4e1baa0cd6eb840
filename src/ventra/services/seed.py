"""Fills a demo's home with the simulated market's past: written as files, imported and closed as anyone's would be."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from ventra.catalog.store.known import name_sellers
from ventra.catalog.store.pages import CategoryTitle, upsert_categories
from ventra.collect.importing import import_file
from ventra.collect.reading import Reject
from ventra.core.day import TASHKENT
from ventra.errors import VentraError
from ventra.infra.db import open_pool, transaction
from ventra.infra.roles import WORKER_ROLE
from ventra.market.add_up import add_up
from ventra.sales.close import close_touched
from ventra.sales.learn import learn_profile
from ventra.simulator.history import write_history
from ventra.simulator.market import Market, MarketSpec

LOOKS_A_DAY = 4
SETTLING = timedelta(minutes=2)
"""The past ends a little before now, so that the first live visits come after it."""


async def seed_history(
    *, direct_url: str, home: Path, seed: int, products: int, first_day: date, say: Callable[[str], None]
) -> None:
    """Import the market's past up to now and close its days; what is known already is passed over, so it may run again."""
    now = datetime.now(UTC)
    spec = MarketSpec(seed=seed, products=products, first_day=first_day)
    folder = home / "history"
    say(f"writing the past of {products} products")
    begin = datetime(first_day.year, first_day.month, first_day.day, tzinfo=TASHKENT).astimezone(UTC)
    files = write_history(
        Market(spec), folder, from_at=begin, to_at=now - SETTLING, looks_per_day=LOOKS_A_DAY
    )
    catalogue = msgspec.json.decode((folder / "catalogue.json").read_bytes())
    pool = await open_pool(direct_url, at_most=3, role=WORKER_ROLE)
    try:
        await _name(pool, catalogue)
        for number, path in enumerate(sorted(files), 1):
            summary = await import_file(pool, path, path.name, now=now, refuse=_unexpected)
            say(f"imported {number} of {len(files)}: {summary.taken} observations")
        lesson = await learn_profile(pool, now=now)
        if lesson is not None:
            say(f"the day's profile {lesson.profile.version} speaks from {lesson.learned.looks} looks")
        days = await close_touched(pool, now=now, say=lambda done: say(f"closed {done} product days"))
        say(f"{days} product days are ready")
        say(f"added up {await add_up(pool, now=now)} category days")
    finally:
        await pool.close()


def _unexpected(reject: Reject) -> None:
    raise VentraError(
        f"the simulator wrote a record that cannot be true: line {reject.line}: {reject.reason}"
    )


async def _name(pool: object, told: dict[str, Any]) -> None:
    parents: dict[int, int | None] = {one["category_id"]: one["parent_id"] for one in told["categories"]}

    def path_to(category_id: int) -> tuple[int, ...]:
        parent = parents[category_id]
        return (*(path_to(parent) if parent is not None and parent in parents else ()), category_id)

    async with transaction(pool) as db:
        await upsert_categories(
            db,
            [
                CategoryTitle(
                    one["category_id"],
                    one["parent_id"] if one["parent_id"] in parents else None,
                    path_to(one["category_id"]),
                    title_uz=one["titles"]["uz"],
                    title_ru=one["titles"]["ru"],
                )
                for one in told["categories"]
            ],
        )
        await name_sellers(db, [(one["seller_id"], one["title"], one["slug"]) for one in told["sellers"]])


def main(argv: list[str]) -> int:
    """`python -m ventra.services.seed --home H --seed S --products N --first-day D`; the database from `DIRECT_DATABASE_URL`."""
    parser = argparse.ArgumentParser(prog="ventra seed")
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--products", type=int, required=True)
    parser.add_argument("--first-day", type=date.fromisoformat, required=True)
    wish = parser.parse_args(argv)
    asyncio.run(
        seed_history(
            direct_url=os.environ["DIRECT_DATABASE_URL"],
            home=wish.home,
            seed=wish.seed,
            products=wish.products,
            first_day=wish.first_day,
            say=lambda words: print(words, file=sys.stderr, flush=True),
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
