"""The newest model, kept in memory by each process that searches."""

from __future__ import annotations

import asyncio
from typing import Any

from ventra.core.search_model import Model, learn
from ventra.infra.db import transaction
from ventra.search.given import given
from ventra.search.store import models
from ventra.search.store.embedded import OWN


class KeptModel:
    """Reads a model when there is a newer one; before the first, one that knows only what is given."""

    def __init__(self) -> None:
        self._model: Model | None = None
        self.kind = OWN
        """The kind of the index when the model was last asked for."""
        self._reading = asyncio.Lock()

    async def newest(self, pool: Any) -> Model:
        """The newest model of the database."""
        async with transaction(pool) as db:
            at = await models.standing(db)
        version, self.kind = at.version, at.here
        if self._model is not None and self._model.version == version:
            return self._model
        async with self._reading:
            if self._model is None or self._model.version != version:
                async with transaction(pool) as db:
                    read = await models.read(db, version)
                self._model = read or learn({}, products=0, average=1.0, pairs=[], latin={}, given=given())
        return self._model

    async def for_questions(self, pool: Any) -> Model:
        """The same, ready to be asked: its spellings take seconds once and are laid out beside what else is answered."""
        model = await self.newest(pool)
        async with self._reading:
            await asyncio.to_thread(getattr, model, "spellings")
        return model


KEPT = KeptModel()
"""The one that all jobs of a worker share."""
