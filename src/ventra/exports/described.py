"""Tables to take home as they are told of."""

from __future__ import annotations

from collections.abc import Iterable

from ventra.core.texts import Language
from ventra.exports.answers import ExportChoice, ExportColumn, ExportTable
from ventra.exports.columns import Column
from ventra.exports.filters import NAMES
from ventra.exports.table import Table


def described(table: Table, language: Language) -> ExportTable:
    """A table in the reader's language."""
    return ExportTable(
        name=table.name,
        title=table.called(language),
        filters=[called for name, called in NAMES.items() if name in table.takes],
        sorts=list(table.sorts),
        sort=table.sort,
        fixed=_columns(table.fixed, language),
        choices=[ExportChoice(name, _columns(columns, language)) for name, columns in table.columns.items()],
        default=list(table.default),
        shared=table.shared,
    )


def _columns(columns: Iterable[Column], language: Language) -> list[ExportColumn]:
    return [
        ExportColumn(
            name=column.name,
            title=column.called(language),
            type=column.type,
            unit=column.unit,
            private=column.private,
        )
        for column in columns
    ]
