"""A report that is made, as a message for channels: a document for chats, a file with a letter, JSON for webhooks."""

from __future__ import annotations

import html
from base64 import b64encode
from hashlib import sha256
from typing import Any
from uuid import UUID

from ventra.alerts.messages import Document, Message
from ventra.core import written
from ventra.core.shown import shown
from ventra.core.texts import say
from ventra.errors import BadInput, NotFound
from ventra.reports.report_answers import Report
from ventra.reports.report_texts import REPORT_TEXTS
from ventra.reports.store import reports as store

LONGEST_NAME = 120
MOST_ENCLOSED = 512 * 1024
"""Bytes of a file that a webhook's JSON holds whole; a larger one is fetched at its address."""
FILE = "/api/v1/reports/{report_id}/report.pdf"


async def message_of(db: Any, org_id: int, key: str, web_url: str) -> Message:
    """The message of the report that `key` names. `BadInput` where it is kept no more."""
    try:
        report = await store.read(db, org_id, UUID(key))
    except NotFound as gone:
        raise BadInput("the report is kept no more") from gone
    body = await store.body(db, org_id, report.report_id)
    if body is None:
        raise BadInput("the report has no file")
    return message(report, body, web_url)


def message(report: Report, body: bytes, web_url: str) -> Message:
    """A report and its file in words."""
    base = web_url.rstrip("/")
    kind, name, span = _told(report)
    page = f"{base}/reports"
    link = say(REPORT_TEXTS, "open", report.language)
    subject = f"VENTRA: {kind}"
    return Message(
        html=f'<b>{html.escape(kind)}</b>\n{html.escape(name)}\n{span}\n<a href="{html.escape(page)}">{html.escape(link)}</a>',
        plain=f"{kind}\n{name}\n{span}\n{link}: {page}",
        subject=subject,
        payload={
            "type": "report",
            "report": {
                "report_id": report.report_id,
                "kind": report.kind,
                "subject_id": report.subject_id,
                "titles": report.titles,
                "days": report.days,
                "through": report.through,
                "language": report.language,
                "made_at": report.finished_at,
            },
            "file": {
                "name": file_name(report),
                "type": "application/pdf",
                "bytes": len(body),
                "sha256": sha256(body).hexdigest(),
                "url": base + FILE.format(report_id=report.report_id),
                "base64": b64encode(body).decode() if len(body) <= MOST_ENCLOSED else None,
            },
        },
        document=Document(file_name(report), body),
    )


def file_name(report: Report) -> str:
    """What the file is called: ASCII, so that every mail program and chat shows it."""
    subject = "" if report.subject_id is None else f"-{report.subject_id}"
    return f"ventra-{report.kind}{subject}-{report.days}d-{report.through or report.asked_at.date()}-{report.language}.pdf"


def _told(report: Report) -> tuple[str, str, str]:
    """Kind, subject and span."""
    language = report.language
    name = None if report.titles is None else written.title(report.titles, language)
    if report.subject_id is None:
        name = say(REPORT_TEXTS, "all_tracked", language)
    through = "" if report.through is None else written.day(report.through)
    return (
        say(REPORT_TEXTS, f"kind.{report.kind}", language),
        shown(name or "", LONGEST_NAME) or f"№ {report.subject_id}",
        say(REPORT_TEXTS, "through", language, days=report.days, day=through),
    )
