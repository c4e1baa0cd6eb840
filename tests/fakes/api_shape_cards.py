"""Report cards of the stand-in: each is done after it was asked after twice, or fails with the words it was told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiohttp import web

PNG = b"\x89PNG\r\n\x1a\n"
LOOKS = 2


class Cards:
    """What was asked for. `fails_with` is the reason of all to come, `held` keeps them from getting done."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.fails_with: str | None = None
        self.held = False
        self._known: dict[str, dict[str, Any]] = {}
        self._looks: dict[str, int] = {}

    def ask(self, product_id: int, wish: dict[str, str]) -> dict[str, Any]:
        """A card that waits."""
        card_id = f"00000000-0000-4000-8000-{len(self._known):012d}"
        self._known[card_id] = {
            "card_id": card_id,
            "product_id": product_id,
            "format": wish["format"],
            "language": wish["language"],
            "state": "waiting",
            "asked_at": self.now.isoformat(),
            "finished_at": None,
            "error": None,
        }
        return self._known[card_id]

    def read(self, card_id: str) -> dict[str, Any] | None:
        """A card a step further."""
        card = self._known.get(card_id)
        if card is None:
            return None
        self._looks[card_id] = self._looks.get(card_id, 0) + (not self.held)
        if self._looks[card_id] >= LOOKS:
            ended = {"state": "failed", "error": self.fails_with} if self.fails_with else {"state": "done"}
            card |= ended
        return card

    def file(self) -> web.Response:
        """The file of any card."""
        headers = {"Content-Disposition": 'attachment; filename="ventra-1700001-ru.png"'}
        return web.Response(body=PNG, content_type="image/png", headers=headers)
