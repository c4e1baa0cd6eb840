"""Who asks: the address behind the proxies that are ours to believe."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address


def client_of(peer: str, forwarded_for: Sequence[str], trusted_hops: int) -> str:
    """The asker's address, from whom we are connected to, the `X-Forwarded-For` headers in order, and how many proxies are ours.

    Each proxy adds the address it saw on the right, so the asker stands `trusted_hops` from the right; whatever is further left
    may be made up. A list that is shorter, or holds no address there, is not of our proxies: then it is the peer.
    """
    told = ",".join(forwarded_for).rsplit(",", trusted_hops)[-trusted_hops:] if trusted_hops else []
    found = _address(told[0]) if len(told) == trusted_hops and told else None
    return str(found or _address(peer) or peer)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """One address, with or without a port, as proxies write them; an IPv4 one in IPv6's clothes is shown as what it is."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return (isinstance(found, IPv6Address) and found.ipv4_mapped) or found
