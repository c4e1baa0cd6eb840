"""Codes of an authenticator app and recovery codes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import math
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ventra.accounts.one_time_codes import (
    address,
    digest,
    folded,
    matching_step,
    new_recovery_codes,
    new_secret,
    qr_svg,
)

NOW = datetime(2026, 11, 26, 12, 0, 10, tzinfo=UTC)
STEP = int(NOW.timestamp()) // 30
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_of(step: int, secret: str = SECRET) -> str:
    """RFC 4226, section 5.3, by hand."""
    mac = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), "sha1")
    at = mac[-1] & 15
    return f"{(int.from_bytes(mac[at : at + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    secret = base64.b32encode(b"12345678901234567890").decode()
    now = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    assert matching_step(secret, code, now=now, after_step=None) == seconds // 30


@pytest.mark.parametrize("off", [-1, 0, 1])
def test_a_clock_may_be_off_by_one_step(off: int) -> None:
    assert matching_step(SECRET, code_of(STEP + off), now=NOW, after_step=None) == STEP + off


@pytest.mark.parametrize("off", [-3, -2, 2, 3])
def test_a_clock_may_not_be_off_by_more(off: int) -> None:
    assert matching_step(SECRET, code_of(STEP + off), now=NOW, after_step=None) is None


def test_a_code_works_once() -> None:
    used = matching_step(SECRET, code_of(STEP), now=NOW, after_step=None)
    assert used == STEP
    assert matching_step(SECRET, code_of(STEP), now=NOW, after_step=used) is None
    assert matching_step(SECRET, code_of(STEP - 1), now=NOW, after_step=used) is None
    assert matching_step(SECRET, code_of(STEP + 1), now=NOW, after_step=used) == STEP + 1


def test_a_code_of_another_secret_is_none() -> None:
    assert matching_step(new_secret(), code_of(STEP), now=NOW, after_step=None) is None


@pytest.mark.parametrize("between", [" ", "\u00a0", "  ", "\t"])
def test_spaces_in_a_code_do_not_matter(between: str) -> None:
    code = code_of(STEP)
    assert matching_step(SECRET, f" {code[:3]}{between}{code[3:]}\n", now=NOW, after_step=None) == STEP


@pytest.mark.parametrize(
    "code",
    [
        "",
        "12345",
        "1234567",
        "12345a",
        "-12345",
        "+12345",
        "12.345",
        "１２３４５６",
        "١٢٣٤٥٦",
        "123456\x00",
        "0x1234",
        "1" * 1_000_000,
    ],
)
def test_what_is_not_six_digits_is_none(code: str) -> None:
    assert matching_step(SECRET, code, now=NOW, after_step=None) is None


def test_full_width_digits_of_the_right_code_are_none() -> None:
    wide = code_of(STEP).translate({ord("0") + n: ord("０") + n for n in range(10)})
    assert matching_step(SECRET, wide, now=NOW, after_step=None) is None


@given(st.text(st.characters(exclude_categories=()), max_size=20))
def test_any_text_gets_an_answer(code: str) -> None:
    said = matching_step(SECRET, code, now=NOW, after_step=None)
    assert said is None or "".join(code.split()) == code_of(said)


def test_secrets_are_long_and_never_the_same() -> None:
    made = {new_secret() for _ in range(50)}
    assert len(made) == 50
    assert all(len(base64.b32decode(one)) == 20 for one in made)


def test_the_address_names_the_account_and_the_issuer() -> None:
    parts = urlsplit(address(SECRET, account="a+b@example.uz"))
    assert (parts.scheme, parts.netloc, parts.path) == ("otpauth", "totp", "/VENTRA:a%2Bb%40example.uz")
    asked = parse_qs(parts.query)
    assert asked["secret"] == [SECRET]
    assert asked["issuer"] == ["VENTRA"]
    assert set(asked) <= {"secret", "issuer", "algorithm", "digits", "period"}


def test_the_picture_is_paths_alone() -> None:
    svg = qr_svg(address(SECRET, account="akmal@example.uz"))
    root = ElementTree.fromstring(svg)
    assert {one.tag.rpartition("}")[2] for one in root.iter()} == {"svg", "path"}
    names = {name for one in root.iter() for name in one.attrib}
    assert names <= {"viewBox", "version", "d", "fill", "stroke", "transform"}
    assert "viewBox" in names
    assert SECRET not in svg


def test_recovery_codes_are_random_enough_and_easy_to_write() -> None:
    codes = new_recovery_codes()
    assert len(codes) == len(set(codes)) == 10
    symbols = set("".join(new_recovery_codes(500))) - {"-"}
    assert 10 * math.log2(len(symbols)) >= 50
    assert not symbols & set("oilu")
    assert all(re.fullmatch("[0-9a-z]{5}-[0-9a-z]{5}", code) for code in codes)


@pytest.mark.parametrize(
    "written",
    [
        "01abc-defgh", "01ABC-DEFGH", "01abcdefgh", " 01abc defgh ", "01abc – defgh", "oiabc-defgh", "OLABC-DEFGH",
        "０１abc-defgh", "01аbс-dеfgh",
    ],
)  # fmt: skip
def test_a_recovery_code_is_known_however_it_is_written(written: str) -> None:
    assert folded(written) == "01abcdefgh"
    assert digest(written) == hashlib.sha256(b"01abcdefgh").digest()


def test_every_new_code_folds_to_itself_without_its_dash() -> None:
    for code in new_recovery_codes(100):
        assert folded(code) == code.replace("-", "")
        assert folded(folded(code)) == folded(code)


def test_other_codes_have_other_digests() -> None:
    assert len({digest(code) for code in new_recovery_codes(100)}) == 100


@given(st.text(st.characters(exclude_categories=()), max_size=200))
def test_any_text_has_a_digest(code: str) -> None:
    assert len(digest(code)) == 32
