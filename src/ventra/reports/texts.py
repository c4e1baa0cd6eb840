"""What a report card says; its words are the page's own."""

from __future__ import annotations

from ventra.core.basis import NAMES
from ventra.exports.texts import TABLE_TEXTS

CARD_TEXTS: dict[str, dict[str, str]] = {
    "card.name": {"uz": "Mahsulot hisoboti", "ru": "Отчёт о товаре", "en": "Product report"},
    "card.simulated": TABLE_TEXTS["about.simulated"],
    "card.untitled": {"uz": "№ {id} mahsulot", "ru": "Товар № {id}", "en": "Product № {id}"},
    "card.shop": {"uz": "Doʻkon: {name}", "ru": "Магазин: {name}", "en": "Shop: {name}"},
    "card.gone": {
        "uz": "Bu mahsulot sotuvdan olingan.",
        "ru": "Этот товар снят с продажи.",
        "en": "This product is no longer listed.",
    },
    "card.price": {"uz": "Narx", "ru": "Цена", "en": "Price"},
    "card.rating": {"uz": "Baho", "ru": "Оценка", "en": "Rating"},
    "card.reviews": {"uz": "Sharhlar", "ru": "Отзывы", "en": "Reviews"},
    "card.orders": {"uz": "Jami buyurtma", "ru": "Всего заказов", "en": "Orders, lifetime"},
    "card.stock": {"uz": "Zaxira", "ru": "Остаток", "en": "Stock"},
    "card.sold_out": {"uz": "tugagan", "ru": "нет в наличии", "en": "sold out"},
    "card.unknown": {"uz": "nomaʼlum", "ru": "неизвестно", "en": "unknown"},
    "card.days_1": {"uz": "Oxirgi kun, dona", "ru": "Последний день, шт.", "en": "Last day, units"},
    "card.days_7": {"uz": "7 kun, dona", "ru": "7 дней, шт.", "en": "7 days, units"},
    "card.days_28": {"uz": "28 kun, dona", "ru": "28 дней, шт.", "en": "28 days, units"},
    "card.a_day": {"uz": "kuniga {n}", "ru": "в день {n}", "en": "{n} a day"},
    "card.known": {
        "uz": "{days} kundan {known} tasi maʼlum",
        "ru": "известно {known} из {days} дней",
        "en": "{known} of {days} days known",
    },
    "card.revenue": {"uz": "Tushum, soʻm", "ru": "Выручка, сум", "en": "Revenue, soʻm"},
    "card.chart": {
        "uz": "Kunlik sotuv, dona: {first} – {last}",
        "ru": "Продажи по дням, шт.: {first} – {last}",
        "en": "Units sold a day: {first} – {last}",
    },
    "card.nobody": {"uz": "hech kim koʻrmagan", "ru": "никто не смотрел", "en": "nobody looked"},
    "card.no_number": {"uz": "maʼlumot yoʻq", "ru": "нет данных", "en": "no data"},
    "card.total": {"uz": "jami {n}", "ru": "всего {n}", "en": "total {n}"},
    "card.reading": {
        "uz": "Raqamlar qanday oʻqiladi",
        "ru": "Как читать эти числа",
        "en": "How to read these numbers",
    },
    "card.reading_text": {
        "uz": (
            "Qavsdagi oraliq 80 % ehtimol bilan haqiqiy son qayerda ekanini bildiradi; chizmada u xira tasma. "
            "«7 kun» — oxirgi 7 ta yopilgan kun. Shtrixlangan joyda son yoʻq: bu nol degani emas."
        ),
        "ru": (
            "Интервал в скобках содержит истинное число с вероятностью 80 %; на графике это бледная полоса. "
            "«7 дней» — последние 7 закрытых дней. Где штриховка, числа нет: это не ноль."
        ),
        "en": (
            "The range in brackets holds the true number with 80 % probability; in the chart it is the pale band. "
            "“7 days” are the last 7 closed days. Hatching means there is no number, which is not zero."
        ),
    },
    **{f"card.basis.{name}": TABLE_TEXTS[f"about.basis.{name}"] for name in NAMES},
    "card.seen": {
        "uz": "Mahsulot oxirgi marta koʻrilgan: {time}.",
        "ru": "Товар увиден последний раз: {time}.",
        "en": "The product was last seen: {time}.",
    },
    "card.never_seen": {
        "uz": "Mahsulot hali koʻrilmagan.",
        "ru": "Товар ещё не видели.",
        "en": "The product has not been seen yet.",
    },
    "card.through": {
        "uz": "Yopilgan kunlar: {day} gacha, Toshkent vaqti.",
        "ru": "Закрытые дни: по {day} включительно, время Ташкента.",
        "en": "Closed days through {day}, Tashkent time.",
    },
    "card.live": {"uz": "Yangi raqamlar:", "ru": "Свежие числа:", "en": "Fresh numbers:"},
}

FAILURE_TEXTS: dict[str, dict[str, str]] = {
    "no_browser": {
        "uz": (
            "Hisobot tuziladigan kompyuterda Chromium yoʻq. Operatorga ayting: uni oʻrnatish yoki {setting} bilan "
            "koʻrsatish kerak."
        ),
        "ru": "Там, где собираются отчёты, нет Chromium. Скажите оператору: установить его или указать в {setting}.",
        "en": "There is no Chromium where reports are made. Tell the operator: install it, or name it in {setting}.",
    },
    "too_slow": {
        "uz": "Hisobot oʻz vaqtida tayyor boʻlmadi. Yana bir bor urinib koʻring.",
        "ru": "Отчёт не собрался вовремя. Попробуйте ещё раз.",
        "en": "The report was not ready in time. Try again.",
    },
    "too_big": {
        "uz": "Hisobot uchun xotira yetmadi. Bu haqda operatorga ayting.",
        "ru": "Отчёту не хватило памяти. Скажите об этом оператору.",
        "en": "The report took more memory than it may. Tell the operator.",
    },
    "failed": {
        "uz": "Hisobotni tuzib boʻlmadi. Yana bir bor urinib koʻring; takrorlansa, operatorga ayting.",
        "ru": "Отчёт собрать не удалось. Попробуйте ещё раз; если повторится, скажите оператору.",
        "en": "The report could not be made. Try again; if it happens again, tell the operator.",
    },
}
