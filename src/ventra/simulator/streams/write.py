"""Streams as files that a back-test reads: observations in the import format and what was truly sold."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from ventra.core.columns import (
    LIST_PRICE,
    MISSING,
    ORDERS,
    PRICE,
    RATING_X100,
    REVIEWS,
    SKU_PRICE,
    SKU_STOCK,
    STOCK,
)
from ventra.core.day import format_us, from_day_number
from ventra.simulator.streams.kinds import BANDS, TROUBLES
from ventra.simulator.streams.make import Streams

OBSERVATIONS, TRUTH = "observations.ndjson.gz", "truth.csv"
FIRST_CATEGORY_ID = 800_000
_FIELDS = (
    ("orders_total", ORDERS),
    ("reviews_total", REVIEWS),
    ("price", PRICE),
    ("list_price", LIST_PRICE),
    ("stock", STOCK),
)


def write_streams(streams: Streams, folder: Path) -> tuple[Path, Path]:
    """Write observations (NDJSON, packed) and truth (CSV) into a folder; the paths of both. Equal streams give equal bytes.

    What a look lacks is left out of its record. Truth is `product_id, day, units, band, gap_hours, trouble`, zeros included.
    """
    folder.mkdir(parents=True, exist_ok=True)
    observations, truth = folder / OBSERVATIONS, folder / TRUTH
    encode = msgspec.json.Encoder().encode
    with (
        observations.open("wb") as raw,
        gzip.GzipFile("", "wb", compresslevel=4, fileobj=raw, mtime=0) as out,
    ):
        for record in records(streams):
            out.write(encode(record) + b"\n")
    with truth.open("w", encoding="utf-8", newline="") as table:
        table.write("product_id,day,units,band,gap_hours,trouble\n")
        table.writelines(_truth(streams))
    return observations, truth


def records(streams: Streams) -> Iterator[dict[str, Any]]:
    """One record a look, by product and time."""
    products, skus = streams.seen.products, streams.seen.skus
    category = streams.category[np.searchsorted(streams.product, products.key[:, 0])]
    begins = np.searchsorted(streams.seen.row_of_sku, np.arange(len(products) + 1)).tolist()
    parts = zip(
        products.key[:, 0].tolist(), products.at.tolist(), products.state, category.tolist(), strict=True
    )
    for row, (product_id, at_us, state, kind) in enumerate(parts):
        inner = slice(begins[row], begins[row + 1])
        rating = int(state[RATING_X100])
        told = {name: int(state[place]) for name, place in _FIELDS if state[place] != MISSING}
        yield {
            "seen_at": format_us(at_us),
            "product_id": product_id,
            **told,
            **({"rating": rating / 100} if rating != MISSING else {}),
            "skus": [
                _sku(*one)
                for one in zip(skus.key[inner, 1].tolist(), skus.state[inner].tolist(), strict=True)
            ],
            "category_id": FIRST_CATEGORY_ID + kind,
        }


def _sku(sku_id: int, state: list[int]) -> dict[str, int]:
    told = {"sku_id": sku_id, "stock": state[SKU_STOCK], "price": state[SKU_PRICE]}
    return {name: value for name, value in told.items() if value != MISSING}


def _truth(streams: Streams) -> Iterator[str]:
    row = np.searchsorted(streams.product, streams.truth_product)
    columns = (
        streams.truth_product,
        streams.truth_day,
        streams.truth_units,
        streams.band[row],
        streams.gap_hours[row],
        streams.trouble[row],
    )
    for product_id, day, units, band, gap_hours, trouble in zip(*(c.tolist() for c in columns), strict=True):
        yield f"{product_id},{from_day_number(day)},{units},{BANDS[band]},{gap_hours},{TROUBLES[trouble]}\n"
