"""The bot in the terminal: the real bot over the server on loopback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import psycopg
import pytest

from ventra.services.preview import in_terminal
from ventra.simulator.telegram_chat import Shown

pytestmark = pytest.mark.once


def talk(database_url: str, typed: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ventra.services.preview"],
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={"PATH": os.environ["PATH"], "PYTHONUTF8": "1", "DATABASE_URL": database_url} | env,
    )


def test_a_person_talks_to_the_bot_in_a_terminal_and_presses_buttons_by_number(database_url: str) -> None:
    first = talk(database_url, "/language\n2\n/help\n", LANG="ru_RU.UTF-8")
    assert first.returncode == 0, first.stderr
    assert "VENTRA наблюдает" in first.stdout
    assert "[1] Oʻzbekcha   [2] Ўзбекча   [3] Русский   [4] English" in first.stdout
    assert "VENTRA (changed)\nЭнди ўзбек тилида" in first.stdout
    assert "Маҳсулот ёки дўкон ҳаволасини юборинг" in first.stdout
    second = talk(database_url, "")
    assert second.stdout.count("VENTRA Uzum Market маҳсулотларини") == 1
    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT count(*) FROM installation").fetchone() == (0,)


def test_ctrl_c_ends_the_preview_and_frees_the_poller(database_url: str) -> None:
    env = {"PATH": os.environ["PATH"], "PYTHONUTF8": "1", "DATABASE_URL": database_url}
    process = subprocess.Popen(
        [sys.executable, "-m", "ventra.services.preview"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=env,
    )
    try:
        assert process.stdout is not None
        while "/language" not in process.stdout.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        assert process.wait(15) == 0
    finally:
        process.kill()
        process.communicate()
    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT leased_until FROM telegram_pollers").fetchone() == (None,)


def test_characters_that_steer_a_terminal_are_left_out() -> None:
    shown = Shown(1, "a\x1b[31mb\r\nc &lt;d&gt;", [("\x07x", "y")])
    assert in_terminal(shown) == "── VENTRA\na[31mb\nc <d>\n[1] x\n"
