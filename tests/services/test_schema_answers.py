"""The api as its own description has it: whatever is asked, no answer is outside its schema and none is our fault."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx
import pytest

from fixtures.api import another, running_api, sign_in_operator
from fixtures.by_schema import ask, faults_of, operations
from fixtures.people import clients, organisation, person, token
from fixtures.seldom import seldom
from fixtures.stocked import KNOWN, stock
from ventra.services import openapi
from ventra.services.problems import MEDIA_TYPE as PROBLEM

pytestmark = pytest.mark.once

ENDLESS = ("listen",)
ENDS_THE_ASKER = ("sign_out", "sign_out_others", "delete_account", "change_password")
"""Each asked in a session of its own, by somebody of their own."""
ASKERS = ("anonymous", "viewer", "owner")
FEW, MANY = 6, 100
KNOWN_BY_COOKIE = "refresh_session"
"""Open to whoever shows a refresh token, which is no way of being let in anywhere else."""
JSON = "application/json"
ALIVE = {"status": "alive", "version": "1", "commit": None}
PROBLEM_BODY = {
    "type": "about:blank",
    "title": "t",
    "status": 404,
    "detail": "",
    "key": "k",
    "request_id": "r",
}
HEALTH = operations(openapi.described())["health"]


@pytest.fixture
async def askers(database_url, redis_url):
    """Clients by name; each asks from ever other addresses."""
    async with running_api(database_url, redis_url, TRUSTED_PROXY_HOPS="1") as api:
        await sign_in_operator(api)
        async with api.app.state.parts.pool.acquire() as db:
            await stock(db)
        people = {role: await person(api, f"{role}@dokon.uz") for role in ("viewer", "owner")}
        await organisation(api, "Doʻkon", **people)
        async with clients(api, **people) as found, another(api) as nobody:
            yield found | {"anonymous": nobody, "operator": api}


async def every_fault(askers: dict[str, Any], asker: str, examples: int) -> list[str]:
    client, found = askers[asker], []
    for name, operation in operations(openapi.described(), but=ENDLESS).items():

        async def asking(case: Any, name: str = name) -> Any:
            if asker != "anonymous" and name in ENDS_THE_ASKER:
                somebody = await person(client, None)
                fresh = {"authorization": f"Bearer {(await token(client, somebody)).access}"}
                return await ask(client, case, fresh)
            return await ask(client, case)

        found += await faults_of(operation, asking, examples, KNOWN)
    return found


@pytest.mark.parametrize("asker", ["owner", *seldom("anonymous", "viewer")])
async def test_no_answer_is_outside_its_schema(askers, asker):
    faults = await every_fault(askers, asker, FEW)
    assert not faults, "\n\n".join(faults)


@pytest.mark.full
@pytest.mark.parametrize("asker", [*ASKERS, "operator"])
async def test_no_answer_to_very_many_questions_is_outside_its_schema(askers, asker):
    faults = await every_fault(askers, asker, MANY)
    assert not faults, "\n\n".join(faults)


WRONG = {
    "a failure of ours": (500, PROBLEM, PROBLEM_BODY | {"status": 500}, "Server error"),
    "a field of another type": (200, JSON, ALIVE | {"version": 1}, "Response violates schema"),
    "a field that is missing": (200, JSON, {"status": "alive", "commit": None}, "Response violates schema"),
    "a word not among the few": (200, JSON, ALIVE | {"status": "ill"}, "Response violates schema"),
    "a kind of content not described": (200, "text/html", "<p>", "Undocumented Content-Type"),
    "a problem without its key": (404, PROBLEM, {"status": 404, "title": "t"}, "Response violates schema"),
}


@pytest.mark.parametrize("what", WRONG)
async def test_an_answer_outside_its_schema_is_found(what):
    status, kind, body, said = WRONG[what]
    found = await faults_of(HEALTH, answering(status, kind, body), 1)
    assert len(found) == 1
    assert said in found[0]


async def test_an_answer_within_its_schema_is_no_fault():
    assert await faults_of(HEALTH, answering(200, JSON, ALIVE), 1) == []
    assert await faults_of(HEALTH, answering(404, PROBLEM, PROBLEM_BODY), 1) == []


async def test_a_case_that_breaks_off_is_a_fault():
    async def breaking(case: Any) -> Any:
        raise TimeoutError

    assert len(await faults_of(HEALTH, breaking, 1)) == 1


async def test_the_description_says_where_one_must_be_known(askers):
    told, kept_out = set(), set()
    for path, item in openapi.described()["paths"].items():
        for method, operation in item.items():
            name = operation["operationId"]
            if name in (*ENDLESS, KNOWN_BY_COOKIE):
                continue
            if operation["security"] and {} not in operation["security"]:
                told.add(name)
            place = re.sub(r"{(\w*)}", lambda one: str(KNOWN[one[1]]), path)
            if (await askers["anonymous"].request(method, place)).status_code == 401:
                kept_out.add(name)
    assert told == kept_out
    assert len(told) > 40


def test_a_change_from_a_page_is_described_with_its_proof():
    for item in openapi.described()["paths"].values():
        for method, operation in item.items():
            for way in operation["security"]:
                assert ("page_proof" in way) == ("page" in way and method != "get")


def answering(status: int, kind: str, body: Any) -> Any:
    """Asks an api that answers so and not otherwise."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        headers = [(b"content-type", kind.encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(body).encode()})

    async def asking(case: Any) -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:
            return await ask(client, case)

    return asking
