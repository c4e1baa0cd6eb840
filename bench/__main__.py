"""`make bench`: every benchmark on stores of its own; prints a table, writes `bench/results.json`; 1 when one falls short."""

from __future__ import annotations

import asyncio
import json
import os
import platform
import shutil
import sys
import tempfile
from pathlib import Path

from bench.importing import importing
from bench.memory import idle_memory
from bench.result import Result
from bench.selling import closing
from ventra.infra.migrate import upgrade
from ventra.services.embedded.postgres import EmbeddedPostgres
from ventra.services.embedded.redis import EmbeddedRedis

RESULTS = Path(__file__).with_name("results.json")


def main() -> int:
    """Run all, tell each as it comes."""
    home = Path(tempfile.mkdtemp(prefix="ventra-bench-"))
    home.chmod(0o755)
    postgres, redis = EmbeddedPostgres(home), EmbeddedRedis(home)
    results: list[Result] = []
    try:
        database, keys = postgres.start(), redis.start()
        upgrade(database)
        results += idle_memory(database, keys)
        results += asyncio.run(importing(database))
        results += asyncio.run(closing(database))
    finally:
        redis.stop()
        postgres.stop()
        shutil.rmtree(home, ignore_errors=True)
    for result in results:
        print(result.line())
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    told = {"machine": machine, "results": [result.told() for result in results]}
    RESULTS.write_text(json.dumps(told, indent=2) + "\n")
    short = [result.name for result in results if not result.fine]
    if short:
        print("falls short: " + ", ".join(short), file=sys.stderr)
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
