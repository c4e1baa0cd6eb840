"""The supervisor shows who says what, brings back who crashed, and leaves nobody behind."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from ventra.services.processes.supervise import Child, Supervisor

STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print("grandchild", grandchild.pid, flush=True)
time.sleep(600)
"""


def python(name: str, code: str, *arguments: str) -> Child:
    return Child(name, [sys.executable, "-c", code, *arguments], dict(os.environ))


async def until_said(out: io.StringIO, words: str, wait_seconds: float = 20) -> None:
    async with asyncio.timeout(wait_seconds):
        while words not in out.getvalue():
            await asyncio.sleep(0.02)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def test_every_line_says_whose_it_is() -> None:
    out = io.StringIO()
    supervisor = Supervisor(out)
    for name in ("api", "worker"):
        await supervisor.start(
            python(name, f"print('hello from {name}', flush=True); import time; time.sleep(600)")
        )
    await until_said(out, "api | hello from api")
    await until_said(out, "worker | hello from worker")
    await supervisor.stop()


async def test_a_crashed_child_comes_back_later_each_time(tmp_path: Path) -> None:
    starts = tmp_path / "starts"
    out = io.StringIO()
    supervisor = Supervisor(out)
    code = "import sys, time; open(sys.argv[1], 'a').write(f'{time.time()}\\n'); sys.exit(3)"
    await supervisor.start(python("worker", code, str(starts)))
    async with asyncio.timeout(30):
        while not starts.exists() or len(starts.read_text().splitlines()) < 3:
            await asyncio.sleep(0.05)
    await supervisor.stop()
    first, second, third = (float(at) for at in starts.read_text().split()[:3])
    assert second - first >= 0.5
    assert third - second >= 1.0
    assert "worker | ended with status 3" in out.getvalue()


async def test_what_runs_quietly_shows_its_last_words_when_it_dies(tmp_path: Path) -> None:
    out = io.StringIO()
    supervisor = Supervisor(out, logs=tmp_path)
    code = "import sys\nfor n in range(100): print('line', n, flush=True)\nsys.exit('the disk is full')"
    assert await supervisor.finish(python("history", code)) == 1
    said = out.getvalue()
    assert "the disk is full" in said
    assert "line 99" in said
    assert "line 50" not in said
    assert "line 50" in (tmp_path / "history.log").read_text()


async def test_a_child_that_ignores_the_end_is_killed_with_its_own_children() -> None:
    out = io.StringIO()
    supervisor = Supervisor(out, stop_seconds=0.5)
    await supervisor.start(python("stubborn", STUBBORN))
    await until_said(out, "grandchild")
    grandchild = int(out.getvalue().split("grandchild ")[1].split()[0])
    pids = [grandchild, *supervisor.pids().values()]
    started = time.monotonic()
    await supervisor.stop()
    assert time.monotonic() - started < 3
    async with asyncio.timeout(5):
        while any(alive(pid) for pid in pids):
            await asyncio.sleep(0.02)


async def test_the_last_started_ends_first(tmp_path: Path) -> None:
    log = tmp_path / "ends"
    code = """
import signal, sys, time
def end(number, frame):
    open(sys.argv[2], "a").write(sys.argv[1] + " ")
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
print("up", flush=True)
time.sleep(600)
"""
    out = io.StringIO()
    supervisor = Supervisor(out)
    for name in ("simulator", "api", "worker"):
        await supervisor.start(python(name, code, name, str(log)))
        await until_said(out, f"{name} | up")
    await supervisor.stop()
    assert log.read_text().split() == ["worker", "api", "simulator"]


async def test_an_interrupt_at_the_terminal_does_not_reach_the_children() -> None:
    supervisor = Supervisor(io.StringIO())
    await supervisor.start(python("api", "import time; time.sleep(600)"))
    pid = supervisor.pids()["api"]
    assert os.getsid(pid) == pid
    assert os.getsid(0) != pid
    await supervisor.stop()


async def test_ready_means_that_the_address_answers_200(tmp_path: Path) -> None:
    out = io.StringIO()
    supervisor = Supervisor(out)
    code = """
import http.server
class Page(http.server.BaseHTTPRequestHandler):
    asked = 0
    def do_GET(self):
        Page.asked += 1
        self.send_response(503 if Page.asked < 3 else 200)
        self.end_headers()
server = http.server.HTTPServer(("127.0.0.1", 0), Page)
print("port", server.server_port, flush=True)
server.serve_forever()
"""
    await supervisor.start(python("api", code))
    await until_said(out, "port ")
    port = out.getvalue().split("port ")[1].split()[0]
    assert await supervisor.wait_ready(Child("api", [], {}, f"http://127.0.0.1:{port}/health/ready"), 10)
    assert out.getvalue().count(" 503 ") == 2
    assert not await supervisor.wait_ready(Child("api", [], {}, "http://127.0.0.1:9/"), 0.2)
    await supervisor.stop()


KILLED = """
import asyncio, os, sys
from ventra.services.processes.supervise import Child, Supervisor
async def main():
    supervisor = Supervisor(sys.stdout)
    code = "import os, time; print('pid', os.getpid(), flush=True); time.sleep(600)"
    await supervisor.start(Child("api", [sys.executable, "-c", code], dict(os.environ)))
    await asyncio.sleep(600)
asyncio.run(main())
"""


def test_children_die_with_a_killed_supervisor() -> None:
    supervisor = subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE, text=True)
    assert supervisor.stdout is not None
    pid = int(supervisor.stdout.readline().split()[-1])
    assert alive(pid)
    supervisor.kill()
    supervisor.wait(5)
    until = time.monotonic() + 5
    while alive(pid):
        assert time.monotonic() < until
        time.sleep(0.02)


STRAY = """
import subprocess, sys
from ventra.services.processes.children import adopt_strays, end_strays
adopt_strays()
code = "import subprocess, sys; p = subprocess.Popen(['sleep', '600'], start_new_session=True); print(p.pid, flush=True)"
subprocess.run([sys.executable, "-c", code], check=True)
end_strays()
"""


def test_a_grandchild_that_ran_away_is_ended_too() -> None:
    done = subprocess.run(
        [sys.executable, "-c", STRAY], capture_output=True, text=True, timeout=30, check=True
    )
    assert not alive(int(done.stdout))


WATCHED = """
import signal, subprocess, sys, time
from ventra.services.processes.lifeline import start_watcher, tell
child = subprocess.Popen(["sleep", "600"], start_new_session=True)
tell(start_watcher(), child.pid, signal.SIGTERM)
print(child.pid, flush=True)
time.sleep(600)
"""


def test_the_watcher_ends_children_where_the_kernel_does_not() -> None:
    parent = subprocess.Popen([sys.executable, "-c", WATCHED], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    assert alive(pid)
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait(5)
    until = time.monotonic() + 5
    while alive(pid):
        assert time.monotonic() < until
        time.sleep(0.02)
