"""The market's past as somebody who looked at it would have written it down: observation files in the import format."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ventra.core.day import day_of, format_us, to_us
from ventra.simulator.catalogue import Catalogue
from ventra.simulator.categories import categories, leaves
from ventra.simulator.looks import groups, looks_of_week
from ventra.simulator.market import WEEK_US, Market
from ventra.simulator.states import States, joined
from ventra.simulator.titles import titles_of
from ventra.simulator.truth import write_truth

Kind = Literal["parquet", "ndjson", "ndjson.gz"]

GROUPS_A_FILE = 2

SKU = pa.struct([("sku_id", pa.int64()), ("stock", pa.int64()), ("price", pa.int64())])
TITLES = pa.struct([("uz", pa.string()), ("ru", pa.string())])
SCHEMA = pa.schema(
    [
        ("seen_at", pa.timestamp("us", "UTC")),
        ("product_id", pa.int64()),
        ("orders_total", pa.int64()),
        ("reviews_total", pa.int64()),
        ("rating", pa.float64()),
        ("price", pa.int64()),
        ("list_price", pa.int64()),
        ("stock", pa.int64()),
        ("skus", pa.list_(SKU)),
        ("titles", TITLES),
        ("category_id", pa.int64()),
        ("seller_id", pa.int64()),
    ]
)


def write_history(
    market: Market,
    folder: Path,
    *,
    from_at: datetime,
    to_at: datetime,
    looks_per_day: int = 4,
    kind: Kind = "parquet",
    gaps: bool = True,
    truth: bool = False,
) -> list[Path]:
    """Write what was seen in `[from_at, to_at)` and return the observation files, a stretch of products each.

    Beside them stands `catalogue.json` (names of categories and sellers) and, with `truth`, `truth.csv` (product_id, day,
    units of the days that end within the span). A product that is not on sale at a look leaves no record.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write_catalogue(market, folder / "catalogue.json")
    span = (to_us(from_at), to_us(to_at))
    files = []
    numbers = list(groups(market))
    for begin in range(0, len(numbers), GROUPS_A_FILE):
        path = folder / f"observations-{begin // GROUPS_A_FILE:04d}.{kind}"
        half = path.with_name(f"{path.name}.half")
        seen = (
            _seen(market, number, span, looks_per_day, gaps)
            for number in numbers[begin : begin + GROUPS_A_FILE]
        )
        _WRITERS[kind](market.catalogue, (one for one in seen if one is not None), half)
        half.replace(path)
        files.append(path)
    if truth:
        write_truth(market, folder / "truth.csv", day_of(from_at), day_of(to_at) - timedelta(days=1))
    return files


def write_catalogue(market: Market, path: Path) -> None:
    """The names of categories and sellers, so that an importer needs no network to name them."""
    told = {
        "categories": [
            {
                "category_id": one.category_id,
                "parent_id": one.parent_id,
                "titles": {"uz": one.node.uz, "ru": one.node.ru},
            }
            for one in categories().values()
        ],
        "sellers": [
            {"seller_id": one.seller_id, "title": one.title, "slug": one.slug}
            for one in market.catalogue.sellers
        ],
    }
    path.write_bytes(msgspec.json.encode(told))


