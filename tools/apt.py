"""What the browser and nginx tests need from the system: installed as root, else named; those tests are then left out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

FONTS = ("/usr/share/fonts/truetype/dejavu", "/usr/share/fonts/truetype/noto")
# Package, and how to see that it is there.
NEEDED = {
    "chromium": lambda: any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")),
    "nginx-light": lambda: bool(
        shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
    ),
    "fonts-dejavu-core": lambda: any(Path(folder).is_dir() for folder in FONTS),
}


def say(words: str) -> None:
    """Progress goes to stderr."""
    print(words, file=sys.stderr, flush=True)


def apt(*arguments: str) -> int:
    """Run apt-get without questions; its exit status."""
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    argv = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3", *arguments]
    return subprocess.call(argv, env=env, stdout=sys.stderr)  # noqa: S603 - argv is put together by us


def main() -> int:
    """Never stops the tests: what is missing is said here and left out there by name."""
    missing = [package for package, is_there in NEEDED.items() if not is_there()]
    if not missing:
        return 0
    line = "apt-get install -y --no-install-recommends " + " ".join(missing)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        say(
            f"Missing for the browser and nginx tests, which are left out: {', '.join(missing)} (sudo {line})"
        )
        return 0
    say(f"Installing for the browser and nginx tests: {', '.join(missing)} ...")
    apt("update")
    for package in missing:  # one by one: where one is not to be had, the others still are
        if apt("install", "-y", "--no-install-recommends", package) != 0:
            say(f"apt-get cannot install {package}: the tests that need it are left out")
    return 0


if __name__ == "__main__":
    sys.exit(main())
