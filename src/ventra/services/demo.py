"""`make demo` and `make up`: the whole of VENTRA on one machine, with embedded stores and nothing to install."""

from __future__ import annotations

import argparse
import asyncio
import os
import secrets
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TypeVar

from ventra.errors import VentraError
from ventra.infra.migrate import upgrade
from ventra.services.admin_command import sign_in_link
from ventra.services.demo_market import Market, market_of
from ventra.services.embedded.ground import forbid_in_production, write_secret
from ventra.services.embedded.keep import Store, keep_running
from ventra.services.embedded.postgres import EmbeddedPostgres
from ventra.services.embedded.redis import EmbeddedRedis
from ventra.services.processes.children import adopt_strays, end_strays
from ventra.services.processes.hold import Hold
from ventra.services.processes.ports import next_free_port
from ventra.services.processes.supervise import Child, Supervisor

CHECKOUT = Path(__file__).resolve().parents[3]
READY_SECONDS = 120.0
FIRST_PORT = 3000
DEMO_OPERATOR = "demo@ventra.example"
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Plan:
    """What one run consists of."""

    home: Path
    port: int
    market: Market | None
    verbose: bool

    @property
    def url(self) -> str:
        """Where a person opens the page."""
        return f"http://localhost:{self.port}"


def run_demo(argv: list[str]) -> int:
    """Everything over the simulated market; returns when Ctrl-C has ended it all."""
    return _run("demo", argv)


def run_up(argv: list[str]) -> int:
    """Everything over the real marketplace, as `COLLECT` says; returns when Ctrl-C has ended it all."""
    return _run("up", argv)


def _run(kind: str, argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog=f"make {kind}")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or FIRST_PORT))
    parser.add_argument("--verbose", action="store_true", help="show what the services say")
    wish = parser.parse_args(argv)
    for number in SIGNALS:
        # Only `nohup` is a wish to go on; a shell in the background ignores SIGINT without meaning us.
        if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _interrupt)
    try:
        forbid_in_production()
        home = Path(os.environ.get("VENTRA_HOME") or CHECKOUT / ".home").resolve() / kind
        home.mkdir(parents=True, exist_ok=True)
        (home / "logs").mkdir(exist_ok=True)
        with _held(home):
            market = market_of(home) if kind == "demo" else None
            return _with_stores(Plan(home, next_free_port(wish.port), market, wish.verbose))
    except VentraError as failure:
        _say(f"VENTRA does not start: {failure}")
        return 1
    except KeyboardInterrupt:
        return 0


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@contextmanager
def _held(home: Path) -> Iterator[None]:
    hold = Hold(home / "lock")
    hold.take()
    try:
        yield
    finally:
        hold.release()


def _with_stores(plan: Plan) -> int:
    adopt_strays()
    postgres, valkey = EmbeddedPostgres(plan.home), EmbeddedRedis(plan.home)
    with ExitStack() as stack:
        stack.callback(end_strays)
        stack.callback(postgres.stop)
        stack.callback(valkey.stop)
        stack.callback(_no_more_interrupts)
        database = _step("Postgres", postgres.start)
        keys = _step("Redis", valkey.start)
        _step("Schema", lambda: upgrade(database))
        env = environment(plan, database, keys) | {"DATABASE_FOLDER": str(postgres.folder)}
        write_secret(plan.home / "env", "".join(f"{name}={env[name]}\n" for name in ADDRESSES if name in env))
        stack.callback(lambda: (plan.home / "env").unlink(missing_ok=True))
        return asyncio.run(_serve(plan, env, (postgres, valkey)))


def _no_more_interrupts() -> None:
    """The end is bounded; a further Ctrl-C must not leave it half done."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


ADDRESSES = (
    "DATABASE_URL", "DIRECT_DATABASE_URL", "DATABASE_FOLDER", "REDIS_URL", "VENTRA_HOME", "WEB_URL", "COLLECT",
    "VENTRA_SIMULATED", "UZUM_API_URL", "UZUM_GRAPHQL_URL", "UZUM_TOKEN_URL",
)  # fmt: skip
"""What a command beside this run must share with it: a demo's commands ask the simulator too, never the real marketplace."""


