"""Who is looked at when (`docs/cadence.md`): what is watched and tracked, what is due, and the leases of those who look."""

from __future__ import annotations

from ventra.catalog.store.due import take_due
from ventra.catalog.store.leases import Held, Lease, Settled, give_back, held, prolong, release, settle
from ventra.catalog.store.tracking import register, seen_again, track, track_all, watch_new

__all__ = [
    "Held",
    "Lease",
    "Settled",
    "give_back",
    "held",
    "prolong",
    "register",
    "release",
    "seen_again",
    "settle",
    "take_due",
    "track",
    "track_all",
    "watch_new",
]
