"""What every test may ask for; the stores are in `fixtures/stores.py`."""

from __future__ import annotations

import gc
import os
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# Machines are shared: how long an example takes says nothing.
settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")
# Workers that tests start ask nobody outside: nobody listens there.
os.environ.setdefault("CBU_URL", "http://127.0.0.1:9/cbu")

pytest_plugins = [
    "fixtures.stores",
    "fixtures.api",
    "fixtures.bot",
    "fixtures.bucket",
    "fixtures.deploying",
    "fixtures.market",
    "fixtures.alerting",
    "fixtures.sourcing",
    "fixtures.own_shop",
]

ROOT = Path(__file__).resolve().parent.parent
ONCE = ("browser", "nginx", "once")
"""Markers of what is the same on every Postgres: it is tried on one."""
MOST_ALIKE = 3
"""Of a test with parameters so many are tried on another Postgres, and all with `--full`."""
ENDING = ("features", "core")
"""Folders of short tests, which fill the end of a run."""
LONG_SECONDS = 3600
"""What a long test may take; any other ends after `timeout` of pyproject.toml, with where it hung."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="run the long tests as well")
    parser.addoption(
        "--only-postgres",
        action="store_true",
        help="run only tests that touch the session's Postgres, without those of the page and those marked `once`",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the long tests unless asked for, and with `--only-postgres` whatever another Postgres cannot change.

    What is left begins with the files that take longest, so that none of them runs alone at the end.
    """
    left_out, alike = [], Counter[Any]()
    for item in items:
        long = item.get_closest_marker("full") is not None
        if long:
            item.add_marker(pytest.mark.timeout(LONG_SECONDS))
        touches = "postgres" in getattr(item, "fixturenames", ()) and not any(
            item.get_closest_marker(name) for name in ONCE
        )
        full, other_postgres = config.getoption("--full"), config.getoption("--only-postgres")
        if (long and not full) or (other_postgres and not touches):
            left_out.append(item)
            continue
        alike[test := getattr(item, "function", item)] += 1
        if other_postgres and not full and alike[test] > MOST_ALIKE:
            left_out.append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        gone = set(left_out)
        items[:] = [item for item in items if item not in gone]
    items.sort(key=lambda item: ENDING.index(folder) if (folder := _folder(item)) in ENDING else -1)


def _folder(item: pytest.Item) -> str:
    return item.path.relative_to(ROOT / "tests").parts[0]


def pytest_collection_finish(session: pytest.Session) -> None:
    """Take what is loaded by now out of the garbage collector's rounds: an api is made for many a test, and each makes many."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*ROUNDS)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip by name what needs a program that is not here."""
    for marker, program in PROGRAMS.items():
        if item.get_closest_marker(marker) and find_program(marker) is None:
            pytest.skip(f"{program} is not installed")


ROUNDS = (100_000, 20, 50)
PROGRAMS = {"browser": "Chromium", "nginx": "nginx"}
NAMES = {"browser": ("chromium", "chromium-browser", "google-chrome"), "nginx": ("nginx",)}


def find_program(kind: str) -> str | None:
    """Path of the system's Chromium (`browser`) or nginx."""
    path = os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin"
    return next((found for name in NAMES[kind] if (found := shutil.which(name, path=path))), None)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the system's Chromium; for tests marked `browser`."""
    found = find_program("browser")
    assert found is not None, "mark the test `browser`"
    return found


@pytest.fixture(scope="session")
def nginx() -> str:
    """Path of the system's nginx; for tests marked `nginx`."""
    found = find_program("nginx")
    assert found is not None, "mark the test `nginx`"
    return found


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The recorded bodies and data sets beside the checkout (`VENTRA_SHARED`)."""
    folder = Path(os.environ.get("VENTRA_SHARED", ROOT.parent / "shared")) / "data"
    if folder.is_dir():
        return folder
    if os.environ.get("VENTRA_REQUIRE_SHARED") == "1":
        pytest.fail(f"VENTRA_REQUIRE_SHARED=1, and {folder} is not there")
    pytest.skip(f"no recorded data at {folder}")
