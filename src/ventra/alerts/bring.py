"""How each kind of channel is reached: the worker brings letters and webhooks, the bot what goes to chats."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, Protocol

import msgspec

from ventra.alerts import digest
from ventra.alerts.deliver import Clock, Parcel, Report, deliver, no_report
from ventra.alerts.messages import Document
from ventra.alerts.sealing import about
from ventra.errors import BadInput, NotFound, Unavailable
from ventra.infra.mail import Attachment, Letter, Mail
from ventra.infra.secrets import SecretUnreadable, Vault
from ventra.infra.webhook import Webhooks

BY_WORKER, TO_CHATS = ("email", "webhook"), ("telegram", "group")
DRAWN = ("price", "sales")
"""Kinds of condition, by group, where a picture says more."""
Draw = Callable[[Parcel], Awaitable[bytes | None]]


class Senders(Protocol):
    """What the worker's jobs work with, as far as this needs it."""

    @property
    def pool(self) -> Any: ...
    @property
    def mail(self) -> Mail | None: ...
    @property
    def webhooks(self) -> Webhooks: ...
    @property
    def vault(self) -> Vault | None: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def stopping(self) -> Callable[[], bool]: ...


class Chat(Protocol):
    """The bot's way to a chat."""

    async def bring(
        self, chat_id: int, html: str, plain: str, buttons: Any = (), png: bytes | None = None
    ) -> int:
        """Send once; the message's number."""

    async def bring_document(
        self, chat_id: int, html: str, plain: str, name: str, body: bytes, buttons: Any = ()
    ) -> int:
        """The same of a file with words below it."""


async def bring(means: Senders, *, report: Report = no_report) -> None:
    """Bring what waits for letters and webhooks; `report` reads those of reports."""

    async def carry(parcel: Parcel) -> int | None:
        if parcel.to.kind == "email":
            await _by_mail(means.mail, parcel)
        else:
            await _by_webhook(means.webhooks, means.vault, parcel, means.clock())
        return None

    await deliver(means.pool, BY_WORKER, carry, clock=means.clock, report=report, stopping=means.stopping)


async def plan_digests(means: Senders) -> None:
    """Make the digests whose time has come."""
    await digest.plan(means.pool, means.clock())


async def bring_to_chats(
    pool: Any,
    chat: Chat,
    draw: Draw,
    *,
    report: Report = no_report,
    clock: Clock = lambda: datetime.now(UTC),
) -> int:
    """Bring what waits for chats; how many rows were sent. `SettingWrong` when Telegram does not take the bot's token."""

    async def carry(parcel: Parcel) -> int | None:
        message, chat_id = parcel.message, int(parcel.to.address)
        if message.document is not None:
            name, body = message.document.name, message.document.body
            return await chat.bring_document(
                chat_id, message.html, message.plain, name, body, message.buttons
            )
        png = await draw(parcel) if parcel.alone is not None else None
        return await chat.bring(chat_id, message.html, message.plain, message.buttons, png)

    return await deliver(pool, TO_CHATS, carry, clock=clock, report=report)


async def _by_mail(mail: Mail | None, parcel: Parcel) -> None:
    if mail is None:
        raise Unavailable("the worker has no mail server: SMTP_URL is not set")
    message = parcel.message
    try:
        attached = () if message.document is None else (_attached(message.document),)
        await mail.send(
            Letter(parcel.to.address, message.subject, message.plain, parcel.to.language, attached=attached)
        )
    except BadInput as wrong:
        if wrong.field == "to":
            raise NotFound(str(wrong)) from wrong
        raise


def _attached(document: Document) -> Attachment:
    return Attachment(document.name, "application", "pdf", document.body)


async def _by_webhook(webhooks: Webhooks, vault: Vault | None, parcel: Parcel, now: datetime) -> None:
    if vault is None or parcel.to.secret is None:
        raise Unavailable("the worker cannot sign webhooks: SECRETS_KEY is not set")
    try:
        secret = vault.open(parcel.to.secret, about=about(parcel.to.channel_id)).decode()
    except SecretUnreadable as unreadable:
        raise Unavailable(f"the worker cannot sign webhooks: {unreadable}") from unreadable
    body = msgspec.json.encode({"id": parcel.number, "version": 1, **parcel.message.payload})
    await webhooks.send(parcel.to.address, secret, body, parcel.number, now)
