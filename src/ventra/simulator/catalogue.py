"""What the simulated market sells: products, variants and their shops as columns, the same for the same seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.simulator.categories import categories, leaves
from ventra.simulator.chance import Purpose, chance
from ventra.simulator.prices import Int64, real_price
from ventra.simulator.sellers import SellerCard, how_many, make_sellers
from ventra.simulator.words import words

Small = npt.NDArray[np.int8]
Wide = npt.NDArray[np.int32]

FBO, FBS, DBS = 0, 1, 2
FULFILMENT = ("FBO", "FBS", "DBS")
MOST_VARIANTS = 12
_FIRST_PRODUCT_ID, _FIRST_SKU_ID = 900_000_000, 2_000_000_000
"""Far above the real marketplace's numbers, so that one's own file never meets a simulated product."""


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """Columns by product (place 0..n) and by variant; variants of product p are `sku_from[p]:sku_from[p + 1]`."""

    sellers: tuple[SellerCard, ...]
    product_id: Int64
    leaf: Small
    seller: Wide
    words: Small
    """By product: noun, brand (-1: none), first and second detail (-1: none), spelling of the apostrophe, model code."""
    style: Small
    colours: Small
    """By product: number of colours (0: no such axis), the first, and the step from one to the next."""
    sizes: Small
    """By product: number of sizes (0: no such axis) and the first on the scale."""
    sku_from: Int64
    sku_id: Int64
    sku_price: Int64
    sku_list_price: Int64
    sku_fulfilment: Small

    def __len__(self) -> int:
        return len(self.product_id)

    def place_of(self, product_id: int) -> int | None:
        """Where a product stands in the columns; `None` when no product has this number."""
        place = int(np.searchsorted(self.product_id, product_id))
        found = place < len(self.product_id) and self.product_id[place] == product_id
        return place if found else None

    def skus(self, place: int) -> slice:
        """The variants of a product."""
        return slice(int(self.sku_from[place]), int(self.sku_from[place + 1]))

    def category_path(self, place: int) -> tuple[int, ...]:
        """Category numbers from the topmost to the product's leaf."""
        return leaves()[int(self.leaf[place])].path


def make_catalogue(seed: int, products: int) -> Catalogue:
    """A market's catalogue of `products` products."""
    rng = chance(seed, Purpose.CATALOGUE)
    leaf = _leaves(rng, products)
    colours, sizes = _axes(rng, leaf)
    counts = np.maximum(colours[:, 0], 1).astype(np.int64) * np.maximum(sizes[:, 0], 1)
    sku_from = np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)))
    style = rng.choice(3, products, p=(0.5, 0.3, 0.2)).astype(np.int8)
    price, list_price = _prices(rng, leaf, sizes, style, counts)
    main = rng.choice(3, products, p=(0.72, 0.22, 0.06)).astype(np.int8)
    own = np.where(rng.random(len(price)) < 0.08, FBS, np.repeat(main, counts)).astype(np.int8)
    sellers = make_sellers(seed, how_many(products))
    return Catalogue(
        sellers=sellers,
        product_id=_FIRST_PRODUCT_ID + np.cumsum(rng.integers(1, 14, products)),
        leaf=leaf,
        seller=_sellers(rng, leaf, len(sellers)),
        words=_words(rng, leaf),
        style=style,
        colours=colours,
        sizes=sizes,
        sku_from=sku_from,
        sku_id=_FIRST_SKU_ID + np.cumsum(rng.integers(1, 5, len(price))),
        sku_price=price,
        sku_list_price=list_price,
        sku_fulfilment=own,
    )


def _leaves(rng: np.random.Generator, products: int) -> Small:
    """Every leaf has a product when there are enough; beyond that some leaves are much fuller than others."""
    count = len(leaves())
    weight = rng.lognormal(0, 0.6, count)
    drawn = rng.choice(count, products, p=weight / weight.sum()).astype(np.int8)
    first = min(products, count)
    drawn[:first] = np.arange(count)[:first]
    return rng.permutation(drawn)


