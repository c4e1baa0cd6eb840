"""The worker's image: Chromium renders in it as the user it runs as, and the worker is well."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from fixtures.image_root import Image, image_of
from fixtures.image_started import OPEN, START_SECONDS, service_of, size_mb, wait_for, writable
from fixtures.nginx import free_port

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(os.geteuid() != 0, reason="chroot and debootstrap need root"),
]
MOST_MB = 1300
RENDER = """
import asyncio, sys
from ventra.infra.browser import Renderer, find_chromium
chromium = find_chromium(None)
assert chromium, "no Chromium"
made = asyncio.run(Renderer(chromium).render("<p lang=uz-Cyrl>\u040e\u0437\u0431\u0435\u043a \u0493\u049b\u04b3", "pdf"))
sys.stdout.buffer.write(made)
"""


@pytest.fixture(scope="module")
def image(checkout: Path) -> Iterator[Image]:
    with image_of(checkout, "worker") as built:
        yield built


def test_it_is_as_large_as_chromium_makes_it_and_closed(image: Image) -> None:
    print(f"\nthe worker's image: {size_mb(image.root.folder)} MB")
    assert size_mb(image.root.folder) <= MOST_MB
    assert writable(image) <= OPEN | {"/backups"}


def test_chromium_renders_cyrillic_in_it(image: Image) -> None:
    done = subprocess.run(
        image.argv(["python", "-c", RENDER], {}), capture_output=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert b"%PDF-" in done.stdout
    assert b"DejaVu" in done.stdout, "the letters come from the font that came along"


def test_the_worker_works_in_it_and_stops_when_told(image: Image, database_url: str, redis_url: str) -> None:
    port = free_port()
    env = {
        "DATABASE_URL": database_url, "REDIS_URL": redis_url, "COLLECT": "off", "HEALTH_PORT": str(port),
    }  # fmt: skip
    outer = subprocess.Popen(image.argv(image.root.command, env), stderr=subprocess.PIPE, text=True)
    try:
        wait_for(f"http://127.0.0.1:{port}/health", outer)
        assert image.inside(image.root.health_command, env).returncode == 0
        assert service_of(outer).uids().effective == 10001
        service_of(outer, "tini").send_signal(signal.SIGTERM)
        assert outer.wait(START_SECONDS) == 0
    finally:
        outer.kill()
        outer.communicate(timeout=30)
