"""Doctor on work: no worker, jobs that hang or fail, visits that are late, sources that stopped."""

from __future__ import annotations

import time

import pytest
import redis

from fixtures.doctor import examined, found_by
from fixtures.stores import run_sql
from ventra.infra.queue import Job, Queue
from ventra.services.doctor.work import span
from ventra.services.facts import QUEUE
from ventra.settings import BOT

pytestmark = pytest.mark.once

ALL = ("worker", "jobs", "failed_jobs", "due_visits", "leases", "last_visit", "sources")
A_WORKER = """
INSERT INTO job_schedule (job, due_at, started_at, finished_at) SELECT job, now() + interval '5 s', now() - interval '3 s', now()
  FROM unnest(ARRAY['sweep', 'close', 'imports', 'partitions', 'clean', 'backup']) AS job
"""
VISITED = """
INSERT INTO watch (product_id, tracked, due_at) VALUES (1, true, now() + interval '1 hour'), (2, true, now() - interval '1 min');
INSERT INTO sources (host, last_ok_at) VALUES ('api.uzum.uz', now() - interval '5 min')
"""


async def test_work_as_it_should_be_is_fine_in_every_way(database_url: str) -> None:
    run_sql(database_url, A_WORKER)
    run_sql(database_url, VISITED)
    found = await examined({"DATABASE_URL": database_url}, *ALL)
    assert {each.name: each.state for each in found} == dict.fromkeys(ALL, "ok"), found


async def test_a_new_database_is_no_alarm_on_a_laptop(database_url: str) -> None:
    found = await examined({"DATABASE_URL": database_url}, *ALL)
    assert {each.state for each in found} == {"warning", "skipped", "ok"}
    assert [each.name for each in found if each.state == "warning"] == ["worker"]


@pytest.mark.parametrize(
    ("name", "so_it_is", "state", "words"),
    [
        ("worker", "UPDATE job_schedule SET started_at = now() - interval '1 h', finished_at = now() - interval '1 h'",
         "problem", "no worker is alive: the last job began 1 h ago"),
        ("worker", "DELETE FROM job_schedule", "problem", "no worker has ever run"),
        ("jobs", "UPDATE job_schedule SET leased_until = now() - interval '3 h' WHERE job = 'close'", "problem",
         "close was begun by a worker that is gone"),
        ("jobs", "UPDATE job_schedule SET due_at = now() - interval '1 d' WHERE job = 'partitions'", "problem",
         "partitions is due since 1 d"),
        ("jobs", "UPDATE job_schedule SET leased_until = now() + interval '20 s', started_at = now() - interval '5 h',"
         " finished_at = now() - interval '6 h' WHERE job = 'backup'", "warning", "backup has been running for 5 h"),
        ("failed_jobs", "UPDATE job_schedule SET failures = 7, last_error = 'Unavailable: Redis' WHERE job = 'sweep'", "problem",
         "sweep failed 7 times in a row: Unavailable: Redis"),
        ("failed_jobs", "INSERT INTO job_failures (job, job_id, error, trace) VALUES ('close', '1', 'KeyError', 'x')", "warning",
         "close failed once within the hour: KeyError"),
        ("due_visits", "UPDATE watch SET due_at = now() - interval '20 min'", "warning", "20 min late"),
        ("due_visits", "UPDATE watch SET due_at = now() - interval '5 h'", "problem", "5 h late"),
        ("leases", "UPDATE watch SET leased_until = now() - interval '1 h', due_at = now() - interval '62 min'", "problem",
         "2 visits were taken"),
        ("last_visit", "UPDATE sources SET last_ok_at = now() - interval '9 h'", "problem", "9 h ago"),
        ("last_visit", "DELETE FROM sources", "warning", "no visit has ended well yet"),
        ("sources", "UPDATE sources SET state = 'stopped', reason = 'captcha'", "problem", "captcha"),
        ("sources", "UPDATE sources SET state = 'slowed', reason = '429'", "warning", "asked for less: 429"),
    ],
)  # fmt: skip
async def test_what_is_wrong_with_the_work_is_named(
    database_url: str, name: str, so_it_is: str, state: str, words: str
) -> None:
    for sql in (A_WORKER, VISITED, so_it_is):
        run_sql(database_url, sql)
    found = await found_by(name, {"DATABASE_URL": database_url, "NODE_ENV": "production"})
    assert (found.state, words in found.what) == (state, True), found


