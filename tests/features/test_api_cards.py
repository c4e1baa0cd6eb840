"""Report cards over the api: asked for, looked after, fetched."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import httpx
import pytest

from fixtures.cards import PRODUCT, sold
from ventra.reports.card import MOST_WAITING

pytestmark = pytest.mark.once

ASK = f"/api/v1/products/{PRODUCT}/card"


async def ask(api: httpx.AsyncClient, format: str = "png", language: str = "ru", path: str = ASK) -> Any:
    answer = await api.post(path, json={"format": format, "language": language})
    assert answer.status_code == 202, answer.text
    return answer.json()


async def done(db: Any, card: Any, body: bytes = b"\x89PNG") -> None:
    await db.execute(
        "UPDATE cards SET state = 'done', body = $2, finished_at = '2026-11-23T20:00:00Z' WHERE card_id = $1",
        card["card_id"],
        body,
    )


async def test_a_card_asked_for_waits_and_asking_again_is_the_same_card(
    api: httpx.AsyncClient, db: Any
) -> None:
    await sold(db)
    card = await ask(api)
    assert (card["state"], card["product_id"], card["error"]) == ("waiting", PRODUCT, None)
    assert await ask(api) == card
    assert (await api.get(f"/api/v1/cards/{card['card_id']}")).json() == card
    others = [await ask(api, "pdf"), await ask(api, language="uz-Cyrl")]
    assert len({one["card_id"] for one in [card, *others]}) == 3


async def test_a_card_that_is_done_serves_until_its_figures_change(api: httpx.AsyncClient, db: Any) -> None:
    await sold(db)
    card = await ask(api)
    await done(db, card)
    assert (await ask(api))["card_id"] == card["card_id"]
    await db.execute("UPDATE product_latest SET seen_at = seen_at + interval '1 minute'")
    assert (await ask(api))["card_id"] == card["card_id"]
    await db.execute("UPDATE product_latest SET price_uzs = price_uzs + 1")
    newer = await ask(api)
    assert newer["card_id"] != card["card_id"]
    assert newer["state"] == "waiting"


async def test_a_card_that_failed_says_why_in_its_language_and_can_be_asked_for_again(
    api: httpx.AsyncClient, db: Any
) -> None:
    await sold(db)
    card = await ask(api, language="uz-Cyrl")
    await db.execute("UPDATE cards SET state = 'failed', error = 'no_browser'")
    failed = (await api.get(f"/api/v1/cards/{card['card_id']}")).json()
    assert failed["state"] == "failed"
    assert "Chromium йўқ" in failed["error"]
    assert "CHROMIUM_PATH" in failed["error"]
    assert (await ask(api, language="uz-Cyrl"))["card_id"] != card["card_id"]


async def test_when_too_many_wait_the_asker_is_told_to_come_back(api: httpx.AsyncClient, db: Any) -> None:
    await sold(db)
    await db.execute(
        "INSERT INTO cards (product_id, language, format, facts) SELECT n, 'uz', 'png', '' FROM generate_series(1, $1) n",
        MOST_WAITING,
    )
    answer = await api.post(ASK, json={"format": "png", "language": "ru"}, headers={"Accept-Language": "ru"})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.json()["key"] == "error.busy"
    assert "Очередь" in answer.json()["title"]


@pytest.mark.parametrize(
    ("format", "kind", "name"),
    [("png", "image/png", "ventra-1772350-ru-2026-11-24.png"), ("pdf", "application/pdf", "ventra-1772350-ru-2026-11-24.pdf")],
)  # fmt: skip
async def test_the_file_comes_with_a_safe_name_and_its_right_type(
    api: httpx.AsyncClient, db: Any, format: str, kind: str, name: str
) -> None:
    await sold(db)
    card = await ask(api, format)
    path = f"/api/v1/cards/{card['card_id']}/file"
    early = await api.get(path)
    assert early.status_code == 409
    await done(db, card, b"the file")
    answer = await api.get(path)
    assert (answer.status_code, answer.content) == (200, b"the file")
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_what_is_not_there_is_said_to_be_missing(api: httpx.AsyncClient) -> None:
    for path in (f"/api/v1/cards/{uuid4()}", f"/api/v1/cards/{uuid4()}/file", "/api/v1/cards/17"):
        assert (await api.get(path)).status_code == 404
    answer = await api.post("/api/v1/products/9/card", json={"format": "png"})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "body",
    [{"format": "gif"}, {}, {"format": "png", "language": "de"}, {"format": "png", "theme": "dark"}, []],
)
async def test_a_wish_that_is_none_is_refused(api: httpx.AsyncClient, db: Any, body: Any) -> None:
    await sold(db)
    answer = await api.post(ASK, json=body)
    assert answer.status_code == 400
    assert answer.json()["key"] == "error.bad_input"
    assert await db.fetchval("SELECT count(*) FROM cards") == 0
