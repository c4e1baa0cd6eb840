"""Vectors of a provider over an API: brought in as a whole, asked about queries, and ours again when it fails for long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from fakes.embeddings import KEY, MODEL, embeddings
from fixtures import rows
from fixtures.api import running_api
from ventra.errors import PageChanged, SourceError, Throttled, TimedOut
from ventra.infra.db import open_pool, transaction
from ventra.infra.embeddings import Embeddings, Refused
from ventra.infra.outside import AccountSpent, KeyRefused
from ventra.infra.roles import WORKER_ROLE
from ventra.search import by_job, embed
from ventra.search.asked import AskedVectors
from ventra.search.embed import Sending
from ventra.search.store import embedded, models

TITLES = {
    11: "Plastik idish, chelak 10 litr",
    12: "Choynak Artel EK-17",
    13: "Ayollar krossovkasi, oq",
    14: "Flacon spray",
}


@pytest.fixture
def fake():
    with embeddings() as started:
        yield started


@pytest.fixture
async def provider(fake):
    made = Embeddings(fake.url, MODEL, KEY, agent="VENTRA/tests")
    yield made
    await made.close()


@pytest.fixture
async def pool(database_url):
    pool = await open_pool(database_url, at_most=2, role=WORKER_ROLE)
    yield pool
    await pool.close()


class Worker:
    """Its job, with a clock that can be put forward."""

    def __init__(self, pool, provider, per_day=1000) -> None:
        self.pool, self.ahead = pool, timedelta(0)
        self.sending = Sending(provider, per_day, lambda: datetime.now(UTC) + self.ahead)

    async def work(self, after=timedelta(0), *, without=False) -> int:
        self.ahead += after
        sending = None if without else self.sending
        return await by_job.keep(self.pool, None, stopping=lambda: False, sending=sending)

    async def kind(self) -> str:
        async with transaction(self.pool) as db:
            return (await embedded.space(db)).kind


async def stocked(db):
    for product_id, title in TITLES.items():
        await rows.product(db, product_id, title)
        await rows.latest(db, product_id, price_uzs=10_000, stock=1, orders_total=product_id)


async def vector_of(db, product_id):
    said = await db.fetchval("SELECT embedding::text FROM product_vectors WHERE product_id = $1", product_id)
    return None if said is None else np.array([float(one) for one in said.strip("[]").split(",")])


async def test_vectors_are_of_length_one_in_the_order_asked_whatever_the_model_can(fake, provider):
    for mode, dimensions in (("", 256), ("turned", 256), ("whole", None), ("", None)):
        fake.mode = mode
        found = await provider.vectors(["chelak", "teapot", "xyz"])
        assert found.shape == (3, 256)
        assert np.allclose(np.linalg.norm(found, axis=1), 1)
        assert [int(np.argmax(one)) for one in found] == [1, 2, 4], mode
        assert fake.dimensions == dimensions, "a model that cannot shorten is not asked to twice"
    fake.mode = "huge"
    assert np.allclose((await provider.vectors(["chelak"]))[0, :2], 0.5**0.5)


async def test_what_goes_wrong_is_told_apart_and_names_neither_key_nor_text(fake, provider):
    for mode, failure in (
        ("busy", SourceError), ("limit", Throttled), ("spent", AccountSpent), ("few", PageChanged), ("slow", TimedOut),
        ("nothing", PageChanged), ("text", PageChanged), ("ragged", PageChanged),
    ):  # fmt: skip
        fake.mode = mode
        with pytest.raises(failure) as raised:
            await provider.vectors(["chelak secret", "teapot"], total_seconds=1)
        assert "secret" not in str(raised.value), mode
    fake.mode, fake.poison = "", "chelak"
    with pytest.raises(Refused):
        await provider.vectors(["chelak"])
    stranger = Embeddings(fake.url, MODEL, "key-of-nobody", agent="VENTRA/tests")
    with pytest.raises(KeyRefused) as raised:
        await stranger.vectors(["chelak"])
    assert "key-of-nobody" not in str(raised.value)
    await stranger.close()


async def test_the_index_goes_over_as_a_whole_and_back_when_the_setting_is_gone(pool, db, fake, provider):
    await stocked(db)
    worker = Worker(pool, provider)
    await worker.work(without=True)
    ours = await vector_of(db, 11)
    assert fake.asked == [], "nothing goes out unless it is set"
    fake.mode = "busy"
    await worker.work()
    assert await worker.kind() == embedded.OWN
    assert np.array_equal(await vector_of(db, 11), ours), "until all are there the index stays as it was"
    fake.mode = ""
    await worker.work(timedelta(minutes=3))
    assert await worker.kind() == provider.kind
    assert np.argmax(await vector_of(db, 11)) == 1
    sent = [text for texts in fake.asked for text in texts]
    assert set(sent[-4:]) == set(TITLES.values()), "titles alone are sent"
    waits = "SELECT count(*) FROM cluster_waiting"
    assert await db.fetchval(waits) == 0
    await db.execute("UPDATE products SET title_uz = 'Gilof', title_folded = 'gilof' WHERE product_id = 12")
    await worker.work()
    assert fake.asked[-1] == ["Gilof"], "of what is known already nothing is sent again"
    assert np.argmax(await vector_of(db, 12)) == 3
    assert await db.fetchval("SELECT count(DISTINCT kind) FROM search_models") == 2
    await worker.work(without=True)
    assert await worker.kind() == embedded.OWN
    assert np.array_equal(await vector_of(db, 11), ours)
    assert await db.fetchval("SELECT count(*) FROM embedded_titles") == 0


async def test_a_budget_holds_for_a_day_and_one_refused_title_stops_nobody(pool, db, fake, provider):
    await stocked(db)
    worker = Worker(pool, provider, per_day=3)
    fake.poison = "Choynak"
    worker.ahead = timedelta(hours=24) - (
        datetime.now(UTC)
        + timedelta(hours=5)
        - datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    ) % timedelta(hours=24)
    await worker.work()
    await worker.work()
    async with transaction(pool) as reader:
        assert (await embedded.space(reader)).titles == 3
    assert await worker.kind() == embedded.OWN
    await worker.work(timedelta(hours=1))
    assert await worker.kind() == embedded.OWN, "the day is not over"
    await worker.work(timedelta(hours=24))
    assert await worker.kind() == provider.kind
    assert await vector_of(db, 12) is None
    assert np.argmax(await vector_of(db, 14)) == 1


async def test_after_a_day_of_failures_our_own_vectors_take_over_until_it_answers_again(
    pool, db, fake, provider
):
    await stocked(db)
    worker = Worker(pool, provider)
    await worker.work()
    await worker.work()
    assert await worker.kind() == provider.kind
    fake.mode = "limit"
    await rows.product(db, 15, "Yangi choynak")
    await worker.work()
    asked = len(fake.asked)
    await worker.work(timedelta(seconds=80))
    assert len(fake.asked) == asked, "it rests as long as it was asked to"
    await worker.work(timedelta(hours=2))
    assert len(fake.asked) == asked + 1
    assert await worker.kind() == provider.kind
    assert await vector_of(db, 15) is None
    await worker.work(timedelta(hours=23))
    assert await worker.kind() == embedded.OWN
    assert await vector_of(db, 15) is not None
    fake.mode = ""
    await worker.work(timedelta(hours=1))
    assert await worker.kind() == embedded.OWN, "it is tried now and then alone"
    await worker.work(embed.TRIED_AGAIN)
    await worker.work()
    assert await worker.kind() == provider.kind


async def test_queries_go_to_the_provider_once_and_by_words_alone_when_it_is_away(
    database_url, redis_url, pool, db, fake, provider
):
    await stocked(db)
    worker = Worker(pool, provider)
    await worker.work()
    await worker.work()
    told = {"EMBEDDINGS_URL": fake.url, "EMBEDDINGS_MODEL": MODEL, "EMBEDDINGS_KEY": KEY}
    async with running_api(database_url, redis_url, **told) as api:
        asked = len(fake.asked)
        found = (await api.get("/api/v1/search", params={"q": "flacon chelak"})).json()
        assert {item["product_id"] for item in found["items"]} == {11, 14}
        ways = {hit["product_id"]: hit["nearness"] for hit in found["hits"]}
        assert ways[11] == pytest.approx(1, abs=0.01)
        await api.get("/api/v1/search", params={"q": " Flacon  chelak"})
        assert fake.asked[asked:] == [["flacon chelak"]]
        fake.mode = "slow"
        for _ in range(2):
            away = (await api.get("/api/v1/search", params={"q": "flacon"})).json()
            assert [item["product_id"] for item in away["items"]] == [14]
            assert away["hits"][0]["nearness"] is None
        assert len(fake.asked) == asked + 2, "one that does not answer is left alone for a while"
    async with running_api(database_url, redis_url) as without:
        words = (await without.get("/api/v1/search", params={"q": "flacon"})).json()
        assert [hit["nearness"] for hit in words["hits"]] == [None], "vectors of two kinds are never compared"


async def test_an_ordinary_question_is_never_sent(fake, provider):
    asking = AskedVectors(provider)
    assert await asking.of("chelak", embedded.OWN) is None
    assert (await asking.of("chelak", "other@host")).vector is None
    assert fake.asked == []


async def test_a_model_that_is_learned_anew_keeps_its_kind_and_sends_nothing_twice(pool, db, fake, provider):
    await stocked(db)
    worker = Worker(pool, provider)
    await worker.work()
    await worker.work()
    asked = len(fake.asked)
    for place in range(6):
        await rows.product(db, 100 + place, f"Zumrad tosh {place}")
    await worker.work()
    async with transaction(pool) as reader:
        at = await models.standing(reader)
    assert (at.kind, at.products) == (provider.kind, 10)
    assert {text for texts in fake.asked[asked:] for text in texts} == {
        f"Zumrad tosh {at}" for at in range(6)
    }
