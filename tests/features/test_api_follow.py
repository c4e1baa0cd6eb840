"""Following links over HTTP and on the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import psycopg

FOLLOW = "/api/v1/follow"


async def test_a_product_is_tracked_and_a_shop_waits_for_the_worker(api, db):
    product = await api.post(FOLLOW, json={"link": "https://uzum.uz/ru/product/x-1772350"})
    assert (product.status_code, product.json()) == (
        202,
        {"kind": "product", "product_id": 1772350, "shop": None},
    )
    shop = await api.post(FOLLOW, json={"link": "https://uzum.uz/uz/shop/lavido"})
    assert (shop.status_code, shop.json()) == (202, {"kind": "shop", "product_id": None, "shop": "lavido"})
    assert (await api.post(FOLLOW, json={"link": "https://uzum.uz/seller/lavido/"})).status_code == 202
    (one,) = (await api.get(FOLLOW)).json()["items"]
    assert one.pop("asked_at")
    assert one == {"shop": "lavido", "title": None, "state": "waiting", "found": 0, "missed": 0}
    assert await db.fetchval("SELECT tracked FROM watch WHERE product_id = 1772350")


async def test_what_leads_nowhere_is_refused_and_says_what_is_expected(api):
    for body in ({"link": "https://example.org/shop/x"}, {"link": "x" * 2_001}, {"link": 5}, {}):
        answer = await api.post(FOLLOW, json=body)
        assert answer.status_code == 400
    wrong = (await api.post(FOLLOW, json={"link": "hello"})).json()
    assert wrong["field"] == "link"
    assert "https://uzum.uz/uz/shop/" in wrong["detail"]


async def test_a_shop_that_is_followed_no_more_leaves_its_goods_tracked(api, db):
    await api.post(FOLLOW, json={"link": "https://uzum.uz/shop/lavido"})
    await db.execute("INSERT INTO watch (product_id, tracked) VALUES (5, true)")
    await db.execute("INSERT INTO followed_products VALUES ('lavido', 5)")
    await db.execute("UPDATE followed_shops SET found = 1")
    gone = await api.delete(f"{FOLLOW}/lavido")
    assert (gone.status_code, gone.json()) == (200, {"shop": "lavido", "products": 1})
    assert (await api.get(FOLLOW)).json() == {"items": []}
    assert await db.fetchval("SELECT tracked FROM watch WHERE product_id = 5")
    assert (await api.delete(f"{FOLLOW}/lavido")).status_code == 404
    assert (await api.delete(f"{FOLLOW}/%00")).status_code == 404


async def test_who_follows_has_signed_in(anyone):
    assert (await anyone.post(FOLLOW, json={"link": "1"})).status_code == 401
    assert (await anyone.delete(f"{FOLLOW}/x")).status_code == 401
    assert (await anyone.get(FOLLOW)).status_code == 401


def follow(database_url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ventra.services.cli", "follow", *arguments],
        env={"PATH": os.environ["PATH"], "DATABASE_URL": database_url, "NODE_ENV": "production"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_command_follows_and_tells(database_url: str) -> None:
    assert follow(database_url, "https://uzum.uz/uz/shop/lavido").returncode == 0
    assert json.loads(follow(database_url, "77", "--json").stdout)["product_id"] == 77
    wrong = follow(database_url, "https://example.org")
    assert (wrong.returncode, "expected the address" in wrong.stderr) == (2, True)
    told = follow(database_url)
    assert (told.returncode, told.stdout) == (0, "lavido  waiting, 0 products\n")
    assert json.loads(follow(database_url, "--json").stdout)["items"][0]["shop"] == "lavido"
    with psycopg.connect(database_url) as db:
        assert db.execute("SELECT tracked FROM watch WHERE product_id = 77").fetchone() == (True,)
