"""Words around numbers in chats."""

from __future__ import annotations

NUMBER_TEXTS: dict[str, dict[str, str]] = {
    "age.now": {"uz": "hozirgina", "ru": "только что", "en": "just now"},
    "age.minutes": {"uz": "{n} daqiqa oldin", "ru": "{n} мин назад", "en": "{n} min ago"},
    "age.hours": {"uz": "{n} soat oldin", "ru": "{n} ч назад", "en": "{n} h ago"},
    "age.days": {"uz": "{n} kun oldin", "ru": "{n} {word} назад", "en": "{n} d ago"},
    "basis.measured": {"uz": "oʻlchangan", "ru": "измерено", "en": "measured"},
    "basis.inferred": {"uz": "xulosa qilingan", "ru": "выведено", "en": "inferred"},
    "basis.imputed": {"uz": "toʻldirilgan", "ru": "восполнено", "en": "imputed"},
    "price": {"uz": "Narx", "ru": "Цена", "en": "Price"},
    "stock": {"uz": "Qoldiq", "ru": "Остаток", "en": "Stock"},
    "pieces": {"uz": "{n} dona", "ru": "{n} шт.", "en": "{n} units"},
    "sold_out": {"uz": "tugagan", "ru": "нет в наличии", "en": "sold out"},
    "unknown": {"uz": "nomaʼlum", "ru": "неизвестно", "en": "unknown"},
    "days_7": {"uz": "7 kun ({day} gacha)", "ru": "7 дней (по {day})", "en": "7 days (to {day})"},
    "yesterday": {"uz": "Kecha", "ru": "Вчера", "en": "Yesterday"},
    "today": {"uz": "Bugun, {time} gacha", "ru": "Сегодня, до {time}", "en": "Today, to {time}"},
    "growth": {"uz": "Haftalik oʻsish", "ru": "Рост за неделю", "en": "Growth in a week"},
    "seen": {"uz": "Koʻrilgan: {age}", "ru": "Увидено: {age}", "en": "Seen: {age}"},
    "never_seen": {
        "uz": "Hali koʻrilmagan",
        "ru": "Ещё не видели",
        "en": "Not seen yet",
    },
    "gone": {
        "uz": "Bu mahsulot sotuvdan olingan.",
        "ru": "Этот товар снят с продажи.",
        "en": "This product is no longer listed.",
    },
    "shop": {"uz": "Doʻkon: {name}", "ru": "Магазин: {name}", "en": "Shop: {name}"},
    "lasts": {"uz": "{days} kunga yetadi", "ru": "хватит на {days} дн.", "en": "lasts {days} days"},
}
