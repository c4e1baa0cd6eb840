"""One week of one group of products: a pure step from the state at its start to the state at its end."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.simulator.catalogue import Catalogue
from ventra.simulator.chance import Purpose, chance
from ventra.simulator.demand import Milli, discounts, second_of_day, wanted
from ventra.simulator.habits import DAY_SECONDS, Floats, Habits
from ventra.simulator.prices import Int64, real_price
from ventra.simulator.shelf import SECOND_BITS, Int32, Kind, Movements, Plan, happen, together

GROUP = 256
WEEK_SECONDS = 7 * DAY_SECONDS
_ORDINARY = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Opening:
    """State at the start of a week; `sold` is what each variant sold in the week before."""

    stock: Int32
    sold: Int32
    orders: Int64
    reviews: Int64
    stars: Int64
    level: Milli
    last_factor: Milli


@dataclass(frozen=True, slots=True, eq=False)
class Reviews:
    """Reviews of a week by product and time; `count` and `stars` run since the week began."""

    key: Int64
    count: Int32
    stars: Int32


@dataclass(frozen=True, slots=True, eq=False)
class Week:
    """What happened in a week, and the states at both ends. Price factors are thousandths of a variant's own price."""

    number: int
    opening: Opening
    closing: Opening
    moves: Movements
    reviews: Reviews
    factor: Milli
    """By product: the day before the week, then its seven days."""
    discount: Milli
    reprice_second: Int32
    """By product and day: the second of that day at which the day's price takes the place of the day before's."""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Which part of the market this is: places of its first and last product and variant."""

    number: int
    products: slice
    skus: slice
    product_of_sku: Int64
    first_sku: Int64


def group_of(catalogue: Catalogue, number: int) -> Group:
    """The products `number * GROUP` and on; variants are counted within the group."""
    first, last = number * GROUP, min((number + 1) * GROUP, len(catalogue))
    sku_from = catalogue.sku_from[first : last + 1]
    counts = np.diff(sku_from)
    return Group(
        number,
        slice(first, last),
        slice(int(sku_from[0]), int(sku_from[-1])),
        np.repeat(np.arange(last - first), counts),
        sku_from - sku_from[0],
    )


def opening_of(seed: int, group: Group, habits: Habits) -> Opening:
    """The state at the start of the market's first day."""
    rng = chance(seed, Purpose.OPENING, group.number)
    part, skus = group.products, group.skus
    weekly = (habits.rate[part][group.product_of_sku] * habits.sku_share[skus]) * 7
    stock = np.floor(weekly * rng.uniform(0.3, 7, len(weekly)) + rng.uniform(0, 12, len(weekly)))
    stock[rng.random(len(weekly)) < 0.04] = 0
    orders = habits.orders_before[part]
    reviews = rng.binomial(orders, habits.review_share[part])
    stars = np.rint(reviews * habits.quality[part].clip(1, 5)).astype(np.int64)
    fresh = habits.launch_second[part][group.product_of_sku] > 0
    n = len(orders)
    return Opening(
        stock=stock.astype(np.int32),
        sold=np.where(fresh, 0, rng.poisson(weekly)).astype(np.int32),
        orders=orders,
        reviews=reviews.astype(np.int64),
        stars=stars,
        level=np.full(n, _ORDINARY, np.int16),
        last_factor=np.full(n, _ORDINARY, np.int16),
    )


