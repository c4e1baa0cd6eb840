"""A seller's day, stop by stop: what is done there, and what a seller would look at. Whose hand does it does not matter."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from browser.axe import grave_faults
from browser.hands import Hand
from browser.opened import Watched, cut_texts, keep_picture, settled, sideways
from browser.visitor import PASSWORD
from browser.words import Words

FOREIGN = """([lang, titles]) => {
  const wrong = lang === 'ru' ? /(?<![\\w@.-])[A-Za-z]{3,}(?![\\w@.-])/ : /[А-Яа-яЁё]/;
  const names = new RegExp('VENTRA|Uzum|Market|Telegram|Excel|API|SKU|HHI|FBO|FBS|DBS|PDF|PNG|XLSX|CSV'
    + '|Ctrl|Esc|PIN|Chrome|Linux|PostgreSQL|Postgres|Redis|captcha|http\\\\S*|\\\\S+@\\\\S+', 'g');
  const found = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const around = text.parentElement;
    if (around.closest('[dir=auto], pre, script, style, option, svg, [translate=no]') || !around.checkVisibility()) continue;
    const own = titles.reduce((left, title) => left.replaceAll(title, ''), text.data).replace(names, '');
    if (wrong.test(own)) found.push(text.data.trim().slice(0, 80));
  }
  return found;
}"""
"""Words of the page in a script that its language is not written in; names given by others have `dir=auto`."""
RANGE = re.compile(r"\(\d[\d\s\u00a0,]*(?:\s?\S+)?\u2013\d")
"""A low and a high beside a number."""


@dataclass
class Day:
    """One seller, her browser and her goods: `goods[0]` is what she finds today, the others she tracks already."""

    hand: Hand
    words: Words
    watched: Watched
    origin: str
    email: str
    width: int
    web: Path
    goods: list[tuple[int, str]]
    pictures: Path | None = None
    stops: list[str] = field(default_factory=list)

    @property
    def page(self) -> Page:
        return self.hand.page

    def button(self, key: str, within: Locator | None = None, **parts: object) -> Locator:
        """A button of the page by its word."""
        return (within or self.page.get_by_role("main")).get_by_role(
            "button", name=self.words(key, **parts), exact=True
        )

    def row(self, title: str) -> Locator:
        """A product's row of the watchlist, or its card."""
        link = self.page.get_by_role("link", name=title, exact=True)
        return self.page.locator("main tbody, main article", has=link)

    async def stop(self, name: str, place: str, heading: str, *, page: Page | None = None) -> None:
        """What holds wherever she stands: the place, the heading, her language, nothing cut, nothing beside the page."""
        page = page or self.page
        await expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        await expect(page).to_have_url(re.compile(re.escape(self.origin) + place))
        await settled(page)
        await expect(page.locator("html")).to_have_attribute("lang", self.words.lang)
        await self.picture(name, page)
        for said, found in (
            ("beside the page", await sideways(page)),
            ("cut", await cut_texts(page)),
            ("in another language", await self.foreign(page)),
            ("faults", self.watched.faults),
        ):
            assert found == [], f"{name}, {said}: {found}"
        self.stops.append(name)

    async def foreign(self, page: Page) -> list[str]:
        """What of the page's own words is in another language's script."""
        found: list[str] = await page.evaluate(FOREIGN, [self.words.lang, [title for _, title in self.goods]])
        return found

    async def picture(self, name: str, page: Page | None = None, *, whole: bool = True) -> None:
        """Keep how it looks, where this day is to be looked at."""
        if self.pictures:
            path = self.pictures / f"day-{name}-{self.width}-{self.words.lang}.png"
            await keep_picture(page or self.page, path, lang=self.words.lang, width=self.width, whole=whole)

    async def accessible(self, name: str) -> None:
        """What a machine can check of an open panel, in both lights."""
        await expect(self.page.get_by_role("dialog")).to_be_visible()
        await self.picture(name, whole=False)
        if self.pictures:
            for scheme in ("dark", "light"):
                await self.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
                faults = await grave_faults(self.page, self.web)
                assert faults == [], f"{name}, {scheme}: {faults}"


async def sign_in(day: Day) -> None:
    """From the market everyone sees to what is her own."""
    page, words, hand = day.page, day.words, day.hand
    await page.goto(day.origin + "/")
    await day.stop("nobody", "/$", words("today.title"))
    await hand.press(page.get_by_role("banner").get_by_role("link", name=words("sign_in.button")))
    await day.stop("sign-in", r"/sign-in\?to=", words("sign_in.title"))
    await hand.write(page.locator("main input[name=email]"), day.email)
    await hand.write(page.locator("main input[name=password]"), PASSWORD)
    await hand.press(day.button("sign_in.button"))
    await expect(page.get_by_label(words("person.menu", name=day.email))).to_be_visible()
    for key in ("today.what", "today.rivals", "today.shop"):
        await expect(page.get_by_role("region", name=words(key))).to_be_visible()
    await day.stop("home", "/$", words("today.title"))


