"""What is said carries no secret, whoever says it."""

from __future__ import annotations

import io
import json
import logging

import pytest

from ventra.infra import logs
from ventra.services.wiring import secrets_of
from ventra.settings import WORKER, read

LEAKS = [
    "postgresql://ventra:hunter2pw@db.internal:5432/ventra?x=1",
    "redis://:hunter2pw@127.0.0.1:6379/0",
    "postgresql://ventra:with@hunter2pw@db/ventra",
    "POST https://api.telegram.org/bot123456789:hunter2pwABCDEFGHIJ/getMe",
    "the token is 123456789:hunter2pwABCDEFGHIJKLMNOP",
    "Authorization: Bearer hunter2pw.abc",
    "headers {'Authorization': 'Basic aHVudGVyMnB3OmhudGVyMnB3'} hunter2pw".replace(" hunter2pw", ""),
    "https://x.example/?access_token=hunter2pw&page=2",
    '{"password": "hunter2pw", "n": 1}',
    "api_key=hunter2pw",
    "sk-ant-hunter2pwhunter2pwhunter2pw",
]


@pytest.fixture
def said() -> io.StringIO:
    out = io.StringIO()
    logs.configure("test", production=True, level="info", secrets=["exactly-this-secret"], out=out)
    return out


@pytest.mark.parametrize("leak", LEAKS)
def test_a_secret_is_hidden_in_words_values_libraries_and_traces(said: io.StringIO, leak: str) -> None:
    log = logs.logger("here")
    log.info(leak, value=leak, deep={"list": [leak, {"more": leak}]}, thing=ValueError(leak))
    logging.getLogger("library").warning("it says %s", leak)
    try:
        raise RuntimeError(leak)
    except RuntimeError:
        log.exception("failed")
    lines = said.getvalue().splitlines()
    assert len(lines) == 3
    assert all(json.loads(line)["service"] == "test" for line in lines)
    assert "hunter2pw" not in said.getvalue()
    assert "aHVudGVyMnB3" not in said.getvalue()
    assert logs.HIDDEN in logs.scrub(leak)


def test_values_under_the_name_of_a_secret_are_hidden_whatever_they_are(said: io.StringIO) -> None:
    logs.logger("here").info(
        "x", token="abc", jwt_secret="abc", cookie=["abc"], headers={"Authorization": "abc"}
    )
    assert "abc" not in said.getvalue()


def test_a_known_secret_is_hidden_wherever_it_stands(said: io.StringIO) -> None:
    logs.logger("here").info("it is exactly-this-secret!")
    assert json.loads(said.getvalue())["event"] == "it is ***!"


def test_plain_facts_are_left_alone(said: io.StringIO) -> None:
    facts = {
        "url": "https://api.uzum.uz/api/v2/product/1772350",
        "product_id": 1772350,
        "at": "2026-11-23T21:46:56Z",
    }
    with logs.about(job="sweep", job_id="visit-12-7"):
        logs.logger("here").info("visited", **facts, tokens_left=3)
    line = json.loads(said.getvalue())
    assert {key: line[key] for key in facts} == facts
    assert (line["job"], line["job_id"], line["tokens_left"]) == ("sweep", "visit-12-7", 3)


def test_ids_of_one_job_do_not_reach_the_next(said: io.StringIO) -> None:
    with logs.about(job="sweep"):
        logs.logger("here").info("inside")
    logs.logger("here").info("outside")
    inside, outside = map(json.loads, said.getvalue().splitlines())
    assert inside["job"] == "sweep"
    assert "job" not in outside


def test_passwords_inside_addresses_count_as_secrets() -> None:
    settings = read(
        WORKER, {"DATABASE_URL": "postgresql://u:p%40ss-in-url@h/x", "REDIS_URL": "redis://:other-secret@h/0"}
    )
    assert {"p%40ss-in-url", "p@ss-in-url", "other-secret"} <= set(secrets_of(settings))
