"""Rows of niches as answers."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

from ventra.catalog.answers import CategoryName, SellerName
from ventra.core.basis import NO_DATA
from ventra.core.estimate import Estimate, Ranged, estimate, growth_figure
from ventra.core.pooled import Sums
from ventra.core.product import Titles
from ventra.core.saturation import PARTS, WHOLE
from ventra.core.shares import level_of
from ventra.market import niche_answers as answers
from ventra.market.answers import Hhi, MarketGrowth

Row = Mapping[str, Any]
DAYS = 28
FORMULA = [
    answers.SaturationRule(
        name=part.name,
        weight=part.weight,
        easy=part.easy,
        hard=part.hard,
        logarithmic=part.logarithmic,
    )
    for part in PARTS
]


def niche_of(row: Row) -> answers.Niche:
    """A niche by its row, with the names that belong to it."""
    category = None
    if row["category_id"] is not None:
        category = CategoryName(row["category_id"], Titles(row["category_uz"], row["category_ru"]))
    of_face = Titles(row["title_uz"], row["title_ru"])
    in_category = row["kind"] == "category" and category is not None
    grown = growth_figure(row["growth"], row["growth_low"], row["growth_high"], days=0)
    return answers.Niche(
        kind=row["kind"],
        niche_id=row["niche_id"],
        titles=category.titles if category is not None and in_category else of_face,
        category=category,
        face=row["face"],
        leaf=row["leaf"],
        as_of=row["as_of"],
        products=row["products"],
        counted_28=row["units_known"],
        days_28=_estimate(row, "units"),
        revenue_28=_estimate(row, "revenue"),
        growth=MarketGrowth(grown.point, grown.low, grown.high, grown.verdict, row["compared"]),
        sellers=row["sellers"],
        concentration=None if row["hhi"] is None else Hhi(_ranged(row, "hhi"), level_of(row["hhi"])),
        leader=None
        if row["leader_id"] is None
        else SellerName(row["leader_id"], row["leader_title"], row["leader_slug"]),
        leader_share=_ranged(row, "leader"),
        entry=answers.Entry(
            came=row["came"],
            gone=row["gone"],
            over_days=row["over_days"],
            staying_90=_ranged(row, "staying"),
            staying_of=row["staying_of"],
        ),
        prices=answers.NichePrices(
            tenth=_whole(row["price_low"]), median=_whole(row["price"]), nine_tenths=_whole(row["price_high"])
        ),
        busy=None
        if row["busy_share"] is None
        else answers.BusySegment(row["busy_from"], row["busy_to"], row["busy_share"]),
        idle=_ranged(row, "idle"),
        review_gap=_ranged(row, "review_gap"),
        season=answers.Season(
            highest=_ranged(row, "season"),
            month=row["season_peak"],
            months=[_known(value) for value in row["months"]],
            years=row["season_years"],
        ),
        saturation=answers.Saturation(_ranged(row, "saturation"), _parts(row)),
    )


def segments_of(row: Row) -> list[answers.NicheSegment]:
    """Its price segments, the cheapest first."""
    ends = [None, *row["seg_bounds"], None]
    return [
        answers.NicheSegment(
            from_uzs=ends[place], to_uzs=ends[place + 1], products=products, units_28=round(units, 2)
        )
        for place, (products, units) in enumerate(zip(row["seg_products"], row["seg_units"], strict=True))
    ]


def shop_of(row: Row) -> answers.NicheShop:
    """A shop that came or left."""
    sums = Sums(
        products=row["products"],
        known=row["n"],
        point=row["units"] or 0.0,
        low=row["low"] or 0.0,
        down_squared=row["down"] or 0.0,
        up_squared=row["up"] or 0.0,
        basis=row["basis"],
        known_days=row["days"],
    )
    return answers.NicheShop(
        seller=SellerName(row["seller_id"], row["title"], row["slug"]),
        at=row["at"],
        products=row["products"],
        days_28=sums.estimate(DAYS, decimals=2),
    )


def _parts(row: Row) -> list[answers.SaturationPart]:
    """Each part's addition is its share of the known weights times what it presses, so they add up to the score."""
    known = [isfinite(press) for press in row["press"]]
    whole = sum(part.weight for part, told in zip(PARTS, known, strict=True) if told)
    scored = row["saturation"] is not None
    found = []
    for at, part in enumerate(PARTS):
        ends = (_known(row[name][at]) for name in ("part", "part_low", "part_high"))
        press = row["press"][at] if known[at] else None
        found.append(
            answers.SaturationPart(
                name=part.name,
                value=Ranged(*ends),
                press=press,
                adds=None if press is None or not scored else round(WHOLE * part.weight * press / whole, 2),
            )
        )
    return found


def _estimate(row: Row, name: str) -> Estimate:
    ends = (row[f"{name}{end}"] for end in ("", "_low", "_high"))
    return estimate(*ends, basis=row[f"{name}_basis"] or NO_DATA, days=DAYS, known_days=row[f"{name}_days"])


def _ranged(row: Row, name: str) -> Ranged:
    return Ranged(row[name], row[f"{name}_low"], row[f"{name}_high"])


def _known(value: float) -> float | None:
    return value if isfinite(value) else None


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)
