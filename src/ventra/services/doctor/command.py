"""`ventra doctor`: exit 0 when there is no problem (warnings may be), 1 when there is one, 2 when it was called wrongly."""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import sys
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import msgspec

from ventra import settings as settings_of
from ventra.errors import SettingWrong
from ventra.infra import logs
from ventra.services.doctor.examine import CHECKS, examine
from ventra.services.doctor.show import report, write
from ventra.services.progress import Progress
from ventra.services.running import environment_beside
from ventra.services.wiring import secrets_of
from ventra.settings import SERVICES, TOOL, VARIABLES, Settings

FIRST_PROCESS = Path("/proc/1/cmdline")


def main(arguments: Sequence[str]) -> int:
    """Examine this installation and say what was found."""
    wish = _parser().parse_args(arguments)
    unknown = sorted(set(wish.only or ()) - {check.name for check in CHECKS})
    if unknown:
        print(f"ventra doctor: there is no check named {', '.join(unknown)}; there are:", file=sys.stderr)
        print("  " + "\n  ".join(check.name for check in CHECKS), file=sys.stderr)
        return 2
    environ = environment_beside(os.environ)
    settings, wrong = settings_of.read_all(wish.service or service_of_container() or TOOL, environ)
    logs.configure("doctor", production=False, level=_level(settings), secrets=_secrets(settings, environ))
    try:
        return asyncio.run(_examine(settings, wrong, wish))
    except KeyboardInterrupt:
        print("ventra doctor: stopped", file=sys.stderr)
        return 130


async def _examine(settings: Settings, wrong: Sequence[SettingWrong], wish: argparse.Namespace) -> int:
    with Progress() as progress:

        def say(waiting: Collection[str]) -> None:
            if not waiting:
                return
            progress.say(f"looking at {', '.join(sorted(waiting)[:6])}{' …' if len(waiting) > 6 else ''}")

        found = await examine(settings, wrong, only=wish.only, say=say)
    service = None if settings.service == TOOL else settings.service
    told = report(found, environment=settings["NODE_ENV"], service=service)
    if wish.json:
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(told), indent=2).decode() + "\n")
    else:
        write(sys.stdout, told, colour=sys.stdout.isatty() and not os.environ.get("NO_COLOR"))
    sys.stdout.flush()
    return 1 if told.counts["problem"] else 0


def service_of_container(first_process: Path = FIRST_PROCESS) -> str | None:
    """The service whose container this is, as its first process tells; None elsewhere."""
    try:
        words = first_process.read_bytes().decode(errors="replace")
    except OSError:
        return None
    found = re.search(rf"ventra\.services\.({'|'.join(SERVICES)})\b", words)
    return found[1] if found else None


def _level(settings: Settings) -> str:
    """Warnings of libraries would only disturb: what they are about is a finding."""
    return "debug" if settings["LOG_LEVEL"] == "debug" else "error"


def _secrets(settings: Settings, environ: Mapping[str, str]) -> list[str]:
    """What is never shown: secrets as they were read, and those that could not be."""
    hidden = secrets_of(settings)
    for variable in VARIABLES:
        if variable.secret and settings[variable.name] is None:
            try:
                hidden.append(settings_of.given(variable.name, environ) or "")
            except SettingWrong:
                continue  # its file cannot be read, so there is nothing to hide
    return [one for one in hidden if one]


def _parser() -> argparse.ArgumentParser:
    words = "look at settings, secrets, stores, jobs and the machine; say what is wrong, why it matters and what mends it"
    parser = argparse.ArgumentParser(prog="ventra doctor", description=words)
    parser.add_argument("--json", action="store_true", help="findings as JSON on stdout")
    parser.add_argument("--only", type=_names, metavar="NAME[,NAME...]", help="only these checks")
    parser.add_argument(
        "--service",
        choices=SERVICES,
        help="as this service sees it (default: the service whose container this is)",
    )
    return parser


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]
