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
}
