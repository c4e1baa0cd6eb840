"""The second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes for whoever has lost it."""

from __future__ import annotations

import hashlib
import hmac
import io
import re
import secrets
import unicodedata
from datetime import datetime

import pyotp
import segno

STEP_SECONDS = 30
STEPS_OFF = 1
"""A clock may be off by so many steps either way, as RFC 6238, section 5.2, advises."""

RECOVERY_CODES = 10
_HALF = 5
# Crockford's base32: 32 symbols of 5 bits, none of which is taken for another; `folded` reads what people write for them.
_SYMBOLS = "0123456789abcdefghjkmnpqrstvwxyz"
_LOOKALIKES = str.maketrans("oilоасерхук", "0110acepxyk")
_SIX_DIGITS = re.compile("[0-9]{6}")
_LONGEST = 100


def new_secret() -> str:
    """160 random bits in base32, as apps take it."""
    return pyotp.random_base32()


def address(secret: str, *, account: str, issuer: str = "VENTRA") -> str:
    """The `otpauth://` address that an app reads from a QR code; it holds the secret."""
    return pyotp.TOTP(secret, interval=STEP_SECONDS).provisioning_uri(name=account, issuer_name=issuer)


def qr_svg(address: str) -> str:
    """The address as an SVG with paths alone: no script, style, class or outside address; dark on white in any theme."""
    svg = io.BytesIO()
    segno.make(address, micro=False).save(
        svg, kind="svg", xmldecl=False, svgclass=None, lineclass=None, omitsize=True, light="#fff", nl=False
    )
    return svg.getvalue().decode()


def matching_step(secret: str, code: str, *, now: datetime, after_step: int | None) -> int | None:
    """The time step whose code this is, later than `after_step`; None where there is none. Keep it: a code works once."""
    digits = "".join(code[:_LONGEST].split())
    if not _SIX_DIGITS.fullmatch(digits):
        return None
    codes = pyotp.TOTP(secret, interval=STEP_SECONDS)
    current = int(now.timestamp()) // STEP_SECONDS
    matched = None
    for step in range(current - STEPS_OFF, current + STEPS_OFF + 1):
        right = hmac.compare_digest(codes.generate_otp(step), digits)
        if right and (after_step is None or step > after_step):
            matched = step
    return matched


def new_recovery_codes(count: int = RECOVERY_CODES) -> list[str]:
    """Codes of 50 random bits each, as `abcde-fghjk`; shown once, kept as digests."""
    return [f"{_symbols(_HALF)}-{_symbols(_HALF)}" for _ in range(count)]


def folded(code: str) -> str:
    """A recovery code as it was meant: no spaces or dashes, lower case, lookalikes as the symbols they are taken for."""
    plain = unicodedata.normalize("NFKC", code[:_LONGEST]).lower()
    kept = (char for char in plain if not char.isspace() and unicodedata.category(char) != "Pd")
    return "".join(kept).translate(_LOOKALIKES)


def digest(code: str) -> bytes:
    """SHA-256 of the folded code. A code is random and not a person's choice: 2^50 tries have no dictionary to shorten them,
    so it needs no slow hash.
    """
    return hashlib.sha256(folded(code).encode("utf-8", "surrogatepass")).digest()


def _symbols(count: int) -> str:
    return "".join(secrets.choice(_SYMBOLS) for _ in range(count))
