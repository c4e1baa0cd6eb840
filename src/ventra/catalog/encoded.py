"""Products of lists as JSON, kept in memory for as long as nothing they are made of has changed.

Each row carries a stamp: the transactions that last wrote the rows it was made of, and the Tashkent day. A list asks Postgres
for the stamps and builds only what has another one, so nothing shown is ever older than the database.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from ventra.catalog.answers import ProductRow

MOST_ROWS = 4_000
"""About 1.5 KB each."""
_encoder = msgspec.json.Encoder()


class Stamp(NamedTuple):
    """What a row depends on: who wrote its parts last, the day, whether whoever asks tracks it, and whose correction it is of."""

    written: str
    tracked: bool
    fit: str = ""


class EncodedRows:
    """The rows last shown; those not shown for longest go first."""

    def __init__(self, at_most: int = MOST_ROWS) -> None:
        self._at_most = at_most
        self._rows: OrderedDict[tuple[int, bool, str], tuple[str, bytes]] = OrderedDict()

    def missing(self, stamps: Mapping[int, Stamp]) -> list[int]:
        """Products whose row is not here as their stamp says."""
        return [
            product_id
            for product_id, stamp in stamps.items()
            if self._rows.get((product_id, *stamp[1:]), ("",))[0] != stamp.written
        ]

    def keep(self, rows: Sequence[ProductRow], stamps: Mapping[int, Stamp]) -> dict[int, bytes]:
        """Remember rows under their stamps; gives all that `stamps` names, as JSON.

        A row that a correction came upon after its stamp is given and not remembered: others would see it.
        """
        found = {}
        for row in rows:
            written, _, fit = stamps[row.product_id]
            if bool(fit) == (row.figures.own_fit is not None):
                self._rows[row.product_id, row.tracked, fit] = (written, _encoder.encode(row))
            else:
                found[row.product_id] = _encoder.encode(row)
        for product_id, stamp in stamps.items():
            if product_id in found:
                continue
            kept = self._rows.get((product_id, *stamp[1:]))
            if kept is not None:
                found[product_id] = kept[1]
                self._rows.move_to_end((product_id, *stamp[1:]))
        while len(self._rows) > self._at_most:
            self._rows.popitem(last=False)
        return found


def encoded_list(items: Sequence[bytes], next_cursor: str | None, total: int) -> bytes:
    """A `ProductList` as JSON."""
    return b'{"items":[%s],"next_cursor":%s,"total":%d}' % (
        b",".join(items),
        _encoder.encode(next_cursor),
        total,
    )


def encoded(value: msgspec.Struct) -> bytes:
    """A value as JSON."""
    return _encoder.encode(value)


def joined(one: bytes, other: bytes) -> bytes:
    """Two objects of JSON, neither of them empty, as one."""
    return one[:-1] + b"," + other[1:]
