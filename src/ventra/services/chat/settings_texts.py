"""Words of a chat's settings, of its digest, and of groups."""

from __future__ import annotations

SETTINGS_TEXTS: dict[str, dict[str, str]] = {
    "shown": {
        "uz": (
            "<b>Sozlamalar</b>\n\nTil: {spoken}\nJim soatlar: {quiet}\nTonggi xulosa: {digest}\n"
            "Haftalik xulosa: {week}\n\nVaqt Toshkent boʻyicha."
        ),
        "ru": (
            "<b>Настройки</b>\n\nЯзык: {spoken}\nТихие часы: {quiet}\nУтренняя сводка: {digest}\n"
            "Недельная сводка: {week}\n\nВремя ташкентское."
        ),
        "en": (
            "<b>Settings</b>\n\nLanguage: {spoken}\nQuiet hours: {quiet}\nMorning digest: {digest}\n"
            "Weekly digest: {week}\n\nTashkent time."
        ),
    },
    "change.language": {"uz": "Til", "ru": "Язык", "en": "Language"},
    "change.quiet": {"uz": "Jim soatlar", "ru": "Тихие часы", "en": "Quiet hours"},
    "change.digest": {"uz": "Tonggi xulosa", "ru": "Утренняя сводка", "en": "Morning digest"},
    "change.week": {"uz": "Haftalik xulosa", "ru": "Недельная сводка", "en": "Weekly digest"},
    "asked.quiet": {
        "uz": "Qaysi soatlarda xabar kelmasin? Bu paytdagi xabarlar keyin keladi.",
        "ru": "В какие часы не присылать сообщения? Они придут позже.",
        "en": "At which hours shall no messages come? They come afterwards.",
    },
    "asked.digest": {
        "uz": "Tonggi xulosa soat nechada kelsin?",
        "ru": "Во сколько присылать утреннюю сводку?",
        "en": "When shall the morning digest come?",
    },
    "asked.week": {
        "uz": "Haftalik xulosa qaysi kuni kelsin? Soati tonggi xulosaniki bilan bir xil.",
        "ru": "В какой день присылать недельную сводку? Час тот же, что у утренней.",
        "en": "On which day shall the weekly digest come? At the hour of the morning one.",
    },
    "weekdays": {
        "uz": "dushanba seshanba chorshanba payshanba juma shanba yakshanba",
        "ru": "понедельник вторник среда четверг пятница суббота воскресенье",
        "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    },
    "off": {"uz": "oʻchiq", "ru": "выключено", "en": "off"},
    "back": {"uz": "Orqaga", "ru": "Назад", "en": "Back"},
    "kept": {"uz": "Saqlandi", "ru": "Сохранено", "en": "Saved"},
    "group_in": {
        "uz": "Tayyor: endi ogohlantirishlar shu guruhga ham keladi.",
        "ru": "Готово: оповещения теперь приходят и в эту группу.",
        "en": "Done: alerts come to this group too from now on.",
    },
    "group_there": {
        "uz": "Guruh allaqachon qoʻshilgan yoki kanallar juda koʻp.",
        "ru": "Группа уже подключена, или каналов слишком много.",
        "en": "The group is added already, or there are too many channels.",
    },
    "group_not": {
        "uz": (
            "Guruhni hisobi shu botga ulangan, tashkilotda kamida menejer va guruhda administrator boʻlgan kishi qoʻshadi."
        ),
        "ru": (
            "Группу подключает тот, чья учётная запись привязана к боту, кто в организации не ниже менеджера и кто администратор "
            "этой группы."
        ),
        "en": "A group is added by somebody whose account is linked, who is a manager or more, and administers the group.",
    },
}
