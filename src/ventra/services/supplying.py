"""Those whom the worker asks for rates and offers, as far as settings go; a simulated market asks nobody by itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

from ventra import __version__
from ventra.collect.look import utc_now
from ventra.collect.uzum.client import user_agent
from ventra.infra import central_bank
from ventra.infra.aliexpress import AliExpress
from ventra.infra.central_bank import CentralBank
from ventra.infra.http import session
from ventra.infra.pictures import Pictures
from ventra.infra.serpapi import SerpApi
from ventra.settings import Settings
from ventra.sourcing.answers import Source
from ventra.sourcing.suppliers import Searches, Suppliers

NEEDS: dict[Source, tuple[str, ...]] = {
    "aliexpress": ("ALIEXPRESS_APP_KEY", "ALIEXPRESS_APP_SECRET"),
    "google": ("SERPAPI_API_KEY",),
}
AT_MOST = 4
"""Connections at a time: they are asked one thing after the other."""


@asynccontextmanager
async def supplying(settings: Settings) -> AsyncIterator[Suppliers]:
    """The clients, over a session of their own."""
    agent = user_agent(__version__, settings["CONTACT_URL"] or settings["WEB_URL"])
    async with session(at_most=AT_MOST) as http:
        bank_url = settings["CBU_URL"] or (None if settings["VENTRA_SIMULATED"] else central_bank.URL)
        missing = {
            source: [name for name in names if settings[name] is None] for source, names in NEEDS.items()
        }
        yield Suppliers(
            bank=None if bank_url is None else CentralBank(http, bank_url, agent),
            searches={name: _client(name, http, settings, agent) for name in NEEDS if not missing[name]},
            missing=missing,
            pictures=None if settings["VENTRA_SIMULATED"] else Pictures(http, agent),
        )


def _client(source: Source, http: aiohttp.ClientSession, settings: Settings, agent: str) -> Searches:
    if source == "google":
        return SerpApi(http, settings["SERPAPI_URL"], settings["SERPAPI_API_KEY"], agent=agent)
    key, secret = settings["ALIEXPRESS_APP_KEY"], settings["ALIEXPRESS_APP_SECRET"]
    return AliExpress(http, settings["ALIEXPRESS_API_URL"], key, secret, agent=agent, clock=utc_now)