async def find_product(day: Day) -> None:
    """Search, and read what is found: over which days, from what, and since when."""
    page, words, hand = day.page, day.words, day.hand
    number, title = day.goods[0]
    await hand.find(words("nav.search"), title, title)
    await day.stop("product", f"/p/{number}$", title)
    await expect(page.get_by_role("region", name=words("figures.title"))).to_contain_text(RANGE)
    await hand.press(day.button("history.days", n=7))
    await expect(page).to_have_url(re.compile("range=7$"))
    await page.locator(".uplot canvas").wait_for()
    slider = page.get_by_role("slider").first
    before = await slider.get_attribute("aria-valuetext")
    await hand.step_back(words("history.previous"))
    await expect(page).to_have_url(re.compile(r"range=7&day=\d{4}-\d\d-\d\d$|day=\d{4}-\d\d-\d\d&range=7$"))
    await expect(slider).not_to_have_attribute("aria-valuetext", before or "")
    await hand.press(day.button("why.open"))
    panel = page.get_by_role("dialog")
    await expect(panel.get_by_role("heading", name=words("why.steps"))).to_be_visible()
    await expect(panel.locator("ol > li").first).to_be_visible()
    await settled(page)
    assert await day.foreign(page) == []
    await day.accessible("why")
    await hand.close(words("panel.close"))
    await expect(page).not_to_have_url(re.compile("why="))
    await hand.press(day.button("product.track"))
    await expect(day.button("product.untrack")).to_be_enabled()
    await hand.kept()
    await day.stop("product-tracked", f"/p/{number}", title)


async def be_told(day: Day) -> None:
    """A rule of her own for it, beside those that come with tracking."""
    page, words, hand = day.page, day.words, day.hand
    _, title = day.goods[0]
    await hand.press(day.button("nav.alerts"))
    panel = page.get_by_role("dialog")
    await expect(panel.locator("li").first).to_be_visible()
    await day.accessible("alerts")
    await hand.press(panel.get_by_role("link", name=words("alerts.new_for_product"), exact=True))
    await day.stop("rule", r"/alerts/rules/new\?", words("rule.new"))
    await hand.write(page.get_by_label(words("rule.limit"), exact=True), "9")
    await hand.press(day.button("rule.make"))
    made = page.locator("main li").filter(has_text=title)
    await expect(made.get_by_role("switch")).to_be_checked()
    await day.stop("rules", "/alerts/rules$", words("rule.title"))


async def keep_watch(day: Day) -> None:
    """Whose they are, which of them first, and what of them."""
    page, words, hand = day.page, day.words, day.hand
    (_, mine), (_, rival), _ = day.goods
    await hand.go(words("nav.search"), words("nav.watchlist"))
    await day.stop("watchlist", "/watchlist$", words("watch.title"))
    await hand.press(day.button("mark.mine", day.row(mine)))
    await expect(day.row(mine).get_by_role("button", name=words("mark.mine"), pressed=True)).to_be_visible()
    await hand.press(day.button("mark.rival", day.row(rival)))
    await expect(
        page.get_by_role("status").filter(has_text=words("watch.done_rival", what=rival))
    ).to_be_visible()
    await expect(day.row(mine)).to_contain_text(RANGE)
    await day.picture("told", whole=False)
    await hand.choose(page.get_by_role("combobox", name=words("sort.label")), "price")
    await expect(page).to_have_url(re.compile("sort=-?price$"))
    marks = page.get_by_role("group", name=words("watch.mark"), exact=True)
    await hand.press(day.button("watch.only_mine", marks))
    await expect(page).to_have_url(re.compile("mark=mine"))
    await expect(day.row(rival)).to_have_count(0)
    await hand.press(marks.get_by_role("button", name=words("watch.only_mine"), pressed=True))
    await expect(day.row(rival)).to_be_visible()
    await hand.press(day.button("cols.open"))
    panel = page.get_by_role("dialog")
    await day.accessible("columns")
    await hand.press(panel.get_by_role("checkbox", name=words("cols.reviews"), exact=True))
    await hand.kept()
    await hand.press(
        panel.get_by_role("button", name=words("cols.up_of", name=words("cols.reviews")), exact=True)
    )
    await hand.close(words("panel.close"))
    await expect(page).to_have_url(re.compile("cols=.*reviews"))
    await expect(page.locator("th, dt").get_by_text(words("cols.reviews"), exact=True).first).to_be_visible()
    await day.stop("watchlist-columns", "/watchlist?", words("watch.title"))


