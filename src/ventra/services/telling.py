"""How a service tells what happens: its log, and Sentry where a DSN is set."""

from __future__ import annotations

import sys
from types import TracebackType

from ventra import __version__
from ventra.infra import logs, sentry
from ventra.services.wiring import secrets_of
from ventra.settings import Settings

_log = logs.logger(__name__)


def begin_telling(settings: Settings) -> None:
    """Set up this process's words; no secret of the settings is ever among them."""
    logs.configure(
        settings.service,
        production=settings.production,
        level=settings["LOG_LEVEL"],
        secrets=secrets_of(settings),
    )
    sys.excepthook = _last_words
    sentry.begin(
        settings["SENTRY_DSN"],
        service=settings.service,
        environment=settings["NODE_ENV"],
        version=__version__,
        commit=settings["RELEASE_COMMIT"],
    )


def _last_words(kind: type[BaseException], failure: BaseException, trace: TracebackType | None) -> None:
    """What ends the process is told as everything else is: scrubbed, with its ids, to Sentry too."""
    if isinstance(failure, Exception):
        _log.critical("the process ends", exc_info=(kind, failure, trace))
    else:
        sys.__excepthook__(kind, failure, trace)
