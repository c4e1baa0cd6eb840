"""Which passwords are taken."""

from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ventra.accounts.password_rules import LONGEST, SHORTEST, known_words, must_be_good
from ventra.errors import BadInput

EMAIL = "dilnoza.karimova@example.uz"


def refusal(password: str, email: str = EMAIL) -> str | None:
    try:
        must_be_good(password, email=email)
    except BadInput as refused:
        return f"{refused.field}: {refused.detail}"
    return None


@pytest.mark.parametrize(
    "password",
    [
        "choynak lampa yomg'ir 7", "correct giraffe battery", "gT7#kQz!w2Lm", "3914820576", "uch echki daryo bo'yida",
        "девять синих чайников", "dilnoza va uchta echki", "ЎзбекчаСўзларКўп", "karimova choynagi", "x" * 5 + "kq7 zebra mild",
        "z!r@v#d$k%f^", "qwerty giraffe lamp", "ж" * 3 + "zlomvrtq" * 20,
    ],
)  # fmt: skip
def test_a_password_of_its_own_is_taken(password: str) -> None:
    assert refusal(password) is None


@pytest.mark.parametrize(
    ("password", "what_to_change"),
    [
        ("", "at least 10"), ("kq7 zebra", "at least 10"), ("é" * 9, "at least 10"), ("kq7 zebra mild " * 14, "at most 200"),
        ("k" * 1_000_000, "at most 200"), ("kq7 zebra\x00mild", "no keyboard"), ("kq7 zebra \ud800 mild", "no keyboard"),
    ],
)  # fmt: skip
def test_length_and_characters_have_bounds(password: str, what_to_change: str) -> None:
    assert what_to_change in (refusal(password) or "")


def test_length_is_counted_as_it_is_hashed() -> None:
    assert "at least" in (refusal("e\u0301" + "abkz9q2m") or "")
    assert refusal("kq7 zebra ﷺ" + "й" * (LONGEST - 40)) is None
    assert "at most" in (refusal("kq7 zebra" + "ﷺ" * 15) or "")
    assert SHORTEST == 10


@pytest.mark.parametrize(
    "password",
    [
        "dilnoza.karimova@example.uz", "Dilnoza.Karimova@Example.UZ", "dilnoza.karimova", "DILNOZA.KARIMOVA2024!",
        "123dilnoza.karimova",
        "avomirak.azonlid", "example.uz", "example.uz2025",
    ],
)  # fmt: skip
def test_the_address_and_its_parts_are_refused(password: str) -> None:
    assert "e-mail" in (refusal(password) or "")


def test_a_short_name_with_digits_is_refused_where_it_is_ones_own() -> None:
    assert "e-mail" in (refusal("zmrdq1995771", "zmrdq@example.uz") or "")
    assert "e-mail" in (refusal("zmrdq8888888", "zmrdq77@example.uz") or "")
    assert refusal("zmrdq1995771") is None


@pytest.mark.parametrize(
    "password",
    ["aaaaaaaaaa", "ЖЖЖЖЖЖЖЖЖЖЖЖ", "          ", "abcabcabcabc", "kq7zb kq7zb ", "2024202420", "xyzzy!xyzzy!", "zmrqzmrq1!2@3#"],
)  # fmt: skip
def test_one_thing_again_and_again_is_refused(password: str) -> None:
    assert refusal(password)


@pytest.mark.parametrize(
    "password",
    [
        "1234567890", "12345678901234", "0987654321", "abcdefghijkl", "zyxwvutsrqpo", "QWERTYUIOP", "qwertyuiopasdf",
        "poiuytrewq",
        "йцукенгшщз", "фывапролджэ", "1qaz2wsx3edc", "qazwsxedcrfv", "1q2w3e4r5t6y", "qwertyuiop123!", "!!!asdfghjkl!!!",
        "абвгдеёжзи",
        "12.05.1998", "1998-05-12", "+998901234567", "998 90 765 43 21", "+998 (90) 765-43-21", "89161234509",
        "+7 916 123-45-09",
    ],
)  # fmt: skip
def test_rows_dates_and_telephone_numbers_are_refused(password: str) -> None:
    assert refusal(password)


@pytest.mark.parametrize(
    "password",
    [
        "password123", "Password2024!", "P@ssw0rd2024", "p@$$w0rd!!!", "pa55word2025", "passw0rd99", "letmein12345",
        "1etmein2024", "l3tm31n2024",
        "iloveyou2024", "I love you 2024", "I-Love-You!", "adm1n123456", "Administrator", "welcome2025!",
        "ｐａｓｓｗｏｒｄ１２３", "123password",
        "qwerty123456", "Qwerty!2345", "zaq12wsx!!", "1122334455", "9876543210", "uzbekistan", "Uzbekistan2024",
        "Toshkent2024", "alisher1995",
        "assalomualaykum", "bismillah786", "parolparol1", "parol123456", "Привет12345", "Пароль2024", "наташа1990",
        "ghbdtn12345", "Gfhjkm2024!",
        "спартакчемпион", "nexia12345", "uzummarket1", "a123456789", "1234567890q", "qweasdzxc1", "pahtakor1956",
        "ўзбекистон91",
    ],
)  # fmt: skip
def test_what_leads_leaked_lists_is_refused_however_it_is_dressed(password: str) -> None:
    assert refusal(password)


def test_every_refusal_names_the_field_and_never_repeats_the_password() -> None:
    for password in ("password123", "qwertyuiop", EMAIL, "kq7", "abcabcabcabc"):
        said = refusal(password)
        assert said is not None
        assert said.startswith("password: ")
        assert password not in said


def test_the_list_is_sorted_folded_and_without_doubles() -> None:
    words = sorted(known_words())
    assert len(words) > 1_000
    assert all(word == word.casefold() and word.isalnum() and len(word) >= 4 for word in words)


def test_the_file_holds_each_word_once_in_order() -> None:
    lines = files("ventra.accounts").joinpath("breached.txt").read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines))


@given(st.sampled_from(sorted(known_words())), st.text("0123456789!.?-_ ", min_size=10, max_size=20))
def test_no_listed_word_becomes_good_by_digits_and_signs_after_it(word: str, tail: str) -> None:
    assert refusal(word + tail)
    assert refusal(word.upper() + tail)


@given(st.text(st.characters(exclude_categories=()), max_size=250), st.text(max_size=50))
def test_any_text_is_taken_or_refused_in_words(password: str, email: str) -> None:
    said = refusal(password, email)
    assert said is None or said.startswith("password: ")
