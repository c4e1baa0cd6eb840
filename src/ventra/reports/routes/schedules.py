"""Schedules of reports over HTTP: set up, changed, paused, tried, deleted; and what became of their runs."""

from __future__ import annotations

from datetime import UTC, datetime

from litestar import delete, get, patch, post
from litestar.params import JSONBody

from ventra.accounts.answers import Done
from ventra.accounts.routes.handed import Asked, Number, Pool
from ventra.core.rights import Access
from ventra.reports import report_schedules
from ventra.reports.report_answers import Report, Runs, Schedule, ScheduleChange, Schedules, ScheduleWish

TAGS = ["reports"]


@get(
    "/report-schedules",
    operation_id="list_report_schedules",
    tags=TAGS,
    summary="Reports that are made by themselves",
    access=Access.VIEWER,
)
async def list_report_schedules(pool: Pool, who: Asked) -> Schedules:
    """Each with its next run and its last report."""
    return Schedules(await report_schedules.listed(pool, who))


@post(
    "/report-schedules",
    operation_id="add_report_schedule",
    tags=TAGS,
    summary="Make a report by itself",
    status_code=201,
    access=Access.ANALYST,
)
async def add_report_schedule(pool: Pool, who: Asked, data: JSONBody[ScheduleWish]) -> Schedule:
    """Brought to one's own and the organisation's channels; at most 20 an organisation."""
    return await report_schedules.make(pool, who, data, now=datetime.now(UTC))


@patch(
    "/report-schedules/{schedule_id:int}",
    operation_id="change_report_schedule",
    tags=TAGS,
    summary="Set a schedule otherwise, or pause it",
    access=Access.ANALYST,
)
async def change_report_schedule(
    pool: Pool, who: Asked, schedule_id: Number, data: JSONBody[ScheduleChange]
) -> Schedule:
    """What is left out stays; what a pause left out is not made up."""
    return await report_schedules.change(pool, who, schedule_id, data, now=datetime.now(UTC))


@delete(
    "/report-schedules/{schedule_id:int}",
    operation_id="delete_report_schedule",
    tags=TAGS,
    summary="Make nothing by itself any more",
    status_code=200,
    access=Access.ANALYST,
)
async def delete_report_schedule(pool: Pool, who: Asked, schedule_id: Number) -> Done:
    """Its reports stay for their time."""
    await report_schedules.delete(pool, who, schedule_id)
    return Done()


@post(
    "/report-schedules/{schedule_id:int}/send",
    operation_id="send_report_now",
    tags=TAGS,
    summary="Make and bring a schedule's report now",
    status_code=202,
    access=Access.ANALYST,
)
async def send_report_now(pool: Pool, who: Asked, schedule_id: Number) -> Report:
    """Also while it is paused, and when it says what the last one said; at most ten an hour."""
    return await report_schedules.send_now(pool, who, schedule_id, now=datetime.now(UTC))


@get(
    "/report-schedules/{schedule_id:int}/runs",
    operation_id="list_report_runs",
    tags=TAGS,
    summary="What became of a schedule's reports",
    access=Access.VIEWER,
)
async def list_report_runs(pool: Pool, who: Asked, schedule_id: Number) -> Runs:
    """The newest 20, each with its deliveries to channels that the asker sees."""
    return Runs(await report_schedules.runs(pool, who, schedule_id))


SCHEDULE_ROUTES = (
    list_report_schedules,
    add_report_schedule,
    change_report_schedule,
    delete_report_schedule,
    send_report_now,
    list_report_runs,
)
