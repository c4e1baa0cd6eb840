"""What each failure is called, by the text keys of `errors.py` and of the features."""

from __future__ import annotations

ERROR_TEXTS: dict[str, dict[str, str]] = {
    "error.internal": {
        "uz": "Kutilmagan xato. U qayd etildi; keyinroq urinib koʻring.",
        "ru": "Неожиданная ошибка. Она записана; попробуйте позже.",
        "en": "Something failed on our side. It has been recorded; try again later.",
    },
    "error.bad_input": {
        "uz": "Soʻrovda xato bor.",
        "ru": "В запросе ошибка.",
        "en": "The request is not right.",
    },
    "error.not_found": {
        "uz": "Topilmadi.",
        "ru": "Не найдено.",
        "en": "Not found.",
    },
    "error.method": {
        "uz": "Bu manzil bunday amalni bajarmaydi.",
        "ru": "Этот адрес не поддерживает такое действие.",
        "en": "This address does not do that.",
    },
    "error.too_large": {
        "uz": "Yuborilgan maʼlumot haddan tashqari katta.",
        "ru": "Отправлено слишком много данных.",
        "en": "What was sent is too large.",
    },
    "error.conflict": {
        "uz": "Bu orada maʼlumot oʻzgargan.",
        "ru": "Данные за это время изменились.",
        "en": "It has changed in the meantime.",
    },
    "error.operator_only": {
        "uz": "Bu amal faqat operator uchun.",
        "ru": "Это действие доступно только оператору.",
        "en": "Only the operator may do this.",
    },
    "error.sign_in": {
        "uz": "Bu yerga kirish uchun hisobingizga kiring.",
        "ru": "Войдите, чтобы продолжить.",
        "en": "Sign in to go on.",
    },
    "error.wrong_sign_in": {
        "uz": "Pochta yoki parol notoʻgʻri.",
        "ru": "Неверная почта или пароль.",
        "en": "The e-mail or the password is not right.",
    },
    "error.code_needed": {
        "uz": "Ilovangiz koʻrsatayotgan kodni kiriting.",
        "ru": "Введите код из приложения.",
        "en": "Enter the code that your app shows.",
    },
    "error.not_allowed": {
        "uz": "Bunga huquqingiz yoʻq.",
        "ru": "На это у вас нет права.",
        "en": "You have not the right to do this.",
    },
    "error.plan_limit": {
        "uz": "Tashkilotingiz tarifi bundan koʻpiga ruxsat bermaydi.",
        "ru": "Тариф вашей организации не позволяет больше.",
        "en": "Your organisation's plan allows no more of this.",
    },
    "error.link_spent": {
        "uz": "Bu havola ishlatilgan yoki muddati oʻtgan. Yangisini soʻrang.",
        "ru": "Эта ссылка уже использована или устарела. Запросите новую.",
        "en": "This link has been used or is too old. Ask for a new one.",
    },
    "error.token": {
        "uz": "Bu manzil kalit bilan ochiladi.",
        "ru": "Этот адрес открывается по ключу.",
        "en": "This address opens with a key.",
    },
    "error.foreign_page": {
        "uz": "Bu amalni boshqa saytdan bajarib boʻlmaydi.",
        "ru": "Это действие нельзя выполнить с другого сайта.",
        "en": "Another site may not do this.",
    },
    "error.unavailable": {
        "uz": "Xizmat vaqtincha ishlamayapti. Birozdan keyin urinib koʻring.",
        "ru": "Сервис временно недоступен. Попробуйте чуть позже.",
        "en": "The service is away for a moment. Try again shortly.",
    },
    "error.store_full": {
        "uz": "Saqlash joyi toʻlgan: hozircha hech narsa yozilmaydi. Borini koʻrish mumkin; joy boʻshagach, ish davom etadi.",
        "ru": "Хранилище заполнено: пока ничего не пишется. Имеющееся можно смотреть; будет место — работа продолжится.",
        "en": "The store is full: nothing is written for now. What is there can be read; once there is room, work goes on.",
    },
    "error.too_slow": {
        "uz": "Javob tayyorlash juda choʻzilib ketdi. Yarim daqiqadan keyin yoki torroq soʻrov bilan urinib koʻring.",
        "ru": "Подготовка ответа заняла слишком много времени. Попробуйте через полминуты или сузьте запрос.",
        "en": "The answer took too long to make. Try again in half a minute, or ask for less.",
    },
    "error.source": {
        "uz": "Bozor javob bermadi.",
        "ru": "Маркетплейс не ответил.",
        "en": "The marketplace did not answer.",
    },
    "error.page_changed": {
        "uz": "Bozor sahifasining tuzilishi oʻzgargan.",
        "ru": "Структура страницы маркетплейса изменилась.",
        "en": "The marketplace's page has changed its shape.",
    },
    "error.gone": {
        "uz": "Bu mahsulot bozorda endi yoʻq.",
        "ru": "Этого товара на маркетплейсе больше нет.",
        "en": "The marketplace no longer has this.",
    },
    "error.throttled": {
        "uz": "Bozor sekinroq soʻrashni talab qilyapti.",
        "ru": "Маркетплейс просит обращаться реже.",
        "en": "The marketplace asks us to slow down.",
    },
    "error.challenged": {
        "uz": "Bozor tekshiruv soʻradi, shuning uchun yigʻish toʻxtatildi.",
        "ru": "Маркетплейс запросил проверку, поэтому сбор остановлен.",
        "en": "The marketplace asked for a check, so collecting has stopped.",
    },
    "error.timed_out": {
        "uz": "Bozor oʻz vaqtida javob bermadi.",
        "ru": "Маркетплейс не ответил вовремя.",
        "en": "The marketplace did not answer in time.",
    },
    "error.busy": {
        "uz": "Hozir navbat toʻla. Birozdan keyin urinib koʻring.",
        "ru": "Очередь сейчас заполнена. Попробуйте чуть позже.",
        "en": "The queue is full right now. Try again shortly.",
    },
    "error.exports_at_once": {
        "uz": "Tashkilotingiz hozir {most} ta jadvalni yuklab olyapti, bundan koʻpi birga boʻlmaydi. Biri kelsin, keyin soʻrang.",
        "ru": "Ваша организация уже скачивает таблиц: {most}, больше сразу нельзя. Дождитесь одной и повторите.",
        "en": "Your organisation is taking {most} tables home already, the most at once. Wait for one, then ask again.",
    },
    "error.too_many": {
        "uz": "Juda koʻp marta soʻraldi. Birozdan keyin qayta urinib koʻring.",
        "ru": "Слишком много запросов подряд. Попробуйте чуть позже.",
        "en": "That was asked too often. Try again in a while.",
    },
    "error.render": {
        "uz": "Hisobotni tuzib boʻlmadi.",
        "ru": "Отчёт собрать не удалось.",
        "en": "The report could not be made.",
    },
    "error.setting": {
        "uz": "{name} sozlamasi notoʻgʻri.",
        "ru": "Настройка {name} неверна.",
        "en": "The setting {name} is wrong.",
    },
}
