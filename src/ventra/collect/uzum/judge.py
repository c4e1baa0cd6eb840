"""Pure: what an answer of the marketplace means before its body is read."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from ventra.collect.uzum.door import Fields, decode
from ventra.collect.uzum.inside import errors_in, has_data, is_429
from ventra.collect.uzum.parse import refusal_of
from ventra.errors import Challenged, PageChanged, SourceError, Throttled
from ventra.infra.http import Answer

LONGEST_RETRY_AFTER_SECONDS = 86_400
MOST_BYTES_OF_A_REFUSAL = 16_384
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
        wait = _retry_after(answer.headers.get("Retry-After"), answer.headers.get("Date"))
        raise Throttled(f"{url}: HTTP 429", retry_after_seconds=wait, where=url)
    if status == 200 and _is_throttled_inside(answer.body, url):
        raise Throttled(f"{url}: 429 inside 200", where=url)
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


def _is_throttled_inside(body: bytes, url: str) -> bool:
    """Whether a 200 carries nothing but a 429. Data beside it is data, and a long body is no refusal."""
    if len(body) > MOST_BYTES_OF_A_REFUSAL or b"429" not in body:
        return False
    try:
        root = Fields(url, "body", decode(body, url))
    except PageChanged:
        return False
    return not has_data(root) and any(is_429(error) for error in errors_in(root))


def _retry_after(header: str | None, date: str | None) -> int | None:
    """Seconds from a Retry-After header in either of its forms; `None` when there is none that makes sense.

    A date counts from the answer's own: the marketplace's clock may differ from ours.
    """
    if header is None:
        return None
    if re.fullmatch(r"[0-9]{1,9}", header.strip()):
        seconds = int(header)
    else:
        until, now = _instant(header), _instant(date or "") or datetime.now(UTC)
        if until is None:
            return None
        seconds = int((until - now).total_seconds())
    return min(max(seconds, 0), LONGEST_RETRY_AFTER_SECONDS)


def _instant(written: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(written)
        return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None
