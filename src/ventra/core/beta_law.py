"""The regularised incomplete beta function on columns: what sums of binomial and negative binomial chances come to.

By its continued fraction (Lentz's method; Press et al., Numerical Recipes, 3rd ed., 6.4), and where both parameters are large by
the normal approximation of Peizer and Pratt (1968), which is right to 1e-5 there.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]

LARGE = 400.0
"""Both parameters above this: the approximation is as good, and its cost does not grow."""
ROUNDS, NEAR, TINY = 400, 1e-10, 1e-300
_LANCZOS = (
    676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
)  # fmt: skip


def log_gamma(x: Float) -> Float:
    """The logarithm of the gamma function of x > 0 (Lanczos, 1964, g = 7)."""
    small = x < 0.5
    y = np.where(small, x + 1, x) - 1
    series = np.full(y.shape, 0.99999999999980993)
    for place, one in enumerate(_LANCZOS, 1):
        series += one / (y + place)
    t = y + 7.5
    value = 0.5 * np.log(2 * np.pi) + (y + 0.5) * np.log(t) - t + np.log(series)
    return np.asarray(np.where(small, value - np.log(np.where(small, x, 1.0)), value), np.float64)


def normal_below(z: Float) -> Float:
    """The standard normal's distribution function, to 1.5e-7 (Abramowitz and Stegun, 7.1.26)."""
    x = np.abs(z) / np.sqrt(2)
    t = 1 / (1 + 0.3275911 * x)
    poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    tail = 0.5 * poly * np.exp(-(x**2))
    return np.asarray(np.where(z < 0, tail, 1 - tail), np.float64)


def beta_below(x: Float, a: Float, b: Float) -> Float:
    """I_x(a, b) for x in 0-1 and a, b > 0, all of one shape [n]."""
    found = np.where(x >= 1, 1.0, 0.0)
    inner = (x > 0) & (x < 1)
    large = inner & (a > LARGE) & (b > LARGE)
    small = inner & ~large
    found[large] = _by_normal(x[large], a[large], b[large])
    found[small] = _by_fraction(x[small], a[small], b[small])
    return found


def _by_normal(x: Float, a: Float, b: Float) -> Float:
    """I_x(a, b) is the chance of at least a in a + b − 1 tries of chance x, whose law Peizer and Pratt bring to a normal one."""
    n, k = a + b - 1, a - 1
    q = 1 - x
    d = k + 2 / 3 - (n + 1 / 3) * x + 0.02 * (q / (k + 1) - x / (n - k) + (q - 0.5) / (n + 1))
    away = (k + 0.5) * np.log((k + 0.5) / (n * x)) + (n - k - 0.5) * np.log((n - k - 0.5) / (n * q))
    off = k + 0.5 - n * x
    middle = np.abs(off) < 1e-6
    root = np.sqrt(np.maximum(2 * away / (1 + 1 / (6 * n)), 0.0))
    z = np.where(middle, d / np.sqrt(n * x * q), d * root / np.where(middle, 1.0, np.abs(off)))
    return 1 - normal_below(z)


def _by_fraction(x: Float, a: Float, b: Float) -> Float:
    turned = x > (a + 1) / (a + b + 2)
    x, a, b = np.where(turned, 1 - x, x), np.where(turned, b, a), np.where(turned, a, b)
    front = log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * np.log(x) + b * np.log1p(-x)
    part = np.exp(front) * _fraction(x, a, b) / a
    return np.clip(np.where(turned, 1 - part, part), 0.0, 1.0)


def _fraction(x: Float, a: Float, b: Float) -> Float:
    """The continued fraction of I_x(a, b); rows that have come to rest are worked on no further."""
    found = np.empty(len(x))
    left = np.arange(len(x))
    c: Float = np.ones(len(x))
    d = 1 / _not_zero(1 - (a + b) * x / (a + 1))
    h = d.copy()
    for m in range(1, ROUNDS + 1):
        if len(left) == 0:
            break
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _not_zero(1 + term * d)
            c = _not_zero(1 + term / c)
            step = c * d
            h = h * step
        rests = np.abs(step - 1) < NEAR
        if rests.any() or m == ROUNDS:
            found[left] = h
            go = ~rests
            left = left[go]
            x, a, b, c, d, h = (part[go] for part in (x, a, b, c, d, h))
    return found


def _not_zero(value: Float) -> Float:
    return np.where(np.abs(value) < TINY, TINY, value)
