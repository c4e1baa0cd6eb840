"""How each way of forecasting works, in words (the ways themselves: `core/ways.py`)."""

from __future__ import annotations

from ventra.core.texts import Texts

TEXTS: Texts = {
    "forecast.none": {
        "uz": "Oʻrtacha: oʻtmishi bashorat usullarini solishtirish uchun hali qisqa.",
        "ru": "Среднее: прошлого пока мало, чтобы сравнить способы прогноза.",
        "en": "The average: its past is still too short to compare ways of forecasting.",
    },
    "forecast.level": {
        "uz": "Oxirgi kunlar darajasi: yangi kunlar eskisidan koʻproq hisobga olinadi, hafta kunlari ham qoʻshiladi.",
        "ru": "Уровень последних дней: новые дни весят больше старых, дни недели учтены.",
        "en": "The level of the last days: new days count more than old ones, and weekdays are counted in.",
    },
    "forecast.trend": {
        "uz": "Daraja va yoʻnalish: sotuv qayerga ketayotgan boʻlsa, oʻsha tomonga, lekin borgan sari sekinroq davom ettiriladi.",
        "ru": "Уровень и направление: продажи продолжаются туда, куда шли, но всё медленнее.",
        "en": "Level and direction: sales go on where they were going, but ever more slowly.",
    },
    "forecast.weekday": {
        "uz": "Har hafta kuni alohida: dushanbalar dushanbalardan, shanbalar shanbalardan oʻrganiladi.",
        "ru": "Каждый день недели сам по себе: понедельники по понедельникам, субботы по субботам.",
        "en": "Each weekday by itself: Mondays are told from Mondays, Saturdays from Saturdays.",
    },
    "forecast.two_weeks": {
        "uz": "Ikki haftalik takror: har kun ikki hafta oldingi shunday kunlardan bashorat qilinadi.",
        "ru": "Двухнедельный ритм: каждый день прогнозируется по таким же дням через неделю.",
        "en": "A rhythm of two weeks: each day is told from the same days of every other week.",
    },
    "forecast.median": {
        "uz": "Odatdagi shunday kun: shu hafta kunlarining oʻrtadagisi, aksiya va bayramlar uni surib yubormaydi.",
        "ru": "Обычный такой день: середина таких же дней недели, акции и праздники её не сдвигают.",
        "en": "The usual such day: the middle one of the same weekdays, which promotions and feasts do not pull away.",
    },
    "forecast.season": {
        "uz": "Yil fasllari: yilning shu haftasi odatda qancha sotsa, shunga qarab.",
        "ru": "Сезон года: по тому, сколько обычно продаётся в эту неделю года.",
        "en": "The season of the year: by what this week of a year usually sells.",
    },
    "forecast.line": {
        "uz": "Daraja va toʻgʻri chiziqning oʻrtachasi: uzoq yoʻnalishning yarmi hisobga olinadi.",
        "ru": "Среднее уровня и прямой: учитывается половина долгого направления.",
        "en": "The mean of a level and a straight line: half of the long direction counts.",
    },
}
