"""Whatever is done to a token, a key, a secret or a cursor, it opens nothing; and pages laid end to end are the whole."""

from __future__ import annotations

import asyncio
import string
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from fixtures import rows
from fixtures.api import another
from fixtures.people import sign_up
from ventra.accounts.guard import ACCESS_COOKIE, PAGE_PROOF
from ventra.accounts.links import new_secret

pytestmark = pytest.mark.once

QUICK, FULL = 20, 60
"""Examples with every change, and with `--full`."""
SEEN = "".join(chr(code) for code in range(33, 127))
"""What a header can carry."""
Change = Callable[[str], str]


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """A way to alter a text a little: a character changed, added or gone, an end cut off, a part in another case or doubled."""
    where, letter = draw(st.integers(0, 10_000)), draw(st.sampled_from(SEEN))
    kind = draw(st.sampled_from(("change", "add", "drop", "cut", "swap case", "double", "turn")))

    def change(text: str) -> str:
        at = where % len(text)
        return {
            "change": text[:at] + letter + text[at + 1 :],
            "add": text[:at] + letter + text[at:],
            "drop": text[:at] + text[at + 1 :],
            "cut": text[:at],
            "swap case": text[:at] + text[at:].swapcase(),
            "double": text + text[at:],
            "turn": text[at:] + text[:at],
        }[kind]

    return change


_examples = QUICK


