"""Make `.venv` for one lock without touching the system's Python: `python3 tools/env.py demo|dev`.

Standard library only, and readable to an old Python, which is told what is missing. A second run finds its stamp,
does nothing and needs no network.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from uv_for_us import CannotGet, find_uv, uv_environment

ROOT = Path(__file__).resolve().parent.parent
NEEDED = (3, 11)
NEWER = ("python3.13", "python3.12", "python3.11", "python3.14")
# Whoever has the larger environment has the smaller one too.
LOCKS = {"demo": ["demo"], "dev": ["dev", "demo"]}
LAUNCHER = """#!/bin/sh
exec "$(dirname "$0")/python" -c 'import sys; from ventra.services.cli import main; sys.exit(main())' "$@"
"""


def say(words: str) -> None:
    """Progress goes to stderr, so that stdout stays data."""
    print(words, file=sys.stderr, flush=True)


def rerun_under_a_newer_python() -> None:
    """Go on under a Python that is new enough, or end with what to do."""
    for name in NEWER:
        found = shutil.which(name)
        if found and subprocess.call([found, "-c", "import ssl"]) == 0:  # noqa: S603 - a Python from PATH
            os.execv(found, [found, *sys.argv])  # noqa: S606 - a Python from PATH
    have = ".".join(str(part) for part in sys.version_info[:3])
    say(
        "VENTRA needs Python 3.11 or newer; this is "
        + have
        + ". On Debian 12 or Ubuntu 24.04: sudo apt install python3"
    )
    sys.exit(1)


def stamp_of(kind: str) -> str:
    """What the environment depends on: the lock, the Python, and where the checkout lies."""
    lock = (ROOT / "requirements" / (kind + ".lock")).read_bytes()
    parts = [hashlib.sha256(lock).hexdigest(), sys.version, str(ROOT)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def is_ready(venv: Path, kind: str) -> bool:
    """Whether the environment was completed for this lock, and its Python still runs."""
    stamp = venv / ("ventra-" + kind + ".stamp")
    if not stamp.exists() or stamp.read_text() != stamp_of(kind):
        return False
    return runs(venv / "bin" / "python")


def has_test_tools(venv: Path) -> bool:
    """Whether somebody tests here: `make demo` must not take their tools away."""
    return (venv / "bin" / "pytest").exists()


def runs(python: Path) -> bool:
    """Whether this Python starts and is new enough; after a system upgrade the link may lead nowhere."""
    if not python.exists():
        return False
    question = "import sys; sys.exit(sys.version_info < (3, 11))"
    return subprocess.call([str(python), "-c", question]) == 0  # noqa: S603 - the environment's own Python


def make(venv: Path, kind: str) -> None:
    """Install exactly what the lock names, each file checked by its hash, and put the project on the path."""
    started = time.monotonic()
    say("Making the environment in " + str(venv) + " (once; needs the network) ...")
    for stamp in venv.glob("ventra-*.stamp"):
        stamp.unlink()
    uv = find_uv(venv / "bootstrap", ROOT / "requirements" / "bootstrap.lock", say)
    env = uv_environment(uv.pip, dict(os.environ))
    if not runs(venv / "bin" / "python"):
        call(
            [
                uv.path,
                "venv",
                "--quiet",
                "--allow-existing",
                "--no-python-downloads",
                "--python",
                sys.executable,
                str(venv),
            ],
            env,
        )
    lock = str(ROOT / "requirements" / (kind + ".lock"))
    call([uv.path, "pip", "sync", "--require-hashes", "--python", str(venv / "bin" / "python"), lock], env)
    put_on_path(venv)
    for part in LOCKS[kind]:
        (venv / ("ventra-" + part + ".stamp")).write_text(stamp_of(part))
    say(f"The environment is ready after {time.monotonic() - started:.0f} s.")


def put_on_path(venv: Path) -> None:
    """The package straight from `src`, and a `ventra` command: nothing to build or to download for it."""
    for packages in venv.glob("lib/python3.*/site-packages"):
        (packages / "ventra.pth").write_text(str(ROOT / "src") + "\n")
    launcher = venv / "bin" / "ventra"
    launcher.write_text(LAUNCHER)
    launcher.chmod(0o755)


def call(argv: list[str], env: dict[str, str]) -> None:
    """Run to the end with its words on our stderr; a failure ends us with what failed."""
    code = subprocess.call(argv, env=env, cwd=str(ROOT), stdout=sys.stderr)  # noqa: S603 - argv is put together by us
    if code != 0:
        raise CannotGet(" ".join(argv[:4]) + " ... ended with " + str(code))


def main() -> int:
    """Exit 0 when the environment is ready, 1 when it cannot be made, 2 for a wrong call."""
    if len(sys.argv) != 2 or sys.argv[1] not in LOCKS:
        say("usage: python3 tools/env.py demo|dev")
        return 2
    if sys.version_info < NEEDED:
        rerun_under_a_newer_python()
    venv, kind = ROOT / ".venv", sys.argv[1]
    venv.mkdir(exist_ok=True)
    with (venv / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_ready(venv, kind):
            return 0
        try:
            make(venv, "dev" if has_test_tools(venv) else kind)
        except CannotGet as failure:
            say("Cannot make the environment: " + str(failure))
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
