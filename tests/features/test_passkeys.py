"""Passkeys, made and used with an authenticator in software."""

from __future__ import annotations

import copy
import json
from typing import Any

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes.authenticator import BE, BS, UP, UV, Authenticator, Passkey, b64, unb64
from ventra.accounts import passkeys
from ventra.accounts.passkeys import NewPasskey
from ventra.errors import BadInput

RP, ORIGIN = "ventra.example", "https://ventra.example"


class Door:
    """The server's side of one person at one place."""

    def __init__(self, rp_id: str = RP, origin: str = ORIGIN) -> None:
        self.rp_id, self.origin, self.challenge = rp_id, origin, passkeys.new_challenge()
        self.there = {"challenge": self.challenge, "rp_id": rp_id, "origin": origin}

    def making(self, existing: tuple[bytes, ...] = ()) -> dict[str, Any]:
        return passkeys.registration_options(
            rp_id=self.rp_id, rp_name="VENTRA", user_handle=b"u" * 16, user_name="akmal@example.uz",
            display_name="Akmal", existing=existing, challenge=self.challenge,
        )  # fmt: skip

    def asking(self, *ids: bytes) -> dict[str, Any]:
        return passkeys.authentication_options(rp_id=self.rp_id, challenge=self.challenge, credential_ids=ids)

    def take(self, credential: Any) -> NewPasskey:
        return passkeys.verify_registration(credential, **self.there)

    def let_in(self, credential: Any, kept: NewPasskey, count: int | None = None) -> int:
        return passkeys.verify_sign_in(
            credential, **self.there, public_key=kept.public_key, sign_count=kept.sign_count if count is None else count
        )  # fmt: skip


def made(authenticator: Authenticator) -> NewPasskey:
    door = Door()
    return door.take(authenticator.create(door.making()))


def refused(answer: Any) -> BadInput:
    with pytest.raises(BadInput) as raised:
        answer()
    assert raised.value.field == "credential"
    return raised.value


@pytest.fixture
def device() -> Authenticator:
    return Authenticator(ORIGIN)


def test_a_passkey_is_made_and_signs_in_again_and_again(device: Authenticator) -> None:
    kept = made(device)
    assert kept.credential_id == device.passkeys[0].id
    assert kept.public_key == device.passkeys[0].cose()
    assert (kept.sign_count, kept.transports, kept.backed_up) == (0, ("internal", "hybrid"), False)
    count = kept.sign_count
    for uses in (1, 2, 3):
        door = Door()
        credential = device.get(door.asking(kept.credential_id))
        assert passkeys.credential_id(credential) == kept.credential_id
        count = door.let_in(credential, kept, count)
        assert count == uses


def test_an_answer_may_come_as_text(device: Authenticator) -> None:
    door = Door()
    kept = door.take(json.dumps(device.create(door.making())))
    credential = json.dumps(device.get(door.asking()))
    assert passkeys.credential_id(credential) == kept.credential_id
    assert door.let_in(credential, kept) == 1


def test_a_passkey_on_several_devices_is_told_as_such() -> None:
    assert made(Authenticator(ORIGIN, flags=UP | UV | BE | BS)).backed_up


def test_the_options_ask_for_a_verified_owner_a_passkey_that_is_found_by_itself_and_no_attestation() -> None:
    options = Door().making(existing=(b"\x01\x02",))
    assert json.loads(json.dumps(options)) == options
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["authenticatorSelection"]["requireResidentKey"] is True
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["attestation"] == "none"
    assert options["rp"] == {"id": RP, "name": "VENTRA"}
    assert options["user"] == {"id": b64(b"u" * 16), "name": "akmal@example.uz", "displayName": "Akmal"}
    assert options["excludeCredentials"] == [{"id": b64(b"\x01\x02"), "type": "public-key"}]
    assert {"type": "public-key", "alg": -7} in options["pubKeyCredParams"]


