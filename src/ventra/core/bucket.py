"""The 1,024 slices that bulk work is cut into, in 64 folders; the SQL function `ventra_bucket` computes the same."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy.typing as npt

BUCKETS = 1024
FOLDERS = 64
Int = TypeVar("Int", int, npt.NDArray[Any])


def bucket_of(product_id: Int) -> Int:
    """Slice 0-1023 of product id(s): the top ten bits of Knuth's multiplicative hash of the low 31 bits."""
    return (((product_id & 0x7FFFFFFF) * 2654435761) & 0xFFFFFFFF) >> 22
