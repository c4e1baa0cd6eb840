"""What every test may ask for; the stores are in `fixtures/stores.py`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

pytest_plugins = ["fixtures.stores"]

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="run the long tests as well")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long tests out unless they are asked for."""
    if config.getoption("--full"):
        return
    full = [item for item in items if item.get_closest_marker("full")]
    if full:
        config.hook.pytest_deselected(items=full)
        items[:] = [item for item in items if item not in full]


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
