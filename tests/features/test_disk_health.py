"""What the database takes is measured once a day and by group; the operator is warned before its disk is full."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from features.test_jobs import means_of
from features.test_status import states
from fixtures import rows
from fixtures.api import running_api, sign_in_operator
from fixtures.doctor import found_by
from fixtures.scraped import Scraped
from ventra.core.day import day_of
from ventra.errors import StoreFull
from ventra.infra import samples
from ventra.infra.metrics import exposition
from ventra.infra.room import Room, Volume, floor_of
from ventra.jobs import measure
from ventra.services.facts import put_disk
from ventra.status import disk
from ventra.status.watch import Outage, watch

pytestmark = pytest.mark.once

NOW = datetime.now(UTC)
TODAY = day_of(NOW)
GB, MB = 10**9, 10**6


async def past(
    db: Any, days: int, *, a_day: int, size: int | None = 100 * GB, free: int | None = 50 * GB
) -> None:
    """Samples of the last days, today's included."""
    for age in range(days - 1, -1, -1):
        await samples.keep(
            db,
            TODAY - timedelta(days=age),
            taken_at=NOW - timedelta(days=age),
            database_bytes=10 * GB - age * a_day,
            parts=dict.fromkeys(samples.GROUPS, GB),
            volume=None if size is None or free is None else Volume(size, free),
        )


async def open_alarms(db: Any) -> dict[str, Any]:
    return {
        row["key"]: row["facts"]
        for row in await db.fetch("SELECT key, facts FROM alarms WHERE cleared_at IS NULL")
    }


async def test_a_day_has_one_sample_by_group_and_its_last_look_counts(database_url: str) -> None:
    async with means_of(database_url, room=Room(volume_bytes=50 * GB)) as means:
        await measure(means)
        await means.pool.execute(
            "INSERT INTO products (product_id, bucket) SELECT n, ventra_bucket(n) FROM generate_series(1, 5000) n"
        )
        await rows.look(means.pool, 1, NOW, orders_total=5)
        await measure(means)
        (kept,) = await samples.read(means.pool)
        assert kept.day == TODAY
        assert set(kept.parts) == set(samples.GROUPS)
        assert all(size > 0 for size in kept.parts.values())
        assert sum(kept.parts.values()) == kept.database_bytes
        assert kept.parts["catalogue"] > 5000 * 40
        assert kept.volume_bytes == 50 * GB
        assert kept.free_bytes is not None
        assert kept.free_bytes < 50 * GB - kept.database_bytes


async def test_a_folder_on_this_machine_tells_its_disk_by_itself(database_url: str, tmp_path: Path) -> None:
    async with means_of(database_url, room=Room(tmp_path)) as means:
        await measure(means)
        (kept,) = await samples.read(means.pool)
        assert kept.volume_bytes is not None
        assert kept.free_bytes is not None
        assert 0 < kept.free_bytes <= kept.volume_bytes


async def test_without_the_disks_size_growth_alone_is_told(database_url: str, redis_url: str) -> None:
    async with running_api(database_url, redis_url) as api:
        await sign_in_operator(api)
        assert (await api.get("/api/v1/data-health/disk")).json()["measured_at"] is None
        await past(api.app.state.parts.pool, 8, a_day=100 * MB, size=None)
        told = (await api.get("/api/v1/data-health/disk")).json()
    assert told["state"] == "unknown"
    assert told["growth"] == {"bytes_a_day": 100 * MB, "low": 100 * MB, "high": 100 * MB}
    assert (told["volume_bytes"], told["used_share"], told["full_on"]) == (None, None, None)
    assert [part["part"] for part in told["parts"]] == list(samples.GROUPS)


@pytest.mark.parametrize(
    ("days", "a_day", "free", "state", "alarm"),
    [
        (6, 3 * GB, 50 * GB, "well", None),
        (8, 100 * MB, 50 * GB, "well", None),
        (8, 2 * GB, 50 * GB, "warn", "disk_fills"),
        (8, 8 * GB, 50 * GB, "grave", "disk_nearly_full"),
        (2, 0, 15 * GB, "warn", "disk_fills"),
        (2, 0, 7 * GB, "grave", "disk_nearly_full"),
    ],
)  # fmt: skip
async def test_the_operator_is_warned_once_and_it_is_over_with_the_cause(
    database_url: str, days: int, a_day: int, free: int, state: str, alarm: str | None
) -> None:
    async with means_of(database_url) as means:
        pool = means.pool
        await past(pool, days, a_day=a_day, free=free)
        found = await disk.read(pool)
        assert found.state == state
        await disk._alarm(pool, found, NOW)
        assert list(await open_alarms(pool)) == ([alarm] if alarm else [])
        await past(pool, days, a_day=0, free=90 * GB)
        await disk._alarm(pool, await disk.read(pool), NOW)
        assert await open_alarms(pool) == {}


