"""What letters say, in four languages."""

from __future__ import annotations

LETTER_TEXTS: dict[str, dict[str, str]] = {
    "letter.verify.subject": {
        "uz": "VENTRA: pochta manzilingizni tasdiqlang",
        "ru": "VENTRA: подтвердите адрес почты",
        "en": "VENTRA: confirm your e-mail address",
    },
    "letter.verify.body": {
        "uz": (
            "Assalomu alaykum!\n\nBu manzil sizniki ekanini tasdiqlash uchun havolani oching:\n\n{link}\n\n"
            "Havola 15 daqiqa ichida bir marta ishlaydi. VENTRAda hisob ochmagan boʻlsangiz, bu xatni eʼtiborsiz qoldiring."
        ),
        "ru": (
            "Здравствуйте!\n\nЧтобы подтвердить, что этот адрес ваш, откройте ссылку:\n\n{link}\n\n"
            "Она сработает один раз в течение 15 минут. Если вы не регистрировались в VENTRA, просто не отвечайте на письмо."
        ),
        "en": (
            "Hello,\n\nopen this link to confirm that the address is yours:\n\n{link}\n\n"
            "It works once, within 15 minutes. If you have not signed up at VENTRA, leave this letter be."
        ),
    },
    "letter.reset.subject": {
        "uz": "VENTRA: yangi parol qoʻyish",
        "ru": "VENTRA: новый пароль",
        "en": "VENTRA: set a new password",
    },
    "letter.reset.body": {
        "uz": (
            "Assalomu alaykum!\n\nYangi parol qoʻyish uchun havolani oching:\n\n{link}\n\n"
            "Havola 15 daqiqa ichida bir marta ishlaydi. Buni siz soʻramagan boʻlsangiz, xatni eʼtiborsiz qoldiring: "
            "parolingiz oʻzgarmaydi."
        ),
        "ru": (
            "Здравствуйте!\n\nЧтобы задать новый пароль, откройте ссылку:\n\n{link}\n\n"
            "Она сработает один раз в течение 15 минут. Если вы этого не просили, просто не отвечайте на письмо: "
            "пароль останется прежним."
        ),
        "en": (
            "Hello,\n\nopen this link to set a new password:\n\n{link}\n\n"
            "It works once, within 15 minutes. If you did not ask for it, leave this letter be: your password stays as it is."
        ),
    },
    "letter.email_new.subject": {
        "uz": "VENTRA: yangi pochta manzilini tasdiqlang",
        "ru": "VENTRA: подтвердите новый адрес почты",
        "en": "VENTRA: confirm your new e-mail address",
    },
    "letter.email_new.body": {
        "uz": (
            "Assalomu alaykum!\n\nVENTRAdagi hisobingizga endi {about} manzili bilan kirish uchun havolani oching:\n\n{link}\n\n"
            "Havola 15 daqiqa ichida bir marta ishlaydi. Avvalgi manzilga ham xat yuborildi: ikkalasida tasdiqlanadi."
        ),
        "ru": (
            "Здравствуйте!\n\nЧтобы входить в VENTRA с адресом {about}, откройте ссылку:\n\n{link}\n\n"
            "Она сработает один раз в течение 15 минут. Письмо отправлено и на прежний адрес: подтвердить нужно на обоих."
        ),
        "en": (
            "Hello,\n\nopen this link to sign in to VENTRA with {about} from now on:\n\n{link}\n\n"
            "It works once, within 15 minutes. A letter went to the old address as well: both must confirm."
        ),
    },
    "letter.email_old.subject": {
        "uz": "VENTRA: pochta manzilini almashtirish",
        "ru": "VENTRA: смена адреса почты",
        "en": "VENTRA: change of your e-mail address",
    },
    "letter.email_old.body": {
        "uz": (
            "Assalomu alaykum!\n\nHisobingiz manzilini {about} ga almashtirish soʻraldi. Rozi boʻlsangiz, havolani oching:\n\n"
            "{link}\n\nHavola 15 daqiqa ichida bir marta ishlaydi. Buni siz soʻramagan boʻlsangiz, uni ochmang va parolingizni "
            "almashtiring: kimdir hisobingizga kirgan."
        ),
        "ru": (
            "Здравствуйте!\n\nЗапрошена смена адреса вашей учётной записи на {about}. Если вы согласны, откройте ссылку:\n\n"
            "{link}\n\nОна сработает один раз в течение 15 минут. Если вы этого не просили, не открывайте её и смените пароль: "
            "кто-то вошёл в вашу учётную запись."
        ),
        "en": (
            "Hello,\n\nsomebody asked to change the address of your account to {about}. If it was you, open this link:\n\n"
            "{link}\n\nIt works once, within 15 minutes. If it was not, do not open it, and change your password: somebody is "
            "in your account."
        ),
    },
}
