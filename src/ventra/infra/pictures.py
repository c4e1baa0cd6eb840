"""What pictures of goods look like: fetched from the hosts that show them and no others, and only their hash is kept."""

from __future__ import annotations

import asyncio
import io
import re
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
MOST_PIXELS = 16_000_000
"""Of one that is opened: it takes up to 20 bytes for each."""
_REDUCED = ("L", "LA", "RGB", "RGBA")
TOTAL_SECONDS = 10.0
LONGEST_ADDRESS = 2_000
_HOST = re.compile(r"[a-z0-9.-]+")


class Pictures:
    """Reads pictures by their address. A price list names addresses too, so nothing but `hosts` is asked."""

    def __init__(self, http: aiohttp.ClientSession, agent: str, *, hosts: Sequence[str] = HOSTS) -> None:
        self._http, self._agent, self._hosts = http, agent, tuple(hosts)

    def may_ask(self, url: str) -> bool:
        """Whether the picture is at a host we ask, over https (or at a host of ours, named with its port, in tests)."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            return False
        # What looks like a picture is kept by its address, which has to fit into an index.
        if len(url) > LONGEST_ADDRESS or not url.isascii():
            return False
        if port is not None and parts.netloc in self._hosts:
            return True
        known = any(host == one or host.endswith(f".{one}") for one in self._hosts)
        plain = parts.username is None and _HOST.fullmatch(host) is not None
        return known and plain and parts.scheme == "https" and port in (None, 443)

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
            times = min(picture.size) // (SIDE * 4)
            small = picture.reduce(times) if times > 1 and picture.mode in _REDUCED else picture
            flat = small.convert("RGBA")
        ground = Image.new("RGBA", flat.size, "white")
        grey = Image.alpha_composite(ground, flat).convert("L").resize((SIDE, SIDE), Image.Resampling.BOX)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    luminance = np.asarray(grey, dtype=np.float64)
    return None if is_flat(luminance) else picture_hash(luminance)
