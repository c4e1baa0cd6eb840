"""What an address says of where it leads: this machine, a private network, or the world."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import parse_qsl, urlsplit

PRIVATE_ENDINGS = (".internal", ".local", ".lan", ".localdomain", ".localhost", ".svc", ".home.arpa")
PUBLIC_PROXIES = (".proxy.rlwy.net", ".railway.app")
"""How Railway opens a database to the world."""


def host_of(url: str) -> str:
    """The host in an address, empty where there is none to read."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".").lower()
    except ValueError:
        return ""


def is_here(url: str) -> bool:
    """Whether an address leads to this very machine."""
    host = host_of(url)
    if urlsplit(url).scheme == "unix" or host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def is_private(url: str) -> bool:
    """Whether an address leads through a network that strangers do not share: also a name without a dot, as containers have."""
    host = host_of(url)
    if is_here(url) or ("." not in host and ":" not in host) or host.endswith(PRIVATE_ENDINGS):
        return True
    try:
        return ip_address(host).is_private
    except ValueError:
        return False


def demands_tls(url: str) -> bool:
    """Whether what goes to a store is encrypted or does not go at all."""
    parts = urlsplit(url)
    mode = dict(parse_qsl(parts.query)).get("sslmode", "")
    return parts.scheme == "rediss" or mode in ("require", "verify-ca", "verify-full")
