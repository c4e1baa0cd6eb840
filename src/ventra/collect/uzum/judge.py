"""Pure: what an answer of the marketplace means before its body is read."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from ventra.collect.uzum.door import Fields, decode
from ventra.collect.uzum.parse import refusal_of
from ventra.errors import Challenged, PageChanged, SourceError, Throttled
from ventra.infra.http import Answer

LONGEST_RETRY_AFTER_SECONDS = 86_400
_CAPTCHA = re.compile(rb"captcha", re.IGNORECASE)
_CAPTCHA_OBJECT = re.compile(rb'\s*\{\s*"(?:type"\s*:\s*")?captcha"', re.IGNORECASE)


def judge(answer: Answer, url: str, *, bold: bool = False) -> None:
    """Raise what an answer means unless it is data (200, 204) or a token not taken (401), which the caller handles.

    A `bold` request is one whose shape nobody has confirmed: a 400 then is an answer to be read, and no change of a page.
    """
    status = answer.status
    sign = _challenge_in(answer)
    if sign is not None:
        raise Challenged(f"{url}: {sign}", where=url)
    if status == 429:
        wait = _retry_after(answer.headers.get("Retry-After"))
        raise Throttled(f"{url}: HTTP 429", retry_after_seconds=wait, where=url)
    if status >= 500:
        raise SourceError(f"{url}: HTTP {status}", where=url)
    if status == 404:
        raise refusal_of(Fields(url, "body", decode(answer.body, url)).raw, url)
    if status not in (200, 204, 401) and not (bold and status == 400):
        raise PageChanged(url, f"HTTP {status}")


def _challenge_in(answer: Answer) -> str | None:
    """What makes an answer a refusal. Only a page or a bare captcha object counts: a product may well be called captcha."""
    if 300 <= answer.status < 400:
        return f"redirect {answer.status}"
    if answer.status == 403:
        return "HTTP 403"
    if answer.body.lstrip()[:1] == b"<":
        if _CAPTCHA.search(answer.body):
            return "captcha page"
        return "a page instead of data" if answer.status == 200 else None
    return "captcha" if _CAPTCHA_OBJECT.match(answer.body) else None


def _retry_after(header: str | None) -> int | None:
    """Seconds from a Retry-After header in either of its forms; `None` when there is none that makes sense."""
    if header is None:
        return None
    if re.fullmatch(r"[0-9]{1,9}", header.strip()):
        seconds = int(header)
    else:
        try:
            at = parsedate_to_datetime(header)
        except ValueError:
            return None
        seconds = int((at.replace(tzinfo=at.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
    return min(max(seconds, 0), LONGEST_RETRY_AFTER_SECONDS)
