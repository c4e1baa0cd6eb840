"""Words of the bot's cards and of the picture of a product."""

from __future__ import annotations

CARD_TEXTS: dict[str, dict[str, str]] = {
    "track": {"uz": "Kuzatish", "ru": "Отслеживать", "en": "Track"},
    "untrack": {"uz": "Kuzatmaslik", "ru": "Не отслеживать", "en": "Untrack"},
    "open": {"uz": "Ochish", "ru": "Открыть", "en": "Open"},
    "open_list": {"uz": "Sahifada qoʻshish", "ru": "Добавить на странице", "en": "Add it on the page"},
    "chart": {"uz": "Grafik", "ru": "График", "en": "Chart"},
    "share": {"uz": "Ulashish", "ru": "Поделиться", "en": "Share"},
    "again": {"uz": "Yangilash", "ru": "Обновить", "en": "Look again"},
    "tracked": {"uz": "Endi kuzatiladi", "ru": "Теперь отслеживается", "en": "Tracked from now on"},
    "untracked": {"uz": "Endi kuzatilmaydi", "ru": "Больше не отслеживается", "en": "No longer tracked"},
    "looking": {
        "uz": "№ {id} mahsulot hali koʻrilmagan. Navbatga qoʻyildi, bir necha daqiqadan keyin “Yangilash”ni bosing.",
        "ru": "Товар № {id} мы ещё не видели. Он поставлен в очередь на просмотр, нажмите «Обновить» через пару минут.",
        "en": "Product № {id} has not been seen yet. A look is on its way: press “Look again” in a few minutes.",
    },
    "unknown_product": {
        "uz": "№ {id} mahsulot hali koʻrilmagan. Uni koʻrishimiz uchun bu chatni hisobingizga ulang: /account",
        "ru": "Товар № {id} мы ещё не видели. Чтобы мы на него посмотрели, привяжите этот чат к учётной записи: /account",
        "en": "Product № {id} has not been seen yet. To have it looked at, link this chat to your account: /account",
    },
    "shop_unknown": {
        "uz": "“{slug}” doʻkoni hali koʻrilmagan. Uning hamma mahsulotini kuzatish uchun havolani sahifada qoʻshing.",
        "ru": "Магазин «{slug}» мы ещё не видели. Чтобы отслеживать все его товары, добавьте ссылку на странице.",
        "en": "The shop “{slug}” has not been seen yet. To track all of its goods, add the link on the page.",
    },
    "shop_products": {"uz": "Mahsulotlar: {n}", "ru": "Товаров: {n}", "en": "Products: {n}"},
    "shop_units": {"uz": "7 kun, dona", "ru": "7 дней, шт.", "en": "7 days, units"},
    "shop_rating": {"uz": "Baho: {n}", "ru": "Оценка: {n}", "en": "Rating: {n}"},
    "no_such_link": {
        "uz": "Bu havola mahsulotga ham, doʻkonga ham olib bormaydi. Mahsulot sahifasining manzilini yuboring.",
        "ru": "Эта ссылка не ведёт ни к товару, ни к магазину. Пришлите адрес страницы товара.",
        "en": "This link leads to no product and no shop. Send the address of a product's page.",
    },
    "drawing": {
        "uz": "Grafik chizilyapti…",
        "ru": "Рисуем график…",
        "en": "Drawing the chart…",
    },
    "chart_under": {
        "uz": "<b>{title}</b>: 28 kunlik sotuv, xira tasma — oraliq",
        "ru": "<b>{title}</b>: продажи за 28 дней, бледная полоса — диапазон",
        "en": "<b>{title}</b>: sales of 28 days, the pale band is the range",
    },
    "chart_late": {
        "uz": "Grafik hali tayyor emas. Bir daqiqadan keyin yana bosing.",
        "ru": "График ещё не готов. Нажмите ещё раз через минуту.",
        "en": "The chart is not ready yet. Press again in a minute.",
    },
    "in_bot": {"uz": "Botda ochish", "ru": "Открыть в боте", "en": "Open in the bot"},
}
