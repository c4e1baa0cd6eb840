"""Why a report could not be made, in words that say what to do."""

from __future__ import annotations

from ventra.reports.texts import FAILURE_TEXTS

NAMED = {"setting": "CHROMIUM_PATH"}
FAILED_TEXTS: dict[str, dict[str, str]] = FAILURE_TEXTS | {
    "no_subject": {
        "uz": "Bu roʻyxat, toifa yoki doʻkon endi yoʻq.",
        "ru": "Этого списка, категории или магазина больше нет.",
        "en": "This list, category or shop is there no more.",
    },
}
