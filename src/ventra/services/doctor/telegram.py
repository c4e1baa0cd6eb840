"""Telegram: whether the token is taken, whether somebody else holds the bot, and whether anybody listens."""

from __future__ import annotations

import re

import msgspec

from ventra.errors import SourceError
from ventra.infra.http import fetch
from ventra.services.doctor import store
from ventra.services.doctor.causes import web_away
from ventra.services.doctor.check import checks_of
from ventra.services.doctor.finding import Blocked, Verdict, ok, problem, skipped, warning
from ventra.services.doctor.patient import Patient
from ventra.services.doctor.work import span
from ventra.settings import API, BOT

check = checks_of("telegram")
TOKEN = re.compile(r"\d{6,12}:[A-Za-z0-9_-]{35}")
MANY_UPDATES = 100
START_BOT = "start the bot and look at its log (on Railway: railway logs --service bot)"


class _Answer(msgspec.Struct):
    ok: bool
    result: msgspec.Raw = msgspec.Raw(b"null")
    error_code: int = 0


class _Me(msgspec.Struct):
    username: str = ""


class _Webhook(msgspec.Struct):
    url: str = ""
    pending_update_count: int = 0


def _token(patient: Patient) -> str:
    """The token; `Blocked` where there is none to look at."""
    if patient.is_not(API, BOT):
        raise Blocked("telegram_token", skipped("TELEGRAM_BOT_TOKEN is for bot and api"))
    token: str | None = patient.get("TELEGRAM_BOT_TOKEN")
    if token is None:
        raise Blocked("telegram_token", skipped("TELEGRAM_BOT_TOKEN is not set here"))
    return token


async def _ask(patient: Patient, method: str) -> _Answer:
    """Telegram's answer to a method without parameters; `Blocked` when it gives none."""
    url = f"{patient.get('TELEGRAM_API_URL')}/bot{_token(patient)}/{method}"
    try:
        answer = await fetch(await patient.http(), "GET", url, headers={}, total_seconds=patient.wait_seconds)
        return msgspec.json.decode(answer.body, type=_Answer)
    except SourceError as away:
        raise Blocked("telegram", web_away(away, patient.get("TELEGRAM_API_URL"))) from away
    except msgspec.MsgspecError as strange:
        words = problem("TELEGRAM_API_URL does not lead to a Bot API", "correct it, or leave it unset")
        raise Blocked("telegram", words) from strange


@check(
    "telegram_token",
    looks_at="`TELEGRAM_BOT_TOKEN` is set at the bot and has the shape of BotFather's tokens",
    why="without it the bot says so once and waits: people write and nobody answers",
    mend="copy the whole token from BotFather (/mybots, API Token) and set TELEGRAM_BOT_TOKEN at bot and api",
)
async def telegram_token(patient: Patient) -> Verdict:
    """Whether Telegram takes it is another check."""
    if patient.service == BOT and patient.get("TELEGRAM_BOT_TOKEN") is None:
        return patient.grave("TELEGRAM_BOT_TOKEN is not set: the bot is off")
    if TOKEN.fullmatch(_token(patient)):
        return ok("has the shape of a token")
    return warning("TELEGRAM_BOT_TOKEN is shorter or longer than a token is")


@check(
    "telegram",
    looks_at="Telegram answers `getMe` with this token",
    why="a token that was revoked, or that is cut off, makes a bot that hears nothing",
    mend="get a new token from BotFather (/mybots, API Token, Revoke), set it at bot and api, restart both",
)
async def telegram(patient: Patient) -> Verdict:
    """Who the bot is."""
    answer = await _ask(patient, "getMe")
    if answer.ok:
        return ok(f"the token is taken: @{msgspec.json.decode(answer.result, type=_Me).username}")
    if answer.error_code in (401, 404):
        return problem(
            f"Telegram does not take the token ({answer.error_code}): it was revoked, or is not whole"
        )
    return warning(f"Telegram answers {answer.error_code} now", "wait a moment and look again")


@check(
    "telegram_webhook",
    looks_at="no webhook is set for this bot, and updates do not pile up",
    why="with a webhook asking for updates fails (409): another program has the token, and gets what people write",
    mend='end the other program, or revoke the token; then: curl "https://api.telegram.org/bot$TELEGRAM_BOT_TOKEN/deleteWebhook"',
)
async def telegram_webhook(patient: Patient) -> Verdict:
    """Our bot removes a webhook when it begins; one that is there again was set by another program."""
    answer = await _ask(patient, "getWebhookInfo")
    if not answer.ok:
        return skipped("could not be looked at: see telegram")
    webhook = msgspec.json.decode(answer.result, type=_Webhook)
    if webhook.url:
        return problem("a webhook is set for this bot")
    if webhook.pending_update_count > MANY_UPDATES:
        return warning(f"{webhook.pending_update_count} updates wait for the bot", START_BOT)
    return ok("none is set")


@check(
    "telegram_poller",
    looks_at="one process polls for this bot: its lease in the database runs",
    why="without one nobody answers; two at once would take updates from each other, so a second one stands by",
    mend=START_BOT,
)
async def telegram_poller(patient: Patient) -> Verdict:
    """The lease alone. A program that polls elsewhere with the same token is named by the bot's own health page (`service`)."""
    bot_id = int(_token(patient).partition(":")[0])
    async with patient.database() as db:
        polling = await store.read_polling(db, bot_id)
    if polling is None:
        return patient.grave("no bot has ever listened with this token on this database")
    if polling.left_seconds is None:
        return patient.grave("nobody listens: the last bot gave its lease back")
    if polling.left_seconds <= 0:
        return patient.grave(f"nobody listens: the last bot's lease ended {span(-polling.left_seconds)} ago")
    return ok(
        f"a bot listens (lease {polling.lease}, {span(polling.left_seconds)} left); any other stands by"
    )


CHECKS = (telegram_token, telegram, telegram_webhook, telegram_poller)
