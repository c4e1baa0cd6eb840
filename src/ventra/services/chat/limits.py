"""How often a chat may ask. One process polls for a bot, so what a chat has asked is kept here."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

MOST_CHATS = 10_000


class Pace:
    """So many times within a while, by chat."""

    def __init__(self, times: int, within: timedelta) -> None:
        self.times, self.within = times, within
        self._asked: dict[int, deque[datetime]] = {}

    def wait(self, chat_id: int, now: datetime) -> int:
        """Seconds until the chat may ask again; 0: now, and this counts."""
        if len(self._asked) >= MOST_CHATS:
            self._asked = {chat: at for chat, at in self._asked.items() if now - at[-1] < self.within}
        asked = self._asked.setdefault(chat_id, deque(maxlen=self.times))
        if len(asked) == self.times and now - asked[0] < self.within:
            return max(1, round((self.within - (now - asked[0])).total_seconds()))
        asked.append(now)
        return 0