def test_the_options_of_a_sign_in_name_the_keys_or_leave_it_to_the_browser() -> None:
    door = Door()
    named = door.asking(b"\x01\x02")
    assert json.loads(json.dumps(named)) == named
    assert named["allowCredentials"] == [{"id": b64(b"\x01\x02"), "type": "public-key"}]
    assert (named["rpId"], named["userVerification"]) == (RP, "required")
    assert unb64(named["challenge"]) == door.challenge
    assert door.asking()["allowCredentials"] == []


def test_challenges_are_long_and_never_the_same() -> None:
    assert len({passkeys.new_challenge() for _ in range(50)}) == 50
    assert len(passkeys.new_challenge()) >= 16


@pytest.mark.parametrize("handle", [b"", b"u" * 65])
def test_a_user_handle_has_its_bounds(handle: bytes) -> None:
    with pytest.raises(ValueError, match="handle"):
        passkeys.registration_options(
            rp_id=RP, rp_name="V", user_handle=handle, user_name="a", display_name="a", existing=(), challenge=b"c" * 32
        )  # fmt: skip


@pytest.mark.parametrize(
    "elsewhere",
    [
        Door(origin="https://evil.example"), Door(origin="http://ventra.example"), Door(origin="https://ventra.example:8443"),
        Door(rp_id="evil.example"), Door(rp_id="example"),
    ],
)  # fmt: skip
def test_what_was_signed_elsewhere_is_refused(elsewhere: Door) -> None:
    device, door = Authenticator(elsewhere.origin), Door()
    door.challenge = elsewhere.challenge
    door.there["challenge"] = elsewhere.challenge
    refused(lambda: door.take(device.create(elsewhere.making())))
    kept = elsewhere.take(device.create(elsewhere.making()))
    refused(lambda: door.let_in(device.get(elsewhere.asking()), kept))


def test_an_answer_to_another_challenge_is_refused(device: Authenticator) -> None:
    kept, then = made(device), Door()
    refused(lambda: Door().take(device.create(then.making())))
    refused(lambda: Door().let_in(device.get(then.asking(), device.passkeys[0]), kept))


def test_a_count_that_does_not_go_on_is_refused(device: Authenticator) -> None:
    kept, door = made(device), Door()
    credential = device.get(door.asking())
    count = door.let_in(credential, kept)
    refused(lambda: door.let_in(credential, kept, count))
    refused(lambda: door.let_in(credential, kept, count + 5))


def test_a_passkey_that_does_not_count_may_stay_at_zero() -> None:
    device, door = Authenticator(ORIGIN, counts=False), Door()
    kept = made(device)
    assert door.let_in(device.get(door.asking()), kept) == 0
    assert door.let_in(device.get(door.asking()), kept) == 0
    refused(lambda: door.let_in(device.get(door.asking()), kept, 1))


def test_another_key_under_the_same_id_is_refused(device: Authenticator) -> None:
    kept, door = made(device), Door()
    impostor = Passkey(id=kept.credential_id, count=7)
    refused(lambda: door.let_in(device.get(door.asking(), impostor), kept))


@pytest.mark.parametrize("flags", [0, UP, UV])
def test_an_owner_who_was_not_there_or_not_verified_is_refused(flags: int) -> None:
    door, device = Door(), Authenticator(ORIGIN)
    kept = made(device)
    absent = Authenticator(ORIGIN, flags=flags, passkeys=device.passkeys[:])
    refused(lambda: door.let_in(absent.get(door.asking()), kept))
    refused(lambda: door.take(absent.create(door.making())))


def test_a_made_passkey_does_not_sign_in_nor_the_other_way_round(device: Authenticator) -> None:
    kept, door = made(device), Door()
    refused(lambda: door.let_in(device.create(door.making()), kept))
    refused(lambda: door.take(device.get(door.asking())))


def test_an_id_other_than_the_one_that_was_made_is_refused(device: Authenticator) -> None:
    door = Door()
    credential = device.create(door.making())
    refused(lambda: door.take(credential | {"id": b64(b"x" * 32), "rawId": b64(b"x" * 32)}))


def test_unknown_transports_are_left_out(device: Authenticator) -> None:
    door = Door()
    credential = device.create(door.making())
    credential["response"]["transports"] = ["internal", "by pigeon", "internal", 7, {}]
    assert door.take(credential).transports == ("internal",)


