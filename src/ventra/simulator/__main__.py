"""Runs the simulated marketplace: `python -m ventra.simulator --port P --seed S --products N --first-day YYYY-MM-DD`."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from aiohttp import web

from ventra.core.day import to_us
from ventra.simulator.market import Market, MarketSpec
from ventra.simulator.server import make_app

LOOPBACK = "127.0.0.1"


def main(argv: list[str]) -> int:
    """Serve until told to stop; 2 for a wrong call."""
    parser = argparse.ArgumentParser(prog="python -m ventra.simulator")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--products", type=int, required=True)
    parser.add_argument("--first-day", type=date.fromisoformat, required=True)
    parser.add_argument("--log", type=Path, default=None)
    wish = parser.parse_args(argv)
    try:
        market = Market(MarketSpec(seed=wish.seed, products=wish.products, first_day=wish.first_day))
    except ValueError as wrong:
        parser.error(str(wrong))
    if market.start_us > to_us(_now()):
        parser.error("--first-day: lies in the future")
    asyncio.run(_serve(market, wish.port, wish.log))
    return 0


def _now() -> datetime:
    return datetime.now(UTC)


async def _serve(market: Market, port: int, log: Path | None) -> None:
    stop = asyncio.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(one, stop.set)
    # A handler that hangs on demand must end with its caller, and must not hold up the end.
    runner = web.AppRunner(
        make_app(market, _now, log_path=log),
        access_log=None,
        handler_cancellation=True,
        shutdown_timeout=1.0,
    )
    await runner.setup()
    try:
        await web.TCPSite(runner, LOOPBACK, port).start()
        print(f"simulator at http://{LOOPBACK}:{port}", file=sys.stderr, flush=True)
        await stop.wait()
    finally:
        await runner.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
