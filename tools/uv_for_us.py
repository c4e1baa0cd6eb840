"""Where the `uv` that fills the environment comes from, and its mirrors: the ones pip was told of."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

APT_LINE = "sudo apt install python3-venv"


class CannotGet(Exception):
    """Something the environment needs cannot be had; the message says what to do."""


class Uv:
    """A `uv` to run, and the command line of the pip that knows of mirrors (empty where there is no pip)."""

    def __init__(self, path: str, pip: list[str]) -> None:
        self.path = path
        self.pip = pip


def find_uv(place: Path, lock: Path, say: Callable[[str], None]) -> Uv:
    """The pinned `uv` under `place`, by `venv` and pip, else by pip alone, else the one of the system."""
    own = place / "bin" / "uv"
    for way in (by_venv, by_pip):
        if own.exists() and pinned(own, lock):
            break
        way(place, lock)
    pip = next((p for p in ([str(place / "bin" / "python")], [sys.executable]) if has_pip(p)), [])
    pip = [*pip, "-m", "pip"] if pip else []
    if own.exists() and pinned(own, lock):
        return Uv(str(own), pip)
    systems = shutil.which("uv")
    if systems:
        say("Using the system's uv, " + systems)
        return Uv(systems, pip)
    raise CannotGet("neither venv nor pip works with " + sys.executable + ". This line helps: " + APT_LINE)


def pinned(uv: Path, lock: Path) -> bool:
    """Whether this `uv` is of the version that the lock names."""
    done = quiet([str(uv), "--version"])
    wanted = lock.read_text().split("==")[1].split()[0]
    return done.returncode == 0 and done.stdout.split()[1:2] == [wanted]


def by_venv(place: Path, lock: Path) -> None:
    """Into an environment of its own; leaves nothing where `venv` or `ensurepip` is missing."""
    shutil.rmtree(str(place), ignore_errors=True)
    if quiet([sys.executable, "-m", "venv", str(place)]).returncode != 0:
        shutil.rmtree(str(place), ignore_errors=True)
        return
    install([str(place / "bin" / "python"), "-m", "pip"], [], lock)


def by_pip(place: Path, lock: Path) -> None:
    """Into a folder, with the system's pip: it changes nothing else, so it may."""
    if has_pip([sys.executable]):
        install([sys.executable, "-m", "pip"], ["--target", str(place), "--upgrade"], lock)


def install(pip: list[str], where: list[str], lock: Path) -> None:
    """Raises `CannotGet` with pip's own words: no network, no such file, a wrong hash."""
    argv = [*pip, "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes"]
    done = quiet([*argv, *where, "-r", str(lock)])
    if done.returncode != 0:
        raise CannotGet("pip cannot install uv: " + done.stderr.strip()[-1500:])


def has_pip(python: list[str]) -> bool:
    """Whether this Python brings a pip."""
    return (Path(python[0]).exists() or bool(shutil.which(python[0]))) and quiet(
        [*python, "-m", "pip", "--version"]
    ).returncode == 0


def quiet(argv: list[str]) -> subprocess.CompletedProcess[str]:
    """Run to the end and keep the words."""
    return subprocess.run(  # noqa: S603 - argv is put together by us
        argv, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=900, check=False
    )


# pip's option, uv's variable.
MIRRORS = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "timeout": "UV_HTTP_TIMEOUT",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
}
OLDER_NAMES = {"UV_DEFAULT_INDEX": "UV_INDEX_URL", "UV_INDEX": "UV_EXTRA_INDEX_URL"}


def uv_environment(pip: list[str], env: dict[str, str]) -> dict[str, str]:
    """`env` with pip's mirrors and certificates said in uv's words; what uv was told itself stays."""
    told = pip_options(quiet([*pip, "config", "list"]).stdout) if pip else {}
    more = {}
    for option, variable in MIRRORS.items():
        value = told.get(option, "")
        if value and variable not in env and OLDER_NAMES.get(variable) not in env:
            more[variable] = ",".join(value.split()) if option == "find-links" else " ".join(value.split())
    if "UV_INDEX" in more and "UV_INDEX_STRATEGY" not in env:
        # pip looks at all its indexes; the hashes of the lock make that safe.
        more["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    return {**env, **more}


def pip_options(listing: str) -> dict[str, str]:
    """Options out of `pip config list`; install's beat the global ones, the environment's beat both."""
    ranks = {"global": 0, "install": 1, ":env:": 2}
    found = []
    for line in listing.splitlines():
        name, equals, value = line.partition("=")
        section, dot, option = name.partition(".")
        if equals and dot and section in ranks:
            found.append((ranks[section], option, str(ast.literal_eval(value))))
    return {option: value for _, option, value in sorted(found)}
