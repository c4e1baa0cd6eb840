"""Words of the digest that is asked for in a chat."""

from __future__ import annotations

DIGEST_TEXTS: dict[str, dict[str, str]] = {
    "title": {
        "uz": "<b>Xulosa</b>: {n} ta mahsulot kuzatuvda",
        "ru": "<b>Сводка</b>: товаров под наблюдением — {n}",
        "en": "<b>Digest</b>: {n} products tracked",
    },
    "up": {"uz": "<b>Oʻsayotganlar</b>", "ru": "<b>Растут</b>", "en": "<b>Growing</b>"},
    "down": {"uz": "<b>Kamayayotganlar</b>", "ru": "<b>Падают</b>", "en": "<b>Shrinking</b>"},
    "low": {"uz": "<b>Qoldigʻi kam</b>", "ru": "<b>Мало на остатке</b>", "en": "<b>Low stock</b>"},
    "open": {"uz": "Sahifada ochish", "ru": "Открыть на странице", "en": "Open the page"},
}
