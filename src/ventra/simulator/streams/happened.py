"""What the ledger of streams says in the words of events: what an event classifier should find."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ventra.core.columns import MISSING, ORDERS, Int64
from ventra.core.event_kinds import NO_SKU
from ventra.core.event_kinds import Kind as Event
from ventra.simulator.streams.kinds import Kind
from ventra.simulator.streams.make import Streams

_WORDS = {
    Kind.APPEARS: Event.APPEARED,
    Kind.GOES: Event.GONE,
    Kind.RESET: Event.SET_BY_HAND,
    Kind.RETURN: Event.RETURN,
    Kind.PUT_BACK: Event.RETURN,
    Kind.RESTOCK: Event.RESTOCK,
    Kind.WRITE_OFF: Event.WRITE_OFF,
    Kind.TRANSFER: Event.WRITE_OFF,
    Kind.CANCELLATION: Event.CANCELLED,
}


@dataclass(frozen=True, slots=True, eq=False)
class Happened:
    """By product and time: sku (`NO_SKU` for a burst), ends (µs), kind of event, change of stock."""

    product: Int64
    sku: Int64
    begin: Int64
    end: Int64
    kind: Int64
    pieces: Int64


def happened(streams: Streams) -> Happened:
    """Everything but sales. What is put back of a cancelled order counts as cancelled where the counter fell with it, else as
    returned; a cancellation that the counter never told is none."""
    ledger, lowered = streams.ledger, np.isin(streams.ledger.product, counters_lowered(streams))
    word = np.zeros(max(Kind) + 1, np.int64)
    for kind, event in _WORDS.items():
        word[kind] = event
    told = word[ledger.kind]
    told = np.where((ledger.kind == Kind.PUT_BACK) & lowered, Event.CANCELLED, told)
    keep = np.flatnonzero((told > 0) & ((ledger.kind != Kind.CANCELLATION) | lowered))
    product, begin, end = streams.bursts.T
    columns = (
        np.concatenate((ledger.product[keep], product)),
        np.concatenate((ledger.sku[keep], np.full(len(product), NO_SKU))),
        np.concatenate((ledger.at_us[keep], begin)),
        np.concatenate((ledger.at_us[keep], end)),
        np.concatenate((told[keep], np.full(len(product), Event.BURST))),
        np.concatenate((ledger.pieces[keep], np.zeros(len(product), np.int64))),
    )
    order = np.lexsort((columns[2], columns[0]))
    return Happened(*(column[order] for column in columns))


def counters_lowered(streams: Streams) -> Int64:
    """Products whose counter rises by less than was ordered, since cancelled orders lower it."""
    ledger, p, found = streams.ledger, streams.seen.products, []
    for product in np.unique(ledger.product[ledger.kind == Kind.CANCELLATION]).tolist():
        mine = (p.key[:, 0] == product) & (p.state[:, ORDERS] != MISSING)
        at, orders = p.at[mine], p.state[mine, ORDERS]
        if len(at) < 2:
            continue
        within = (ledger.product == product) & (ledger.at_us > at[0]) & (ledger.at_us <= at[-1])
        sales, undone = (
            np.count_nonzero(within & (ledger.kind == kind)) for kind in (Kind.SALE, Kind.CANCELLATION)
        )
        if orders[-1] - orders[0] < sales - undone / 2:
            found.append(product)
    return np.array(found, np.int64)
