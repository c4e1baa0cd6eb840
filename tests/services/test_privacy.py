"""What the pages on privacy and terms tell of an installation: the figures the code goes by, who runs it, who else gets what."""

from __future__ import annotations

import pyrage
import pytest

from fixtures.api import api_settings, running_api
from fixtures.doctor import PRODUCTION, found_by
from ventra import settings as settings_of
from ventra.errors import SettingWrong
from ventra.infra.kept import KEPT
from ventra.services import privacy

FACTS = "/api/v1/privacy"
STORES = ("postgresql://u:p@127.0.0.1:1/v", "redis://127.0.0.1:1")


async def test_the_figures_are_those_that_the_code_goes_by(database_url, redis_url, anyone):
    told = (await anyone.get(FACTS)).json()
    assert told["kept_days"] == {
        name: KEPT[kept].age.days
        for name, kept in {
            "sessions": "sessions",
            "links": "one_use_links",
            "letters": "letters",
            "invitations": "invitations",
            "keys": "api_keys",
            "notes": "marked_products",
            "lists": "product_lists",
            "share_links": "share_links",
        }.items()
    }
    assert all(days >= 1 for days in told["kept_days"].values())
    assert told["seconds"] == {
        "session": 7 * 86_400,
        "access": 900,
        "device": 400 * 86_400,
        "link": 900,
        "invitation": 7 * 86_400,
    }
    assert (told["reads_per_minute"], told["person_per_minute"]) == (None, 1200)
    async with running_api(database_url, redis_url, JWT_EXPIRES_IN="12h", READS_PER_MINUTE="60") as other:
        told = (await other.get(FACTS)).json()
    assert (told["seconds"]["session"], told["reads_per_minute"]) == (12 * 3600, 60)


def test_nobody_is_named_and_nobody_else_gets_anything_unless_it_is_set():
    told = privacy.facts_of(api_settings(*STORES))
    assert (told.operator_name, told.operator_contact) == (None, None)
    assert told.parties == privacy.Parties(
        mail=False, telegram=False, error_reports=False, backup_months=None
    )


def test_who_runs_it_and_who_else_gets_what_is_told_and_no_secret_is(tmp_path):
    secret = {
        "SMTP_URL": "smtp://post:geheim-und-lang@mail.example?from=a@b",
        "TELEGRAM_BOT_TOKEN": "123456:AAHkzS2_test-test-test-test-test-te",
        "SENTRY_DSN": f"https://{'0a' * 16}@o1.ingest.sentry.io/7",
        "STORAGE_URL": f"file://{tmp_path}",
        "BACKUP_KEY": str(pyrage.x25519.Identity.generate().to_public()),
    }
    named = {"OPERATOR_NAME": "«Чойнак» MCHJ, Toshkent", "OPERATOR_CONTACT": "maxfiylik@choynak.uz"}
    told = privacy.facts_of(api_settings(*STORES, **secret, **named))
    assert (told.operator_name, told.operator_contact) == tuple(named.values())
    assert told.parties == privacy.Parties(mail=True, telegram=True, error_reports=True, backup_months=6)
    alone = privacy.facts_of(api_settings(*STORES, STORAGE_URL=secret["STORAGE_URL"]))
    assert alone.parties.backup_months is None, "without a key none is made"
    assert not [one for one in secret.values() if one in str(told)]


@pytest.mark.parametrize("wrong", ["x", "two\nlines", "y" * 201])
@pytest.mark.parametrize("name", ["OPERATOR_NAME", "OPERATOR_CONTACT"])
def test_a_name_that_cannot_be_shown_on_a_line_stops_the_start(name, wrong):
    with pytest.raises(SettingWrong, match=f"^{name}: expected"):
        settings_of.read(settings_of.TOOL, {name: wrong})


def test_in_production_the_start_warns_while_nobody_is_named(monkeypatch):
    said = []
    monkeypatch.setattr(privacy._log, "warning", said.append)
    named = {"OPERATOR_NAME": "Choynak", "OPERATOR_CONTACT": "+998 71 000 00 00"}
    for environ in ({}, PRODUCTION | named, PRODUCTION, PRODUCTION | {"OPERATOR_NAME": "Choynak"}):
        privacy.warn_of_nobody(settings_of.read(settings_of.TOOL, environ))
    assert len(said) == 2
    assert all("OPERATOR_NAME and OPERATOR_CONTACT" in words for words in said)


async def test_the_doctor_warns_in_production_while_nobody_is_named():
    assert (await found_by("operator_named", {})).state == "skipped"
    told = await found_by("operator_named", PRODUCTION | {"OPERATOR_NAME": "Choynak"})
    assert (told.state, told.what) == ("warning", "OPERATOR_CONTACT not set")
    both = PRODUCTION | {"OPERATOR_NAME": "Choynak", "OPERATOR_CONTACT": "https://choynak.uz/aloqa"}
    assert (await found_by("operator_named", both)).state == "ok"
    assert (await found_by("operator_named", PRODUCTION, service="worker")).state == "skipped"
