"""What stands on the page when the api is slow, away, empty or refuses; and that it comes back by itself."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from browser.opened import Site

pytestmark = pytest.mark.browser


async def test_a_skeleton_stands_before_any_script_has_run(site: Site) -> None:
    page = await site.open("/nowhere")
    await page.route("**/*.js", lambda route: route.abort())
    await page.goto(site.origin + "/", wait_until="commit")
    await expect(page.locator(".skeleton").first).to_be_visible()
    await page.close()
    site.forgive("ERR_FAILED")


async def test_a_skeleton_stands_while_the_api_is_slow(site: Site) -> None:
    site.shape.mode = "slow"
    page = await site.open("/p/1700001")
    await expect(page.get_by_role("status", name="Загружается…").first).to_be_visible()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Футболка детская хлопковая")


async def test_an_api_that_was_away_from_the_start_is_found_again(site: Site) -> None:
    site.shape.mode = "away"
    page = await site.open("/browse")
    await expect(page.get_by_role("main").get_by_text("Сервер сейчас не отвечает")).to_be_visible()
    site.shape.mode = "ok"
    await expect(page.get_by_text("60 товаров")).to_be_visible()
    await expect(page.get_by_text("Сервер сейчас не отвечает")).to_have_count(0)


async def test_what_was_last_seen_stays_while_the_api_is_away(site: Site) -> None:
    page = await site.open("/browse")
    await expect(page.get_by_text("60 товаров")).to_be_visible()
    site.shape.mode = "away"
    await page.reload()
    await expect(page.get_by_text("Показаны последние увиденные данные")).to_be_visible()
    await expect(page.get_by_text("60 товаров")).to_be_visible()
    site.shape.mode = "ok"
    await expect(page.get_by_text("Показаны последние увиденные данные")).to_have_count(0)


async def test_the_walk_over_the_shelf_says_what_it_may_have_missed(site: Site) -> None:
    page = await site.open("/health", width=360)
    part = page.get_by_role("region", name="Обход витрины")
    await expect(part.locator("dl")).to_have_text(
        "Части витрины1 627Ждут обхода12Карточки812 400Не увидено, самое большее310"
    )
    await expect(part).to_contain_text("2 категории не помещаются в поиск и не делятся по цене")


async def test_an_empty_data_health_says_so_in_each_part(site: Site) -> None:
    site.shape.mode = "empty"
    page = await site.open("/health")
    for words in (
        "Тревог нет.",
        "Ни один день ещё не закрыт.",
        "За последние 48 часов визитов не было.",
        "Карантин пуст.",
        "Обхода нет: он идёт, только когда собирается всё.",
        "Ещё не измерено: это делает рабочая служба каждые 10 минут.",
    ):
        await expect(page.get_by_text(words)).to_be_visible()


async def test_the_disk_says_what_is_used_how_it_grows_and_when_it_is_full(site: Site) -> None:
    page = await site.open("/health")
    disk = page.get_by_role("region", name="Диск")
    await expect(disk).to_contain_text("Занято 35,9 ГБ из 50 ГБ (72 %)")
    await expect(disk).to_contain_text("612 МБ (540 МБ – 1,05 ГБ)")
    full, earliest, latest = (site.shown(-days) for days in (23, 13, 26))
    await expect(disk).to_contain_text(f"{full} ({earliest} – {latest})")
    await expect(disk.get_by_role("row", name="Продажи по дням")).to_contain_text("21,4 ГБ")
    await expect(disk).to_contain_text("Заполняется")


async def test_a_search_without_a_match_offers_the_way_back(site: Site) -> None:
    page = await site.open("/browse?q=zzzz")
    await expect(page.get_by_text("Ничего не найдено")).to_be_visible()
    await page.get_by_role("button", name="Сбросить фильтры").click()
    await expect(page.get_by_text("60 товаров")).to_be_visible()
    await expect(page.get_by_role("searchbox")).to_have_value("")


async def test_a_refusal_is_shown_in_the_api_s_words_and_can_be_tried_again(site: Site) -> None:
    site.shape.mode = "broken"
    page = await site.open("/browse")
    alert = page.get_by_role("alert")
    await expect(alert).to_contain_text("Soʻrovda xato bor.")
    await expect(alert).to_contain_text("req-1")
    site.shape.mode = "ok"
    await alert.get_by_role("button", name="Попробовать снова").click()
    await expect(page.get_by_text("60 товаров")).to_be_visible()


async def test_the_policy_stops_an_inline_script_and_an_inline_style(site: Site) -> None:
    page = await site.open("/nowhere")
    stopped = await page.evaluate(
        """async () => {
          const seen = [];
          addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));
          const script = document.createElement('script');
          script.textContent = 'window.ran = true';
          const style = document.createElement('style');
          style.textContent = 'body { display: none }';
          document.body.append(script, style);
          await new Promise((done) => setTimeout(done, 100));
          return [window.ran ?? false, ...seen.sort()];
        }"""
    )
    assert stopped == [False, "script-src-elem", "style-src-elem"]
    site.forgive("Content Security Policy")