def _seen(market: Market, group: int, span: tuple[int, int], looks_per_day: int, gaps: bool) -> States | None:
    """What was seen of a group, sorted by product and time."""
    first, last = ((at - market.start_us) // WEEK_US for at in (span[0], span[1] - 1))
    pieces = []
    for week in range(max(first, 0), last + 1):
        place, at_us = looks_of_week(market, group, week, looks_per_day, gaps=gaps, last_us=span[1])
        keep = (at_us >= span[0]) & (at_us < span[1]) & market.on_sale(place, at_us)
        if keep.any():
            pieces.append(market.states_in_week(group, week, place[keep], at_us[keep]))
    if not pieces:
        return None
    seen = joined(pieces)
    return seen.take(np.lexsort((seen.at_us, seen.place)))


def _write_parquet(catalogue: Catalogue, parts: Iterator[States], path: Path) -> None:
    with pq.ParquetWriter(path, SCHEMA, compression="zstd") as out:
        for seen in parts:
            out.write_table(_table(catalogue, seen))


def _table(catalogue: Catalogue, seen: States) -> pa.Table:
    skus = pa.StructArray.from_arrays(
        [pa.array(catalogue.sku_id[seen.sku_place]), pa.array(seen.sku_stock), pa.array(seen.sku_price)],
        fields=list(SKU),
    )
    places, row = np.unique(seen.place, return_inverse=True)
    both = [titles_of(catalogue, place) for place in places.tolist()]
    titles = pa.StructArray.from_arrays(
        [pa.array([one.uz for one in both]), pa.array([one.ru for one in both])], fields=list(TITLES)
    )
    columns = [
        pa.array(seen.at_us).cast(pa.timestamp("us", "UTC")),
        pa.array(catalogue.product_id[seen.place]),
        pa.array(seen.orders),
        pa.array(seen.reviews),
        pa.array(seen.rating_x10 / 10, mask=seen.rating_x10 == 0),
        pa.array(seen.price),
        pa.array(seen.list_price),
        pa.array(seen.stock),
        pa.ListArray.from_arrays(pa.array(seen.sku_from.astype(np.int32)), skus),
        titles.take(pa.array(row)),
        pa.array(_leaf_ids()[catalogue.leaf[seen.place]]),
        pa.array(_seller_ids(catalogue)[catalogue.seller[seen.place]]),
    ]
    return pa.Table.from_arrays(columns, schema=SCHEMA)


def _leaf_ids() -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([one.category_id for one in leaves()], np.int64)


def _seller_ids(catalogue: Catalogue) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([one.seller_id for one in catalogue.sellers], np.int64)


def records(catalogue: Catalogue, seen: States) -> Iterator[dict[str, Any]]:
    """The same as one record a look, as NDJSON holds it; a product nobody has rated has no `rating`."""
    leaf_ids, seller_ids = _leaf_ids(), _seller_ids(catalogue)
    for row, place in enumerate(seen.place.tolist()):
        both = titles_of(catalogue, place)
        inner = range(int(seen.sku_from[row]), int(seen.sku_from[row + 1]))
        rating = int(seen.rating_x10[row])
        yield {
            "seen_at": format_us(int(seen.at_us[row])),
            "product_id": int(catalogue.product_id[place]),
            "orders_total": int(seen.orders[row]),
            "reviews_total": int(seen.reviews[row]),
            **({"rating": rating / 10} if rating else {}),
            "price": int(seen.price[row]),
            "list_price": int(seen.list_price[row]),
            "stock": int(seen.stock[row]),
            "skus": [
                {
                    "sku_id": int(catalogue.sku_id[seen.sku_place[k]]),
                    "stock": int(seen.sku_stock[k]),
                    "price": int(seen.sku_price[k]),
                }
                for k in inner
            ],
            "titles": {"uz": both.uz, "ru": both.ru},
            "category_id": int(leaf_ids[catalogue.leaf[place]]),
            "seller_id": int(seller_ids[catalogue.seller[place]]),
        }


def _write_ndjson(catalogue: Catalogue, parts: Iterator[States], path: Path) -> None:
    with path.open("wb") as out:
        _write_lines(catalogue, parts, out.write)


def _write_packed(catalogue: Catalogue, parts: Iterator[States], path: Path) -> None:
    with path.open("wb") as raw, gzip.GzipFile("", "wb", compresslevel=4, fileobj=raw, mtime=0) as out:
        _write_lines(catalogue, parts, out.write)


def _write_lines(catalogue: Catalogue, parts: Iterator[States], write: Callable[[bytes], object]) -> None:
    encode = msgspec.json.Encoder().encode
    for seen in parts:
        for record in records(catalogue, seen):
            write(encode(record) + b"\n")


_WRITERS: dict[Kind, Callable[[Catalogue, Iterator[States], Path], None]] = {
    "parquet": _write_parquet,
    "ndjson": _write_ndjson,
    "ndjson.gz": _write_packed,
}
