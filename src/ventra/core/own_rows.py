"""Puts an own shop's truth beside our days: by single days, and by the 7 days that end with each."""

from __future__ import annotations

import numpy as np

from ventra.core.own_fit import LENGTHS, OwnRows
from ventra.core.scores import Float, Int64
from ventra.core.windows import DayValues, WindowValues, window_sums


def own_rows(
    product: Int64, category: Int64, days: DayValues, truth_subject: Int64, truth_day: Int64, truth: Float
) -> OwnRows:
    """Rows of products [p] with their categories [p]: `days` are ours, the truth [n] tells units of subjects (places in
    `product`) and days, each once. Only rows of which we have a number and the truth all days.
    """
    order = np.lexsort((truth_day, truth_subject))
    subject, day, units = truth_subject[order], truth_day[order], truth[order]
    parts = [_rows(product, category, days, subject, day, units, length) for length in LENGTHS]
    names = OwnRows.__dataclass_fields__
    return OwnRows(*(np.concatenate([getattr(one, name) for one in parts]) for name in names))


def _rows(
    product: Int64, category: Int64, days: DayValues, subject: Int64, day: Int64, units: Float, length: int
) -> OwnRows:
    sums = np.concatenate((np.zeros(1), np.cumsum(units)))
    last = np.arange(length - 1, len(day))
    first = last - length + 1
    whole = (subject[first] == subject[last]) & (day[last] - day[first] == length - 1)
    last, first = last[whole], first[whole]
    point, low, high = _ours(days, len(product), subject[last], day[first], length)
    told = np.isfinite(point)
    last, first = last[told], first[told]
    return OwnRows(
        product=product[subject[last]],
        category=category[subject[last]],
        day=day[last],
        length=np.full(len(last), length, np.int64),
        truth=sums[last + 1] - sums[first],
        point=point[told],
        low=low[told],
        high=high[told],
    )


def _ours(
    days: DayValues, subjects: int, subject: Int64, first: Int64, length: int
) -> tuple[Float, Float, Float]:
    """Our windows of subjects that begin on days; NaN for no number."""
    point, low, high = (np.full(len(first), np.nan) for _ in range(3))
    if len(first) == 0:
        return point, low, high
    begin, end = int(first.min()), int(first.max())
    for offset in range(min(length, end - begin + 1)):
        count = (end - begin - offset) // length + 1
        sums: WindowValues = window_sums(
            days, subjects=subjects, first_day=begin + offset, length=length, count=count
        )
        here = (first - begin) % length == offset
        place = (subject[here], (first[here] - begin) // length)
        point[here], low[here], high[here] = sums.point[place], sums.low[place], sums.high[place]
    return point, low, high
