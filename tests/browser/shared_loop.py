"""The loop that all tests of this folder share, as they share one Chromium."""

from __future__ import annotations

from functools import partial

import pytest_asyncio

here = partial(pytest_asyncio.fixture, loop_scope="session")
"""A fixture on that loop; its scope is the test unless told otherwise."""
