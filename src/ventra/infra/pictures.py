"""What pictures of goods look like: fetched from the hosts that show them and no others, and only their hash is kept."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence
from urllib.parse import urlsplit

import aiohttp
import numpy as np
from PIL import Image, UnidentifiedImageError

from ventra.core.picture_hash import SIDE, is_flat, picture_hash
from ventra.errors import SourceError
from ventra.infra.http import fetch

HOSTS = ("alicdn.com", "aliexpress-media.com", "gstatic.com", "uzum.uz")
"""Where AliExpress, Google and the marketplace keep pictures; hosts below these too."""
FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 3 * 1024 * 1024
MOST_PIXELS = 40_000_000
TOTAL_SECONDS = 10.0


class Pictures:
    """Reads pictures by their address. A price list names addresses too, so nothing but `hosts` is asked."""

    def __init__(self, http: aiohttp.ClientSession, agent: str, *, hosts: Sequence[str] = HOSTS) -> None:
        self._http, self._agent, self._hosts = http, agent, tuple(hosts)

    def may_ask(self, url: str) -> bool:
        """Whether the picture is at a host we ask, over https (or at a host of ours, named with its port, in tests)."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        if parts.netloc in self._hosts:
            return True
        host = parts.hostname or ""
        known = any(host == one or host.endswith(f".{one}") for one in self._hosts)
        return known and parts.scheme == "https" and parts.username is None and parts.port in (None, 443)

    async def hash_of(self, url: str) -> int | None:
        """The hash of a picture; `None` where it is not at a host we ask, is no picture we read, or has nothing on it.

        Raises `SourceError` when its host does not answer.
        """
        if not self.may_ask(url):
            return None
        answer = await fetch(
            self._http,
            "GET",
            url,
            headers={"User-Agent": self._agent, "Accept": "image/webp,image/jpeg,image/png"},
            total_seconds=TOTAL_SECONDS,
            most_bytes=MOST_BYTES,
        )
        if answer.status >= 500 or answer.status == 429:
            raise SourceError(f"a host of pictures answers {answer.status}")
        return await asyncio.to_thread(hash_bytes, answer.body) if answer.status == 200 else None


def hash_bytes(body: bytes) -> int | None:
    """The hash of a picture in a file; `None` for what is none of `FORMATS`, is too large, or has nothing on it."""
    try:
        with Image.open(io.BytesIO(body), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return None
            picture.draft("L", (SIDE * 4, SIDE * 4))
            flat = picture.convert("RGBA")
        ground = Image.new("RGBA", flat.size, "white")
        small = Image.alpha_composite(ground, flat).convert("L").resize((SIDE, SIDE), Image.Resampling.BOX)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    luminance = np.asarray(small, dtype=np.float64)
    return None if is_flat(luminance) else picture_hash(luminance)
