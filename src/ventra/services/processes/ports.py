"""The port a person opens: the one wished for, or the next that nobody listens on."""

from __future__ import annotations

import socket

from ventra.errors import Unavailable

LOOK_AT_MOST = 200


def next_free_port(wanted: int) -> int:
    """The first port from `wanted` on that is free under every name of this machine's loopback."""
    for port in range(wanted, min(wanted + LOOK_AT_MOST, 65536)):
        if not _somebody_answers(port) and _can_be_ours(port):
            return port
    raise Unavailable(f"no free port from {wanted} on")


def _somebody_answers(port: int) -> bool:
    # A browser may take `localhost` for ::1, and somebody else may answer there.
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                probe.settimeout(0.5)
                if probe.connect_ex((host, port)) == 0:
                    return True
        except OSError:  # a machine without IPv6
            continue
    return False


def _can_be_ours(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
