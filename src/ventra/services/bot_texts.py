"""What the bot says. Marks are Telegram's HTML; facts come escaped."""

from __future__ import annotations

LANGUAGE_NAMES = {"uz": "Oʻzbekcha", "uz-Cyrl": "Ўзбекча", "ru": "Русский", "en": "English"}

BOT_TEXTS: dict[str, dict[str, str]] = {
    "bot.start": {
        "uz": (
            "<b>VENTRA</b> Uzum Market mahsulotlarini kuzatadi va koʻrganlaridan kunlik sotuvni hisoblaydi.\n\n"
            "Har bir son oʻz oraligʻi bilan beriladi: haqiqiy qiymat oʻnta holatdan sakkiztasida ana shu oraliqda "
            "boʻladi. Son qanday topilgani ham yoziladi. Hech kim qaramagan kun nol deb emas, boʻsh joy deb koʻrsatiladi."
        ),
        "ru": (
            "<b>VENTRA</b> наблюдает за товарами на Uzum Market и по увиденному считает продажи за день.\n\n"
            "Рядом с каждым числом стоит диапазон: в восьми случаях из десяти истинное значение лежит внутри него. "
            "Сказано и то, как число получено. День, когда никто не смотрел, показан как пропуск, а не как ноль."
        ),
        "en": (
            "<b>VENTRA</b> watches products on Uzum Market and works out daily sales from what it sees.\n\n"
            "Every number comes with a range: eight times out of ten the true value lies inside it. It also says how "
            "the number was found. A day nobody looked is shown as a gap, never as zero."
        ),
    },
    "bot.page": {
        "uz": "Sotuvlar, narxlar va qoldiqlar mana bu sahifada: {web_url}",
        "ru": "Продажи, цены и остатки — на странице: {web_url}",
        "en": "Sales, prices and stock are on the page: {web_url}",
    },
    "bot.no_page": {
        "uz": "Sahifaning manzili hali maʼlum emas: uni VENTRAni ishga tushirgan kishi beradi.",
        "ru": "Адрес страницы пока не известен: его даёт тот, кто запустил VENTRA.",
        "en": "The page has no known address yet: whoever runs this VENTRA gives it.",
    },
    "bot.commands": {
        "uz": "/help — bu bot nima qila oladi\n/language — tilni tanlash",
        "ru": "/help — что умеет этот бот\n/language — выбрать язык",
        "en": "/help — what this bot can do\n/language — choose the language",
    },
    "bot.help": {
        "uz": (
            "Bu bot VENTRA sahifasining manzilini aytadi va siz tanlagan tilda gapiradi.\n\n"
            "Sahifada hozir nima sotilayotgani, har bir mahsulotning kunlik sotuvi oraligʻi bilan, narxi, qoldigʻi va "
            "variantlari koʻrinadi. Har bir son qayerdan olingani va yigʻilgan maʼlumot qanchalik toʻliqligi ham oʻsha yerda."
        ),
        "ru": (
            "Этот бот даёт адрес страницы VENTRA и говорит на выбранном вами языке.\n\n"
            "На странице видно, что продаётся сейчас, а для каждого товара — продажи по дням с диапазоном, цена, остаток "
            "и варианты. Там же сказано, откуда взято каждое число и насколько полны собранные данные."
        ),
        "en": (
            "This bot tells the address of VENTRA's page, and speaks the language you choose.\n\n"
            "The page shows what sells now and, for every product, daily sales with their range, price, stock and "
            "variants. It also says where each number comes from and how complete the collected data is."
        ),
    },
    "bot.unknown": {
        "uz": "Bu bot faqat buyruqlarni tushunadi. Nima qila olishini /help aytadi.",
        "ru": "Этот бот понимает только команды. Что он умеет, скажет /help.",
        "en": "This bot understands commands only. /help says what it can do.",
    },
    "bot.ask_language": {
        "uz": "Tilni tanlang.",
        "ru": "Выберите язык.",
        "en": "Choose a language.",
    },
    "bot.language_chosen": {
        "uz": "Endi oʻzbek tilida gaplashamiz. Buyruqlar: /help",
        "ru": "Теперь говорим по-русски. Команды: /help",
        "en": "From now on we speak English. Commands: /help",
    },
    "bot.command.start": {"uz": "Boshlash", "ru": "Начать", "en": "Begin"},
    "bot.command.help": {"uz": "Bot nima qila oladi", "ru": "Что умеет бот", "en": "What the bot can do"},
    "bot.command.language": {"uz": "Tilni tanlash", "ru": "Выбрать язык", "en": "Choose the language"},
}
