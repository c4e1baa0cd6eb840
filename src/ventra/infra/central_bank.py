"""The rates of the Central Bank of Uzbekistan, from its public JSON: today's, or those of a day of the past."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import aiohttp
import msgspec

from ventra.errors import PageChanged, SourceError
from ventra.infra.outside import amount, ask, decoded, throttled

WHO = "central_bank"
URL = "https://cbu.uz/uz/arkhiv-kursov-valyut/json"
MOST_NOMINAL = 1_000_000
_DAY = re.compile(r"(\d{2})\.(\d{2})\.(\d{4})", re.ASCII)


class Rate(msgspec.Struct, frozen=True):
    """Soʻm for `nominal` units of a currency, from `day` on."""

    currency: str
    day: date
    nominal: int
    rate: Decimal


class CentralBank:
    """Asks the bank. `url` is the address of its JSON without what comes behind it."""

    def __init__(self, http: aiohttp.ClientSession, url: str, agent: str) -> None:
        self._http, self._url, self._agent = http, url.rstrip("/"), agent

    async def rates(self, day: date | None = None) -> list[Rate]:
        """The newest rates, or those of a day; none for a day on which none were set.

        Raises `TimedOut`, `Throttled` and `SourceError` as asking goes wrong, `PageChanged` for an answer that is not understood.
        """
        url = f"{self._url}/" if day is None else f"{self._url}/all/{day.isoformat()}/"
        answer = await ask(self._http, WHO, "GET", url, agent=self._agent)
        if answer.status == 429:
            raise throttled(WHO, answer)
        if answer.status != 200:
            raise SourceError(f"{WHO} answers {answer.status}", where=WHO)
        return read(decoded(WHO, answer))


def read(body: Any) -> list[Rate]:
    """The rates of an answer, all of them or `PageChanged`: a rate that is misread would be believed for a day."""
    if not isinstance(body, list):
        raise PageChanged(WHO, "not a list of rates")
    return [_rate(one) for one in body]


def _rate(one: Any) -> Rate:
    if not isinstance(one, dict):
        raise PageChanged(WHO, "a rate is no object")
    currency, nominal, rate = one.get("Ccy"), amount(one.get("Nominal")), amount(one.get("Rate"))
    said = _DAY.fullmatch(str(one.get("Date", "")).strip())
    if not isinstance(currency, str) or not re.fullmatch(r"[A-Z]{3}", currency.strip()):
        raise PageChanged(WHO, "a rate without a currency")
    if nominal is None or nominal != int(nominal) or nominal > MOST_NOMINAL or rate is None or said is None:
        raise PageChanged(WHO, f"the rate of {currency.strip()} cannot be read")
    try:
        day = date(int(said[3]), int(said[2]), int(said[1]))
    except ValueError:
        raise PageChanged(WHO, f"the rate of {currency.strip()} has no such day") from None
    return Rate(currency.strip(), day, int(nominal), rate)
