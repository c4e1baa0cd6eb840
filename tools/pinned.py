"""Fetch a tool of one fixed version and check it by its hash: `python3 tools/pinned.py railway --into FOLDER`.

The command line of Railway comes from its releases and not from npm, whose package fetches the same file unchecked. A new
version is a change of this table: take the hash from the release's own page and compare it with a second source.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import sys
import tarfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path

FETCH_SECONDS = 120
GITHUB = "https://github.com"


@dataclass(frozen=True)
class Tool:
    """A file of a release; `member` is the program within an archive, None where the file is the program."""

    url: str
    sha256: str
    member: str | None = None


TOOLS = {
    "railway": Tool(
        f"{GITHUB}/railwayapp/cli/releases/download/v5.43.1/railway-v5.43.1-x86_64-unknown-linux-musl.tar.gz",
        "cd83d8798a70a07fa79c072210c09ecb5c55ec93bb2f8d2f9511bce89b4bd605",
        "railway",
    ),
    "gitleaks": Tool(
        f"{GITHUB}/gitleaks/gitleaks/releases/download/v8.30.1/gitleaks_8.30.1_linux_x64.tar.gz",
        "551f6fc83ea457d62a0d98237cbad105af8d557003051f41f3e7ca7b3f2470eb",
        "gitleaks",
    ),
    "osv-scanner": Tool(
        f"{GITHUB}/google/osv-scanner/releases/download/v2.5.1/osv-scanner_linux_amd64",
        "f9f25499a2c8cc367b3af45df2ea7eeca7fbccceab9c35079968f4b3652194be",
    ),
}


class WrongFile(Exception):
    """What came is not what was pinned."""


def fetch(url: str) -> bytes:
    """The file behind an address."""
    with urllib.request.urlopen(url, timeout=FETCH_SECONDS) as answer:  # noqa: S310 - https, from the table
        return bytes(answer.read())


def program(tool: Tool, came: bytes) -> bytes:
    """The program in what came; raises `WrongFile` when its hash is another or it is not in there."""
    found = hashlib.sha256(came).hexdigest()
    if found != tool.sha256:
        raise WrongFile(f"{tool.url} has the hash {found}, pinned is {tool.sha256}")
    if tool.member is None:
        return came
    with tarfile.open(fileobj=io.BytesIO(came)) as archive:
        for entry in archive:
            if entry.isfile() and Path(entry.name).name == tool.member:
                member = archive.extractfile(entry)
                if member is not None:
                    return member.read()
    raise WrongFile(f"{tool.url} holds no {tool.member}")


def main() -> int:
    """Exit 0 done, 1 not to be had or not what was pinned, 2 wrong call."""
    parser = argparse.ArgumentParser(description="Fetch a pinned tool and check it.")
    parser.add_argument("name", choices=sorted(TOOLS))
    parser.add_argument("--into", type=Path, required=True, help="folder for the program")
    asked = parser.parse_args()
    try:
        content = program(TOOLS[asked.name], fetch(TOOLS[asked.name].url))
    except (OSError, WrongFile) as trouble:
        print(f"cannot get {asked.name}: {trouble}", file=sys.stderr)
        return 1
    asked.into.mkdir(parents=True, exist_ok=True)
    target = asked.into / asked.name
    target.write_bytes(content)
    target.chmod(0o755)
    print(target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
