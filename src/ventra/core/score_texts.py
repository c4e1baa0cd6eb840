"""The score in words: what its parts are called, what each measures and why it weighs what it does, and why there is none."""

from __future__ import annotations

from ventra.core.texts import Texts

TEXTS: Texts = {
    "score.velocity": {
        "uz": "Sotuv tezligi",
        "ru": "Скорость продаж",
        "en": "Velocity",
    },
    "score.velocity.why": {
        "uz": "28 yopilgan kun ichida kuniga necha dona sotilgan. Eng katta vazn: sotuv talabning eng ishonchli belgisi.",
        "ru": "Сколько штук в день продано за 28 закрытых дней. Самый большой вес: продажи – самый надёжный признак спроса.",
        "en": "Units a day over 28 closed days. It weighs most: sales are the surest sign of demand.",
    },
    "score.growth": {
        "uz": "Oʻsish",
        "ru": "Рост",
        "en": "Growth",
    },
    "score.growth.why": {
        "uz": "Oxirgi 7 yopilgan kun oldingi 7 kunga nisbatan. Talab qayerga borayotganini aytadi, lekin haftada tasodif koʻp.",
        "ru": "Последние 7 закрытых дней против 7 предыдущих. Говорит, куда идёт спрос, но в одной неделе много случайного.",
        "en": "The last 7 closed days against the 7 before. It says where demand is going, but a week holds much chance.",
    },
    "score.revenue": {
        "uz": "Tushum",
        "ru": "Выручка",
        "en": "Revenue",
    },
    "score.revenue.why": {
        "uz": "28 yopilgan kun tushumi, soʻm. Tezlik bilan birga yuradi, shuning uchun vazni undan kichik.",
        "ru": "Выручка за 28 закрытых дней, сум. Идёт вместе со скоростью, поэтому весит меньше неё.",
        "en": "Revenue of 28 closed days, soʻm. It goes with velocity and so weighs less than it.",
    },
    "score.concentration": {
        "uz": "Raqiblar toʻplanishi",
        "ru": "Концентрация конкурентов",
        "en": "Concentration of rivals",
    },
    "score.concentration.why": {
        "uz": "Turkumdagi boshqa doʻkonlar tushumining HHI koʻrsatkichi. Qancha kichik boʻlsa, shuncha hech kim ustun emas.",
        "ru": "HHI выручки остальных магазинов категории. Чем он меньше, тем меньше среди них хозяев рынка.",
        "en": "HHI of the other shops' revenue in the category. The smaller, the less anybody rules it.",
    },
    "score.price_room": {
        "uz": "Narx zaxirasi",
        "ru": "Запас цены",
        "en": "Room for the price",
    },
    "score.price_room.why": {
        "uz": "Narx turkum medianasigacha qancha koʻtarilishi mumkin.",
        "ru": "Насколько цена может вырасти до медианы категории.",
        "en": "By how much the price could rise to the category's median.",
    },
    "score.rating": {
        "uz": "Baho va sharhlar",
        "ru": "Оценка и отзывы",
        "en": "Rating and reviews",
    },
    "score.rating.why": {
        "uz": "Yulduzlar; sharh kam boʻlsa, turkum oʻrtachasiga yaqinlashtiriladi: ikki sharhdagi besh yulduz kam narsa deydi.",
        "ru": "Звёзды; когда отзывов мало – ближе к среднему категории: пять звёзд по двум отзывам ещё мало о чём говорят.",
        "en": "Stars, drawn to the category's mean where reviews are few: five stars from two buyers say little yet.",
    },
    "score.stock": {
        "uz": "Zaxira holati",
        "ru": "Здоровье запаса",
        "en": "Stock health",
    },
    "score.stock.why": {
        "uz": "Zaxira necha kunga yetadi: 14 kundan 60 kungacha yaxshi, undan kam boʻlsa tugaydi, koʻp boʻlsa pul yotib qoladi.",
        "ru": "На сколько дней хватит запаса: от 14 до 60 хорошо; меньше – кончится, больше – деньги лежат.",
        "en": "How many days stock lasts: 14 to 60 is good; with less it runs out, with more money lies still.",
    },
    "score.none.few_parts": {
        "uz": "Ball yoʻq: maʼlum qismlari uchtadan kam.",
        "ru": "Балла нет: известно меньше трёх его частей.",
        "en": "No score: fewer than three of its parts are known.",
    },
    "score.none.little_weight": {
        "uz": "Ball yoʻq: maʼlum qismlar vaznning yarmidan kam.",
        "ru": "Балла нет: известные части весят меньше половины.",
        "en": "No score: the parts that are known weigh less than half.",
    },
    "score.none.few_products": {
        "uz": "Ball yoʻq: turkumda taqqoslash uchun mahsulotlar oʻntadan kam.",
        "ru": "Балла нет: в категории меньше десяти товаров, с которыми можно сравнить.",
        "en": "No score: the category has fewer than ten products to compare with.",
    },
    "score.none.no_leaf": {
        "uz": "Ball yoʻq: mahsulot turkumi maʼlum emas.",
        "ru": "Балла нет: категория товара неизвестна.",
        "en": "No score: the product's category is not known.",
    },
    "score.none.not_yet": {
        "uz": "Ball hali yoʻq: sotuvdagi mahsulotlar kun yopilgach baholanadi.",
        "ru": "Балла ещё нет: товары в продаже оцениваются, когда день закрыт.",
        "en": "No score yet: goods on sale are scored once the day has closed.",
    },
}
