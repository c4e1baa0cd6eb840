"""Any change of a search, a tree, a token or an answer as a whole is read for what it says, or refused by a name."""

from __future__ import annotations

import base64

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fixtures import bodies, read_again
from fixtures.any_bodies import FEW, MANY, SEARCH_NAMES, TELLING, products, searches
from fixtures.mutations import COUNTS, harmed
from ventra.collect.uzum.judge import LONGEST_RETRY_AFTER_SECONDS, judge
from ventra.collect.uzum.search import parse_search
from ventra.collect.uzum.token import claims_of
from ventra.collect.uzum.tree import parse_tree
from ventra.errors import Gone, PageChanged, SourceError, Throttled
from ventra.infra.http import Answer

URL = "https://api.example/v2/product/2001"


def search_says_what_it_says(raw: bytes) -> None:
    try:
        page = parse_search(raw)
    except (PageChanged, Throttled):
        return
    if page.beyond_window:
        assert (page.total, page.product_ids, page.cards) == (None, (), 0)
        assert any("offset" in error["message"] for error in read_again.read(raw)["errors"])
        return
    told = {"total": page.total, "ids": list(page.product_ids), "cards": page.cards}
    assert read_again.search(raw) == told


@FEW
@given(harmed(searches(), SEARCH_NAMES))
def test_a_page_of_results_is_read_right_or_refused(raw: bytes) -> None:
    search_says_what_it_says(raw)


@pytest.mark.full
@MANY
@given(harmed(searches(), SEARCH_NAMES))
def test_a_page_of_results_is_read_right_or_refused_at_length(raw: bytes) -> None:
    search_says_what_it_says(raw)


TREES = st.just(
    bodies.tree(
        (10, "Kiyim", ((11, "Erkaklar"), (12, "Ayollar"))), (20, "Uy", ()), (30, "Bogʻ", ((31, "Urugʻ"),))
    )
)


@FEW
@given(harmed(TREES, frozenset(["payload", "id", "title", "children"])))
def test_a_category_tree_is_read_right_or_refused(raw: bytes) -> None:
    try:
        nodes = parse_tree(raw)
    except PageChanged:
        return
    told = [(node.id, node.title, node.path, node.leaf) for node in nodes]
    assert read_again.tree(raw) == told
    assert len({node.id for node in nodes}) == len(nodes)


WAITS = st.sampled_from((
    "5", "-5", "1e3", "٣", "999999999", "Wed, 21 Oct 2026 07:28:00 GMT", "Wed, 21 Oct 99999 07:28:00 GMT", "soon", "",
    "Wed, 21 Oct 2026 07:28:00 +9999999999999999", "Wed, 21 Oct 0001 00:00:00 +2359", "Fri, 31 Dec 9999 23:59:59 -2359",
)) | st.text(max_size=30)  # fmt: skip
TEXTS = (
    b"",
    b"<html>captcha",
    b'{"type":"captcha"}',
    b"<!doctype html>",
    b"\xff",
    b"null",
    b"[]",
    b"429",
    b'{"errors":"429"}',
)
ANSWERED = (
    harmed(searches(), SEARCH_NAMES)
    | harmed(products(), TELLING)
    | st.sampled_from(TEXTS)
    | st.binary(max_size=20)
)


@FEW
@given(
    st.sampled_from((200, 204, 301, 302, 400, 401, 403, 404, 410, 418, 429, 500, 503, 599)),
    st.dictionaries(st.sampled_from(("Retry-After", "Date")), WAITS),
    ANSWERED,
)
def test_an_answer_is_data_or_a_refusal_that_has_a_name(
    status: int, headers: dict[str, str], raw: bytes
) -> None:
    refusal = refusal_in(Answer(status, headers, {}, raw))
    if refusal is None:
        assert status in (200, 204, 401)
        return
    wait = refusal.retry_after_seconds
    assert wait is None or 0 <= wait <= LONGEST_RETRY_AFTER_SECONDS
    assert not (status == 200 and isinstance(refusal, Gone))


def refusal_in(answer: Answer) -> SourceError | None:
    try:
        judge(answer, URL)
    except SourceError as refusal:
        return refusal
    return None


CLAIMS = st.fixed_dictionaries(
    {"iss": st.just("Uzum ID"), "iat": COUNTS, "sub": st.text(max_size=8), "exp": st.integers(0, 2**53)}
)


@FEW
@given(harmed(CLAIMS, frozenset(("exp", "iat"))), st.sampled_from(("=", "")))
@example(b'{"exp":1,"exp":2}', "")
def test_a_token_ends_when_it_says_or_is_refused(raw: bytes, padding: str) -> None:
    middle = base64.urlsafe_b64encode(raw).decode().rstrip("=")
    try:
        claims = claims_of(f"e30.{middle}.c2ln")
    except PageChanged:
        return
    told = read_again.read(raw)
    assert claims.ends == read_again.whole(told["exp"])
    assert claims.made == (None if told.get("iat") is None else read_again.whole(told["iat"]))
