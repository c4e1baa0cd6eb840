"""The ground both embedded stores stand on: who owns their processes and where their binaries and data lie.

Never in production. As root the servers run under another uid, which must be able to read the binaries and
the data: what it cannot reach is copied, or lies under `/var/lib/ventra`.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
from pathlib import Path

from ventra.errors import SettingWrong, Unavailable
from ventra.services.processes.children import Owner, run_quietly

FALLBACK_ROOT = Path("/var/lib/ventra")


def forbid_in_production() -> None:
    """Nothing embedded ever starts in production; raises `SettingWrong` there."""
    for name in ("VENTRA_ENV", "NODE_ENV"):
        if os.environ.get(name, "").strip().lower() == "production":
            raise SettingWrong(
                name, "embedded stores never run in production; set DATABASE_URL and REDIS_URL"
            )


def owner_of_servers() -> Owner | None:
    """None as an ordinary user; as root the user `nobody`, since Postgres refuses to run as uid 0."""
    if os.geteuid() != 0:
        return None
    # initdb looks its uid up, so the uid must have a name: an arbitrary free number would not do.
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        raise SettingWrong(
            "user", "as root the embedded stores need a user `nobody`; or run as an ordinary user"
        ) from None
    return Owner(entry.pw_uid, entry.pw_gid)


def reachable(path: Path, owner: Owner | None, test: str = "-r") -> bool:
    """Whether the servers' user gets through to `path` (asked as that user, so access lists count too)."""
    if owner is None:
        return path.exists()
    script = f'test {test} "$1" && {{ test ! -d "$1" || test -x "$1"; }}'
    return run_quietly(["/bin/sh", "-c", script, "sh", str(path)], owner) == 0


def ground_for(home: Path, owner: Owner | None) -> Path:
    """The folder the stores of `home` live in: `home/stores`, or `/var/lib/ventra/…` if they cannot enter."""
    home.mkdir(parents=True, exist_ok=True)
    near = home / "stores"
    near.mkdir(exist_ok=True, mode=0o755)
    if reachable(near, owner, "-x"):
        return near
    far = FALLBACK_ROOT / hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:12]
    for folder in (FALLBACK_ROOT, far):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
    (far / "home.txt").write_text(f"{home.resolve()}\n")
    (near / "moved-to.txt").write_text(f"{far}\n")
    return far


def wheel_folder(package: str, ground: Path, owner: Owner | None, beside: str | None = None) -> Path:
    """The installed package's folder, or a copy of it under `ground` that the owner can read.

    `beside` names the folder next to it that holds the wheel's shared libraries.
    """
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise Unavailable(f"{package} is not installed; run `make demo`, which installs it")
    installed = Path(next(iter(spec.submodule_search_locations))).resolve()
    parts = [installed] + ([installed.parent / beside] if beside else [])
    probes = [p for part in parts if part.exists() for p in _deepest(part)]
    if all(reachable(p, owner) for p in probes):
        return installed
    stamp = hashlib.sha256(
        "".join(f"{p.name}{p.stat().st_size}{p.stat().st_mtime_ns}" for p in probes).encode()
    ).hexdigest()
    target = ground / "wheels" / f"{package}-{stamp[:12]}"
    if not target.exists():
        _copy_readable([p for p in parts if p.exists()], target)
    return target / installed.name


def _deepest(folder: Path) -> list[Path]:
    """A few files that stand for the whole folder: every `bin` entry and every library at its top."""
    found = [*folder.glob("*/bin/*"), *folder.glob("_binaries/*/*"), *folder.glob("*.so*")]
    found += list(folder.glob("*/share/postgresql/postgres.bki"))
    return sorted(found)


def _copy_readable(parts: list[Path], target: Path) -> None:
    half = target.with_name(target.name + ".half")
    shutil.rmtree(half, ignore_errors=True)
    for part in parts:
        shutil.copytree(part, half / part.name)
    for path in [half, half.parent, *half.rglob("*")]:
        mode = path.stat().st_mode
        path.chmod(mode | 0o444 | (0o111 if mode & 0o100 else 0))
    half.rename(target)


def own(path: Path, owner: Owner | None, mode: int) -> None:
    """Give `path` to the servers' user with `mode`."""
    path.chmod(mode)
    if owner is not None:
        os.chown(path, owner.uid, owner.gid)


def write_secret(path: Path, text: str, owner: Owner | None = None) -> None:
    """Write `text` so that nobody but the owner ever sees it."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    own(path, owner, 0o600)
