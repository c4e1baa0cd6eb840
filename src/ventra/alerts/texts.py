"""What messages of alerts say, in four languages: a line for each kind of condition, and what stands around it."""

from __future__ import annotations

from ventra.alerts.night_texts import NIGHT_TEXTS

KIND_TEXTS: dict[str, dict[str, str]] = {
    "price_down": {
        "uz": "📉 Narx {value} tushdi: {before} → {after} ({stretch})",
        "ru": "📉 Цена снизилась на {value}: {before} → {after} ({stretch})",
        "en": "📉 Price fell by {value}: {before} → {after} ({stretch})",
    },
    "price_up": {
        "uz": "📈 Narx {value} oshdi: {before} → {after} ({stretch})",
        "ru": "📈 Цена выросла на {value}: {before} → {after} ({stretch})",
        "en": "📈 Price rose by {value}: {before} → {after} ({stretch})",
    },
    "price_moved": {
        "uz": "💱 Narx {value} oʻzgardi: {before} → {after} ({stretch})",
        "ru": "💱 Цена изменилась на {value}: {before} → {after} ({stretch})",
        "en": "💱 Price moved by {value}: {before} → {after} ({stretch})",
    },
    "price_below": {
        "uz": "📉 Narx {value}, chegara: {limit}",
        "ru": "📉 Цена {value}, порог: {limit}",
        "en": "📉 Price is {value}, your limit: {limit}",
    },
    "price_above": {
        "uz": "📈 Narx {value}, chegara: {limit}",
        "ru": "📈 Цена {value}, порог: {limit}",
        "en": "📈 Price is {value}, your limit: {limit}",
    },
    "below_mine": {
        "uz": "⚔️ Sizning narxingizdan {value} arzon: {after}, sizda {before}",
        "ru": "⚔️ Дешевле вашей цены на {value}: {after}, у вас {before}",
        "en": "⚔️ {value} below your price: {after}, yours is {before}",
    },
    "stock_low": {
        "uz": "📦 Qoldiq kam: {value}",
        "ru": "📦 Остаток мал: {value}",
        "en": "📦 Stock is low: {value}",
    },
    "stock_out": {
        "uz": "⛔️ Qoldiq tugadi",
        "ru": "⛔️ Товар закончился",
        "en": "⛔️ Out of stock",
    },
    "stock_back": {
        "uz": "✅ Yana sotuvda: {after}",
        "ru": "✅ Снова в наличии: {after}",
        "en": "✅ Back in stock: {after}",
    },
    "days_left": {
        "uz": "⏳ Qoldiq {value} ga yetadi{range}{by}",
        "ru": "⏳ Остатка хватит на {value}{range}{by}",
        "en": "⏳ Stock lasts {value}{range}{by}",
    },
    "sales_spike": {
        "uz": "🚀 Kecha {value} sotildi{range}, odatda {usual}",
        "ru": "🚀 Вчера продано {value}{range}, обычно {usual}",
        "en": "🚀 {value} sold yesterday{range}, usually {usual}",
    },
    "sales_drop": {
        "uz": "🔻 Kecha bor-yoʻgʻi {value} sotildi{range}, odatda {usual}",
        "ru": "🔻 Вчера продано всего {value}{range}, обычно {usual}",
        "en": "🔻 Only {value} sold yesterday{range}, usually {usual}",
    },
    "sales_day": {
        "uz": "🛒 Kecha {value} sotildi{range}, chegara: {limit}",
        "ru": "🛒 Вчера продано {value}{range}, порог: {limit}",
        "en": "🛒 {value} sold yesterday{range}, your limit: {limit}",
    },
    "growth_up": {
        "uz": "📈 Haftalik sotuv {value} oʻsdi{range}",
        "ru": "📈 Продажи за неделю выросли на {value}{range}",
        "en": "📈 Weekly sales grew by {value}{range}",
    },
    "growth_down": {
        "uz": "📉 Haftalik sotuv {value} kamaydi{range}",
        "ru": "📉 Продажи за неделю упали на {value}{range}",
        "en": "📉 Weekly sales fell by {value}{range}",
    },
    "reviews_new": {
        "uz": "💬 Yangi sharhlar: {value} ({stretch}), jami {after}",
        "ru": "💬 Новых отзывов: {value} ({stretch}), всего {after}",
        "en": "💬 New reviews: {value} ({stretch}), {after} in all",
    },
    "bad_reviews": {
        "uz": "👎 Yangi yomon baholar: kamida {value} ({stretch})",
        "ru": "👎 Новых плохих оценок: не меньше {value} ({stretch})",
        "en": "👎 New bad reviews: {value} at least ({stretch})",
    },
    "rating_down": {
        "uz": "⭐️ Reyting {value} tushdi: {before} → {after} ({stretch})",
        "ru": "⭐️ Рейтинг упал на {value}: {before} → {after} ({stretch})",
        "en": "⭐️ Rating fell by {value}: {before} → {after} ({stretch})",
    },
    "rating_below": {
        "uz": "⭐️ Reyting {value}, chegara: {limit}",
        "ru": "⭐️ Рейтинг {value}, порог: {limit}",
        "en": "⭐️ Rating is {value}, your limit: {limit}",
    },
    "photo_changed": {
        "uz": "🖼 Surati almashtirildi",
        "ru": "🖼 Фото изменено",
        "en": "🖼 The photo was changed",
    },
    "title_changed": {
        "uz": "✏️ Nomi oʻzgardi: {text_before} → {text_after}",
        "ru": "✏️ Название изменено: {text_before} → {text_after}",
        "en": "✏️ The title was changed: {text_before} → {text_after}",
    },
    "gone": {
        "uz": "🚫 Sotuvdan olindi",
        "ru": "🚫 Снят с продажи",
        "en": "🚫 Taken off the market",
    },
    "new_products": {
        "uz": "🆕 Yangi mahsulotlar: {value}",
        "ru": "🆕 Новых товаров: {value}",
        "en": "🆕 New products: {value}",
    },
    "new_sellers": {
        "uz": "🆕 Yangi sotuvchilar: {value}",
        "ru": "🆕 Новых продавцов: {value}",
        "en": "🆕 New sellers: {value}",
    },
    "stale": {
        "uz": "🕰 {value} dan beri yangi maʼlumot yoʻq",
        "ru": "🕰 Нет новых данных уже {value}",
        "en": "🕰 No fresh data for {value}",
    },
} | NIGHT_TEXTS
"""One for each row of `core/rule_kinds.py`; a test holds both together."""

