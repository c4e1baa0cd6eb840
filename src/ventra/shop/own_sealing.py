"""Keys of the Seller API are kept sealed, each bound to its row."""

from __future__ import annotations

from ventra.accounts.reseal import Drawer
from ventra.infra.roles import WORKER_ROLE
from ventra.shop.store import own_keys


def about(key_id: int) -> bytes:
    """What a sealed key is bound to."""
    return f"own_keys.sealed {key_id}".encode()


OWN_KEYS = Drawer("own_keys", WORKER_ROLE, own_keys.batch, own_keys.replace, about)
