"""One `make demo` seen from outside: ready in time, counts over the API, and nobody left after Ctrl-C. For `fresh.sh`."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

PRODUCTS, DAYS = 1500, 60
INSTALL_SECONDS, READY_AFTER_INSTALL_SECONDS, AGAIN_SECONDS = 1200, 60, 10


def others() -> set[int]:
    """Pids of this process space, without zombies."""
    found = set()
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and (entry / "stat").read_text().rpartition(")")[2].split()[0] != "Z":
                found.add(int(entry.name))
        except OSError:
            continue
    return found


def get(url: str) -> dict:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=10) as answer:
        return json.load(answer)


def check(base: str) -> str:
    """Counts over the API: enough products, and enough days of one of them."""
    products, cursor, first = 0, "", None
    while True:
        page = get(f"{base}/api/v1/products?limit=100" + (f"&cursor={cursor}" if cursor else ""))
        first = first or page["items"][0]
        products += len(page["items"])
        cursor = page["next_cursor"]
        if not cursor:
            break
    assert products >= PRODUCTS, f"{products} products"
    begin = datetime.now(UTC).date() - timedelta(days=DAYS + 10)
    sales = get(f"{base}/api/v1/products/{first['product_id']}/sales?from={begin}")
    days = [day for day in sales["days"] if day["state"] != "no_data"]
    assert len(days) >= DAYS, f"{len(days)} days"
    health = get(f"{base}/api/v1/health/ready")
    return f"{products} products, {len(days)} days, ready {json.dumps(health)[:200]}"


def main() -> int:
    again = "--again" in sys.argv
    if not again:
        subprocess.run(["make", "env", "page"], check=True, timeout=INSTALL_SECONDS)
    before = others()
    started = time.monotonic()
    demo = subprocess.Popen(["make", "demo"], stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        line = next((said for said in demo.stdout if said.startswith("VENTRA ready: ")), "")
        took = time.monotonic() - started
        allowed = AGAIN_SECONDS if again else READY_AFTER_INSTALL_SECONDS
        assert line, f"make demo ended with {demo.wait(10)}"
        assert took <= allowed, f"ready after {took:.1f} s, {allowed} s are allowed"
        found = check(line.split()[-1])
    finally:
        if demo.poll() is None:
            os.killpg(demo.pid, signal.SIGINT)
        demo.wait(30)
    time.sleep(0.5)
    left = others() - before - {os.getpid()}
    assert not left, f"left behind: {[Path(f'/proc/{pid}/cmdline').read_text() for pid in left]}"
    print(f"ready after {took:.1f} s; {found}; nobody left after Ctrl-C", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
