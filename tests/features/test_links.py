"""Secrets of links and the text of API keys."""

from __future__ import annotations

import hashlib
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ventra.accounts.links import digest, new_api_key, new_secret, parse_api_key

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=100)


def test_secrets_are_long_fit_for_a_link_and_never_the_same() -> None:
    made = {new_secret() for _ in range(200)}
    assert len(made) == 200
    assert all(len(one) == 43 and quote(one) == one for one in made)


def test_a_digest_is_sha_256_of_the_text() -> None:
    assert digest("abc") == hashlib.sha256(b"abc").digest()


@given(ANY_TEXT, ANY_TEXT)
def test_any_text_has_a_digest_of_its_own(one: str, other: str) -> None:
    assert len(digest(one)) == 32
    assert (digest(one) == digest(other)) == (one == other)


def test_an_api_key_is_known_by_its_digest_and_shown_by_its_prefix() -> None:
    made = [new_api_key() for _ in range(200)]
    assert len({key for key, _, _ in made}) == len({shown for _, _, shown in made}) == 200
    for key, kept, shown in made:
        assert parse_api_key(key) == kept == digest(key)
        assert len(key) == 56
        assert key.startswith(shown + "_")
        assert len(shown) == len("vtr_") + 8


@pytest.mark.parametrize(
    "spoil",
    [
        lambda key: key[:-1],
        lambda key: key + "A",
        lambda key: key + "\n",
        lambda key: " " + key,
        lambda key: "VTR" + key[3:],
        lambda key: key.replace("_", "-", 1),
        lambda key: key[:-1] + "é",
        lambda key: key[:-1] + "٣",
        lambda key: "Bearer " + key,
        lambda key: key[:12],
    ],
)
def test_what_has_another_shape_is_no_api_key(spoil) -> None:
    assert parse_api_key(spoil(new_api_key()[0])) is None


@given(ANY_TEXT)
def test_any_text_is_no_api_key(text: str) -> None:
    assert parse_api_key(text) is None


def test_a_key_with_one_other_character_is_another_key() -> None:
    key, kept, _ = new_api_key()
    assert parse_api_key(key[:-1] + ("A" if key[-1] != "A" else "B")) not in (None, kept)
