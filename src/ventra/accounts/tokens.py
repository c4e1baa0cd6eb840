"""Access tokens that are signed, refresh tokens that are drawn by chance, and what proves that a change comes from our page."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b, sha256
from typing import Any
from uuid import UUID

import jwt

from ventra.accounts.links import digest
from ventra.errors import SignInNeeded

ACCESS_LIFE = timedelta(minutes=15)
ALGORITHM = "HS256"
LONGEST = 1024
_WRITTEN = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]")
"""The one form of a token: decoders of base64 pass over signs that are none of its letters, and over the last two bits of 256."""
_CLAIMS = ["sub", "sid", "iat", "exp"]


@dataclass(frozen=True, slots=True)
class Claim:
    """What a good access token says: this person, in this session."""

    user_id: int
    session_id: UUID


class Signer:
    """Signs with one secret, and believes what the one before it signed for one access life after `began_at`."""

    def __init__(self, secret: str, old_secret: str | None, began_at: datetime) -> None:
        self._key = secret.encode()
        self._key_id = _key_id(self._key)
        self._old = None if old_secret is None else old_secret.encode()
        self._old_until = began_at + ACCESS_LIFE

    def access(self, user_id: int, session_id: UUID, now: datetime) -> str:
        """A token that opens doors from now on for `ACCESS_LIFE`."""
        claims = {
            "sub": str(user_id),
            "sid": session_id.hex,
            "iat": int(now.timestamp()),
            "exp": int((now + ACCESS_LIFE).timestamp()),
        }
        return jwt.encode(claims, self._key, algorithm=ALGORITHM, headers={"kid": self._key_id})

    def read(self, token: str, now: datetime) -> Claim:
        """Whom a token names. `SignInNeeded` for one that is not ours, altered, expired, or not of the one algorithm."""
        if len(token) > LONGEST or not _WRITTEN.fullmatch(token):
            raise SignInNeeded("this is no token of ours")
        claims = self._claims(token, now)
        try:
            claim = Claim(int(claims["sub"]), UUID(hex=claims["sid"]))
            expires = float(claims["exp"])
        except (TypeError, ValueError, AttributeError) as strange:
            raise SignInNeeded("this is no token of ours") from strange
        if expires <= now.timestamp():
            raise SignInNeeded("the token has expired: refresh it")
        return claim

    def _claims(self, token: str, now: datetime) -> Mapping[str, Any]:
        keys = [self._key]
        if self._old is not None and now < self._old_until:
            keys.append(self._old)
        for key in keys:
            try:
                found: Mapping[str, Any] = jwt.decode(
                    token,
                    key,
                    algorithms=[ALGORITHM],
                    options={"require": _CLAIMS, "verify_exp": False, "verify_iat": False},
                )
                return found
            except jwt.InvalidSignatureError:
                continue
            except (jwt.InvalidTokenError, ValueError, RecursionError) as strange:
                raise SignInNeeded("this is no token of ours") from strange
        raise SignInNeeded("this token was signed by another")

    def page_proof(self, session_id: UUID) -> str:
        """What our page sends along with each change: a page of another site cannot read it."""
        return hmac.new(self._key, b"page" + session_id.bytes, sha256).hexdigest()

    def proves_page(self, session_id: UUID, shown: str) -> bool:
        """Whether a change comes from a page that was given this session's proof."""
        return hmac.compare_digest(self.page_proof(session_id).encode(), shown.encode("utf-8", "replace"))

    def device_mark(self, user_id: int) -> str:
        """What a device keeps on which this person has signed in: strangers' failures do not slow it down."""
        return f"{user_id}." + hmac.new(self._key, b"device%d" % user_id, sha256).hexdigest()

    def knows_device(self, user_id: int, shown: str) -> bool:
        """Whether this person has signed in on this device before."""
        return hmac.compare_digest(self.device_mark(user_id).encode(), shown.encode("utf-8", "replace"))


def _key_id(key: bytes) -> str:
    return blake2b(key, digest_size=6, person=b"ventra-kid").hexdigest()


def new_refresh(session_id: UUID) -> tuple[str, bytes]:
    """A refresh token of a session, and the digest that is kept of it."""
    secret = secrets.token_urlsafe(32)
    return f"{session_id.hex}.{secret}", digest(secret)


def read_refresh(token: str) -> tuple[UUID, bytes]:
    """The session that a refresh token names, and the digest of its secret. `SignInNeeded` for what is none."""
    name, dot, secret = token.partition(".")
    if not dot or len(token) > LONGEST or len(name) != 32 or not secret.isascii():
        raise SignInNeeded("this is no refresh token")
    try:
        return UUID(hex=name), digest(secret)
    except ValueError as strange:
        raise SignInNeeded("this is no refresh token") from strange
