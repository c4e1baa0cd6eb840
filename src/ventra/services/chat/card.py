"""A product's card in a chat, tracking it from there, and a shop's card."""

from __future__ import annotations

from ventra.accounts.by_chat import CHAT
from ventra.accounts.who import Who, must_be_allowed
from ventra.catalog import tracking
from ventra.catalog.answers import ProductRow
from ventra.catalog.store import lists, sellers
from ventra.collect import looking
from ventra.core.rights import Access
from ventra.core.talk import Button, Reply
from ventra.core.written import UNKNOWN, count
from ventra.infra.db import transaction
from ventra.services.chat import numbers
from ventra.services.chat.asked import Asked, on_one_line
from ventra.services.chat.card_texts import CARD_TEXTS
from ventra.services.chat.lists import CARD, price, seven, stocked, yesterday
from ventra.services.chat.number_texts import NUMBER_TEXTS

TRACK, UNTRACK, CHART = "p:track:", "p:untrack:", "p:chart:"
LONGEST_NAME = 100


async def card(asked: Asked, product_id: int) -> Reply:
    """What is known of a product. One never met is looked at for a linked chat, and said to be unknown to others."""
    row = await _row(asked, product_id)
    if row is None or row.seen_at is None:
        return await _look(asked, product_id)
    return Reply(written(asked, row), _buttons(asked, row))


def written(asked: Asked, row: ProductRow) -> str:
    """The card's words: with what is public alone."""
    figures, language = row.figures, asked.language
    title = asked.link(f"/p/{row.product_id}?range=7", asked.called(row.product_id, row.titles, LONGEST_NAME))
    lines = [f"<b>{title}</b>"]
    if row.state == "gone":
        lines.append(asked.words(NUMBER_TEXTS, "gone"))
    if row.seller is not None and row.seller.title:
        lines.append(asked.words(NUMBER_TEXTS, "shop", name=on_one_line(row.seller.title, LONGEST_NAME)))
    lines += [
        "",
        f"{asked.words(NUMBER_TEXTS, 'price')}: {price(asked, row)}",
        f"{seven(asked, row)}: <b>{numbers.units(figures.days_7, language)}</b>",
        f"{yesterday(asked, row)}: {numbers.units(figures.day_1, language)}",
        f"{asked.words(NUMBER_TEXTS, 'growth')}: {numbers.growth(figures.growth_7, language)}",
        stocked(asked, row),
        "",
        asked.words(NUMBER_TEXTS, "never_seen")
        if row.seen_at is None
        else asked.words(NUMBER_TEXTS, "seen", age=numbers.age(row.seen_at, asked.now, language)),
        numbers.legend([figures.days_7, figures.day_1], language),
    ]
    return "\n".join(lines).strip()


async def track(asked: Asked, who: Who, product_id: int, on: bool) -> Reply:
    """Track a product for the chat's organisation or no more; `PlanLimit`, `NotAllowed` or `NotFound` as on the page."""
    must_be_allowed(who, Access.ANALYST)
    await tracking.track(asked.pool, who, product_id, on, asker=CHAT)
    shown = await card(asked, product_id)
    said = asked.words(CARD_TEXTS, "tracked" if on else "untracked")
    return Reply(shown.text, shown.buttons, notice=said)


async def shop(asked: Asked, slug: str) -> Reply:
    """What is known of a shop."""
    async with transaction(asked.pool) as db:
        found = await sellers.of_slug(db, slug)
    if found is None:
        add = asked.opens("/watchlist", asked.words(CARD_TEXTS, "open_list"))
        return Reply(asked.words(CARD_TEXTS, "shop_unknown", slug=slug), add)
    name = on_one_line(found.title or slug, LONGEST_NAME)
    goods, rating = count(found.products, asked.language, 0), count(found.rating, asked.language)
    lines = [
        f"<b>{asked.link(f'/s/{found.seller_id}', name)}</b>",
        "",
        asked.words(CARD_TEXTS, "shop_products", n=goods),
        f"{asked.words(CARD_TEXTS, 'shop_units')}: <b>{numbers.units(found.units_7, asked.language)}</b>",
        asked.words(CARD_TEXTS, "shop_rating", n=rating),
    ]
    if found.seen_at is not None:
        lines += [
            "",
            asked.words(NUMBER_TEXTS, "seen", age=numbers.age(found.seen_at, asked.now, asked.language)),
        ]
    lines.append(numbers.legend([found.units_7], asked.language))
    open_page = asked.opens(f"/s/{found.seller_id}", asked.words(CARD_TEXTS, "open"))
    return Reply("\n".join(lines).strip(), open_page)


async def _row(asked: Asked, product_id: int) -> ProductRow | None:
    async with transaction(asked.pool, org_id=asked.org_id) as db:
        found = await lists.load(db, [product_id], now=asked.now, simulated=asked.simulated)
    return found[0] if found else None


async def _look(asked: Asked, product_id: int) -> Reply:
    who = asked.who
    if who is None or who.org_id is None:
        return Reply(asked.words(CARD_TEXTS, "unknown_product", id=product_id))
    must_be_allowed(who, Access.ANALYST)
    async with transaction(asked.pool, org_id=who.org) as db:
        await looking.begin(db, who, product_id, asked.now, asker=CHAT)
    again = Button(asked.words(CARD_TEXTS, "again"), f"{CARD}{product_id}")
    return Reply(asked.words(CARD_TEXTS, "looking", id=product_id), (again,))


def _buttons(asked: Asked, row: ProductRow) -> tuple[Button, ...]:
    number, made = row.product_id, []
    if asked.org_id is not None:
        made.append(
            Button(asked.words(CARD_TEXTS, "untrack"), f"{UNTRACK}{number}")
            if row.tracked
            else Button(asked.words(CARD_TEXTS, "track"), f"{TRACK}{number}")
        )
    made += asked.opens(f"/p/{number}?range=7", asked.words(CARD_TEXTS, "open"))
    made.append(Button(asked.words(CARD_TEXTS, "chart"), f"{CHART}{number}"))
    title = row.titles.uz or row.titles.ru or UNKNOWN
    made.append(Button(asked.words(CARD_TEXTS, "share"), share=on_one_line(title, LONGEST_NAME)))
    return tuple(made)
