"""A picture's perceptual hash: 64 bits that stay nearly the same when it is scaled, recompressed or made lighter.

The hash is the DCT one of Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions" (2010), 3.2.1: of the
picture's luminance at 32 × 32 the 8 × 8 lowest frequencies without the mean, each above or below their median.
"""

from __future__ import annotations

from typing import Any

import numpy as np

SIDE = 32
LOW = 8
BITS = 64
UNALIKE = 26
"""Two pictures that have nothing in common differ in 32 bits of 64, give or take 4: so many or more say nothing."""


def _cosines() -> Any:
    rows, columns = np.arange(1, LOW + 1)[:, None], np.arange(SIDE)[None, :]
    return np.cos(np.pi * rows * (2 * columns + 1) / (2 * SIDE))


_COSINES = _cosines()


def picture_hash(luminance: Any) -> int:
    """The hash of a picture's luminance, shape (32, 32), any scale; as a signed 64-bit number, for Postgres.

    Raises `ValueError` for another shape. A picture of one colour has a hash that means nothing: see `is_flat`.
    """
    pixels = np.asarray(luminance, dtype=np.float64)
    if pixels.shape != (SIDE, SIDE):
        raise ValueError(f"expected {SIDE} x {SIDE} pixels, got {pixels.shape}")
    low = (_COSINES @ pixels @ _COSINES.T).ravel()
    bits = np.packbits(low > np.median(low))
    return int.from_bytes(bits.tobytes(), "big", signed=True)


def is_flat(luminance: Any) -> bool:
    """Whether a picture has next to nothing on it, so that its hash would be noise."""
    return bool(np.ptp(np.asarray(luminance, dtype=np.float64)) < 8)


def likeness(one: Any, other: Any) -> Any:
    """How alike two hashes are, 0-1, element by element (int64 arrays, or numbers); 1 for the same, 0 for no more than chance."""
    differing = np.bitwise_xor(np.asarray(one, dtype=np.int64), np.asarray(other, dtype=np.int64))
    bits = np.unpackbits(differing.reshape(-1, 1).view(np.uint8), axis=1).sum(axis=1)
    return np.clip(1 - bits / UNALIKE, 0, 1).reshape(differing.shape)
