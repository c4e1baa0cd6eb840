"""What webhooks are signed with is kept sealed, each secret bound to its channel."""

from __future__ import annotations

from ventra.accounts.reseal import Drawer
from ventra.alerts.store import sealed
from ventra.infra.roles import WORKER_ROLE


def about(channel_id: int) -> bytes:
    """What a webhook's sealed secret is bound to."""
    return f"alert_channels.secret {channel_id}".encode()


WEBHOOKS = Drawer("webhooks", WORKER_ROLE, sealed.batch, sealed.replace, about)