async def compare(day: Day) -> None:
    """Two side by side; then the shop of one of them, and its category."""
    page, words, hand = day.page, day.words, day.hand
    (number, mine), (other, rival), _ = day.goods
    for title in (mine, rival):
        await hand.press(page.get_by_role("checkbox", name=words("watch.pick_of", title=title), exact=True))
    bar = page.get_by_role("region", name=words("watch.bulk"))
    await day.picture("picked", whole=False)
    await hand.press(bar.get_by_role("link", name=words("watch.compare"), exact=True))
    products = page.get_by_role("list", name=words("compare.products"))
    await expect(products.get_by_role("listitem")).to_have_count(2)
    await page.locator(".uplot canvas").wait_for()
    await day.stop(
        "compare", rf"/compare\?ids=({number}%2C|{number},|{other}%2C|{other},)\d+", words("compare.title")
    )
    await expect(page.get_by_role("region", name=words("compare.figures"))).to_contain_text(RANGE)
    await hand.press(
        products.get_by_role("button", name=words("compare.down_of", name=mine), exact=True)
        .or_(products.get_by_role("button", name=words("compare.up_of", name=mine), exact=True))
        .and_(page.locator(":enabled:not([aria-disabled=true])"))
    )
    await hand.kept()
    await hand.press(products.get_by_role("button", name=words("compare.remove_of", name=rival), exact=True))
    await expect(products.get_by_role("listitem")).to_have_count(1)
    await hand.kept()
    await hand.press(products.get_by_role("link", name=mine, exact=True))
    await day.stop("product-again", f"/p/{number}$", mine)


async def look_round(day: Day) -> None:
    """The shop that sells it, and the category it stands in."""
    page, words, hand = day.page, day.words, day.hand
    number, mine = day.goods[0]
    shop = page.get_by_role("main").locator("header a[href^='/s/']")
    name = await shop.inner_text()
    await hand.press(shop)
    await day.stop("shop", r"/s/\d+$", name)
    await expect(page.get_by_role("main")).to_contain_text(RANGE)
    await hand.find(words("nav.search"), mine, mine)
    await expect(page).to_have_url(re.compile(f"/p/{number}$"))
    path = page.get_by_role("navigation", name=words("product.path"))
    place = path.get_by_role("link").last
    category = await place.inner_text()
    await hand.press(place)
    await day.stop("category", r"/c/\d+$", category)
    await expect(page.get_by_role("main")).to_contain_text(RANGE)


async def see_to_it(day: Day) -> None:
    """How fresh the data are, and how she likes the page."""
    page, words, hand = day.page, day.words, day.hand
    await hand.go(words("nav.search"), words("nav.health"))
    await day.stop("health", "/health$", words("health.title"))
    await hand.press(page.get_by_label(words("person.menu", name=day.email)))
    menu = page.locator("header details[open]")
    await day.picture("menu", whole=False)
    await hand.press(menu.get_by_role("link", name=words("account.title"), exact=True))
    await expect(menu).to_have_count(0)
    await day.stop("account", "/account$", words("account.title"))
    switch = page.get_by_role("button", name=re.compile(words("theme.label"))).and_(page.locator(":visible"))
    for _ in range(2):
        await hand.press(switch)
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await page.reload()
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await day.stop("account-dark", "/account$", words("account.title"))


async def share(day: Day, nobody: Page) -> None:
    """A link for a partner, who sees the goods, and nothing that is hers alone."""
    page, words, hand = day.page, day.words, day.hand
    await hand.go(words("nav.search"), words("nav.watchlist"))
    await hand.press(page.get_by_role("main").get_by_role("link", name=words("links.tab"), exact=True))
    await hand.press(day.button("links.make"))
    made = page.locator("main pre")
    await expect(made).to_be_visible()
    await hand.kept()
    link = (await made.inner_text()).strip()
    await day.stop("links", "/watchlist/links$", words("links.title"))
    await hand.press(
        day.page.get_by_role("main").get_by_role("button", name=re.compile(words("links.revoke")))
    )
    await day.accessible("revoke")
    await hand.press(page.get_by_role("dialog").get_by_role("button", name=words("form.no"), exact=True))
    await hand.kept()
    await nobody.goto(link)
    await day.stop("shared", "/shared#", words("shared.everything"), page=nobody)
    main = nobody.get_by_role("main")
    for _, title in day.goods:
        await expect(main.get_by_role("link", name=title, exact=True)).to_be_visible()
    await expect(main).to_contain_text(words("shared.public"))
    await expect(main).to_contain_text(RANGE)
    for hidden in (day.email, words("mark.mine"), words("mark.rival")):
        await expect(nobody.get_by_text(hidden, exact=True)).to_have_count(0)


async def sign_out(day: Day) -> None:
    """And nothing of hers is left behind."""
    page, words, hand = day.page, day.words, day.hand
    await hand.press(page.get_by_label(words("person.menu", name=day.email)))
    await hand.press(page.get_by_role("button", name=words("person.sign_out"), exact=True))
    await expect(page.get_by_role("banner").get_by_role("link", name=words("sign_in.button"))).to_be_visible()
    await day.stop("left", "/$", words("today.title"))
    await hand.kept()
    await expect(page.get_by_text(day.email)).to_have_count(0)
    kept = await page.evaluate("Object.keys(localStorage).filter((key) => /last-seen|recent/.test(key))")
    assert kept == []
