"""Where a service listens: loopback on a developer's machine, every address of both families in production."""

from __future__ import annotations

import socket

from ventra.errors import SettingWrong

LOOPBACK = "127.0.0.1"


def listening(setting: str, port: int, *, production: bool) -> socket.socket:
    """A bound socket. Raises `SettingWrong` under the name of `setting` when the port cannot be had."""
    if not production:
        return _bound(setting, socket.AF_INET, LOOPBACK, port)
    if socket.has_dualstack_ipv6():
        return _bound(setting, socket.AF_INET6, "::", port)
    return _bound(setting, socket.AF_INET, "0.0.0.0", port)  # noqa: S104 - in production the platform stands before it


def _bound(setting: str, family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    opened_socket = socket.socket(family, socket.SOCK_STREAM)
    opened_socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        opened_socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    try:
        opened_socket.bind((host, port))
    except OSError as taken:
        opened_socket.close()
        raise SettingWrong(setting, f"{port} cannot be listened on: {taken.strerror}") from None
    return opened_socket
