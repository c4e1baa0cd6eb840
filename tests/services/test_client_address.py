"""Who asks, behind a known number of proxies."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from ventra.services.client_address import client_of
from ventra.services.edge import Doors, Edge

PEER = "10.0.0.9"


@pytest.mark.parametrize(
    ("hops", "forwarded_for", "client"),
    [
        (0, ["203.0.113.7"], PEER),  # nobody is believed
        (1, ["203.0.113.7"], "203.0.113.7"),
        (1, ["198.51.100.1, 203.0.113.7"], "203.0.113.7"),  # the left one is the asker's own invention
        (2, ["6.6.6.6, 203.0.113.7, 192.0.2.3"], "203.0.113.7"),
        (3, ["6.6.6.6, 203.0.113.7,192.0.2.3 ,fd12::5"], "203.0.113.7"),
        (2, ["6.6.6.6", "203.0.113.7, 192.0.2.3"], "203.0.113.7"),  # two headers are one list
        (2, ["203.0.113.7"], PEER),  # shorter than our proxies would make it
        (1, [], PEER),
        (1, [""], PEER),
        (1, ["unknown"], PEER),
        (1, ["203.0.113.7, _hidden"], PEER),
        (1, ["999.1.1.1"], PEER),
        (2, ["<script>, 192.0.2.3"], PEER),
        (1, ["203.0.113.7:4711"], "203.0.113.7"),
        (1, ["2001:db8::7"], "2001:db8::7"),
        (1, ["[2001:DB8::7]:4711"], "2001:db8::7"),
        (1, ["::ffff:203.0.113.7"], "203.0.113.7"),
        (1, [", " * 5000 + "203.0.113.7"], "203.0.113.7"),
    ],
)
def test_the_asker_stands_as_far_from_the_right_as_there_are_proxies(
    hops: int, forwarded_for: list[str], client: str
) -> None:
    assert client_of(PEER, forwarded_for, hops) == client


def test_a_peer_is_shown_as_what_it_is() -> None:
    assert client_of("::ffff:127.0.0.1", [], 0) == "127.0.0.1"
    assert client_of("", ["203.0.113.7"], 0) == "", "a socket of the file system has no address"


async def test_the_edge_hands_the_asker_on_to_what_answers() -> None:
    seen = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["state"]["client"])
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    doors = Doors(production=True, web_url=None)
    for hops in (0, 1):
        edge = Edge(app, headers={}, doors=doors, page=None, trusted_hops=hops)
        transport = httpx.ASGITransport(app=edge, client=("192.0.2.3", 4711))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            await client.get("/api/v1/health", headers={"X-Forwarded-For": "6.6.6.6, 203.0.113.7"})
    assert seen == ["192.0.2.3", "203.0.113.7"]