def _axes(rng: np.random.Generator, leaf: Small) -> tuple[Small, Small]:
    n = len(leaf)
    nodes = [one.node for one in leaves()]
    palette = len(words().colours)
    coloured = np.array([node.colours for node in nodes])[leaf]
    longest = np.array([len(words().scales[n.scale].values) if n.scale else 0 for n in nodes])[leaf]
    colours = np.where(coloured & (rng.random(n) < 0.8), rng.integers(1, 5, n), 0)
    sized = (longest > 0) & (rng.random(n) < 0.85)
    fitting = np.minimum(longest, MOST_VARIANTS // np.maximum(colours, 1))
    sizes = np.where(sized, 1 + np.floor(rng.random(n) * fitting).astype(int), 0)
    first = np.floor(rng.random(n) * (longest - sizes + 1)).astype(int) * (sizes > 0)
    step = rng.integers(1, palette, n)
    return (
        np.column_stack((colours, rng.integers(0, palette, n), step)).astype(np.int8),
        np.column_stack((sizes, first)).astype(np.int8),
    )


def _prices(
    rng: np.random.Generator, leaf: Small, sizes: Small, style: Small, counts: Int64
) -> tuple[Int64, Int64]:
    nodes = [one.node for one in leaves()]
    low, high = (np.log([node.price[end] for node in nodes])[leaf] for end in (0, 1))
    base = np.exp(low + (high - low) * rng.random(len(leaf)) ** 1.4)
    dearer = np.array([words().scales[node.scale].step if node.scale else 0.0 for node in nodes])[leaf]
    product = np.repeat(np.arange(len(leaf)), counts)
    within = np.arange(len(product)) - np.repeat(np.cumsum(counts) - counts, counts)
    size = within % np.maximum(sizes[product, 0], 1)
    odd_one = np.where(rng.random(len(product)) < 0.1, rng.uniform(0.95, 1.1, len(product)), 1.0)
    raw = base[product] * (1 + dearer[product] * size) * odd_one
    marked_up = np.where(rng.random(len(leaf)) < 0.7, rng.uniform(1.05, 1.6, len(leaf)), 1.0)
    price = real_price(raw, style[product])
    return price, np.maximum(price, real_price(raw * marked_up[product], style[product]))


def _sellers(rng: np.random.Generator, leaf: Small, count: int) -> Wide:
    """Shops keep to one topmost category; a few are large and most are small."""
    tops = sorted({one.path[0] for one in categories().values()})
    top = np.array([tops.index(one.path[0]) for one in leaves()])[leaf]
    home = np.sort(top)[np.arange(count) * len(leaf) // count]
    seller = np.zeros(len(leaf), np.int32)
    for one in np.unique(top):
        mine, shops = np.flatnonzero(top == one), np.flatnonzero(home == one)
        if not len(shops):
            shops = np.arange(count)
        weight = 1 / np.arange(1, len(shops) + 1) ** 0.8
        drawn = rng.choice(shops, len(mine), p=weight / weight.sum())
        first = min(len(shops), len(mine))
        drawn[:first] = shops[:first]
        seller[mine] = rng.permutation(drawn)
    return seller


def _words(rng: np.random.Generator, leaf: Small) -> Small:
    """Which of its leaf's words a product's title is made of, and how its apostrophes are written."""
    n = len(leaf)
    nodes = [one.node for one in leaves()]

    def pick(lengths: list[int], none: float) -> npt.NDArray[np.int64]:
        most = np.array(lengths)[leaf]
        drawn = np.floor(rng.random(n) * most).astype(np.int64)
        return np.where((most == 0) | (rng.random(n) < none), -1, drawn)

    return np.column_stack(
        (
            pick([len(node.nouns) for node in nodes], 0.0),
            pick([len(node.brands) for node in nodes], 0.2),
            pick([len(node.a) for node in nodes], 0.08),
            pick([len(node.b) for node in nodes], 0.3),
            rng.choice(4, n, p=(0.55, 0.25, 0.12, 0.08)),
            np.where(rng.random(n) < 0.3, rng.integers(0, 127, n), -1),
        )
    ).astype(np.int8)
