"""The market as one night sees it: what all products, categories and shops do, and which of them rise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from ventra.core.bucket import BUCKETS, FOLDERS, bucket_of
from ventra.core.columns import Int64
from ventra.core.rising import Rising, ranks
from ventra.core.trend import Trends
from ventra.infra.columns import Column
from ventra.outlook.columns import of_newcomers, of_trends
from ventra.outlook.judge import JudgeBy, Judged, judge, told
from ventra.outlook.look import Looked
from ventra.outlook.together import Parts


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Categories or shops [g], ascending: their products, trends, and which of them rise."""

    group: Int64
    products: Int64
    trends: Trends
    rising: Rising

    @classmethod
    def judged(cls, parts: Parts, trends: Trends, by: JudgeBy) -> Groups:
        """Groups by what their products add up to."""
        return cls(parts.group, parts.products, trends, judge(trends, by))

    def columns(self, name: str, last_day: int) -> dict[str, Column]:
        """Their rows; `name` is that of their number."""
        return {
            name: Column("bigint", self.group),
            "products": Column("integer", self.products),
            **of_trends(self.trends, self.rising, last_day),
        }


@dataclass(frozen=True, slots=True, eq=False)
class Market:
    """All products, and which of them rise; categories and shops."""

    last_day: int
    products: Looked
    rising: Rising
    categories: Groups
    sellers: Groups

    def of_folder(self, folder: int) -> Int64:
        """The places of the products of a folder of buckets."""
        found: Int64 = np.flatnonzero(bucket_of(self.products.product) // (BUCKETS // FOLDERS) == folder)
        return found

    def columns(self) -> dict[str, Column]:
        """The rows of all products."""
        product, new = self.products.product, self.products.new
        return {
            "bucket": Column("smallint", bucket_of(product)),
            "product_id": Column("bigint", product),
            **of_trends(self.products.trends, self.rising, self.last_day),
            **of_newcomers(new, self.products.first_seen, ranks(new.low)),
        }

    def digest(self) -> str:
        """The same where a night would write the same of products, categories and shops, forecasts left aside."""
        found = blake2b(digest_size=16)
        groups = self.categories.columns("", self.last_day), self.sellers.columns("", self.last_day)
        for columns in (self.columns(), *groups):
            for name, column in columns.items():
                found.update(name.encode())
                found.update(np.ascontiguousarray(column.values).tobytes())
                if column.absent is not None:
                    found.update(np.packbits(column.absent).tobytes())
        return found.hexdigest()

    def told(self) -> Mapping[str, Mapping[str, int]]:
        """How many of each kind were tested, and rise; of newcomers, how many are new and how many of them are ranked."""
        new = self.products.new
        newcomers = Judged(int(new.new.sum()), int(np.isfinite(new.low).sum()))
        found = {
            "products": told(self.rising),
            "categories": told(self.categories.rising),
            "sellers": told(self.sellers.rising),
            "newcomers": newcomers,
        }
        return {kind: {"tested": one.tested, "rising": one.rising} for kind, one in found.items()}
