"""Pure: what the `errors[]` inside an answer say, whatever the answer's HTTP status."""

from __future__ import annotations

from typing import Any

from ventra.collect.uzum.door import Fields

Error = dict[str, Any]


def errors_in(root: Fields) -> list[Error]:
    """The errors of a body; what else stands in their place is none."""
    raw = root.raw.get("errors") or []
    return [error for error in raw if isinstance(error, dict)] if isinstance(raw, list) else []


def message_of(error: Error) -> str:
    """An error's message, empty where it has none."""
    message = error.get("message")
    return message if isinstance(message, str) else ""


def code_of(error: Error) -> object:
    """An error's `extensions.code`."""
    extensions = error.get("extensions")
    return extensions.get("code") if isinstance(extensions, dict) else None


def is_429(error: Error) -> bool:
    """Whether an error is a 429 that someone behind the marketplace's own gateway met."""
    extensions = error.get("extensions")
    http = extensions.get("http") if isinstance(extensions, dict) else None
    status = http.get("status") if isinstance(http, dict) else None
    return status == 429 or "429: Too Many Requests" in message_of(error)


def has_data(root: Fields) -> bool:
    """Whether a body tells anything beside its errors, under either of the names the marketplace has for that."""
    data, payload = root.raw.get("data"), root.raw.get("payload")
    if isinstance(data, dict):
        return any(value is not None for value in data.values())
    return data is not None or payload is not None
