"""Guest tokens: handed to whoever sends the headers of the site's own pages, and good until the `exp` they carry."""

from __future__ import annotations

import base64
import hashlib
import hmac
import uuid

import msgspec

LIFE_SECONDS = 6 * 3600


class _Claims(msgspec.Struct):
    exp: int


class Tokens:
    """Makes tokens and knows its own again."""

    def __init__(self, seed: int, life_seconds: int = LIFE_SECONDS) -> None:
        self._key = hashlib.blake2s(f"simulator {seed}".encode()).digest()
        self._life_seconds = life_seconds
        self._made = 0
        self._ended: set[str] = set()

    def make(self, now_seconds: int) -> str:
        """A token that ends `life_seconds` from now."""
        self._made += 1
        subject = uuid.uuid5(uuid.NAMESPACE_OID, f"{self._made}/{now_seconds}")
        claims = {
            "iss": "Uzum ID",
            "iat": now_seconds,
            "sub": str(subject),
            "aud": ["uzum_apps", "market/web"],
            "exp": now_seconds + self._life_seconds,
        }
        signed = f"{_text(msgspec.json.encode({'alg': 'EdDSA', 'typ': 'JWT'}))}.{_text(msgspec.json.encode(claims))}"
        return f"{signed}.{self._signature(signed)}"

    def end(self, authorization: str | None) -> None:
        """End the token of an `Authorization` header before its time, for good."""
        if authorization is not None:
            self._ended.add(authorization)

    def accepts(self, authorization: str | None, now_seconds: int) -> bool:
        """Whether an `Authorization` header carries one of ours that has not ended."""
        if authorization is None or not authorization.startswith("Bearer ") or authorization in self._ended:
            return False
        signed, _, signature = authorization.removeprefix("Bearer ").rpartition(".")
        if not signed or not hmac.compare_digest(signature.encode(), self._signature(signed).encode()):
            return False
        claims = signed.rpartition(".")[2]
        padded = base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4))
        return msgspec.json.decode(padded, type=_Claims).exp > now_seconds

    def _signature(self, signed: str) -> str:
        return _text(hmac.digest(self._key, signed.encode(), "sha256"))


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
