"""Memory of idle services: resident set after start, when nothing is asked of them."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import psutil

from bench.result import Result
from ventra.services.processes.ports import next_free_port

SETTLE_SECONDS = 12.0
MOST_MB = 150.0


def idle_memory(database: str, keys: str) -> list[Result]:
    """Start api and worker with nothing to collect and read their memory, children included."""
    port = next_free_port(3900)
    env = os.environ | {
        "DATABASE_URL": database, "REDIS_URL": keys, "JWT_SECRET": "b" * 48, "WEB_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port), "COLLECT": "tracked", "NODE_ENV": "test", "UZUM_API_URL": "http://127.0.0.1:9/api",
        "UZUM_GRAPHQL_URL": "http://127.0.0.1:9/graphql/", "UZUM_TOKEN_URL": "http://127.0.0.1:9/token",
    }  # fmt: skip
    results = []
    for name in ("api", "worker"):
        process = subprocess.Popen(
            [sys.executable, "-m", f"ventra.services.{name}"],
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            time.sleep(SETTLE_SECONDS)
            if process.poll() is not None:
                raise RuntimeError(f"{name} ended by itself with status {process.returncode}")
            main = psutil.Process(process.pid)
            whole = sum(one.memory_info().rss for one in [main, *main.children(recursive=True)]) / 1e6
            results.append(
                Result(f"idle memory of {name}", whole, MOST_MB, False, "MB", "resident, children included")
            )
        finally:
            process.terminate()
            process.wait(timeout=30)
    return results
