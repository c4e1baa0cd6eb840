"""Where a query lies among vectors: ours, or the provider's where the index is of its kind; kept, and never waited for long."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from time import monotonic
from typing import NamedTuple

from ventra.errors import SourceError
from ventra.infra import logs
from ventra.search.embed import Provider
from ventra.search.store.embedded import OWN

WAITS_SECONDS = 0.8
RESTS_SECONDS = 30.0
"""After a failure queries go by words alone for so long, so that not each of them waits."""
KEPT = 2_000
PER_MINUTE = 300
"""Queries sent in a minute at most, by each process."""
_log = logs.logger(__name__)


class Asked(NamedTuple):
    """A query's vector and its kind. Without a vector it is looked for by words alone."""

    kind: str
    vector: list[float] | None


class AskedVectors:
    """Asks the provider about queries, each once as long as it is remembered."""

    def __init__(self, provider: Provider | None, clock: Callable[[], float] = monotonic) -> None:
        self._provider, self._clock = provider, clock
        self._kept: OrderedDict[str, list[float]] = OrderedDict()
        self._rests_until = self._minute = float("-inf")
        self._sent = 0

    async def of(self, query: str, kind: str) -> Asked | None:
        """Where a query lies in an index of a kind; `None` in one of ours, where its words say it. Never fails."""
        if kind == OWN:
            return None
        if self._provider is None or self._provider.kind != kind:
            return Asked(kind, None)
        said = " ".join(query.split()).casefold()
        if said in self._kept:
            self._kept.move_to_end(said)
            return Asked(kind, self._kept[said])
        if not said or not self._may_send():
            return Asked(kind, None)
        try:
            found = await self._provider.vectors([said], total_seconds=WAITS_SECONDS)
        except SourceError as failure:
            self._rests_until = self._clock() + RESTS_SECONDS
            _log.warning("a query goes by words alone", because=str(failure))
            return Asked(kind, None)
        self._kept[said] = vector = found[0].tolist()
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return Asked(kind, vector)

    def _may_send(self) -> bool:
        now = self._clock()
        if now < self._rests_until:
            return False
        if now - self._minute >= 60:
            self._minute, self._sent = now, 0
        self._sent += 1
        return self._sent <= PER_MINUTE