@pytest.fixture(autouse=True)
def examples(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """How many are drawn."""
    if request.config.getoption("--full"):
        monkeypatch.setattr(sys.modules[__name__], "_examples", FULL)


async def for_all(
    strategy: st.SearchStrategy[Any], holds: Callable[[Any], Awaitable[None]], *also: Any
) -> None:
    """Check for what hypothesis draws, always the same, that something holds."""
    loop = asyncio.get_running_loop()

    @settings(
        max_examples=_examples,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def each(drawn: Any) -> None:
        asyncio.run_coroutine_threadsafe(holds(drawn), loop).result(30)

    for one in also:
        each = example(one)(each)
    await asyncio.to_thread(each)


@pytest.fixture
async def tokens(anyone) -> dict[str, Any]:
    """What somebody who has just signed up holds, and a key of theirs."""
    found = await sign_up(anyone, "sotuvchi@dokon.uz")
    key = await anyone.post("/api/v1/organisation/keys", json={"name": "kalit", "scope": "admin"})
    return found | {"key": key.json()["key"]}


@pytest.mark.parametrize("held", ["access_token", "key"])
async def test_an_altered_token_or_key_opens_nothing(api, tokens, held):
    good = tokens[held]

    async def opens_nothing(change: Change) -> None:
        altered = change(good)
        if altered != good:
            headers = {"authorization": f"Bearer {altered}"}
            assert (await client.get("/api/v1/organisation", headers=headers)).status_code == 401

    async with another(api) as client:
        headers = {"authorization": f"Bearer {good}"}
        assert (await client.get("/api/v1/organisation", headers=headers)).status_code == 200
        await for_all(changes(), opens_nothing)
        assert (await client.get("/api/v1/organisation", headers=headers)).status_code == 200


async def test_a_signature_has_one_form(api, tokens):
    """Neither what decoders of base64 pass over, nor the bits of its last letter that they leave out."""
    good = tokens["access_token"]
    forms = [good[:-1] + letter for letter in string.ascii_letters + string.digits + "-_"]
    forms += [good + more for more in ("=", "==", "!", ".", " a", "A")]
    forms += [good[:-5] + letter + good[-5:] for letter in "!@*~,:;=+/"]
    async with another(api) as client:
        for form in forms:
            headers = {"authorization": f"Bearer {form}"}
            status = (await client.get("/api/v1/organisation", headers=headers)).status_code
            assert status == (200 if form == good else 401), form[-8:]


async def test_any_text_in_the_place_of_a_token_opens_nothing(api):
    async def opens_nothing(text: str) -> None:
        headers = {"authorization": f"Bearer {text}".encode("utf-8", "surrogatepass")}
        assert (await client.get("/api/v1/organisation", headers=headers)).status_code == 401

    async with another(api) as client:
        await for_all(
            st.text(min_size=1, max_size=200), opens_nothing, "vtr_", "a.b.c", "...", "\x00", "x" * 5_000
        )


async def test_an_altered_refresh_token_gets_no_new_one(anyone, tokens):
    good = tokens["refresh_token"]

    async def gets_nothing(change: Change) -> None:
        altered = change(good)
        if altered not in (good, ""):
            answer = await anyone.post("/api/v1/session/refresh", json={"refresh_token": altered})
            assert answer.status_code in (400, 401), answer.text

    await for_all(changes(), gets_nothing)


async def test_an_altered_proof_lets_no_page_change_anything(api, tokens):
    good = tokens["page_proof"]

    async def change_name(proof: str) -> int:
        headers = {PAGE_PROOF: proof, "cookie": f"{ACCESS_COOKIE}={tokens['access_token']}"}
        return (await client.patch("/api/v1/account", json={"name": "Olma"}, headers=headers)).status_code

    async def changes_nothing(change: Change) -> None:
        if change(good) != good:
            assert await change_name(change(good)) == 403

    async with another(api) as client:
        await for_all(changes(), changes_nothing)
        assert await change_name(good) == 200


@pytest.mark.parametrize(
    "path", ["/session/link", "/account/verify", "/invitations/look", "/invitations/accept"]
)
async def test_an_altered_one_use_secret_opens_nothing(api, anyone, tokens, path):
    made = await anyone.post("/api/v1/organisation/invitations", json={"role": "viewer"})
    good = made.json()["link"].partition("#")[2]

    async def opens_nothing(change: Change) -> None:
        altered = change(good)
        if altered != good:
            await api.app.state.parts.redis.flushdb()
            answer = await anyone.post(f"/api/v1{path}", json={"secret": altered})
            assert answer.status_code == 400
            assert answer.json()["field"] == "secret"

    await for_all(changes(), opens_nothing)
    assert (await anyone.post("/api/v1/invitations/look", json={"secret": good})).status_code == 200
    assert (await anyone.post("/api/v1/invitations/look", json={"secret": new_secret()})).status_code == 400


async def pages(client: Any, path: str, limit: int, word: str, following: str, **more: str) -> list[Any]:
    """The items of all pages, in order."""
    items: list[Any] = []
    after = None
    while True:
        params = more | {"limit": limit} | ({} if after is None else {word: after})
        answer = (await client.get(f"/api/v1{path}", params=params)).json()
        assert len(answer["items"]) <= limit
        items += answer["items"]
        after = answer[following]
        if after is None:
            return items


async def test_pages_of_the_audit_log_laid_end_to_end_are_the_whole(anyone, tokens):
    for number in range(7):
        await anyone.patch("/api/v1/organisation", json={"name": f"Doʻkon {number}"})
    whole = (await anyone.get("/api/v1/organisation/audit?limit=500")).json()["items"]
    assert len(whole) >= 8

    async def are_the_whole(limit: int) -> None:
        assert await pages(anyone, "/organisation/audit", limit, "before", "next_before") == whole

    await for_all(st.integers(1, len(whole) + 2), are_the_whole)


@pytest.mark.parametrize("sort", ["title", "-title", "price", "-units_7", "first_seen"])
async def test_pages_of_products_laid_end_to_end_are_the_whole(api, db, sort):
    for number in range(1, 12):
        await rows.product(db, number, "Choynak" if number % 3 else "")
        if number % 2:
            await rows.latest(db, number, price_uzs=number % 4 * 1_000)
            await rows.figures(db, number, number % 5)
    whole = (await api.get(f"/api/v1/products?limit=500&sort={sort}")).json()["items"]
    assert {one["product_id"] for one in whole} == set(range(1, 12))

    async def are_the_whole(limit: int) -> None:
        found = await pages(api, "/products", limit, "cursor", "next_cursor", sort=sort)
        assert [one["product_id"] for one in found] == [one["product_id"] for one in whole]

    await for_all(st.integers(1, 13), are_the_whole)


@pytest.mark.parametrize(
    "path",
    ["/products", "/sellers", "/products/7/observations", "/products/7/events", "/products/7/events/groups"],
)
async def test_any_text_as_a_cursor_is_refused_by_its_name(api, db, path):
    await rows.product(db, 7)

    async def is_refused(text: str) -> None:
        answer = await api.get(f"/api/v1{path}", params={"cursor": text})
        assert answer.status_code == 400
        assert answer.json()["field"] == "cursor"

    texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=1_200)
    await for_all(
        texts | st.text(SEEN, max_size=60), is_refused, "", "\x00", "W10", "bnVsbA", "WzEsIi1hIixudWxsLDBd"
    )
