"""A product's events as rows worth reading: movements that are small beside its sales are one row a day and kind."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ventra.core.columns import Int64
from ventra.core.day import day_number_of
from ventra.core.event_kinds import Events, Kind
from ventra.core.profile import Float
from ventra.core.steps import Bool

SMALL_SHARE = 0.2
"""Of a usual day's units: up to here a movement is small."""
SMALL_TOGETHER_SHARE = 0.5
"""Of a usual day's units: up to here small movements are small in all."""
USUAL_DAYS = 28
_MOVE_PIECES = (Kind.RESTOCK, Kind.RETURN, Kind.WRITE_OFF, Kind.SET_BY_HAND, Kind.CANCELLED)
_KIND_CODES = 1 << 7


@dataclass(frozen=True, slots=True, eq=False)
class Folds:
    """Groups [g] of events [e], in the order of each one's first event; `group` [e] says where an event belongs.

    `begin` and `end` (µs) reach over all of a group's events; `pieces` is their sum (NaN unknown, an event by itself then),
    `small` whether all of it is little beside a usual day.
    """

    group: Int64
    events: Int64
    begin: Int64
    end: Int64
    pieces: Float
    probability: Float
    small: Bool


def usual_units(number: Int64, units: Float, days: Int64) -> Float:
    """Units of a usual day, for each of `days`: the median of the known days (`number`, `units`) among the 28 that end with it.

    NaN where none of these is known.
    """
    usual = np.full(len(days), np.nan)
    if len(days) == 0:
        return usual
    first, last = int(days.min()) - USUAL_DAYS + 1, int(days.max())
    calendar = np.full(last - first + 1, np.nan)
    inside = (number >= first) & (number <= last)
    calendar[number[inside] - first] = units[inside]
    windows = sliding_window_view(calendar, USUAL_DAYS)[days - days.min()]
    known = ~np.isnan(windows).all(axis=1)
    usual[known] = np.nanmedian(windows[known], axis=1)
    return usual


def small_ones(events: Events, number: Int64, units: Float) -> Bool:
    """Which events move so few pieces that they are folded; none where it is not known what sells on a usual day."""
    return _are_small(events, _usual(events, number, units))


def fold(events: Events, number: Int64, units: Float) -> Folds:
    """The groups of one product's events: the small ones of a kind that begin in a Tashkent day together, every other by itself.

    `number` and `units` are its known days from 28 before the first event's on, without those that an empty shelf cut short.
    """
    n, usual = len(events.kind), _usual(events, number, units)
    small = _are_small(events, usual)
    day_and_kind = day_number_of(events.begin) * _KIND_CODES + events.kind
    key = np.where(small, day_and_kind, -1 - np.arange(n))
    _, first, of_key = np.unique(key, return_index=True, return_inverse=True)
    order = np.argsort(first)
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    group, of_first = place[of_key], first[order]
    count = np.bincount(group, minlength=len(order)).astype(np.int64)
    begin, end = events.begin[of_first].copy(), events.end[of_first].copy()
    np.minimum.at(begin, group, events.begin)
    np.maximum.at(end, group, events.end)
    pieces = np.asarray(np.round(np.bincount(group, events.pieces, len(order)), 2), np.float64)
    return Folds(
        group=group,
        events=count,
        begin=begin,
        end=end,
        pieces=pieces,
        probability=np.round(np.bincount(group, events.probability, len(order)) / count, 2),
        small=np.asarray(small[of_first] & (pieces <= SMALL_TOGETHER_SHARE * usual[of_first]), np.bool_),
    )


def _are_small(events: Events, usual: Float) -> Bool:
    moving = np.isin(events.kind, _MOVE_PIECES)
    return np.asarray(moving & (events.pieces <= SMALL_SHARE * usual), np.bool_)


def _usual(events: Events, number: Int64, units: Float) -> Float:
    days, of_day = np.unique(day_number_of(events.begin), return_inverse=True)
    return usual_units(number, units, days)[of_day]
