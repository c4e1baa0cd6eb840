"""What the worker's job does for reports; `jobs.py` says when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from ventra.infra.browser import Renderer
from ventra.infra.logs import logger
from ventra.reports import report_make, report_schedules
from ventra.reports.card import make_waiting

_log = logger(__name__)


class Making(Protocol):
    """What the job needs of the worker's means."""

    @property
    def pool(self) -> Any: ...
    @property
    def renderer(self) -> Renderer | None: ...
    @property
    def simulated(self) -> bool: ...
    @property
    def clock(self) -> Callable[[], datetime]: ...
    @property
    def stopping(self) -> Callable[[], bool]: ...


async def cards(means: Making) -> None:
    """Make the report cards that were asked for."""
    how = (means.pool, means.renderer)
    if taken := await make_waiting(
        *how, simulated=means.simulated, clock=means.clock, stopping=means.stopping
    ):
        _log.info("report cards", taken=taken)


async def reports(means: Making) -> None:
    """Make the reports that wait."""
    how = (means.pool, means.renderer)
    if taken := await report_make.make_waiting(
        *how, simulated=means.simulated, clock=means.clock, stopping=means.stopping
    ):
        _log.info("reports", taken=taken)


async def plan_reports(means: Making) -> None:
    """Begin the reports of schedules whose hour has come."""
    if begun := await report_schedules.plan(means.pool, means.clock()):
        _log.info("reports are due", begun=begun)
