"""What the watched products ask for together, counted over all of them in one pass."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ventra.core.capacity import BAND_SECONDS, Demand

COUNT_SECONDS = 60.0
"""Three million products take longer than a question may; they are counted for all who ask at once."""

# A product that is gone, or whose visits fail, is asked ever less: what it waits for really is the time to its next visit.
_DEMAND = f"""
SELECT tracked, CASE WHEN tracked THEN 0 ELSE least(width_bucket(every, $1::integer[]), {len(BAND_SECONDS) - 1}) END AS band,
       count(*) AS products, sum(1.0::float8 / every) AS per_second
  FROM (SELECT tracked, CASE WHEN failures = 0 THEN every_seconds
                             ELSE greatest(every_seconds, extract(epoch FROM due_at - last_visit)::integer) END AS every
          FROM watch) w
 GROUP BY 1, 2 ORDER BY 1 DESC, 2
"""


@dataclass(frozen=True, slots=True)
class Demands:
    """The tracked products, and the others by band; `by_band` has a demand for each of `BAND_SECONDS`."""

    counted_at: datetime
    tracked: Demand
    by_band: tuple[Demand, ...]

    @property
    def rest(self) -> Demand:
        """All products that nobody tracks."""
        return Demand(sum(one.products for one in self.by_band), sum(one.per_second for one in self.by_band))


async def count(db: Any, *, now: datetime) -> Demands:
    """Counted over all watched products; worth remembering for a while."""
    # The lower ends: a product of exactly 900 seconds belongs to the band that ends there.
    starts = [end + 1 for end in BAND_SECONDS[:-1]]
    rows = await db.fetch(_DEMAND, starts, timeout=COUNT_SECONDS)
    tracked, by_band = Demand(), [Demand()] * len(BAND_SECONDS)
    for row in rows:
        demand = Demand(row["products"], row["per_second"])
        if row["tracked"]:
            tracked = demand
        else:
            by_band[row["band"]] = demand
    return Demands(now, tracked, tuple(by_band))
