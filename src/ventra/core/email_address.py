"""One form for an e-mail address, so that one mailbox is one account and what is compared is what is written to."""

from __future__ import annotations

import re
import unicodedata

from ventra.errors import BadInput

FIELD = "email"
LONGEST = 254
LONGEST_LOCAL = 64
"""Both from RFC 5321, sections 4.5.3.1.1 and 4.5.3.1.3 (a path of 256 with its angle brackets)."""

_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
# Old and new rules of international names lead these to two different domains.
_AMBIGUOUS = frozenset("ßς\u200c\u200d")


def normalised(text: str) -> str:
    """The address trimmed, NFKC, in lower case, its domain as DNS knows it (`xn--…`); twice is as once.

    Dots and plus signs before the @ stay: what they mean is up to each provider. Raises `BadInput` that says what to change.
    """
    trimmed = text.strip()
    if not trimmed:
        raise BadInput("write an e-mail address", field=FIELD)
    if len(trimmed) > LONGEST:
        raise BadInput(f"an e-mail address has at most {LONGEST} characters", field=FIELD)
    local, at, domain = _folded(trimmed).partition("@")
    if not at or "@" in domain:
        raise BadInput("an e-mail address has exactly one @", field=FIELD)
    whole = f"{_local(local)}@{_domain(domain)}"
    if len(whole) > LONGEST:
        raise BadInput(f"an e-mail address has at most {LONGEST} characters", field=FIELD)
    return whole


def masked(address: str) -> str:
    """Enough of an address for its owner to know it, and too little for anybody else to write to: `a…@g….com`."""
    local, _, domain = address.partition("@")
    name, _, rest = domain.rpartition(".")
    return f"{local[:1]}…@{name[:1]}….{rest}"


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower()).strip()


def _local(local: str) -> str:
    if len(local) > LONGEST_LOCAL:
        raise BadInput(f"at most {LONGEST_LOCAL} characters may stand before the @", field=FIELD)
    if not _LOCAL.fullmatch(local):
        raise BadInput("before the @ write Latin letters, digits and signs, no spaces or quotes", field=FIELD)
    return local


def _domain(domain: str) -> str:
    if _AMBIGUOUS & set(domain):
        raise BadInput("write the domain after the @ in its xn-- form", field=FIELD)
    try:
        ascii_domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise BadInput("the domain after the @ is not one that can exist", field=FIELD) from None
    labels = ascii_domain.split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
        raise BadInput("the domain after the @ is not complete, as in name@example.uz", field=FIELD)
    if labels[-1].isdigit():
        raise BadInput("after the @ write a domain, not an address of numbers", field=FIELD)
    return ascii_domain