UNIT_TEXTS: dict[str, dict[str, str]] = {
    "percent": {"uz": "{number}\u00a0%", "ru": "{number}\u00a0%", "en": "{number}%"},
    "units": {"uz": "{number}\u00a0dona", "ru": "{number}\u00a0шт.", "en": "{number}\u00a0pcs"},
    "days": {"uz": "{number}\u00a0kun", "ru": "{number}\u00a0дн.", "en": "{number}\u00a0days"},
    "hours": {"uz": "{number}\u00a0soat", "ru": "{number}\u00a0ч", "en": "{number}\u00a0h"},
    "times": {"uz": "{number}\u00a0×", "ru": "{number}\u00a0×", "en": "{number}\u00a0×"},
}
"""Units that have words; all others are told as their number alone."""

MESSAGE_TEXTS: dict[str, dict[str, str]] = {
    "stretch.1": {"uz": "bir kunda", "ru": "за сутки", "en": "within a day"},
    "stretch.7": {"uz": "7 kunda", "ru": "за 7 дней", "en": "within 7 days"},
    "by.forecast": {"uz": ", prognoz boʻyicha", "ru": ", по прогнозу", "en": ", by the forecast"},
    "by.average": {
        "uz": ", oʻrtacha sotuv boʻyicha",
        "ru": ", по средним продажам",
        "en": ", by average sales",
    },
    "by.pace": {
        "uz": ", 7 kunlik sotuv boʻyicha",
        "ru": ", по продажам за 7 дней",
        "en": ", by the last 7 days",
    },
    "range": {"uz": " ({low}–{high})", "ru": " ({low}–{high})", "en": " ({low}–{high})"},
    "now.price": {"uz": "Narx {price}", "ru": "Цена {price}", "en": "Price {price}"},
    "now.stock": {"uz": "qoldiq {stock}", "ru": "остаток {stock}", "en": "stock {stock}"},
    "now.units": {
        "uz": "7 kunda {units} sotildi{range}",
        "ru": "за 7 дней продано {units}{range}",
        "en": "{units} sold in 7 days{range}",
    },
    "age.now": {"uz": "hozir koʻrildi", "ru": "данные свежие", "en": "seen just now"},
    "age.minutes": {
        "uz": "{count} daqiqa oldin koʻrildi",
        "ru": "данные {count} мин назад",
        "en": "seen {count} min ago",
    },
    "age.hours": {
        "uz": "{count} soat oldin koʻrildi",
        "ru": "данные {count} ч назад",
        "en": "seen {count} h ago",
    },
    "age.days": {
        "uz": "{count} kun oldin koʻrildi",
        "ru": "данные {count} дн. назад",
        "en": "seen {count} days ago",
    },
    "worse": {"uz": "Kuchaydi", "ru": "Усилилось", "en": "Got worse"},
    "over": {"uz": "Hozir oʻtib ketgan", "ru": "Сейчас уже прошло", "en": "Over by now"},
    "open": {"uz": "Ochish", "ru": "Открыть", "en": "Open"},
    "rule": {"uz": "Qoida: {name}", "ru": "Правило: {name}", "en": "Rule: {name}"},
    "untitled": {"uz": "№ {number}", "ru": "№ {number}", "en": "No. {number}"},
    "why": {"uz": "Nega?", "ru": "Почему?", "en": "Why?"},
    "snooze": {"uz": "1 kun jim", "ru": "Пауза 1 день", "en": "Snooze a day"},
    "limit": {"uz": "Chegara", "ru": "Порог", "en": "Threshold"},
    "stop": {"uz": "Toʻxtatish", "ru": "Отключить", "en": "Stop"},
    "bundle": {
        "uz": "🔔 Yangi xabarlar: {count}",
        "ru": "🔔 Новых событий: {count}",
        "en": "🔔 New alerts: {count}",
    },
    "bundle.more": {"uz": "va yana {count} ta", "ru": "и ещё {count}", "en": "and {count} more"},
    "bundle.all": {"uz": "Hammasi", "ru": "Все события", "en": "All alerts"},
    "settings": {
        "uz": "Xabarlarni sozlash: {url}",
        "ru": "Настроить уведомления: {url}",
        "en": "Change what you are told: {url}",
    },
    "test": {
        "uz": "✅ VENTRA xabarlari shu yerga keladi.",
        "ru": "✅ Уведомления VENTRA будут приходить сюда.",
        "en": "✅ VENTRA's alerts will come here.",
    },
    "test.subject": {"uz": "VENTRA: sinov xabari", "ru": "VENTRA: проверка", "en": "VENTRA: a test"},
    "day": {"uz": "☀️ Kun boshi, {day}", "ru": "☀️ Утренняя сводка, {day}", "en": "☀️ Morning digest, {day}"},
    "week": {"uz": "🗓 Hafta yakuni, {day}", "ru": "🗓 Итоги недели, {day}", "en": "🗓 The week, {day}"},
    "digest.tracked": {
        "uz": "Kuzatuvda: {count}. Yangi xabarlar: {alerts}.",
        "ru": "Отслеживается: {count}. Новых событий: {alerts}.",
        "en": "Tracked: {count}. New alerts: {alerts}.",
    },
    "digest.sold": {
        "uz": "Kecha eng koʻp sotilgan",
        "ru": "Больше всего продано вчера",
        "en": "Sold most yesterday",
    },
    "digest.sold_7": {
        "uz": "Hafta davomida eng koʻp sotilgan",
        "ru": "Больше всего продано за неделю",
        "en": "Sold most this week",
    },
    "digest.gainers": {"uz": "Oʻsganlar", "ru": "Растут", "en": "Gainers"},
    "digest.losers": {"uz": "Pasayganlar", "ru": "Падают", "en": "Losers"},
    "digest.low": {"uz": "Qoldigʻi oz qolganlar", "ru": "Заканчивается остаток", "en": "Running low"},
    "digest.nothing": {
        "uz": "Aytadigan oʻzgarish yoʻq.",
        "ru": "Заметных изменений нет.",
        "en": "Nothing worth telling has changed.",
    },
    "digest.days": {
        "uz": "{days} ga yetadi{by}, qoldiq {stock}",
        "ru": "хватит на {days}{by}, остаток {stock}",
        "en": "lasts {days}{by}, stock {stock}",
    },
    "digest.out": {"uz": "tugagan", "ru": "нет в наличии", "en": "out of stock"},
}
