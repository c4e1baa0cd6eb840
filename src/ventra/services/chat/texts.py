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
        "uz": "/help — bu bot nima qila oladi\n/account — bu chat qaysi hisobga ulangan\n/language — tilni tanlash",
        "ru": "/help — что умеет этот бот\n/account — к какой учётной записи привязан этот чат\n/language — выбрать язык",
        "en": "/help — what this bot can do\n/account — which account this chat is linked to\n/language — choose the language",
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
    "bot.suspended": {
        "uz": "Hisobingiz toʻxtatib qoʻyilgan. VENTRAni ishga tushirgan kishiga murojaat qiling.",
        "ru": "Ваша учётная запись заблокирована. Обратитесь к тому, кто запустил эту VENTRA.",
        "en": "Your account is suspended. Ask whoever runs this VENTRA.",
    },
    "bot.linked": {
        "uz": "Bu chat <b>{called}</b> hisobiga ulangan.",
        "ru": "Этот чат привязан к учётной записи <b>{called}</b>.",
        "en": "This chat is linked to the account <b>{called}</b>.",
    },
    "bot.not_linked": {
        "uz": (
            "Bu chat hech qaysi hisobga ulanmagan. Ulash uchun VENTRA sahifasida hisobingizni oching, “Telegram” boʻlimidagi "
            "tugmani bosing: havola sizni shu yerga qaytaradi."
        ),
        "ru": (
            "Этот чат не привязан ни к одной учётной записи. Чтобы привязать, откройте на странице VENTRA свою учётную запись "
            "и нажмите кнопку в разделе «Telegram»: ссылка вернёт вас сюда."
        ),
        "en": (
            "This chat is linked to no account. To link it, open your account on VENTRA's page and press the button under "
            "“Telegram”: its link brings you back here."
        ),
    },
    "bot.link_asked": {
        "uz": (
            "Bu chat <b>{called}</b> hisobiga ulansinmi? Keyin shu Telegram orqali kirish mumkin boʻladi.\n\n"
            "Buni siz boshlamagan boʻlsangiz, “Yoʻq” ni bosing."
        ),
        "ru": (
            "Привязать этот чат к учётной записи <b>{called}</b>? После этого в неё можно будет войти через этот Telegram.\n\n"
            "Если начали это не вы, нажмите «Нет»."
        ),
        "en": (
            "Link this chat to the account <b>{called}</b>? One can then sign in to it with this Telegram.\n\n"
            "If you did not begin this, press “No”."
        ),
    },
    "bot.link_yes": {"uz": "Ha, ulansin", "ru": "Да, привязать", "en": "Yes, link it"},
    "bot.no": {"uz": "Yoʻq", "ru": "Нет", "en": "No"},
    "bot.link_done": {
        "uz": "Tayyor: bu chat <b>{called}</b> hisobiga ulandi. Sahifaga qaytishingiz mumkin.",
        "ru": "Готово: чат привязан к учётной записи <b>{called}</b>. Можно вернуться на страницу.",
        "en": "Done: this chat is linked to the account <b>{called}</b>. You can go back to the page.",
    },
    "bot.link_declined": {
        "uz": "Ulanmadi. Havola endi ishlamaydi.",
        "ru": "Не привязано. Ссылка больше не работает.",
        "en": "Not linked. The link works no more.",
    },
    "bot.link_spent": {
        "uz": "Havola ishlatilgan, 15 daqiqadan eski yoki bizniki emas. Sahifadan yangisini oling.",
        "ru": "Ссылка уже использована, старше 15 минут или не наша. Возьмите на странице новую.",
        "en": "The link was used, is older than 15 minutes, or is not ours. Take a new one from the page.",
    },
    "bot.link_taken": {
        "uz": "Bu Telegram boshqa hisobga ulangan. Avval uni /account orqali oʻsha hisobdan uzing.",
        "ru": "Этот Telegram привязан к другой учётной записи. Сначала отвяжите его: /account",
        "en": "This Telegram is linked to another account. Unlink it there first: /account",
    },
    "bot.too_often": {
        "uz": "Urinishlar koʻp boʻldi. Oʻn daqiqadan keyin qayta urinib koʻring.",
        "ru": "Слишком много попыток. Попробуйте снова через десять минут.",
        "en": "Too many tries. Try again in ten minutes.",
    },
    "bot.unlink": {"uz": "Uzish", "ru": "Отвязать", "en": "Unlink"},
    "bot.unlink_asked": {
        "uz": "Chat <b>{called}</b> hisobidan uzilsinmi? Shu Telegram orqali kirib boʻlmaydi, xatlar bu yerga kelmaydi.",
        "ru": "Отвязать чат от учётной записи <b>{called}</b>? Войти через этот Telegram будет нельзя, письма сюда не придут.",
        "en": "Unlink this chat from the account <b>{called}</b>? This Telegram then signs nobody in, and no letters come here.",
    },
    "bot.unlink_yes": {"uz": "Ha, uzilsin", "ru": "Да, отвязать", "en": "Yes, unlink it"},
    "bot.unlinked": {
        "uz": "Chat uzildi. Qayta ulash sahifadagi hisobingizdan boshlanadi.",
        "ru": "Чат отвязан. Привязать снова можно из учётной записи на странице.",
        "en": "The chat is unlinked. Linking it again begins at your account on the page.",
    },
    "bot.only_way": {
        "uz": "Bu hisobga kirishning yagona yoʻli. Avval sahifada parol qoʻying yoki passkey qoʻshing.",
        "ru": "Это единственный способ войти в учётную запись. Сначала задайте пароль или добавьте ключ доступа на странице.",
        "en": "This is the only way to sign in to the account. Set a password or add a passkey on the page first.",
    },
    "bot.command.start": {"uz": "Boshlash", "ru": "Начать", "en": "Begin"},
    "bot.command.help": {"uz": "Bot nima qila oladi", "ru": "Что умеет бот", "en": "What the bot can do"},
    "bot.command.account": {
        "uz": "Ulangan hisob",
        "ru": "Привязанная учётная запись",
        "en": "The linked account",
    },
    "bot.command.language": {"uz": "Tilni tanlash", "ru": "Выбрать язык", "en": "Choose the language"},
}
