"""What a table to take home is, and what somebody wishes of it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from ventra.core.texts import Language, Texts, say
from ventra.errors import BadInput
from ventra.exports.columns import Column, Rows
from ventra.exports.filters import Filters, must_be_taken
from ventra.exports.texts import TABLE_TEXTS


@dataclass(frozen=True, slots=True)
class Wish:
    """Whose rows, which and in what order, in which language, as of when; `simulated`: nothing outside is pointed at.

    `shared`: for anybody who has an address, so estimates are read as nobody does, whom no own shop corrects them for.
    """

    pool: Any
    org_id: int
    filters: Filters
    sort: str
    language: Language
    now: datetime
    simulated: bool
    shared: bool = False

    @property
    def reader(self) -> int | None:
        """The organisation whose own shop corrects the estimates."""
        return None if self.shared else self.org_id


@dataclass(slots=True)
class Found:
    """Rows as they come, some at a time. Once the last have come all is there of what they go by: closed `days`, and the `fits`,
    versions of the own shop's corrections, and which lists of the own shop were not read to their end: `unread`."""

    batches: AsyncGenerator[Rows, None]
    days: set[date] = field(default_factory=set)
    fits: set[int] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table under its name: `fixed` columns stand in each file, `columns` are chosen by their names, `default` where none are.

    `find` looks at once whether a wish can be met, and begins no row before it is asked for one: `BadInput`, `NotFound`.
    `shared`: an address may show it to whoever has that.
    `counts` and `unfiltered` are keys of what the sheet about the numbers calls its rows, and says where nothing narrows them.
    """

    name: str
    title: str
    fixed: tuple[Column, ...]
    columns: Mapping[str, tuple[Column, ...]]
    default: tuple[str, ...]
    takes: frozenset[str]
    sorts: tuple[str, ...]
    sort: str
    find: Callable[[Wish], Awaitable[Found]]
    shared: bool = True
    counts: str = "about.lines"
    unfiltered: str = "about.everything"
    texts: Texts = field(default_factory=lambda: TABLE_TEXTS)
    headings: Mapping[str, str] = field(default_factory=dict)
    """Of orders that have no column: keys of what they are called."""

    def called(self, language: Language) -> str:
        """Its title."""
        return say(self.texts, self.title, language)

    def heading_of(self, sort: str, language: Language) -> str:
        """What an order goes by."""
        name = sort.removeprefix("-")
        return say(self.texts, self.headings.get(name, f"col.{name}"), language)

    def chosen(self, names: str | None) -> tuple[Column, ...]:
        """The columns of a file: those asked for, with commas between them, in their order.

        Raises `BadInput` for one that there is not, or that is there twice.
        """
        asked = self.default if names is None else tuple(names.split(","))
        always = [column.name for column in self.fixed]
        unknown = [name for name in asked if name not in always and name not in self.columns]
        if unknown or len(set(asked)) < len(asked):
            raise BadInput(
                f"columns are {', '.join((*always, *self.columns))}, each at most once", field="columns"
            )
        return (*self.fixed, *(column for name in asked for column in self.columns.get(name, ())))

    def wished(self, filters: Filters, sort: str | None) -> str:
        """The order, if both can be had. `BadInput` for a filter or an order that there is not."""
        must_be_taken(filters, self.takes, self.name)
        if sort is not None and sort not in self.sorts:
            raise BadInput(f"sort is one of {', '.join(self.sorts)}", field="sort")
        return sort or self.sort