def test_too_much_is_refused_unread(device: Authenticator) -> None:
    door = Door()
    credential = device.create(door.making())
    credential["response"]["attestationObject"] += "A" * passkeys.LONGEST
    refused(lambda: door.take(credential))
    refused(lambda: door.take(json.dumps(credential)))


@pytest.mark.parametrize(
    "nonsense",
    ["", "null", "[]", "7", "{}", "[" * 30_000, '{"response": null}', {}, {"response": []}, {"response": {"a": 1}}, None, 7],
)  # fmt: skip
def test_what_is_no_answer_is_refused(nonsense: Any, device: Authenticator) -> None:
    kept = made(device)
    refused(lambda: Door().take(nonsense))
    refused(lambda: Door().let_in(nonsense, kept))
    refused(lambda: passkeys.credential_id(nonsense))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=()), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
GIVEN = Door()
GIVEN_DEVICE = Authenticator(ORIGIN)
CREATED = GIVEN_DEVICE.create(GIVEN.making())
GIVEN_KEPT = GIVEN.take(CREATED)
GOT = GIVEN_DEVICE.get(GIVEN.asking())


@st.composite
def mangled(draw: st.DrawFn, credential: dict[str, Any], signed: tuple[str, ...]) -> dict[str, Any]:
    """One field replaced by anything, or one byte of a signed part changed."""
    changed = copy.deepcopy(credential)
    part = draw(st.sampled_from([changed, changed["response"]]))
    if draw(st.booleans()):
        part[draw(st.sampled_from(sorted(part)))] = draw(json_values)
        return changed
    name = draw(st.sampled_from(signed))
    data = bytearray(unb64(changed["response"][name]))
    data[draw(st.integers(0, len(data) - 1))] ^= draw(st.integers(1, 255))
    changed["response"][name] = b64(bytes(data))
    return changed


@given(mangled(CREATED, ("clientDataJSON", "attestationObject")))
def test_a_mangled_registration_is_taken_whole_or_refused(credential: dict[str, Any]) -> None:
    try:
        kept = GIVEN.take(credential)
    except BadInput:
        return
    # Nothing of it is signed without attestation, so another key or count may stand there, and no other id.
    assert kept.credential_id == GIVEN_KEPT.credential_id


@given(mangled(GOT, ("clientDataJSON", "authenticatorData", "signature")))
def test_a_mangled_sign_in_is_refused_or_is_the_very_same(credential: dict[str, Any]) -> None:
    try:
        count = GIVEN.let_in(credential, GIVEN_KEPT)
    except BadInput:
        return
    same = {
        name: credential["response"][name] for name in ("clientDataJSON", "authenticatorData", "signature")
    }
    assert same.items() <= GOT["response"].items()
    assert count == 1


@given(json_values)
def test_any_json_is_refused(answer: Any) -> None:
    refused(lambda: GIVEN.take(answer))
    refused(lambda: GIVEN.let_in(answer, GIVEN_KEPT))
    refused(lambda: passkeys.credential_id(answer))


@given(st.binary(max_size=200))
def test_any_attestation_object_and_authenticator_data_are_taken_or_refused(data: bytes) -> None:
    refused(
        lambda: GIVEN.take({**CREATED, "response": {**CREATED["response"], "attestationObject": b64(data)}})
    )
    for statement in ({}, {"sig": data, "alg": -7}, {"x5c": [data], "sig": data, "alg": -7, "ver": "2.0"}):
        for kind in ("packed", "tpm", "android-key", "android-safetynet", "apple", "fido-u2f", "other"):
            whole = cbor2.loads(unb64(CREATED["response"]["attestationObject"])) | {
                "fmt": kind,
                "attStmt": statement,
            }
            response = {**CREATED["response"], "attestationObject": b64(cbor2.dumps(whole))}
            refused(lambda response=response: GIVEN.take({**CREATED, "response": response}))


@given(st.binary(max_size=100))
def test_a_kept_key_that_is_none_lets_nobody_in(public_key: bytes) -> None:
    refused(lambda: passkeys.verify_sign_in(GOT, **GIVEN.there, public_key=public_key, sign_count=0))
