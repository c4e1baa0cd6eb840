"""E-mail addresses in one form."""

from __future__ import annotations

import string

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ventra.core.email_address import LONGEST, LONGEST_LOCAL, normalised
from ventra.errors import BadInput

LONG_DOMAIN = ".".join(["d" * 60] * 4)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("akmal@example.uz", "akmal@example.uz"),
        ("  Akmal.Karimov+Uzum@Example.UZ\n", "akmal.karimov+uzum@example.uz"),
        ("ａkmal＠example．uz", "akmal@example.uz"),
        ("o'tkir_1=2@mail.example.com", "o'tkir_1=2@mail.example.com"),
        ("info@почта.рф", "info@xn--80a1acny.xn--p1ai"),
        ("info@ПОЧТА.РФ", "info@xn--80a1acny.xn--p1ai"),
        ("a@bücher.example", "a@xn--bcher-kva.example"),
        (f"{'a' * LONGEST_LOCAL}@b.uz", f"{'a' * LONGEST_LOCAL}@b.uz"),
    ],
)
def test_spellings_of_one_address_become_one(written: str, meant: str) -> None:
    assert normalised(written) == meant


def test_dots_and_plus_signs_make_different_addresses() -> None:
    assert len({normalised(one) for one in ("a.b@gmail.com", "ab@gmail.com", "ab+x@gmail.com")}) == 3


@pytest.mark.parametrize(
    "written",
    [
        "", "   ", "akmal", "@", "@example.uz", "akmal@", "a@b@example.uz", "akmal@localhost", "a b@example.uz",
        "a@exa mple.uz", "a@example..uz", "a@.uz", "a@example.uz.", ".a@example.uz", "a.@example.uz", "a..b@example.uz",
        '"a b"@example.uz', "a@[127.0.0.1]", "a@[IPv6:::1]", "a@127.0.0.1", "a@-example.uz", "a@example-.uz", "a@exam_ple.uz",
        "a\x00b@example.uz", "a@exam\nple.uz", "a\r\nBcc: x@example.uz", "<a@example.uz>", "a,b@example.uz", "почта@example.uz",
        "a\ud800@example.uz", "a@\ud800.uz", "a@straße.de", "a@ex\u200dample.uz", "a\u202e@example.uz", "a@" + "l" * 64 + ".uz",
        "a" * (LONGEST_LOCAL + 1) + "@example.uz", "a" * 20 + "@" + LONG_DOMAIN + ".uzuzuzuz", "a@" + "ж" * 63 + ".uz",
        "a" * 1_000_000 + "@example.uz", "a@xn--.uz",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_by_its_field(written: str) -> None:
    with pytest.raises(BadInput) as refused:
        normalised(written)
    assert refused.value.field == "email"
    assert refused.value.detail


def result(text: str) -> str | BadInput:
    try:
        return normalised(text)
    except BadInput as refused:
        return refused


near_addresses = st.text(
    alphabet=string.ascii_letters + "0189.-+_@@'\" \t\nİıſßςК．。＠жé\u0301\u200d\ud800", max_size=40
)


@given(near_addresses | st.emails() | st.text(st.characters(exclude_categories=()), max_size=80))
@example("a@xn--e1afmkfd.xn--p1ai")
@example("İ@example.uz")
@settings(max_examples=800)
def test_whatever_comes_in_is_an_address_of_plain_characters_or_bad_input(text: str) -> None:
    once = result(text)
    if isinstance(once, BadInput):
        assert once.field == "email"
        return
    assert normalised(once) == once
    assert normalised(f" {once.upper()} ") == once
    local, _, domain = once.partition("@")
    assert once.isascii()
    assert once.isprintable()
    assert " " not in once
    assert 0 < len(local) <= LONGEST_LOCAL
    assert len(once) <= LONGEST
    assert "." in domain.strip(".")


@given(st.emails(domains=st.just("example.uz")))
def test_ordinary_addresses_are_taken(address: str) -> None:
    assert normalised(address).endswith("@example.uz")