def live_week(seed: int, first_day: int, number: int, group: Group, habits: Habits, opening: Opening) -> Week:
    """Week `number` (from 0) of a group; `first_day` is the market's first Tashkent day number."""
    rng = chance(seed, Purpose.WEEK, group.number, number)
    discount = discounts(seed, group.number, number, len(opening.orders))
    level = _levels(rng, opening.level)
    factor = np.column_stack((opening.last_factor, level.astype(np.int64) * (1000 - discount) // 1000))
    reprice = rng.integers(8 * 3600, 12 * 3600, discount.shape).astype(np.int32)
    days = np.arange(7) + 7 * number
    units = wanted(habits, group.products, rng, days, first_day, seed, discount, level)
    mean = units[group.product_of_sku] * habits.sku_share[group.skus, None]
    plans = [
        _sales(rng, mean, group, habits, number),
        _returns(rng, opening, group, habits),
        _restocks(rng, mean.sum(axis=1), opening, group, habits),
        _write_offs(rng, opening),
    ]
    moves = happen(together(plans), opening.stock)
    reviews = _reviews(rng, opening, group, habits)
    closing = _closing(opening, moves, reviews, group, level[:, -1], factor[:, -1].astype(np.int16))
    return Week(number, opening, closing, moves, reviews, factor.astype(np.int16), discount, reprice)


def _levels(rng: np.random.Generator, level: Milli) -> Milli:
    """Now and then a seller changes the price for good."""
    n = len(level)
    changes, day = rng.random(n) < 0.08, rng.integers(0, 7, n)
    new = np.clip(level * rng.uniform(0.88, 1.12, n), 750, 1300).astype(np.int16)
    return np.where(changes[:, None] & (np.arange(7) >= day[:, None]), new[:, None], level[:, None])


def _sales(rng: np.random.Generator, mean: Floats, group: Group, habits: Habits, number: int) -> Plan:
    """Who wants to buy, when, and how much: mostly one piece."""
    buyers = rng.poisson(mean)
    sku, day = np.divmod(np.repeat(np.arange(buyers.size), buyers.ravel()), 7)
    second = day * DAY_SECONDS + second_of_day(rng, len(day))
    more = rng.random(len(day))
    pieces = 1 + (more > 0.95).astype(np.int64) + (more > 0.99) * rng.integers(1, 4, len(day))
    product = group.product_of_sku[sku] + group.products.start
    at = second + number * WEEK_SECONDS
    there = (at > habits.launch_second[product]) & (at < habits.delist_second[product])
    return _plan(sku[there], second[there], Kind.SALE, pieces[there])


def _returns(rng: np.random.Generator, opening: Opening, group: Group, habits: Habits) -> Plan:
    """Some of last week's sales come back onto the shelf."""
    back = rng.binomial(opening.sold, habits.return_share[group.products][group.product_of_sku])
    sku = np.repeat(np.arange(len(back)), back)
    return _plan(sku, _working_hours(rng, len(sku)), Kind.RETURN, np.ones(len(sku), np.int64))


def _restocks(
    rng: np.random.Generator, weekly: Floats, opening: Opening, group: Group, habits: Habits
) -> Plan:
    """A seller who sees that the week's demand is not covered reorders, mostly in time and not always."""
    n = len(weekly)
    noticed = rng.random(n) < habits.diligence[group.products][group.product_of_sku]
    pieces = np.ceil(weekly * rng.uniform(2, 6, n) + rng.uniform(1, 7, n)).astype(np.int64)
    when = _working_hours(rng, n)
    sku = np.flatnonzero((opening.stock < weekly * 1.3 + 1) & noticed)
    return _plan(sku, when[sku], Kind.RESTOCK, pieces[sku])


def _write_offs(rng: np.random.Generator, opening: Opening) -> Plan:
    """Pieces that vanish without a sale."""
    n = len(opening.stock)
    hit, share, when = rng.random(n) < 0.012, rng.uniform(0.02, 0.35, n), _working_hours(rng, n)
    sku = np.flatnonzero(hit & (opening.stock > 2))
    return _plan(sku, when[sku], Kind.WRITE_OFF, 1 + (opening.stock[sku] * share[sku]).astype(np.int64))


def _plan(sku: Int64, second: Int64, kind: Kind, pieces: Int64) -> Plan:
    return Plan(sku, second, np.full(len(sku), kind, np.uint8), pieces)


def _working_hours(rng: np.random.Generator, count: int) -> Int64:
    return np.asarray(
        rng.integers(0, 7, count) * DAY_SECONDS + rng.integers(8 * 3600, 20 * 3600, count), np.int64
    )


def _reviews(rng: np.random.Generator, opening: Opening, group: Group, habits: Habits) -> Reviews:
    """Some of last week's buyers write this week."""
    sold = np.bincount(group.product_of_sku, opening.sold, len(opening.orders)).astype(np.int64)
    written = rng.binomial(sold, habits.review_share[group.products])
    product = np.repeat(np.arange(len(sold)), written)
    second = rng.integers(0, 7, len(product)) * DAY_SECONDS + second_of_day(rng, len(product))
    key = np.sort((product << SECOND_BITS) | second)
    stars = np.rint(rng.normal(habits.quality[group.products][product], 0.9)).clip(1, 5).astype(np.int64)
    first = np.cumsum(written) - written
    total = np.cumsum(stars)
    return Reviews(
        key,
        (np.arange(len(key)) - first[product] + 1).astype(np.int32),
        (total - (total - stars)[first[product]]).astype(np.int32),
    )


def _closing(
    opening: Opening,
    moves: Movements,
    reviews: Reviews,
    group: Group,
    level: Milli,
    last_factor: Milli,
) -> Opening:
    sku = np.arange(len(opening.stock))
    place, there = moves.last_by(sku, np.full(len(sku), WEEK_SECONDS, np.int64))
    sold = np.where(there, moves.sold[place] if len(moves.sold) else 0, 0)
    stock = np.where(there, moves.stock[place] if len(moves.stock) else 0, opening.stock)
    products = len(opening.orders)
    written, stars = reviews_by(reviews, np.arange(products), np.full(products, WEEK_SECONDS, np.int64))
    return Opening(
        stock=stock.astype(np.int32),
        sold=sold.astype(np.int32),
        orders=opening.orders + np.bincount(group.product_of_sku, sold, products).astype(np.int64),
        reviews=opening.reviews + written,
        stars=opening.stars + stars,
        level=level,
        last_factor=last_factor,
    )


def reviews_by(reviews: Reviews, product: Int64, second: Int64) -> tuple[Int64, Int64]:
    """For each (product, second): reviews and stars written this week at or before it."""
    if not len(reviews.key):
        return np.zeros(len(product), np.int64), np.zeros(len(product), np.int64)
    place = np.searchsorted(reviews.key, (product << SECOND_BITS) | second, side="right") - 1
    there = (place >= 0) & (reviews.key[place] >> SECOND_BITS == product)
    count = np.where(there, reviews.count[place], 0).astype(np.int64)
    return count, np.where(there, reviews.stars[place], 0).astype(np.int64)


def price_of(
    week: Week,
    product: Int64,
    second: Int64,
    own_price: Int64,
    style: npt.NDArray[np.int8],
) -> Int64:
    """The price paid for variants with `own_price` at a second of the week; `product` counts within the group."""
    day, in_day = np.divmod(second, DAY_SECONDS)
    changed = in_day >= week.reprice_second[product, day]
    factor = week.factor[product, day + changed]
    moved = real_price(own_price * (factor / 1000), style)
    return np.where(factor == _ORDINARY, own_price, moved)
