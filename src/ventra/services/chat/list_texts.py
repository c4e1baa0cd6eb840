"""What stands over the bot's lists, and what is said where there is nothing to list."""

from __future__ import annotations

LIST_TEXTS: dict[str, dict[str, str]] = {
    "top.title": {
        "uz": "<b>Eng koʻp sotilayotganlar</b>",
        "ru": "<b>Больше всего продают</b>",
        "en": "<b>Selling most</b>",
    },
    "top.empty": {
        "uz": "Hali hisoblangan sotuv yoʻq. Birinchi kun yopilgach, roʻyxat shu yerda paydo boʻladi.",
        "ru": "Подсчитанных продаж пока нет. Список появится, когда закроется первый день.",
        "en": "No sales are worked out yet. The list is here once the first day has closed.",
    },
    "rising.title": {
        "uz": "<b>Aniq oʻsayotganlar</b>",
        "ru": "<b>Уверенно растут</b>",
        "en": "<b>Surely growing</b>",
    },
    "rising.empty": {
        "uz": "Hozir aniq oʻsayotgan mahsulot yoʻq: oʻsish ikki hafta kuzatilgach bilinadi. Hozircha /top ni koʻring.",
        "ru": "Уверенно растущих товаров сейчас нет: рост виден после двух недель наблюдений. Пока посмотрите /top.",
        "en": "Nothing surely grows right now: growth shows after two weeks of looking. See /top meanwhile.",
    },
    "find.title": {
        "uz": "<b>“{query}” boʻyicha</b>",
        "ru": "<b>По запросу «{query}»</b>",
        "en": "<b>Found for “{query}”</b>",
    },
    "find.empty": {
        "uz": "“{query}” boʻyicha hech narsa topilmadi. Kamroq soʻz yozing yoki mahsulot havolasini yuboring.",
        "ru": "По запросу «{query}» ничего не нашлось. Напишите меньше слов или пришлите ссылку на товар.",
        "en": "Nothing is found for “{query}”. Write fewer words, or send the product's link.",
    },
    "find.how": {
        "uz": "Nimani qidirishni ham yozing, masalan: <code>/find choynak</code>",
        "ru": "Напишите, что искать, например: <code>/find чайник</code>",
        "en": "Say what to look for, such as: <code>/find teapot</code>",
    },
    "today.title": {
        "uz": "<b>Bugun kuzatuvingizda</b>",
        "ru": "<b>Сегодня по вашим товарам</b>",
        "en": "<b>Today in what you track</b>",
    },
    "today.empty": {
        "uz": "Hali hech narsa kuzatilmayapti. Mahsulot havolasini shu yerga yuboring va “Kuzatish”ni bosing.",
        "ru": "Вы пока ничего не отслеживаете. Пришлите сюда ссылку на товар и нажмите «Отслеживать».",
        "en": "Nothing is tracked yet. Send a product's link here and press “Track”.",
    },
    "rivals.title": {"uz": "<b>Raqiblar</b>", "ru": "<b>Конкуренты</b>", "en": "<b>Rivals</b>"},
    "rivals.empty": {
        "uz": "Raqib deb belgilangan mahsulot yoʻq. Sahifadagi kuzatuv roʻyxatida mahsulotni “raqib” deb belgilang.",
        "ru": "Ни один товар не отмечен как товар конкурента. Отметьте его на странице, в списке отслеживания.",
        "en": "No product is marked as a rival's. Mark one in the watchlist on the page.",
    },
    "stock.title": {
        "uz": "<b>Qoldiq: avval tugaydiganlar</b>",
        "ru": "<b>Остатки: что кончится раньше</b>",
        "en": "<b>Stock: what runs out first</b>",
    },
    "stock.empty": {
        "uz": "Qoldigʻi maʼlum mahsulot yoʻq. Mahsulot havolasini shu yerga yuboring va “Kuzatish”ni bosing.",
        "ru": "Товаров с известным остатком нет. Пришлите сюда ссылку на товар и нажмите «Отслеживать».",
        "en": "There is no product of known stock. Send a product's link here and press “Track”.",
    },
    "all": {"uz": "Hammasi", "ru": "Все", "en": "All"},
}
