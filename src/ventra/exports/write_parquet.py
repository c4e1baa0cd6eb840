"""A table as Parquet, a group of rows at a time; its metadata say where the numbers come from. pyarrow is loaded on first use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np

from ventra.core.texts import Language
from ventra.exports.columns import Batch, Cells, Column
from ventra.exports.writing import About, Outlet, whole_characters

ROWS_A_GROUP = 65_536
ABOUT = "ventra.about"
"""The key under which the file says what it is: a JSON list of pairs."""


class Parquet:
    """Writes Parquet; columns have their names, and their headings and units as metadata."""

    def __init__(self, columns: Sequence[Column], language: Language) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        kinds: dict[str, Any] = {
            "text": pa.string(), "url": pa.string(), "int": pa.int64(), "decimal": pa.float64(),
            "bool": pa.bool_(), "date": pa.date32(), "instant": pa.timestamp("us", tz="UTC"),
        }  # fmt: skip
        self._schema = pa.schema(
            [
                pa.field(column.name, kinds[column.type], metadata=_told(column, language))
                for column in columns
            ]
        )
        self._out = Outlet()
        self._writer = pq.ParquetWriter(pa.PythonFile(self._out, mode="w"), self._schema)
        self._waiting: list[Any] = []
        self._rows = 0

    def begin(self) -> bytes:
        """What every such file begins with."""
        return self._out.take()

    def add(self, batch: Batch) -> bytes:
        """Rows; a group is written when there are enough of them."""
        import pyarrow as pa

        arrays = [_array(cells, field.type) for cells, field in zip(batch, self._schema, strict=True)]
        self._waiting.append(pa.RecordBatch.from_arrays(arrays, schema=self._schema))
        self._rows += len(batch[0])
        if self._rows >= ROWS_A_GROUP:
            self._group()
        return self._out.take()

    def end(self, about: About) -> bytes:
        """The last group, and the footer without which nothing of it can be read."""
        if self._rows:
            self._group()
        self._writer.add_key_value_metadata({ABOUT: msgspec.json.encode(list(about)).decode()})
        self._writer.close()
        return self._out.take()

    def _group(self) -> None:
        import pyarrow as pa

        self._writer.write_table(
            pa.Table.from_batches(self._waiting, self._schema), row_group_size=self._rows
        )
        self._waiting, self._rows = [], 0


def _array(cells: Cells, kind: Any) -> Any:
    import pyarrow as pa

    if isinstance(cells, np.ndarray) and cells.dtype.kind == "f" and kind == pa.int64():
        # Whole numbers of which some are not known come as floats; a cast by pyarrow would load half a second more of it.
        unknown = np.isnan(cells)
        return pa.array(np.where(unknown, 0, cells).astype(np.int64), kind, mask=unknown)
    try:
        return pa.array(cells, kind, from_pandas=kind == pa.float64())
    except UnicodeEncodeError:
        texts = [whole_characters(cell) if isinstance(cell, str) else cell for cell in cells]
        return pa.array(texts, kind)


def _told(column: Column, language: Language) -> dict[str, str]:
    told = {"heading": column.called(language)}
    return told if column.unit is None else told | {"unit": column.unit}
