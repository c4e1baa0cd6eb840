"""What report cards answer over HTTP: typed values that are the OpenAPI schema as well."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from ventra.core.texts import Language

Format = Literal["png", "pdf"]
CardState = Literal["waiting", "running", "done", "failed"]


class CardWish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which card is wanted."""

    format: Format
    language: Language = "uz"


class Card(msgspec.Struct, frozen=True):
    """A report card on its way; `error` says, in the card's language, why it failed and what to do."""

    card_id: UUID
    product_id: int
    format: Format
    language: Language
    state: CardState
    asked_at: datetime
    finished_at: datetime | None
    error: str | None
