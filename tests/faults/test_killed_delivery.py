"""The sender is killed while Telegram refuses a third of the calls: each alert arrives, and none twice without a reason."""

from __future__ import annotations

import pytest
from bench.delivering import measure

pytestmark = pytest.mark.once
ALERTS, KILLS = 300, 3


async def test_each_alert_arrives_and_twice_only_where_a_kill_or_a_lost_answer_was(database_url):
    found = await measure(database_url, alerts=ALERTS, kills=KILLS)
    assert found.states == {"sent": ALERTS}
    assert set(found.seen) == set(range(1, ALERTS + 1))
    assert found.kills == KILLS
    assert found.again <= found.kills + found.refused["lost"]
    assert sum(found.refused.values()) > ALERTS / 4
    assert set(found.refused) == {"429", "502", "slow", "lost", "400"}
    assert found.calls > ALERTS
