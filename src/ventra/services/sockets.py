"""Where a service listens: loopback on a developer's machine, every address of both families in production."""

from __future__ import annotations

import os
import socket
from collections.abc import MutableMapping

from ventra.errors import SettingWrong

LOOPBACK = "127.0.0.1"
FIRST_INHERITED = 3
SILENT_MS = 90_000
"""How long a client may leave what was sent to it untaken before the kernel hangs up and frees what waits for it."""


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
    _not_for_ever(opened_socket)
    try:
        opened_socket.bind((host, port))
    except OSError as taken:
        opened_socket.close()
        raise SettingWrong(setting, f"{port} cannot be listened on: {taken.strerror}") from None
    return opened_socket


def inherited(environ: MutableMapping[str, str]) -> socket.socket | None:
    """The listening socket that whoever started us holds, as systemd passes it on; None when there is none for us.

    It outlives this process: one after the other can serve it, and between them connections wait instead of failing.
    """
    meant_for, count = environ.pop("LISTEN_PID", ""), environ.pop("LISTEN_FDS", "")
    if meant_for != str(os.getpid()) or not count:
        return None
    if count != "1":
        raise SettingWrong("LISTEN_FDS", f"one listening socket is expected, not {count}")
    try:
        os.set_inheritable(FIRST_INHERITED, False)
        at = socket.socket(fileno=FIRST_INHERITED)
        listens = at.type == socket.SOCK_STREAM and at.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
    except OSError as wrong:
        raise SettingWrong("LISTEN_FDS", f"descriptor 3 is no socket: {wrong.strerror}") from None
    if not listens:
        raise SettingWrong("LISTEN_FDS", "the socket at descriptor 3 does not listen")
    _not_for_ever(at)
    return at


def _not_for_ever(listens: socket.socket) -> None:
    """Connections that it accepts have this as well (RFC 5482); where the kernel knows of no such time, ours alone is kept."""
    option = getattr(socket, "TCP_USER_TIMEOUT", None)
    if option is not None and listens.family != socket.AF_UNIX:
        listens.setsockopt(socket.IPPROTO_TCP, option, SILENT_MS)
