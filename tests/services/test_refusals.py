"""However many requests an absence refuses, the log says so now and then."""

from __future__ import annotations

import pytest
import structlog

from ventra.errors import TooSlow, Unavailable, VentraError
from ventra.services.refusals import AGAIN_SECONDS, Refusals


def test_an_absence_is_said_at_once_and_then_with_a_count() -> None:
    now = 100.0
    refusals = Refusals(lambda: now)
    with structlog.testing.capture_logs() as said:
        for _ in range(50):
            assert refusals.takes(Unavailable("Postgres does not answer", dependency="postgres"))
        now += AGAIN_SECONDS
        assert refusals.takes(Unavailable("Postgres does not answer", dependency="postgres"))
        assert refusals.takes(Unavailable("Redis does not answer", dependency="redis"))
    assert [(line["because"], line["refused"]) for line in said] == [
        ("Postgres does not answer", 1),
        ("Postgres does not answer", 50),
        ("Redis does not answer", 1),
    ]


@pytest.mark.parametrize("failure", [VentraError("a bug"), TooSlow("too long", dependency="postgres")])
def test_other_failures_keep_their_trace(failure: VentraError) -> None:
    assert not Refusals().takes(failure)
