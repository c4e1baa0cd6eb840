"""Reports over HTTP: asked for, looked after, fetched, deleted."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from litestar import Response, delete, get, post
from litestar.params import FromPath, JSONBody

from ventra.accounts.answers import Done
from ventra.accounts.routes.cookies import NO_STORE
from ventra.accounts.routes.handed import Asked, Pool
from ventra.core.rights import Access
from ventra.infra.db import transaction
from ventra.reports import report_ask
from ventra.reports.report_answers import Report, Reports, ReportWish
from ventra.reports.report_bring import file_name
from ventra.reports.store import reports as store

TAGS = ["reports"]
PDF = "application/pdf"


@post(
    "/reports",
    operation_id="ask_report",
    tags=TAGS,
    summary="Ask for a report",
    status_code=202,
    access=Access.ANALYST,
)
async def ask_report(pool: Pool, who: Asked, data: JSONBody[ReportWish]) -> Report:
    """A PDF of what is tracked, a category or a shop. The same wish that waits already is the same report."""
    return await report_ask.ask(pool, who, data, now=datetime.now(UTC))


@get(
    "/reports",
    operation_id="list_reports",
    tags=TAGS,
    summary="The organisation's reports",
    access=Access.VIEWER,
)
async def list_reports(pool: Pool, who: Asked) -> Reports:
    """The newest first, with how far each is; kept for 30 days, and of an organisation the newest 60."""
    async with transaction(pool, org_id=who.org) as db:
        return Reports(await store.listed(db, who.org))


@get(
    "/reports/{report_id:uuid}",
    operation_id="read_report",
    tags=TAGS,
    summary="How far a report is",
    access=Access.VIEWER,
)
async def read_report(pool: Pool, who: Asked, report_id: FromPath[UUID]) -> Report:
    """One that failed says why, in its own language."""
    async with transaction(pool, org_id=who.org) as db:
        return await store.read(db, who.org, report_id)


@get(
    "/reports/{report_id:uuid}/report.pdf",
    operation_id="read_report_file",
    tags=TAGS,
    summary="A report's PDF",
    media_type=PDF,
    gives_files=(PDF,),
    access=Access.VIEWER,
)
async def read_report_file(pool: Pool, who: Asked, report_id: FromPath[UUID]) -> Response[bytes]:
    """The file itself; 409 while it is not done."""
    async with transaction(pool, org_id=who.org) as db:
        report, body = await report_ask.file_of(db, who.org, report_id)
    headers = NO_STORE | {"Content-Disposition": f'attachment; filename="{file_name(report)}"'}
    return Response(body, media_type=PDF, headers=headers)


@post(
    "/reports/{report_id:uuid}/again",
    operation_id="make_report_again",
    tags=TAGS,
    summary="Make a report that failed once more",
    status_code=202,
    access=Access.ANALYST,
)
async def make_report_again(pool: Pool, who: Asked, report_id: FromPath[UUID]) -> Report:
    """409 for one that has not failed."""
    return await report_ask.again(pool, who, report_id)


@delete(
    "/reports/{report_id:uuid}",
    operation_id="delete_report",
    tags=TAGS,
    summary="Delete a report",
    status_code=200,
    access=Access.ANALYST,
)
async def delete_report(pool: Pool, who: Asked, report_id: FromPath[UUID]) -> Done:
    """With its file. What was brought to channels stays there."""
    async with transaction(pool, org_id=who.org) as db:
        await store.remove(db, who.org, report_id)
    return Done()


REPORT_ROUTES = (ask_report, list_reports, read_report, read_report_file, make_report_again, delete_report)
