"""What a service says: JSON lines in production, readable lines elsewhere; ids by contextvars; secrets never."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from typing import Any, TextIO

import structlog

HIDDEN = "***"
LONGEST_TEXT = 20_000
_SHORTEST_SECRET = 6
_SECRET_NAME = re.compile(
    r"(?:^|[_\-.])(?:authorization|proxy_authorization|cookie|set_cookie|password|passwd|pwd|secret|token|api_?key|app_?key|"
    r"secrets_key|jwt|dsn|credential)s?(?:_old)?$",
    re.IGNORECASE,
)
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # user:password@ in any URL; the password may hold an @ of its own
    (re.compile(r"([a-z][a-z0-9+.\-]*://[^\s:/@\"']*):[^\s/\"']+@", re.IGNORECASE), rf"\1:{HIDDEN}@"),
    # what BotFather gives, in a URL (/bot123:ABC/getMe) and alone
    (re.compile(r"(?<!\d)\d{3,20}:[A-Za-z0-9_-]{10,}"), HIDDEN),
    (re.compile(r"\b(bearer|basic)\s+[A-Za-z0-9._~+/=\-]{4,}", re.IGNORECASE), rf"\1 {HIDDEN}"),
    (re.compile(r"\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]*"), HIDDEN),
    (re.compile(r"\bsk-[A-Za-z0-9_-]{16,}"), HIDDEN),
    # keys of our own api
    (re.compile(r"\bvtr_[A-Za-z0-9]{8}_[A-Za-z0-9_-]{20,}"), HIDDEN),
    (
        re.compile(
            r"((?:password|passwd|pwd|secret|token|api_?key|app_?key|authorization|cookie)[\"']?\s*[=:]\s*[\"']?)"
            r"(?!\s*(?:bearer|basic)\s)[^\s\"'&;,}]{3,}",
            re.IGNORECASE,
        ),
        rf"\1{HIDDEN}",
    ),
)
_known: list[str] = []


def configure(
    service: str, *, production: bool, level: str, secrets: Iterable[str] = (), out: TextIO | None = None
) -> None:
    """Set up this process's words, those of libraries included. Values in `secrets` are hidden wherever they appear."""
    _known[:] = sorted({one for one in secrets if len(one) >= _SHORTEST_SECRET}, key=len, reverse=True)
    stream = out or sys.stderr
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        _naming(service),
        hide,
    ]
    last: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if production
        else structlog.dev.ConsoleRenderer(colors=stream.isatty(), pad_event_to=0)
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[shared[0]],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *shared[1:], last],
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for chatty in ("aiogram.event", "asyncio", "aiohttp.access", "litestar"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, root.level))
    structlog.configure(
        processors=[shared[0], structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(root.level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def logger(name: str) -> Any:
    """A logger for a module: `log.info("what happened", product_id=7)`."""
    return structlog.stdlib.get_logger(name)


@contextmanager
def about(**ids: object) -> Iterator[None]:
    """Everything said inside carries these ids (a request's, a job's)."""
    with structlog.contextvars.bound_contextvars(**ids):
        yield


def scrub(text: str) -> str:
    """A text without secrets, at most `LONGEST_TEXT` characters; also for what is kept in Postgres."""
    for secret in _known:
        text = text.replace(secret, HIDDEN)
    for pattern, instead in _RULES:
        text = pattern.sub(instead, text)
    return text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + " …"


def hide(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The processor that scrubs every value of an event, however deep."""
    for key in list(event):
        event[key] = _clean(key, event[key])
    return event


def clean(value: Any) -> Any:
    """A value of any depth without secrets, for what leaves the process."""
    return _clean("", value)


def _clean(key: str, value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if _SECRET_NAME.search(key):
        return HIDDEN
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, Mapping):
        return {str(name): _clean(str(name), one) for name, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_clean("", one) for one in value]
    return scrub(str(value))


def _naming(service: str) -> Any:
    def name(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        event.setdefault("service", service)
        return event

    return name
