"""Sealing what is stored secretly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ventra.infra.secrets import SecretUnreadable, Vault, key_from

OLD = key_from("an old text of the settings, long enough", "totp")
NEW = key_from("a new text of the settings, long enough!", "totp")
ABOUT = b"users.totp_secret:17"


@given(st.binary(max_size=300), st.binary(max_size=60))
def test_what_is_sealed_opens_as_it_was(plain: bytes, about: bytes) -> None:
    sealed = Vault([NEW]).seal(plain, about=about)
    assert Vault([NEW]).open(sealed, about=about) == plain
    assert len(plain) < 8 or plain not in sealed


def test_the_same_value_is_sealed_differently_each_time() -> None:
    vault = Vault([NEW])
    assert len({vault.seal(b"same", about=ABOUT) for _ in range(100)}) == 100


def test_a_sealed_value_does_not_open_in_anothers_place() -> None:
    sealed = Vault([NEW]).seal(b"secret", about=ABOUT)
    with pytest.raises(SecretUnreadable, match="another place"):
        Vault([NEW]).open(sealed, about=b"users.totp_secret:18")


def test_a_key_is_replaced_while_the_old_one_still_opens() -> None:
    sealed = Vault([OLD]).seal(b"secret", about=ABOUT)
    both = Vault([NEW, OLD])
    assert both.open(sealed, about=ABOUT) == b"secret"
    assert not both.is_current(sealed)
    again = both.seal(b"secret", about=ABOUT)
    assert both.is_current(again)
    assert Vault([NEW]).open(again, about=ABOUT) == b"secret"


def test_a_missing_key_is_said() -> None:
    sealed = Vault([OLD]).seal(b"secret", about=ABOUT)
    with pytest.raises(SecretUnreadable, match="SECRETS_KEY") as failed:
        Vault([NEW]).open(sealed, about=ABOUT)
    assert failed.value.status == 500


@given(st.data())
def test_any_changed_byte_is_refused(data: st.DataObject) -> None:
    sealed = bytearray(Vault([NEW]).seal(b"secret", about=ABOUT))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(SecretUnreadable):
        Vault([NEW, OLD]).open(bytes(sealed), about=ABOUT)


@given(st.binary(max_size=100))
def test_what_was_never_sealed_is_refused(sealed: bytes) -> None:
    vault = Vault([NEW])
    assert not vault.is_current(sealed)
    with pytest.raises(SecretUnreadable):
        vault.open(sealed, about=ABOUT)


def test_what_is_cut_off_is_refused() -> None:
    sealed = Vault([NEW]).seal(b"secret", about=ABOUT)
    for length in range(len(sealed)):
        with pytest.raises(SecretUnreadable):
            Vault([NEW]).open(sealed[:length], about=ABOUT)


def test_keys_differ_by_text_and_by_purpose_and_stay_the_same() -> None:
    assert len({key_from(text, purpose) for text in ("one", "two") for purpose in ("totp", "telegram")}) == 4
    assert (
        key_from("a text that stays as it is", "totp").hex()
        == "9a66eddb7ad8a881d448697112eb4c12d6ed4b95cf115f4c015938861e2fb713"
    )


@pytest.mark.parametrize("keys", [[], [b""], [b"k" * 16], [NEW, b"k" * 31]])
def test_a_vault_without_whole_keys_is_not_made(keys: list[bytes]) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Vault(keys)
