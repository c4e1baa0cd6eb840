"""The built page in the embedded run: a fixed list of files, read at the start, so that no path leads elsewhere."""

from __future__ import annotations

import asyncio
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from ventra.errors import SettingWrong

INDEX = "/index.html"
FOREVER = "public, max-age=31536000, immutable"
_HASHED = re.compile(r"^/assets/.+[-.][A-Za-z0-9_-]{8,}\.[a-z0-9]+$")
_ENCODINGS = {"br": ".br", "gzip": ".gz"}
_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the page: where it is, what it is, and the ready-made encodings beside it."""

    path: Path
    media_type: str
    etag: str
    immutable: bool
    encoded: Mapping[str, Path]


class StaticPage:
    """Answers GET and HEAD for the page; an unknown address that wants HTML gets the page itself (deep links)."""

    def __init__(self, folder: Path) -> None:
        if not (folder / "index.html").is_file():
            raise SettingWrong("WEB_DIST", f"{folder} holds no index.html; build the page first")
        self._assets = _assets(folder.resolve())

    def find(self, path: str, *, wants_html: bool) -> Asset | None:
        """The file for an address, or None."""
        asset = self._assets.get(INDEX if path == "/" else path)
        if asset is None and wants_html and "." not in path.rsplit("/", 1)[-1]:
            return self._assets[INDEX]
        return asset

    async def send(self, asset: Asset, scope: Any, send: Any) -> None:
        """Answer with a file, in an encoding the asker takes."""
        asked = {name: value.decode("latin-1") for name, value in scope["headers"]}
        encoding = _best(asset, asked.get(b"accept-encoding", ""))
        headers = {
            "content-type": asset.media_type,
            "cache-control": FOREVER if asset.immutable else "no-cache",
            "etag": asset.etag,
            "vary": "Accept-Encoding",
        }
        if asset.etag in asked.get(b"if-none-match", ""):
            await _answer(send, 304, headers, b"")
            return
        body = await asyncio.to_thread((asset.encoded[encoding] if encoding else asset.path).read_bytes)
        if encoding:
            headers["content-encoding"] = encoding
        await _answer(send, 200, headers | {"content-length": str(len(body))}, body)


async def _answer(send: Any, status: int, headers: Mapping[str, str], body: bytes) -> None:
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def _assets(folder: Path) -> dict[str, Asset]:
    files = {
        "/" + path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.resolve().is_relative_to(folder)
    }
    ready_made = {name + ending for name in files for ending in _ENCODINGS.values()}
    return {name: _asset(name, path, files) for name, path in files.items() if name not in ready_made}


def _asset(name: str, path: Path, files: Mapping[str, Path]) -> Asset:
    media_type = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Asset(
        path=path,
        media_type=media_type,
        etag=f'W/"{blake2b(path.read_bytes(), digest_size=12).hexdigest()}"',
        immutable=_HASHED.match(name) is not None,
        encoded={
            encoding: files[name + ending]
            for encoding, ending in _ENCODINGS.items()
            if name + ending in files
        },
    )


def _best(asset: Asset, accepted: str) -> str | None:
    takes = accepting(accepted)
    return next((encoding for encoding in asset.encoded if encoding in takes), None)


def accepting(header: str) -> set[str]:
    """The encodings an Accept-Encoding header takes."""
    taken = set()
    for part in header.lower().split(","):
        name, _, weight = part.strip().partition(";")
        if weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000"):
            taken.add(name.strip())
    return taken
