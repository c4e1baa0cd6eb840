"""Catalogues to search in, pairs to learn from, and labelled queries over them.

`real.tsv`: ids of real products, then a query in Uzbek, in Uzbek Cyrillic, mistyped, in Russian and in English. `simulated.tsv`:
the noun of the products meant, then the same. Titles are read where they lie and stand in neither file.
"""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ventra.simulator.categories import leaves
from ventra.simulator.market import Market, MarketSpec
from ventra.simulator.titles import titles_of

HERE = Path(__file__).parent
KINDS = ("same", "script", "typo", "across", "across")
"""Uzbek asks for Uzbek; its other script does; a mistyped one does; Russian and English ask for Uzbek."""
SEED, SIMULATED, EVERY = 11, 4_000, 4
"""Every fourth simulated product is searched for, by its Uzbek title alone; the others are the pairs learned from."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, its kind, its language and the products meant."""

    kind: str
    language: str
    query: str
    meant: frozenset[int]


@dataclass(frozen=True, slots=True)
class Labelled:
    """Uzbek titles by product, pairs in Uzbek and Russian that are of other goods, and queries."""

    titles: dict[int, str]
    pairs: list[tuple[str, str]]
    asked: list[Asked]


def shared() -> Path:
    """Where recorded data lies."""
    return Path(os.environ.get("VENTRA_SHARED", "../shared")) / "data" / "uzum"


def real() -> Labelled:
    """Real titles as recorded; pairs are those of the category tree, of which the market shows both names."""
    titles: dict[int, str] = {}
    market = json.loads((shared() / "market_2026-01.json").read_text(encoding="utf-8"))
    for product in market["products"]:
        titles[int(product["product_id"])] = product["title"]
    for name in ("uzum-products_2026-02.csv", "uzum-smartphones_2026-02.csv"):
        with (shared() / name).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                if found := re.search(r"-(\d+)(?:\?|$)", row["url"]):
                    titles.setdefault(int(found[1]), row["title"])
    tree = json.loads((shared() / "root_categories_2023-02.json").read_text(encoding="utf-8"))
    pairs = [pair for top in tree["payload"] for pair in _named(top)]
    asked = [
        Asked(kind, language, query, frozenset(map(int, ids.split(","))))
        for ids, *queries in _rows("real.tsv")
        for kind, language, query in _each(queries)
    ]
    return Labelled(titles, pairs, asked)


def simulated() -> Labelled:
    """Titles of a simulated market: those searched for are known in Uzbek alone."""
    catalogue = Market(MarketSpec(seed=SEED, products=SIMULATED, first_day=date(2026, 1, 1))).catalogue
    titles: dict[int, str] = {}
    pairs: list[tuple[str, str]] = []
    nouns: dict[str, set[int]] = {}
    for place in range(len(catalogue)):
        both = titles_of(catalogue, place)
        if place % EVERY:
            pairs.append((both.uz, both.ru))
            continue
        product_id = int(catalogue.product_id[place])
        titles[product_id] = both.uz
        noun = leaves()[int(catalogue.leaf[place])].node.nouns[int(catalogue.words[place][0])].uz
        nouns.setdefault(noun.casefold(), set()).add(product_id)
    asked = []
    for label, *queries in _rows("simulated.tsv"):
        words = set(label.casefold().split())
        meant = frozenset(one for noun, some in nouns.items() if words <= set(noun.split()) for one in some)
        if meant:
            asked += [Asked(*each, meant) for each in _each(queries)]
    return Labelled(titles, pairs, asked)


def recalls(asked: list[Asked], answers: list[list[int]]) -> dict[str, float]:
    """Recall at 10 by kind: of the products meant, or of 10 where more are, the share among the first 10; the mean of queries."""
    found: dict[str, list[float]] = {}
    for one, ids in zip(asked, answers, strict=True):
        share = len(one.meant & set(ids[:10])) / min(10, len(one.meant))
        found.setdefault(one.kind, []).append(share)
    return {kind: sum(shares) / len(shares) for kind, shares in found.items()}


def _each(queries: list[str]) -> Iterator[tuple[str, str, str]]:
    return zip(KINDS, ("uz", "uz-Cyrl", "uz", "ru", "en"), queries, strict=True)


def _rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def _named(node: dict[str, object]) -> Iterator[tuple[str, str]]:
    title, russian, children = node["title"], node.get("seoMetaTag"), node["children"]
    if isinstance(title, str) and isinstance(russian, str) and title and russian:
        yield title, russian
    if isinstance(children, list):
        for child in children:
            yield from _named(child)