async def test_what_only_the_worker_knows_is_not_judged_elsewhere(database_url: str) -> None:
    """`sweep` keeps its row when COLLECT is turned off; seen from the bot nobody can say which it is."""
    run_sql(database_url, A_WORKER)
    run_sql(database_url, "UPDATE job_schedule SET due_at = now() - interval '1 d' WHERE job = 'sweep'")
    environ = {"DATABASE_URL": database_url}
    assert (await found_by("jobs", environ, service=BOT)).state == "ok"
    assert (await found_by("jobs", environ | {"COLLECT": "off"})).state == "ok"
    assert (await found_by("jobs", environ)).state == "warning"


async def test_with_collecting_off_nothing_is_late(database_url: str) -> None:
    environ = {"DATABASE_URL": database_url, "COLLECT": "off"}
    found = await examined(environ, "due_visits", "leases", "last_visit", "queue")
    assert {each.what for each in found} == {"COLLECT is off", "COLLECT is off: nothing is queued"}


async def test_what_the_operator_switched_off_is_not_late_and_says_so(
    database_url: str, redis_url: str
) -> None:
    run_sql(database_url, A_WORKER)
    run_sql(database_url, "UPDATE job_schedule SET due_at = now() - interval '1 d' WHERE job = 'sweep'")
    run_sql(database_url, "INSERT INTO installation (key, value) VALUES ('collect_switch', 'off')")
    environ = {"DATABASE_URL": database_url, "REDIS_URL": redis_url}
    found = await examined(environ, "due_visits", "leases", "last_visit", "queue")
    assert {each.state for each in found} == {"skipped"}
    assert all(each.what.startswith("collecting is switched off by the operator") for each in found)
    assert (await found_by("jobs", environ)).state == "ok"
    off = await found_by("collecting", environ, service=BOT)
    assert (off.state, off.mend) == ("warning", "ventra collect default")


async def test_the_operator_s_switch_goes_before_a_setting_that_is_off(database_url: str) -> None:
    for sql in (A_WORKER, VISITED, "INSERT INTO installation (key, value) VALUES ('collect_switch', 'all')"):
        run_sql(database_url, sql)
    run_sql(database_url, "UPDATE watch SET due_at = now() - interval '20 min'")
    environ = {"DATABASE_URL": database_url, "COLLECT": "off"}
    assert (await found_by("collecting", environ)).what == "switched to all by the operator"
    assert "20 min late" in (await found_by("due_visits", environ)).what


async def test_visits_that_nobody_takes_and_a_paused_queue(redis_url: str) -> None:
    environ = {"REDIS_URL": redis_url, "NODE_ENV": "production"}
    queue = Queue(redis_url, QUEUE)
    await queue.add_bulk([Job("visit", f"visit-{n}-1", {"leases": [[n, 1]]}) for n in (1, 2)])
    assert (await found_by("queue", environ)).what == "2 jobs wait, 0 run"
    with redis.Redis.from_url(redis_url) as client:
        client.hset(f"bull:{QUEUE}:visit-1-1", "timestamp", int((time.time() - 3600) * 1000))
        late = await found_by("queue", environ)
        client.hset(f"bull:{QUEUE}:meta", "paused", 1)
        paused = await found_by("queue", environ)
    await queue.close()
    assert (late.state, "the oldest for 1 h" in late.what) == ("problem", True)
    assert (paused.state, paused.what) == ("problem", "the queue is paused, 2 jobs wait")


async def test_with_redis_away_the_queue_says_where_to_look() -> None:
    environ = {"REDIS_URL": "redis://127.0.0.1:1"}
    found = await examined(environ, "redis", "queue")
    assert [each.what for each in found][1] == "could not be looked at: see redis"
    assert (await found_by("queue", environ)).state == "problem"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (59.9, "59 s"), (61, "1 min 1 s"), (3600, "1 h"), (90_000, "1 d 1 h"), (-5, "0 s")],
)
def test_spans_of_time_are_told_in_two_units(seconds: float, words: str) -> None:
    assert span(seconds) == words
