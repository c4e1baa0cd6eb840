"""Errors that are logged go to Sentry too, scrubbed as the log is; nothing is sent, nor loaded, without a DSN.

What a log line at level ERROR says is what is sent: the exception with its trace but without local variables, the ids the
line carries, and nothing of a request but its path. What is the user's doing, or a dependency's absence, is none of it:
answers and metrics tell of those.
"""

from __future__ import annotations

import atexit
import logging
import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any

import structlog

from ventra.errors import SettingWrong, VentraError
from ventra.infra.logs import clean

if TYPE_CHECKING:
    from sentry_sdk import Client

FLUSH_SECONDS = 2.0
AGAIN_SECONDS = 60.0
MOST_A_MINUTE = 30
IDS = ("request_id", "job", "job_id", "update_id")
_NOT_SAID = ("exc_info", "event", "level", "stack_info")
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def begin(dsn: str | None, *, service: str, environment: str, version: str, commit: str | None) -> None:
    """Send errors from now on, and what waits to be sent at the end of the process; without a DSN do nothing."""
    if dsn is None:
        return
    from sentry_sdk import Client  # noqa: PLC0415 - takes 0.2 s to load: not without a DSN

    client = Client(
        dsn,
        release=f"ventra@{version}+{commit}" if commit else f"ventra@{version}",
        environment=environment,
        server_name=service,
        default_integrations=False,
        auto_enabling_integrations=False,
        send_default_pii=False,
        include_local_variables=False,
        include_source_context=False,
        max_breadcrumbs=0,
        max_request_body_size="never",
        auto_session_tracking=False,
        send_client_reports=False,
        enable_logs=False,
        enable_metrics=False,
        spotlight=False,
        debug=False,
        in_app_include=["ventra"],
        shutdown_timeout=FLUSH_SECONDS,
        before_send=lambda event, _: clean(event),
    )
    logging.getLogger().addHandler(Reporter(client, service))
    atexit.register(client.close, timeout=FLUSH_SECONDS)


class Throttle:
    """How much may be sent: the same fault once a minute, all together `MOST_A_MINUTE`."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._sent: dict[Any, float] = {}
        self._held: dict[Any, int] = {}

    def admit(self, fault: Any) -> int | None:
        """None when it may not be sent now, else how many like it were held back since the last one."""
        now = self._clock()
        self._sent = {one: at for one, at in self._sent.items() if now - at < AGAIN_SECONDS}
        if fault in self._sent or len(self._sent) >= MOST_A_MINUTE:
            if fault in self._held or len(self._held) < 10 * MOST_A_MINUTE:
                self._held[fault] = self._held.get(fault, 0) + 1
            return None
        self._sent[fault] = now
        return self._held.pop(fault, 0)


class Reporter(logging.Handler):
    """Takes errors from the log."""

    def __init__(self, client: Client, service: str) -> None:
        super().__init__(logging.ERROR)
        self._client, self._service = client, service
        self._throttle = Throttle()

    def emit(self, record: logging.LogRecord) -> None:
        """Send a line's exception, or its words where it has none."""
        if record.name.startswith(("sentry_sdk", "urllib3")):
            return
        try:
            level = "fatal" if record.levelno >= logging.CRITICAL else "error"
            self._send(record.name, level, _said(record), exc_info_of(record))
        except Exception:
            # At the edge: what reports errors must not make more of them. Python's own handling prints it.
            self.handleError(record)

    def _send(self, name: str, level: str, said: dict[str, Any], exc_info: ExcInfo | None) -> None:
        if exc_info is not None and is_expected(exc_info[1]):
            return
        held_back = self._throttle.admit(_fault(name, said, exc_info))
        if held_back is None:
            return
        event, hint = self._event(said, exc_info)
        event |= {"level": level, "logger": name}
        event["tags"] = {"service": self._service} | {key: str(said[key]) for key in IDS if key in said}
        event["extra"] = {key: said[key] for key in said if key not in _NOT_SAID}
        event["extra"] |= {"said": said.get("event", ""), "held_back_before": held_back}
        self._client.capture_event(event, hint)

    def _event(self, said: dict[str, Any], exc_info: ExcInfo | None) -> tuple[Any, Any]:
        from sentry_sdk.utils import event_from_exception  # noqa: PLC0415 - as above

        if exc_info is None:
            return {"message": str(said.get("event", ""))}, {}
        return event_from_exception(
            exc_info, client_options=self._client.options, mechanism={"type": "logging", "handled": True}
        )


def _said(record: logging.LogRecord) -> dict[str, Any]:
    """A line's words and ids; a library's line has the ids of whoever called it."""
    if isinstance(record.msg, dict):
        return record.msg
    return structlog.contextvars.get_contextvars() | {"event": record.getMessage()}


def is_expected(failure: BaseException) -> bool:
    """Whether a failure is the user's doing, the marketplace's, or the absence of a dependency."""
    return (
        isinstance(failure, VentraError) and failure.status != 500 and not isinstance(failure, SettingWrong)
    )


def exc_info_of(record: logging.LogRecord) -> ExcInfo | None:
    """The exception a line speaks of, however it was told."""
    told: Any = record.msg.get("exc_info") if isinstance(record.msg, dict) else None
    told = told or record.exc_info
    if told is True:
        told = sys.exc_info()
    if isinstance(told, BaseException):
        return type(told), told, told.__traceback__
    return told if isinstance(told, tuple) and told[1] is not None else None


def _fault(name: str, said: dict[str, Any], exc_info: ExcInfo | None) -> Any:
    """What makes two errors the same one: the words that told of it, or the exception and where it arose."""
    if exc_info is None:
        return name, str(said.get("event", ""))
    trace, place = exc_info[2], None
    while trace is not None:
        place, trace = (trace.tb_frame.f_code.co_filename, trace.tb_lineno), trace.tb_next
    return exc_info[0], place
