"""Is one estimate worse than others on the same rows? A paired bootstrap over products."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ventra.core.scores import Float, Int64

REPLICATES = 2_000
LOWER = 0.05
"""The quantile of replicates below the bound: one-sided, 95 %."""
MOST_BUNDLES = 2_000
"""Beyond so many products, several are drawn together, so that memory does not grow with the market."""


@dataclass(frozen=True, slots=True)
class Excess:
    """Our WAPE minus another's over the rows where both have a number, with its 95 % lower bound; NaN where unknown."""

    rows: int
    excess: float
    low: float


def excesses(
    ours: Float,
    others: list[Float],
    truth: Float,
    product: Int64,
    generator: np.random.Generator,
    *,
    replicates: int = REPLICATES,
) -> list[Excess]:
    """How much larger the WAPE of our points [n] is than that of each of the others, [n] each; NaN for no number.

    Products are drawn with replacement and bring all their rows, since the errors of one product go together; each replicate
    judges both sides on the same rows (paired cluster bootstrap, percentile bound; Davison and Hinkley 1997, 3.8 and 5.3).
    The bound of fewer than two products is unknown: nothing tells how they differ.
    """
    if len(truth) == 0:
        return [Excess(0, np.nan, np.nan)] * len(others)
    _, bundle = np.unique(product, return_inverse=True)
    products = int(bundle.max()) + 1
    bundle, bundles = bundle % MOST_BUNDLES, min(products, MOST_BUNDLES)
    sums, rows = [], []
    for other in others:
        both = np.isfinite(ours) & np.isfinite(other)
        worse = np.where(both, np.abs(ours - truth) - np.abs(other - truth), 0.0)
        sums += [
            np.bincount(bundle, worse, bundles),
            np.bincount(bundle, np.where(both, truth, 0.0), bundles),
        ]
        rows.append(int(both.sum()))
    by_bundle = np.column_stack(sums)
    drawn = _drawn(bundles, replicates, generator) @ by_bundle
    found = _over(by_bundle.sum(axis=0))
    low = np.quantile(_over(drawn), LOWER, axis=0) if products > 1 else np.full(len(others), np.nan)
    return [Excess(*one) for one in zip(rows, found.tolist(), low.tolist(), strict=True)]


def _drawn(bundles: int, replicates: int, generator: np.random.Generator) -> Float:
    """How often each bundle is drawn in each replicate, shape [replicates, bundles]."""
    picks = generator.integers(bundles, size=(replicates, bundles))
    picks += np.arange(replicates)[:, None] * bundles
    counts = np.bincount(picks.ravel(), minlength=replicates * bundles)
    return counts.reshape(replicates, bundles).astype(np.float64)


def _over(sums: Float) -> Float:
    """Errors over truth, of columns that take turns; NaN where nothing was sold."""
    error, sold = sums[..., 0::2], sums[..., 1::2]
    ratio: Float = np.where(sold > 0, error / np.where(sold > 0, sold, 1.0), np.nan)
    return ratio
