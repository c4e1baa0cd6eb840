"""What jobs work with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from ventra.collect.look import Clock, never, utc_now
from ventra.collect.store.switch import Switch
from ventra.collect.uzum.client import UzumClient
from ventra.infra.browser import Renderer
from ventra.infra.job_rules import OFF
from ventra.infra.mail import Mail
from ventra.infra.queue import Queue
from ventra.infra.room import Room
from ventra.infra.secrets import Vault
from ventra.infra.uzum_seller import SellerDoor
from ventra.infra.wall import Wall
from ventra.infra.webhook import Webhooks
from ventra.search.embed import Sending
from ventra.sourcing.suppliers import Suppliers
from ventra.status.watch import Outage

MakeBackup = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Means:
    """What jobs work with."""

    pool: Any
    queue: Queue
    client: UzumClient
    collect: str
    """The setting; `collecting` is what holds."""
    product_per_second: float
    import_files: Callable[[], Awaitable[None]]
    """Imports what waits in a process of its own: that takes memory and the whole of a core."""
    make_home_files: Callable[[], Awaitable[None]] | None = None
    """Makes what organisations take home in a process of its own."""
    measure_accuracy: Callable[[Any], Awaitable[bool]] | None = None
    refresh_outlook: Callable[[], Awaitable[bool]] | None = None
    """Judges the market in a process of its own: that takes all cores for a while."""
    keep_search: Callable[[], Awaitable[int]] | None = None
    """Learns the catalogue and indexes many titles in a process of its own."""
    make_backup: MakeBackup | None = None
    """Makes a backup in a process of its own; `None` where none are made by themselves."""
    mail: Mail | None = None
    """Where letters go; `None` without `SMTP_URL`."""
    webhooks: Webhooks = field(default_factory=Webhooks)
    vault: Vault | None = None
    """Opens what webhooks are signed with; `None` without a key."""
    renderer: Renderer | None = None
    """The Chromium that report cards are made with; without one they fail, and say why."""
    suppliers: Suppliers = field(default_factory=Suppliers)
    """Whom outside is asked for rates and offers."""
    sending: Sending | None = None
    """To whom titles are sent for their vectors; `None` where search makes its own."""
    seller: SellerDoor | None = None
    """Where own shops are read; `None` where this installation asks nobody."""
    simulated: bool = False
    clock: Clock = utc_now
    stopping: Callable[[], bool] = never
    """Whether this worker was told to stop: long work then ends at the next step and gives back the rest."""
    outage: Outage = field(default_factory=Outage)
    switch: Switch = field(default_factory=Switch)
    room: Room = field(default_factory=Room)
    """Whether the disk of Postgres takes more."""
    wall: Wall = field(default_factory=Wall)
    """Whether our clock is to be believed."""

    @property
    def collecting(self) -> str:
        """What is collected, as the operator's switch was last read, else as the setting says."""
        return self.switch.to or self.collect

    def giving_back(self) -> bool:
        """Whether visits that are not asked yet go back: this worker stops, or collecting was switched off."""
        return self.stopping() or self.collecting == OFF
