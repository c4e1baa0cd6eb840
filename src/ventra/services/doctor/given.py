"""The variables as they were given, and what a checkout's `.env` lays open."""

from __future__ import annotations

import asyncio
import shutil
import stat
from pathlib import Path

from ventra.core.hosts import is_here
from ventra.services.doctor.check import checks_of
from ventra.services.doctor.finding import Verdict, ok, problem, skipped, warning
from ventra.services.doctor.patient import Patient
from ventra.services.doctor.switched import switched_to
from ventra.settings import API, SERVICES, VARIABLES, WORKER

check = checks_of("settings")
OUTSIDE = ("TELEGRAM_API_URL", "UZUM_API_URL", "UZUM_GRAPHQL_URL", "UZUM_TOKEN_URL")


@check(
    "settings",
    looks_at="every variable is well-formed, and none is missing that the service needs (`--service`)",
    why="a service whose variable is missing or malformed does not start",
    mend="set the variable as docs/settings.md describes it and start the service again",
)
async def settings(patient: Patient) -> Verdict | list[Verdict]:
    """One verdict for each variable that is wrong."""
    if patient.wrong:
        return [problem(str(wrong)) for wrong in patient.wrong]
    needed = [one.name for one in VARIABLES if patient.service in one.needed_by]
    if patient.service is None:
        return ok(f"all well-formed; what one service needs is looked at with --service {'|'.join(SERVICES)}")
    return ok(f"all well-formed, and {patient.service} has what it needs: {', '.join(needed)}")


@check(
    "environment",
    looks_at="`NODE_ENV` fits where this runs; nothing of a trial (simulator, addresses on this machine) is left in production",
    why="outside production whoever reaches the page may act as its operator, and a simulated market looks like a real one",
    mend="set NODE_ENV=production on every public service, and take VENTRA_SIMULATED and addresses of fakes out of it",
)
async def environment(patient: Patient) -> Verdict | list[Verdict]:
    """Production is production, and a laptop is not."""
    if not patient.production:
        public = patient.settings["WEB_URL"]
        if public and not is_here(public):
            return problem(f"NODE_ENV is {patient.settings['NODE_ENV']}, and WEB_URL is a public address")
        return ok(f"NODE_ENV is {patient.settings['NODE_ENV']}")
    found = []
    if patient.settings["VENTRA_SIMULATED"]:
        found.append(problem("VENTRA_SIMULATED is 1: the market that is watched is made up"))
    for name in OUTSIDE:
        if is_here(patient.settings[name]):
            found.append(problem(f"{name} leads to this machine and not to the outside"))
    return found or ok("NODE_ENV is production")


@check(
    "collecting",
    looks_at="`COLLECT`, or the operator's switch that goes before it, lets the worker visit products",
    why="while collecting is off nothing is visited by itself: figures stay as they are",
    mend="set COLLECT=tracked (or all) at the worker; where it was switched off: ventra collect default",
)
async def collecting(patient: Patient) -> Verdict:
    """The switch where the operator used it, else the worker's own variable."""
    switched = await switched_to(patient)
    if switched == "off":
        return warning("collecting is switched off by the operator", "ventra collect default")
    if switched is not None:
        return ok(f"switched to {switched} by the operator")
    if patient.is_not(WORKER):
        return skipped("COLLECT is the worker's variable")
    collect = patient.get("COLLECT")
    return warning("COLLECT is off") if collect == "off" else ok(f"COLLECT is {collect}")


@check(
    "env_file",
    looks_at="in a checkout: `.env` files are ignored by git, not committed, and readable by their owner alone",
    why="a committed secret stays in the history for everybody who ever gets the repository",
    mend="take it out (git rm --cached .env), add .env* to .gitignore, make every secret in it anew; chmod 600 .env",
)
async def env_file(patient: Patient) -> Verdict | list[Verdict]:
    """Git itself is asked."""
    checkout = patient.checkout
    if not (checkout / ".git").exists():
        return skipped("this is no checkout")
    if shutil.which("git") is None:
        return skipped("git is not installed")
    files = sorted(path for path in checkout.glob(".env*") if path.is_file() and path.name != ".env.example")
    names = [path.name for path in files] or [".env"]
    found = []
    for name in names:
        committed = await _git(checkout, "ls-files", "--error-unmatch", name)
        ignored = await _git(checkout, "check-ignore", "--quiet", name)
        if max(committed, ignored) > 1:
            return skipped("git cannot tell here: the checkout belongs to another user, or is broken")
        if committed == 0:
            found.append(problem(f"{name} is committed"))
        elif ignored != 0:
            found.append(problem(f"{name} is not ignored by git", "add .env* to .gitignore"))
    found += [verdict for path in files if (verdict := _open_to_others(path))]
    return found or ok(f"{', '.join(names)}: ignored by git" + (", closed to others" if files else ""))


def _open_to_others(path: Path) -> Verdict | None:
    if path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
        return warning(f"{path.name} can be read by others on this machine", f"chmod 600 {path.name}")
    return None


async def _git(checkout: Path, *arguments: str) -> int:
    """Git's exit status: 0 yes, 1 no, more when it cannot tell."""
    process = await asyncio.create_subprocess_exec(
        "git",
        *arguments,
        cwd=checkout,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        return await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@check(
    "operator_named",
    looks_at="`OPERATOR_NAME` and `OPERATOR_CONTACT` say who runs this installation",
    why="people must be able to ask somebody about their data; without them /privacy says that nobody has named themselves",
    mend="set OPERATOR_NAME and OPERATOR_CONTACT (an e-mail address, an https address or a phone number) at the api",
)
async def operator_named(patient: Patient) -> Verdict:
    """Only where strangers come is it missed."""
    if patient.is_not(API):
        return skipped("OPERATOR_NAME and OPERATOR_CONTACT are for the api")
    missing = [name for name in ("OPERATOR_NAME", "OPERATOR_CONTACT") if patient.get(name) is None]
    if not missing:
        return ok("both are set: /privacy names them")
    words = f"{' and '.join(missing)} not set"
    return warning(words) if patient.production else skipped(f"{words}: asked for in production")


CHECKS = (settings, environment, collecting, env_file, operator_named)