def environment(plan: Plan, database: str, keys: str) -> dict[str, str]:
    """What every service of this run is told; the rest of our own environment passes through."""
    secret = plan.home / "jwt_secret"
    if not secret.exists():
        write_secret(secret, secrets.token_urlsafe(48))
    env = dict(os.environ) | {
        "NODE_ENV": "development",
        "VENTRA_ENV": "development",
        "VENTRA_HOME": str(plan.home),
        "DATABASE_URL": database,
        "DIRECT_DATABASE_URL": database,
        "REDIS_URL": keys,
        "JWT_SECRET": secret.read_text(),
        "JWT_EXPIRES_IN": os.environ.get("JWT_EXPIRES_IN") or "7d",
        "WEB_URL": plan.url,
        "PORT": str(plan.port),
        "WEB_DIST": str(CHECKOUT / "apps" / "web" / "dist"),
        "PYTHONUNBUFFERED": "1",
    }
    if plan.market is None:
        return env
    return env | {"COLLECT": "all", "VENTRA_SIMULATED": "1"} | plan.market.environment()


async def _serve(plan: Plan, env: dict[str, str], stores: Sequence[Store]) -> int:
    supervisor = Supervisor(logs=None if plan.verbose else plan.home / "logs")
    stop, loop = asyncio.Event(), asyncio.get_running_loop()

    def asked_to_stop() -> None:
        if stop.is_set():
            supervisor.kill()
        stop.set()

    for number in SIGNALS:
        if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
            loop.add_signal_handler(number, asked_to_stop)
    rising = asyncio.create_task(_bring_up(plan, env, supervisor))
    stopping = asyncio.create_task(stop.wait())
    keeping = asyncio.create_task(keep_running(stores, _say))
    try:
        await asyncio.wait({rising, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if rising.done() and not rising.result():
            return 1
        await stopping
        _say("Stopping ...")
        return 0
    finally:
        rising.cancel()
        keeping.cancel()
        await asyncio.gather(rising, keeping, return_exceptions=True)
        await supervisor.stop()


async def _bring_up(plan: Plan, env: dict[str, str], supervisor: Supervisor) -> bool:
    """Start everything in order and say when it can be used; False when it cannot."""
    python = [sys.executable, "-m"]
    if plan.market is not None:
        simulator = Child("simulator", [*python, *plan.market.simulator()], env)
        await supervisor.start(simulator)
        if not await _history(plan.market, env, supervisor):
            return False
    api = Child(
        "api", [*python, "ventra.services.api"], env, f"http://127.0.0.1:{plan.port}/api/v1/health/ready"
    )
    started = time.monotonic()
    inner = [
        Child(name, [*python, f"ventra.services.{name}"], env | {"HEALTH_PORT": str(port)})
        for name, port in health_ports(plan.port).items()
    ]
    for child in (api, *inner):
        await supervisor.start(child)
    _say("Services ...")
    if not await supervisor.wait_ready(api, READY_SECONDS):
        _say(f"The api is not ready after {READY_SECONDS:.0f} s; its words are in {plan.home / 'logs'}")
        return False
    _say(f"Services ... {time.monotonic() - started:.1f} s")
    print(f"VENTRA ready: {plan.url}", flush=True)
    if plan.market is not None:
        link = await sign_in_link(env["DATABASE_URL"], DEMO_OPERATOR, plan.url)
        print(f"Sign in as the operator, once within 15 minutes: {link}", flush=True)
    else:
        _say("Make yourself the operator: .venv/bin/ventra admin create YOU@EXAMPLE.COM")
    _say(
        "Ctrl-C ends it. Talk to the bot: .venv/bin/ventra bot-preview. What the services say is in "
        + str(plan.home / "logs")
    )
    return True


def health_ports(page_port: int) -> dict[str, int]:
    """Ports beside the page's for the health pages of worker and bot."""
    worker = next_free_port(page_port + 1)
    return {"worker": worker, "bot": next_free_port(worker + 1)}


async def _history(market: Market, env: dict[str, str], supervisor: Supervisor) -> bool:
    """The market's past, once: a home that has it is left alone."""
    if market.seeded.exists():
        return True
    _say(f"History of {market.products} products since {market.first_day} (first run only) ...")
    started = time.monotonic()
    child = Child("history", [sys.executable, "-m", *market.seeding()], env, aloud=True)
    if await supervisor.finish(child) != 0:
        return False
    market.seeded.touch()
    _say(f"History ... {time.monotonic() - started:.1f} s")
    return True


def _step(what: str, work: Callable[[], T]) -> T:
    started = time.monotonic()
    result = work()
    _say(f"{what} ... {time.monotonic() - started:.1f} s")
    return result


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    kinds = {"demo": run_demo, "up": run_up}
    if sys.argv[1:2] == [] or sys.argv[1] not in kinds:
        _say("usage: python -m ventra.services.demo demo|up [--port N] [--verbose]")
        sys.exit(2)
    sys.exit(kinds[sys.argv[1]](sys.argv[2:]))
