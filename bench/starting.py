"""Cold start of the api, from nothing to its first healthy answer, against a bare interpreter that imports the same libraries."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from bench.result import Result
from ventra.services.processes.ports import next_free_port

ROUNDS = 9
MOST = 2.0
LONGEST_SECONDS = 60.0
LOOK_SECONDS = 0.005
NOTING = """
import atexit, sys
def note():
    ours = lambda name: name.partition(".")[0] in {"ventra", "__main__", *sys.stdlib_module_names, *sys.builtin_module_names}
    with open(sys.argv[1], "w") as out:
        out.writelines(name + "\\n" for name in sys.modules if not ours(name))
atexit.register(note)
from ventra.services.api import main
sys.exit(main())
"""
"""An api that leaves behind which modules of others it has imported, in their order."""
IMPORTING = """
import importlib, os, sys
for name in open(sys.argv[1]).read().split():
    try:
        importlib.import_module(name)
    except ImportError:
        pass
os._exit(0)
"""


def starting(database: str, keys: str) -> list[Result]:
    """Alternate the two, after one run of each that leaves the bytecode behind; compare the medians."""
    port = next_free_port(3900)
    env = os.environ | {
        "DATABASE_URL": database, "REDIS_URL": keys, "JWT_SECRET": "b" * 48, "WEB_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port), "NODE_ENV": "test",
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        modules = Path(folder) / "modules"
        _start([sys.executable, "-c", NOTING, str(modules)], env, port)
        bare = [sys.executable, "-c", IMPORTING, str(modules)]
        _imported(bare)
        starts, imports = [], []
        for _ in range(ROUNDS):
            starts.append(_start([sys.executable, "-m", "ventra.services.api"], env, port))
            imports.append(_imported(bare))
        count = len(modules.read_text().split())
    healthy, ready = (median(times) for times in zip(*starts, strict=True))
    importing = median(imports)
    beside = (
        f"healthy after {healthy:.2f} s, ready after {ready:.2f} s (hoped: 1.0 s); "
        f"{count} modules of others alone {importing:.2f} s"
    )
    return [
        Result(
            "api from nothing to healthy, against its imports", healthy / importing, MOST, False, "x", beside
        )
    ]


def _start(argv: list[str], env: dict[str, str], port: int) -> tuple[float, float]:
    """Seconds from the start of the process to the first good answer of `health` and of `health/ready`."""
    began = time.perf_counter()
    process = subprocess.Popen(argv, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        healthy = _until_fine(process, port, "/api/v1/health") - began
        ready = _until_fine(process, port, "/api/v1/health/ready") - began
    finally:
        process.terminate()
        process.wait(timeout=30)
    return healthy, ready


def _until_fine(process: subprocess.Popen[bytes], port: int, path: str) -> float:
    until = time.perf_counter() + LONGEST_SECONDS
    while time.perf_counter() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the api ended by itself with status {process.returncode}")
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            line.request("GET", path)
            if line.getresponse().status == http.client.OK:
                return time.perf_counter()
        except OSError:
            pass
        finally:
            line.close()
        time.sleep(LOOK_SECONDS)
    raise RuntimeError(f"{path} is not fine after {LONGEST_SECONDS:.0f} s")


def _imported(argv: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(argv, check=True, timeout=LONGEST_SECONDS)
    return time.perf_counter() - began
