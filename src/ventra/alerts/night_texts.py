"""What messages say of kinds of condition that go by the outlook's nights, in four languages."""

from __future__ import annotations

NIGHT_TEXTS: dict[str, dict[str, str]] = {
    "growth_28_up": {
        "uz": "📈 28 kunlik sotuv {value} oʻsdi{range}",
        "ru": "📈 Продажи за 28 дней выросли на {value}{range}",
        "en": "📈 28-day sales grew by {value}{range}",
    },
    "growth_28_down": {
        "uz": "📉 28 kunlik sotuv oʻzgarishi: {value}{range}",
        "ru": "📉 Продажи за 28 дней: {value}{range}",
        "en": "📉 28-day sales changed by {value}{range}",
    },
    "rises": {
        "uz": "🚀 Oʻsayotganlar roʻyxatiga kirdi: kamida {value}",
        "ru": "🚀 Вошёл в список растущих: рост не меньше {value}",
        "en": "🚀 Now among what is rising: by {value} at least",
    },
    "falls": {
        "uz": "🔻 Sotuv pasaymoqda: 28 kunda {value}{range}",
        "ru": "🔻 Продажи падают: {value} за 28 дней{range}",
        "en": "🔻 Sales are falling: {value} in 28 days{range}",
    },
    "category_rises": {
        "uz": "🚀 Toifa oʻsayotganlar roʻyxatiga kirdi: kamida {value}",
        "ru": "🚀 Категория вошла в список растущих: рост не меньше {value}",
        "en": "🚀 The category is now among what is rising: by {value} at least",
    },
    "category_falls": {
        "uz": "🔻 Toifada sotuv pasaymoqda: 28 kunda {value}{range}",
        "ru": "🔻 Продажи в категории падают: {value} за 28 дней{range}",
        "en": "🔻 Sales in the category are falling: {value} in 28 days{range}",
    },
    "seller_rises": {
        "uz": "🚀 Doʻkon oʻsayotganlar roʻyxatiga kirdi: kamida {value}",
        "ru": "🚀 Магазин вошёл в список растущих: рост не меньше {value}",
        "en": "🚀 The shop is now among what is rising: by {value} at least",
    },
    "seller_falls": {
        "uz": "🔻 Doʻkon sotuvi pasaymoqda: 28 kunda {value}{range}",
        "ru": "🔻 Продажи магазина падают: {value} за 28 дней{range}",
        "en": "🔻 The shop's sales are falling: {value} in 28 days{range}",
    },
    "newcomer": {
        "uz": "🆕 Yangi mahsulot kuniga {value} sotilmoqda{range}",
        "ru": "🆕 Новинка продаётся по {value} в день{range}",
        "en": "🆕 A newcomer sells {value} a day{range}",
    },
    "rank_in": {
        "uz": "🏆 Toifada {value}-oʻrin{range}, jami: {among}",
        "ru": "🏆 Место в категории: {value}{range} из {among}",
        "en": "🏆 Rank in its category: {value}{range} of {among}",
    },
    "rank_out": {
        "uz": "🔻 Toifada endi {value}-oʻrin{range}, chegara: {limit}",
        "ru": "🔻 Место в категории теперь {value}{range}, порог: {limit}",
        "en": "🔻 Rank in its category is now {value}{range}, your limit: {limit}",
    },
    "rank_up": {
        "uz": "⬆️ Toifadagi oʻrni: {before} → {after} ({stretch})",
        "ru": "⬆️ Место в категории: {before} → {after} ({stretch})",
        "en": "⬆️ Rank in its category: {before} → {after} ({stretch})",
    },
    "rank_down": {
        "uz": "⬇️ Toifadagi oʻrni: {before} → {after} ({stretch})",
        "ru": "⬇️ Место в категории: {before} → {after} ({stretch})",
        "en": "⬇️ Rank in its category: {before} → {after} ({stretch})",
    },
    "score_above": {
        "uz": "🎯 Ball {value}{range}, chegara: {limit}",
        "ru": "🎯 Оценка {value}{range}, порог: {limit}",
        "en": "🎯 Score is {value}{range}, your limit: {limit}",
    },
    "score_up": {
        "uz": "🎯 Ball oshdi: {before} → {after} ({stretch})",
        "ru": "🎯 Оценка выросла: {before} → {after} ({stretch})",
        "en": "🎯 Score rose: {before} → {after} ({stretch})",
    },
    "score_down": {
        "uz": "🎯 Ball tushdi: {before} → {after} ({stretch})",
        "ru": "🎯 Оценка упала: {before} → {after} ({stretch})",
        "en": "🎯 Score fell: {before} → {after} ({stretch})",
    },
    "runs_out": {
        "uz": "⏳ Katta ehtimol bilan {value} ichida tugaydi{range}{by}",
        "ru": "⏳ Скорее всего закончится за {value}{range}{by}",
        "en": "⏳ Likely to be gone within {value}{range}{by}",
    },
    "may_run_out": {
        "uz": "⏳ {value} ichida tugab qolishi mumkin{range}{by}",
        "ru": "⏳ Может закончиться уже за {value}{range}{by}",
        "en": "⏳ May be gone within {value}{range}{by}",
    },
}
