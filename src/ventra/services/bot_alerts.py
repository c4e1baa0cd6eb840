"""The bot brings alerts and digests to chats, while it holds the lease."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ventra.alerts import picture_facts
from ventra.alerts.bring import DRAWN, bring_to_chats
from ventra.alerts.deliver import Parcel
from ventra.core.rule_kinds import KINDS
from ventra.core.texts import Language
from ventra.errors import NotFound, SettingWrong, Unavailable
from ventra.infra.db import transaction
from ventra.infra.logs import logger
from ventra.reports.report_bring import message_of

if TYPE_CHECKING:
    from ventra.infra.telegram import Telegram

EVERY_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 60.0
_log = logger(__name__)


async def _drawn(pool: Any, parcel: Parcel) -> bytes | None:
    """The picture of an alert of a price or of sales; without one, for whatever reason, the words go alone."""
    alone = parcel.alone
    if alone is None or alone.subject != "product" or KINDS[alone.told.kind].group not in DRAWN:
        return None
    try:
        async with transaction(pool, org_id=parcel.to.org_id) as db:
            facts = await picture_facts.read(db, alone.subject_id, datetime.now(UTC))
        return await asyncio.to_thread(_draw, facts, parcel.to.language)
    except NotFound:
        return None
    except Unavailable:
        raise
    except Exception as failure:  # words are worth more than a picture that cannot be drawn
        _log.error("a picture could not be drawn", exc_info=failure)
        return None


def _draw(facts: picture_facts.PictureFacts, language: Language) -> bytes:
    from ventra.alerts.picture import draw  # noqa: PLC0415 - matplotlib takes a second and 60 MB: only when it is needed

    return draw(facts, language)


async def carry_alerts(pool: Any, telegram: Telegram) -> None:
    """Look every second for what waits, for ever; more seldom while something is away."""
    wait_seconds = EVERY_SECONDS

    async def draw(parcel: Parcel) -> bytes | None:
        return await _drawn(pool, parcel)

    while True:
        try:
            await bring_to_chats(pool, telegram, draw, report=message_of)
            wait_seconds = EVERY_SECONDS
        except (Unavailable, SettingWrong) as away:
            wait_seconds = min(wait_seconds * 2, LONGEST_WAIT_SECONDS)
            _log.warning("alerts wait", because=str(away), again_in_seconds=wait_seconds)
        except Exception as failure:  # one that cannot be brought must not keep back all others
            _log.error("an alert could not be brought", exc_info=failure)
        await asyncio.sleep(wait_seconds)
