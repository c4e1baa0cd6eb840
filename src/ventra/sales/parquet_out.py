"""The export as Parquet. pyarrow is heavy, so it is loaded on first use."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Self

import numpy as np


class Writer:
    """Writes tables with integer keys, a date, numbers that may be unknown (null), and the basis."""

    def __init__(self, path: Path, keys: tuple[str, ...], numbers: tuple[str, ...]) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        money = {name for name in numbers if name.startswith("revenue")}
        self._schema = pa.schema(
            [(key, pa.int64()) for key in keys]
            + [("day", pa.string())]
            + [(name, pa.int64() if name in money else pa.float64()) for name in numbers]
            + [("basis", pa.string())]
        )
        self._writer = pq.ParquetWriter(path, self._schema)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.close()

    def write(self, table: Any) -> None:
        """Append a table (`sales/export.py`)."""
        import pyarrow as pa

        columns: list[Any] = [*table.keys.T, table.days]
        columns += [np.where(np.isnan(column), 0, column) for column in table.values]
        masks = [None] * (len(table.keys.T) + 1) + [np.isnan(column) for column in table.values]
        arrays = [
            pa.array(column, type=kind) if mask is None else pa.array(column, mask=mask).cast(kind)
            for column, mask, kind in zip(
                [*columns, table.basis], [*masks, None], self._schema.types, strict=True
            )
        ]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=self._schema))
