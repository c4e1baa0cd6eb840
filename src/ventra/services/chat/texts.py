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
        "uz": (
            "/today — bugun kuzatuvingizda\n/top — eng koʻp sotilayotganlar\n/rising — aniq oʻsayotganlar\n/rivals — raqiblar\n"
            "/stock — avval tugaydiganlar\n/find choynak — qidirish\n/alerts — ogohlantirishlar\n/digest — xulosa\n"
            "/settings — sozlamalar\n/account — ulangan hisob\n/language — til\n/help — yordam"
        ),
        "ru": (
            "/today — сегодня по вашим товарам\n/top — больше всего продают\n/rising — уверенно растут\n/rivals — конкуренты\n"
            "/stock — что кончится раньше\n/find чайник — поиск\n/alerts — оповещения\n/digest — сводка\n"
            "/settings — настройки\n/account — привязанная учётная запись\n/language — язык\n/help — помощь"
        ),
        "en": (
            "/today — today in what you track\n/top — selling most\n/rising — surely growing\n/rivals — rivals\n"
            "/stock — what runs out first\n/find teapot — search\n/alerts — alerts\n/digest — digest\n"
            "/settings — settings\n/account — the linked account\n/language — language\n/help — help"
        ),
    },
    "bot.help": {
        "uz": (
            "Mahsulot yoki doʻkon havolasini yuboring (matnda yoki rasm ostida): narxi, qoldigʻi va sotuvi oraligʻi bilan "
            "chiqadi, shu yerdan kuzatuvga olasiz. Istalgan chatda bot nomidan keyin soʻz yozib, mahsulotni ulashish mumkin.\n\n"
            "Qavsdagi oraliq haqiqiy sonni oʻnta holatdan sakkiztasida oʻz ichiga oladi. ● oʻlchangan, ◐ xulosa qilingan, "
            "◌ toʻldirilgan."
        ),
        "ru": (
            "Пришлите ссылку на товар или магазин (текстом или под фото): бот покажет цену, остаток и продажи с диапазоном, "
            "отсюда же товар можно отслеживать. В любом чате напишите слова после имени бота, чтобы поделиться товаром.\n\n"
            "Диапазон в скобках содержит истинное число в восьми случаях из десяти. ● измерено, ◐ выведено, ◌ восполнено."
        ),
        "en": (
            "Send a link to a product or a shop, as text or under a photo: the bot shows price, stock and sales with their "
            "range, and tracks it from here. In any chat, write words behind the bot's name to share a product.\n\n"
            "The range in brackets holds the true number eight times out of ten. ● measured, ◐ inferred, ◌ imputed."
        ),
    },
    "bot.mini": {"uz": "VENTRAni ochish", "ru": "Открыть VENTRA", "en": "Open VENTRA"},
    "bot.for_linked": {
        "uz": (
            "Bu buyruq oʻz mahsulotlaringiz haqida, shuning uchun chat hisobingizga ulangan boʻlishi kerak. "
            "Hisobingiz boʻlsa: /account. Boʻlmasa, shu yerda roʻyxatdan oʻting."
        ),
        "ru": (
            "Эта команда — о ваших товарах, поэтому чат должен быть привязан к учётной записи. Если она есть: /account. "
            "Если нет, зарегистрируйтесь здесь."
        ),
        "en": (
            "This command is about your own products, so the chat has to be linked to an account. If you have one: /account. "
            "If not, sign up here."
        ),
    },
    "bot.join": {"uz": "Roʻyxatdan oʻtish", "ru": "Зарегистрироваться", "en": "Sign up"},
    "bot.join_key": {"uz": "Kontaktimni yuborish", "ru": "Отправить мой контакт", "en": "Send my contact"},
    "bot.join_asked": {
        "uz": "Roʻyxatdan oʻtish uchun pastdagi tugma bilan oʻz kontaktingizni yuboring. Telefon raqamingiz saqlanmaydi.",
        "ru": "Чтобы зарегистрироваться, отправьте свой контакт кнопкой внизу. Номер телефона не сохраняется.",
        "en": "To sign up, send your own contact by the button below. The phone number is not kept.",
    },
    "bot.join_first": {
        "uz": "Bu yerda hisob ochmoqchi boʻlsangiz, avval tugmani bosing.",
        "ru": "Если хотите завести здесь учётную запись, сначала нажмите кнопку.",
        "en": "If you wish to open an account here, press the button first.",
    },
    "bot.join_other": {
        "uz": "Bu boshqa odamning kontakti. Faqat oʻzingiznikini, pastdagi tugma bilan yuboring.",
        "ru": "Это контакт другого человека. Отправьте только свой, кнопкой внизу.",
        "en": "This is somebody else's contact. Send only your own, by the button below.",
    },
    "bot.join_known": {
        "uz": "Bu chat allaqachon hisobga ulangan: /account",
        "ru": "Этот чат уже привязан к учётной записи: /account",
        "en": "This chat is linked to an account already: /account",
    },
    "bot.join_done": {
        "uz": "Tayyor, <b>{called}</b>: hisob ochildi. Sahifaga shu Telegram orqali kirasiz. Endi mahsulot havolasini yuboring.",
        "ru": "Готово, <b>{called}</b>: учётная запись есть. На страницу входите через этот Telegram. Пришлите ссылку на товар.",
        "en": "Done, <b>{called}</b>: the account is there. Sign in to the page with this Telegram. Now send a product's link.",
    },
    "bot.slower": {
        "uz": "Juda tez-tez soʻrayapsiz. {n} soniyadan keyin davom eting.",
        "ru": "Слишком часто. Продолжите через {n} с.",
        "en": "That is too often. Go on in {n} s.",
    },
    "bot.old_button": {
        "uz": "Bu tugma endi ishlamaydi.",
        "ru": "Эта кнопка больше не работает.",
        "en": "This button works no more.",
    },
    "bot.digest_soon": {
        "uz": "Xulosa uchun hali maʼlumot yoʻq. Avval mahsulot kuzating: havolasini shu yerga yuboring.",
        "ru": "Для сводки пока нет данных. Сначала отслеживайте товар: пришлите сюда ссылку на него.",
        "en": "There is nothing for a digest yet. Track a product first: send its link here.",
    },
    "bot.unknown": {
        "uz": "Buni tushunmadim. Mahsulot havolasini yuboring yoki /find bilan qidiring; qolganini /help aytadi.",
        "ru": "Не понял. Пришлите ссылку на товар или ищите через /find; остальное скажет /help.",
        "en": "That I do not understand. Send a product's link, or search with /find; /help tells the rest.",
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
    "bot.command.today": {
        "uz": "Bugun kuzatuvingizda",
        "ru": "Сегодня по вашим товарам",
        "en": "Today in what you track",
    },
    "bot.command.top": {"uz": "Eng koʻp sotilayotganlar", "ru": "Больше всего продают", "en": "Selling most"},
    "bot.command.rising": {"uz": "Aniq oʻsayotganlar", "ru": "Уверенно растут", "en": "Surely growing"},
    "bot.command.rivals": {"uz": "Raqiblar", "ru": "Конкуренты", "en": "Rivals"},
    "bot.command.stock": {
        "uz": "Avval tugaydiganlar",
        "ru": "Что кончится раньше",
        "en": "What runs out first",
    },
    "bot.command.find": {"uz": "Qidirish", "ru": "Поиск", "en": "Search"},
    "bot.command.alerts": {"uz": "Ogohlantirishlar", "ru": "Оповещения", "en": "Alerts"},
    "bot.command.digest": {"uz": "Xulosa, hozir", "ru": "Сводка, сейчас", "en": "The digest, now"},
    "bot.command.settings": {"uz": "Sozlamalar", "ru": "Настройки", "en": "Settings"},
}
