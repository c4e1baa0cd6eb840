"""The page without a network: it opens with what was last seen, and changes its build only when told."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from browser.opened import Site, Watched
from browser.shared_loop import here
from fakes.api_shape import ApiShape, real_now, serve

pytestmark = pytest.mark.browser
PATIENCE = 20
CONTROLLED = "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"
KEPT = """async () => {
  const paths = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) paths.push(new URL(request.url).pathname);
  return paths;
}"""
VERSION = "document.querySelector('meta[name=version]').content"


@here()
async def kept(web: Path, browser: Browser, tmp_path: Path) -> AsyncIterator[Site]:
    """The page with its service worker, from a copy of the build that a test may change."""
    folder = tmp_path / "dist"
    shutil.copytree(web / "dist", folder)
    headers = {"Content-Security-Policy": policy(web)}
    shape = ApiShape(folder, headers, real_now())
    runner, port = await serve(shape)
    origin = f"http://127.0.0.1:{port}"
    context = await browser.new_context(viewport={"width": 1280, "height": 800}, locale="ru-RU")
    context.set_default_timeout(20_000)

    async def open_page(path: str) -> Page:
        page = await context.new_page()
        await page.goto(origin + path)
        return page

    yield Site(shape, origin, open_page, Watched(origin))
    await context.close()
    await runner.cleanup()


def policy(web: Path) -> str:
    found = re.search(r'"Content-Security-Policy": "([^"]+)"', (web / "headers.json").read_text())
    assert found is not None
    return found[1]


async def controlled(page: Page) -> None:
    """The worker has kept everything and stands between the page and the network."""
    await page.wait_for_function(CONTROLLED)


def released(kept: Site, old: str, new: str) -> None:
    """The same build goes out under another version."""
    for name in ("sw.js", "index.html"):
        file = kept.shape.page / name
        file.write_text(file.read_text().replace(old, new))
        for ready_made in (".gz", ".br"):
            file.with_name(name + ready_made).unlink()


async def test_the_last_view_opens_without_a_network_and_says_how_old_it_is(kept: Site) -> None:
    page = await kept.open("/p/1700001")
    await page.locator(".uplot canvas").wait_for()
    await controlled(page)
    await page.context.set_offline(True)
    await page.reload()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Футболка детская хлопковая")
    await page.locator(".uplot canvas").wait_for()
    banner = page.get_by_role("status").filter(has_text="Показаны последние увиденные данные")
    await expect(banner).to_contain_text(re.compile(r"Последний ответ: (только что|\d+ мин назад)\."))
    # Another page of the same build opens as well, and says that there is nothing yet.
    await page.goto(f"{kept.origin}/accuracy")
    await expect(page.get_by_role("main").get_by_text("Сервер сейчас не отвечает")).to_be_visible()
    await page.context.set_offline(False)
    await expect(page.get_by_text("Последний ответ")).to_have_count(0, timeout=30_000)
    await expect(page.get_by_role("heading", level=1)).to_be_visible()


async def test_a_server_that_is_broken_is_no_end_of_the_page(kept: Site) -> None:
    page = await kept.open("/browse")
    await expect(page.get_by_text("60 товаров")).to_be_visible()
    await controlled(page)
    kept.shape.mode = "down"
    await page.reload()
    await expect(page.get_by_text("60 товаров")).to_be_visible()
    await expect(page.get_by_text("Последний ответ")).to_be_visible()


async def test_no_answer_of_the_api_is_kept_by_the_worker_and_none_is_left_after_sign_out(kept: Site) -> None:
    page = await kept.open("/browse")
    await expect(page.get_by_text("60 товаров")).to_be_visible()
    await controlled(page)
    await page.goto(f"{kept.origin}/p/1700001")
    await page.locator(".uplot canvas").wait_for()
    paths = await page.evaluate(KEPT)
    assert "/" in paths
    assert any(path.endswith(".css") for path in paths)
    assert [path for path in paths if path.startswith("/api")] == []
    await page.get_by_label("Учётная запись").first.click()
    kept.shape.asker = "nobody"
    await page.get_by_role("button", name="Выйти", exact=True).click()
    await page.wait_for_url(kept.origin + "/")
    assert await page.evaluate("localStorage.getItem('ventra.last-seen.1')") is None
    await page.context.set_offline(True)
    await page.goto(f"{kept.origin}/p/1700001")
    await expect(page.get_by_role("main").get_by_text("Сервер сейчас не отвечает")).to_be_visible()
    await expect(page.get_by_text("Футболка детская хлопковая")).to_have_count(0)


async def test_a_new_build_is_offered_and_taken_whole(kept: Site) -> None:
    page = await kept.open("/browse")
    await expect(page.get_by_text("60 товаров")).to_be_visible()
    await controlled(page)
    old, new = await page.evaluate(VERSION), "f" * 16
    released(kept, old, new)
    assert await page.get_by_text("Готова новая версия").count() == 0
    await page.evaluate("navigator.serviceWorker.ready.then((one) => one.update())")
    offer = page.get_by_role("status").filter(has_text="Готова новая версия")
    await expect(offer).to_be_visible()
    # Until it is taken, the page goes on with the files of its own build.
    await page.get_by_role("link", name="Насколько точны числа").click()
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert await page.evaluate(VERSION) == old
    await offer.get_by_role("button", name="Обновить страницу").click()
    await expect(page.locator("meta[name=version]")).to_have_attribute("content", new)
    await expect(page.get_by_text("Готова новая версия")).to_have_count(0)
    assert await page.evaluate("caches.keys()") == [f"ventra-{old}", f"ventra-{new}"]


async def test_the_kept_page_comes_at_once_and_the_new_one_is_offered_beside_it(kept: Site) -> None:
    page = await kept.open("/browse")
    await controlled(page)
    old, new = await page.evaluate(VERSION), "d" * 16
    released(kept, old, new)
    await page.reload()
    assert await page.evaluate(VERSION) == old
    await expect(page.get_by_text("60 товаров")).to_be_visible()
    await expect(page.get_by_role("status").filter(has_text="Готова новая версия")).to_be_visible()
    # Once no page of the old build is open any more, the new one begins.
    shown = [old]
    while shown[-1] == old and len(shown) < PATIENCE:
        await page.close()
        await asyncio.sleep(1)
        page = await kept.open("/browse")
        shown.append(await page.evaluate(VERSION))
    assert shown[-1] == new


async def test_a_server_that_brings_the_new_build_has_its_worker_taken_quietly(kept: Site) -> None:
    page = await kept.open("/browse")
    await controlled(page)
    old, new = await page.evaluate(VERSION), "e" * 16
    released(kept, old, new)
    await page.evaluate("(name) => caches.open(name).then((kept) => kept.delete('/'))", f"ventra-{old}")
    await page.reload()
    assert await page.evaluate(VERSION) == new
    await page.wait_for_function("(name) => caches.has(name)", arg=f"ventra-{new}")
    await page.wait_for_function("navigator.serviceWorker.ready.then((one) => one.waiting === null)")
    await expect(page.get_by_text("60 товаров")).to_be_visible()
    await expect(page.get_by_text("Готова новая версия")).to_have_count(0)


async def test_inside_the_mini_app_nothing_is_kept(kept: Site) -> None:
    page = await kept.open("/mini")
    await expect(page.locator("#content")).to_be_visible()
    await page.wait_for_timeout(1_000)
    assert await page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    assert await page.evaluate("caches.keys()") == []


async def test_the_page_can_be_installed(kept: Site) -> None:
    page = await kept.open("/")
    manifest = await page.evaluate(
        "fetch(document.querySelector('link[rel=manifest]').href).then((answer) => answer.json())"
    )
    assert manifest["display"] == "standalone"
    for icon in manifest["icons"]:
        size = await page.evaluate(
            """(src) => new Promise((done) => {
              const image = new Image();
              image.onload = () => done([image.naturalWidth, image.naturalHeight]);
              image.onerror = () => done(null);
              image.src = src;
            })""",
            icon["src"],
        )
        if icon["type"] == "image/png":
            assert f"{size[0]}x{size[1]}" == icon["sizes"]
        assert size is not None