async def test_the_day_it_is_full_is_told_to_the_page_to_metrics_and_in_the_alarm(
    database_url: str, redis_url: str
) -> None:
    async with running_api(database_url, redis_url) as api:
        await sign_in_operator(api)
        pool = api.app.state.parts.pool
        await past(pool, 10, a_day=2 * GB)
        told = (await api.get("/api/v1/data-health/disk")).json()
        found = await disk.read(pool)
        await disk._alarm(pool, found, NOW)
        full_on = (TODAY + timedelta(days=25)).isoformat()
        assert (told["full_on"], told["full_earliest"], told["full_latest"]) == (full_on,) * 3
        assert await open_alarms(pool) == {"disk_fills": {"used_percent": 50, "full_on": full_on}}
        put_disk(found, today=TODAY)
        said = Scraped(exposition().decode())
        assert said.value("ventra_database_full_in_seconds") == 25 * 86_400
        assert said.value("ventra_database_volume_size_bytes") == 100 * GB
        assert said.value("ventra_database_volume_free_bytes") == 50 * GB


async def looked(means: Any, room: Room) -> dict[str, str]:
    async def queue() -> None:
        return None

    await watch(means.pool, collect="all", ask_queue=queue, outage=Outage(), room=room)
    return await states(means.pool)


async def test_the_status_page_says_that_the_disk_fills_and_that_months_are_lacking(
    database_url: str,
) -> None:
    async with means_of(database_url) as means:
        assert (await looked(means, Room()))["database"] == "database.well"
        await past(means.pool, 10, a_day=2 * GB)
        assert (await looked(means, Room()))["database"] == "database.fills"
        await past(means.pool, 10, a_day=2 * GB, free=5 * GB)
        assert (await looked(means, Room()))["database"] == "database.nearly_full"
        await means.pool.execute(f"DROP TABLE sku_observations_{NOW:%Y_%m}")
        assert (await looked(means, Room()))["database"] == "database.no_months"
        assert (await looked(means, Room(volume_bytes=10)))["database"] == "database.full"


async def test_while_the_worker_says_that_there_is_no_room_no_file_is_taken(
    database_url: str, redis_url: str
) -> None:
    async with means_of(database_url) as means, running_api(database_url, redis_url) as api:
        await sign_in_operator(api)
        await looked(means, Room(volume_bytes=10))
        refused = await api.post("/api/v1/imports", params={"name": "a.csv"}, content=b"x")
        assert (refused.status_code, refused.json()["key"]) == (503, "error.store_full")
        status = (await api.get("/api/v1/status")).json()
        assert status["overall"] == "trouble"
        assert status["parts"][0]["reason"] == "database.full"
        await looked(means, Room())
        assert (await api.post("/api/v1/imports", params={"name": "a.csv"}, content=b"x")).status_code == 201


def test_work_rests_at_the_floor_and_goes_on_with_a_quarter_more(tmp_path: Path) -> None:
    size = 10 * GB
    floor = floor_of(Volume(size, size))
    room = Room(volume_bytes=size)
    room.must_be_left()
    for free, is_left in (
        (floor, True),
        (floor - 1, False),
        (floor, False),
        (int(floor * 1.25), True),
        (floor, True),
    ):
        room.note_used(size - free)
        assert room.is_left() is is_left
    room.note_used(size)
    with pytest.raises(StoreFull):
        room.must_be_left()
    assert Room(tmp_path / "nowhere").is_left()


@pytest.mark.parametrize(
    ("days", "a_day", "size", "state", "words"),
    [
        (
            8,
            100 * MB,
            None,
            "skipped",
            "the database takes 10.00 GB; how large its disk is, DATABASE_VOLUME_GB",
        ),
        (3, 100 * MB, 100 * GB, "ok", "50% of 100.0 GB used, no forecast from 3 of 7 days"),
        (8, 2 * GB, 100 * GB, "warning", "50% of 100.0 GB used, full about "),
        (8, 8 * GB, 100 * GB, "problem", "full about "),
        (8, 0, 100 * GB, "ok", "not full within ten years"),
    ],
)
async def test_the_doctor_says_when_the_disk_is_full(
    database_url: str, days: int, a_day: int, size: int | None, state: str, words: str
) -> None:
    async with means_of(database_url) as means:
        await past(means.pool, days, a_day=a_day, size=size)
    found = await found_by("database_disk", {"DATABASE_URL": database_url})
    assert (found.state, words in found.what) == (state, True), found.what
