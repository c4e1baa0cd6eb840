"""`ventra card`: a product's report card straight into a file, with the Chromium of this machine."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from ventra.collect.uzum.address import product_id_of
from ventra.core.texts import LANGUAGES, UZ, Language
from ventra.errors import BadInput, Unavailable
from ventra.infra.browser import Renderer, find_chromium
from ventra.infra.db import connected
from ventra.reports import facts as facts_of
from ventra.reports.answers import Format
from ventra.reports.card import draw
from ventra.settings import Settings

BY_LOWER_CASE: dict[str, Language] = {name.lower(): name for name in LANGUAGES}


async def run(settings: Settings, product: str, *, format: Format, language: str = UZ, out: Path) -> int:
    """Make the card and write it. Raises `BadInput`, `NotFound`, `Unavailable` and `RenderFailed`."""
    known = BY_LOWER_CASE.get(language.lower())
    if known is None:
        raise BadInput(f"--language is one of {', '.join(LANGUAGES)}", field="language")
    product_id = product_id_of(product)
    chromium = find_chromium(settings["CHROMIUM_PATH"])
    if chromium is None:
        raise Unavailable("there is no Chromium: install it, or name it in CHROMIUM_PATH")
    async with connected(settings.direct_database_url) as db:
        facts = await facts_of.read(
            db, product_id, now=datetime.now(UTC), simulated=settings["VENTRA_SIMULATED"]
        )
    body = await draw(Renderer(chromium), facts, format, known)
    try:
        await asyncio.to_thread(out.write_bytes, body)
    except OSError as refused:
        raise BadInput(f"--out {out} cannot be written: {refused.strerror}", field="out") from None
    print(f"{len(body)} bytes in {out}", file=sys.stderr)
    return 0
