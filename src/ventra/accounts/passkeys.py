"""Passkeys (WebAuthn level 3): what the browser is asked, and whether what it answers proves who is there.

Importing this takes a quarter of a second; whoever has no use of passkeys leaves it.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import parse_authentication_credential_json, parse_registration_credential_json
from webauthn.helpers.structs import (
    AttestationConveyancePreference,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from ventra.errors import BadInput

FIELD = "credential"
CHALLENGE_BYTES = 32
ANSWER_WITHIN_MS = 300_000
LONGEST_ID = 1_023
"""Bytes of a credential's id, from the standard's section 4."""
LONGEST = 65_536
"""Characters of any text in an answer; no authenticator comes near it."""

Options = dict[str, Any]
Credential = Mapping[str, Any] | str
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """What to keep of a passkey; `backed_up`: its owner has it on other devices too."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    transports: tuple[str, ...]
    backed_up: bool


def new_challenge() -> bytes:
    """Random bytes to be signed: for one answer, and kept where the answer's sender cannot choose them."""
    return secrets.token_bytes(CHALLENGE_BYTES)


def registration_options(
    *,
    rp_id: str,
    rp_name: str,
    user_handle: bytes,
    user_name: str,
    display_name: str,
    existing: Sequence[bytes],
    challenge: bytes,
) -> Options:
    """What `navigator.credentials.create` is asked, ready for JSON. `user_handle`: 1 to 64 bytes that name nobody."""
    if not 1 <= len(user_handle) <= 64:
        raise ValueError("a user handle has 1 to 64 bytes")
    options = generate_registration_options(
        rp_id=rp_id,
        rp_name=rp_name,
        user_id=user_handle,
        user_name=user_name,
        user_display_name=display_name,
        challenge=challenge,
        timeout=ANSWER_WITHIN_MS,
        attestation=AttestationConveyancePreference.NONE,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_named(existing),
    )
    return _plain(options_to_json(options))


def authentication_options(*, rp_id: str, challenge: bytes, credential_ids: Sequence[bytes] = ()) -> Options:
    """What `navigator.credentials.get` is asked, ready for JSON; without ids the browser offers what it has."""
    options = generate_authentication_options(
        rp_id=rp_id,
        challenge=challenge,
        timeout=ANSWER_WITHIN_MS,
        allow_credentials=_named(credential_ids),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return _plain(options_to_json(options))


def verify_registration(credential: Credential, *, challenge: bytes, rp_id: str, origin: str) -> NewPasskey:
    """The passkey just made; raises `BadInput` unless it answers this challenge at this place and its owner was verified."""
    return _judged(lambda: _registered(_answer(credential), challenge, rp_id, origin))


def credential_id(credential: Credential) -> bytes:
    """Which passkey an answer says it is of, to look its public key up; proves nothing yet. Raises `BadInput`."""
    return _judged(lambda: parse_authentication_credential_json(_answer(credential)).raw_id)


def verify_sign_in(
    credential: Credential, *, challenge: bytes, rp_id: str, origin: str, public_key: bytes, sign_count: int
) -> int:
    """The passkey's new count of uses, to be kept. Raises `BadInput` unless this key signed this challenge at this place,
    its owner was verified, and the count went on (two that count alike are copies; 0 and 0: it does not count).
    """
    return _judged(
        lambda: (
            verify_authentication_response(
                credential=_answer(credential),
                expected_challenge=challenge,
                expected_rp_id=rp_id,
                expected_origin=origin,
                credential_public_key=public_key,
                credential_current_sign_count=sign_count,
                require_user_verification=True,
            ).new_sign_count
        )
    )


def _registered(answer: dict[str, Any], challenge: bytes, rp_id: str, origin: str) -> NewPasskey:
    credential = parse_registration_credential_json(answer)
    made = verify_registration_response(
        credential=credential,
        expected_challenge=challenge,
        expected_rp_id=rp_id,
        expected_origin=origin,
        require_user_verification=True,
    )
    if made.credential_id != credential.raw_id or len(made.credential_id) > LONGEST_ID:
        raise ValueError("the id that was told is not the one that was made")
    transports = tuple(dict.fromkeys(one.value for one in credential.response.transports or ()))
    return NewPasskey(
        made.credential_id,
        made.credential_public_key,
        made.sign_count,
        transports,
        made.credential_backed_up,
    )


def _judged(proof: Callable[[], T]) -> T:
    # The library meets malformed answers with whatever its parsers raise; to whoever asks they are all one.
    try:
        return proof()
    except Exception as error:
        raise BadInput("this passkey was not accepted: try it again, or another", field=FIELD) from error


def _answer(credential: Credential) -> dict[str, Any]:
    if isinstance(credential, str) and len(credential) > LONGEST:
        raise ValueError("too long")
    answer = dict(json.loads(credential) if isinstance(credential, str) else credential)
    response = answer["response"]
    for text in (*answer.values(), *response.values()):
        if isinstance(text, str | list) and len(text) > LONGEST:
            raise ValueError("too long")
    return answer


def _named(ids: Sequence[bytes]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=one) for one in ids]


def _plain(options: str) -> Options:
    plain: Options = json.loads(options)
    return plain
