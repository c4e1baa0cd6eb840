"""What the method page of a report says."""

from __future__ import annotations

METHOD_TEXTS: dict[str, dict[str, str]] = {
    "title": {
        "uz": "Raqamlar qanday topilgan",
        "ru": "Откуда эти числа",
        "en": "How these numbers come about",
    },
    "seen": {
        "uz": (
            "VENTRA Uzum Market vitrinasini muntazam koʻrib boradi: buyurtmalar hisoblagichi, zaxira, narx va sharhlar. Ikki "
            "koʻrish orasidagi oʻzgarishdan har bir kunning sotuvi hisoblanadi. Xaridorlar haqida hech narsa yigʻilmaydi."
        ),
        "ru": (
            "VENTRA регулярно смотрит витрину Uzum Market: счётчик заказов, остаток, цены и отзывы. Из изменений между "
            "просмотрами считаются продажи каждого дня. О покупателях не собирается ничего."
        ),
        "en": (
            "VENTRA looks at the shelf of Uzum Market regularly: order counter, stock, prices and reviews. From what changed "
            "between two looks the sales of each day are worked out. Nothing is collected about buyers."
        ),
    },
    "interval.title": {"uz": "Oraliq", "ru": "Интервал", "en": "The interval"},
    "interval": {
        "uz": (
            "Qavsdagi oraliq haqiqiy sonni 80 % ehtimol bilan oʻz ichiga oladi; beshta oraliqdan bittasi adashishi kutiladi. Bir "
            "necha mahsulotning yigʻindisida xatolar mustaqil deb olinadi."
        ),
        "ru": (
            "Интервал в скобках содержит истинное число с вероятностью 80 %; один из пяти, как и ожидается, промахнётся. В сумме "
            "по многим товарам ошибки считаются независимыми."
        ),
        "en": (
            "The range in brackets holds the true number with 80 % probability: one in five is expected to miss it. "
            "In a sum over many products their errors are taken to be independent."
        ),
    },
    "basis.title": {"uz": "Asos", "ru": "Основа", "en": "The basis"},
    "windows.title": {"uz": "Kunlar", "ru": "Дни", "en": "Days"},
    "windows": {
        "uz": (
            "Kun Toshkent vaqti boʻyicha. «7 kun» va «28 kun» — oxirgi yopilgan kunlar; bugun kirmaydi. Nomaʼlum kunlar maʼlum "
            "kunlarning oʻrtachasi bilan olinadi; 7 kundan 5 tasi (28 dan 20 tasi) maʼlum boʻlmasa, son berilmaydi."
        ),
        "ru": (
            "День — по Ташкенту. «7 дней» и «28 дней» — последние закрытые дни, сегодняшний не входит. Неизвестные дни считаются "
            "по среднему известных; если известно меньше 5 из 7 (20 из 28) дней, числа нет."
        ),
        "en": (
            "A day is one in Tashkent. “7 days” and “28 days” are the last closed days; today is not among them. Days that "
            "are not known count at the mean of those that are; with fewer than 5 of 7 (20 of 28) known there is no number."
        ),
    },
    "unknown.title": {"uz": "Maʼlumot yoʻq joylar", "ru": "Где данных нет", "en": "Where there is no data"},
    "unknown": {
        "uz": "«—» va shtrix «nomaʼlum» degani, nol emas. Bu hisobotda:",
        "ru": "«—» и штриховка означают «неизвестно», а не ноль. В этом отчёте:",
        "en": "“—” and hatching mean not known, which is never zero. In this report:",
    },
    "unknown.products": {
        "uz": "{days} kunlik soni yoʻq mahsulotlar: {n} / {of} ({share} %)",
        "ru": "товаров без числа за {days} дней: {n} из {of} ({share} %)",
        "en": "products without a number for {days} days: {n} of {of} ({share} %)",
    },
    "unknown.days": {
        "uz": "chizmada soni yoʻq kunlar: {n} / {of}",
        "ru": "дней без числа на графике: {n} из {of}",
        "en": "days without a number in the drawing: {n} of {of}",
    },
    "unknown.known_days": {
        "uz": "davrdagi maʼlum kunlar, oʻrtacha: {known} / {days}",
        "ru": "известных дней в среднем: {known} из {days}",
        "en": "days known on average: {known} of {days}",
    },
    "growth.title": {"uz": "Oʻsish va ulush", "ru": "Рост и доля", "en": "Growth and share"},
    "growth": {
        "uz": (
            "Oʻsish — oxirgi 7 yopilgan kun oldingi 7 kunga nisbatan, ikkala haftada ham koʻrilgan kunlar boʻyicha. Oraliq nolni "
            "oʻz ichiga olsa, xulosa aytilmaydi. Ulush — egasi maʼlum tushum ichida."
        ),
        "ru": (
            "Рост — последние 7 закрытых дней к 7 предыдущим, по дням, известным в обе недели. Если интервал содержит ноль, "
            "вывода нет. Доля — в выручке, чей владелец известен."
        ),
        "en": (
            "Growth is the last 7 closed days against the 7 before, on days observed in both. Where the interval holds zero "
            "there is no verdict. Shares are of the revenue whose owner is known."
        ),
    },
    "accuracy.title": {"uz": "Oʻlchangan xato", "ru": "Измеренная ошибка", "en": "Measured error"},
    "accuracy.none": {
        "uz": "Bu oʻrnatmada xato hali oʻlchanmagan.",
        "ru": "На этой установке ошибка ещё не измерялась.",
        "en": "The error has not been measured on this installation yet.",
    },
    "accuracy.note": {
        "uz": "WAPE — |baho − haqiqat| yigʻindisining haqiqat yigʻindisiga nisbati. Qamrov 80 % ga yaqin boʻlishi kerak.",
        "ru": "WAPE — сумма |оценка − истина| к сумме истины. Охват должен быть около 80 %.",
        "en": "WAPE is the sum of |estimate − truth| over the sum of the truth. Coverage ought to be near 80 %.",
    },
    "accuracy.source": {"uz": "Haqiqat manbai", "ru": "Источник истины", "en": "Whose truth"},
    "accuracy.span": {"uz": "Davr", "ru": "Период", "en": "Window"},
    "accuracy.rows": {"uz": "Qatorlar", "ru": "Строк", "en": "Rows"},
    "accuracy.wape": {"uz": "WAPE", "ru": "WAPE", "en": "WAPE"},
    "accuracy.bias": {"uz": "Ogʻish", "ru": "Смещение", "en": "Bias"},
    "accuracy.cover": {"uz": "Qamrov", "ru": "Охват", "en": "Coverage"},
    "accuracy.missing": {"uz": "Sonsiz", "ru": "Без числа", "en": "No number"},
    "accuracy.all": {"uz": "1 kun", "ru": "1 день", "en": "1 day"},
    "accuracy.7d": {"uz": "7 kun", "ru": "7 дней", "en": "7 days"},
    "accuracy.28d": {"uz": "28 kun", "ru": "28 дней", "en": "28 days"},
    "source.simulator": {"uz": "simulyator", "ru": "симулятор", "en": "simulator"},
    "source.file": {"uz": "fayl", "ru": "файл", "en": "file"},
    "source.shop": {"uz": "doʻkon", "ru": "магазин", "en": "shop"},
    "live": {"uz": "Yangi raqamlar:", "ru": "Свежие числа:", "en": "Fresh numbers:"},
}
