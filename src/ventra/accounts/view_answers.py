"""What the routes of saved views take and give."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from ventra.accounts.store.saved_views import Page, SavedView

__all__ = ["Page", "SavedView"]

Name = Annotated[str, Meta(max_length=200)]
QueryText = Annotated[str, Meta(max_length=2000)]


class SavedViews(Struct, frozen=True):
    """One's own by name, then the organisation's by name."""

    items: list[SavedView]


class ViewWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to keep under which name: a page's address after the question mark. `team`: for everybody in the organisation."""

    page: Page
    name: Name
    query: QueryText
    team: bool = False


class ViewMade(Struct, frozen=True):
    """The number of a view."""

    view_id: int


class ViewChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change of a view; what is left out stays. `team` gives one's own to everybody in the organisation."""

    name: Name | None = None
    query: QueryText | None = None
    team: bool = False
