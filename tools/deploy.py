"""Bring one commit to Railway, or put back what was there: `python3 tools/deploy.py deploy|rollback --journal FILE`.

`deploy` goes service by service: the variable RELEASE_COMMIT, `railway up`, health; it stops at the first failure. What it
has touched and what served before stands in the journal, so that `rollback`, a step of its own, can put every touched service
back in reverse order: production runs one commit or the one before, never half of each. The schema needs no way back: each
revision allows the release before it.

Needs `railway` on PATH, RAILWAY_TOKEN (a project token), WEB_URL and GITHUB_SHA; `rollback` takes RAILWAY_API_TOKEN (a
workspace token) where it is set. DEPLOY_WAIT_SECONDS bounds each wait for a deployment to serve, DEPLOY_HEALTH_SECONDS the wait
for health after that, and for DEPLOY_STEADY_SECONDS a service without an address must stay up. Exit status: 0 done, 1 failed
(the last line says what and what to do), 2 wrong call.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import railway
from public import Site
from railway import PENDING, PROJECT_TOKEN, SERVING, Deployment, RailwayRefused

# The api first: its pre-deploy command migrates, and what the others need of a new schema is there when they come. The page
# last: it never calls an api older than itself.
ORDER = ("api", "worker", "bot", "web")
REACHED_OVER_WEB = ("api", "web")
POLL_SECONDS = float(os.environ.get("DEPLOY_POLL_SECONDS", "5"))
WAIT_SECONDS = float(os.environ.get("DEPLOY_WAIT_SECONDS", "600"))
HEALTH_SECONDS = float(os.environ.get("DEPLOY_HEALTH_SECONDS", "300"))
STEADY_SECONDS = float(os.environ.get("DEPLOY_STEADY_SECONDS", "60"))


class Failed(Exception):
    """A deploy or a rollback cannot go on."""


@dataclass
class Journal:
    """What a deploy found and did: deployments by service, None where none served."""

    commit: str
    commit_before: str | None
    served: dict[str, str | None]
    touched: list[str] = field(default_factory=list)

    def save(self, path: Path) -> None:
        """Written before anything is changed, so that an interrupted deploy can be put back too."""
        path.write_text(json.dumps(asdict(self)))


def say(words: str) -> None:
    """One line of the log."""
    print(f"{time.strftime('%H:%M:%S')} {words}", flush=True)


def complain(words: str) -> None:
    """A line nobody overlooks; on GitHub it stands at the head of the run."""
    mark = "::error::" if os.environ.get("GITHUB_ACTIONS") == "true" else "FAILED: "
    print(mark + " ".join(words.split()), flush=True)


def deploy(site: Site, commit: str, path: Path) -> None:
    """All four services, one after the other."""
    # All are asked first, so that a service with another name is found before anything is changed.
    journal = Journal(
        commit, site.commit(), {service: serving_of(railway.deployments(service)) for service in ORDER}
    )
    journal.save(path)
    say(f"deploying {commit} over {journal.commit_before or 'an unknown commit'}")
    for service in ORDER:
        journal.touched.append(service)
        journal.save(path)
        known = {one.id for one in railway.deployments(service)}
        railway.set_variable(service, "RELEASE_COMMIT", commit)
        say(f"{service}: uploading and building")
        railway.up(service)
        new = until_serving(service, known)
        if service not in REACHED_OVER_WEB:
            must_stay(service, new)
        # Without a page from before, nothing leads to the api until web is up; until then Railway's word must do.
        if service == "web" or journal.served["web"]:
            until_well(service, lambda one=service: why_not(site, one, commit))
        say(f"{service}: healthy")
    if not journal.served["web"]:
        for service in ("worker", "bot"):
            until_well(service, lambda one=service: why_not(site, one, commit))
    say(f"{commit} serves at {site.url}")


def why_not(site: Site, service: str, commit: str) -> str | None:
    """What is wrong with a service as seen from outside, None when it runs this commit and is well."""
    if service not in REACHED_OVER_WEB:
        return site.why_not_part(service, commit)
    wrong = site.why_not_page() if service == "web" else None
    return wrong or site.why_not_api(commit)


def rollback(site: Site, path: Path) -> None:
    """Every touched service, the last touched first; what cannot be put back does not keep the others from it."""
    if not path.exists():
        say("no journal: nothing was changed, nothing to put back")
        return
    journal = Journal(**json.loads(path.read_text()))
    troubles = []
    for service in reversed(journal.touched):
        try:
            put_back(service, journal)
        except (Failed, RailwayRefused) as trouble:
            complain(f"{service} is not rolled back: {trouble}")
            troubles.append(service)
    if troubles:
        raise Failed(
            f"not rolled back: {', '.join(troubles)}. Roll back by hand: Railway's dashboard → the service → Deployments → "
            "⋮ of the last good one → Rollback; then look at docs/railway.md, Rollback"
        )
    if journal.served["api"] and journal.served["web"]:
        until_well("api", lambda: site.why_not_api(journal.commit_before))
        until_well("web", site.why_not_page)
    say(f"rolled back: {site.url} serves {journal.commit_before or 'what served before'} again")


def put_back(service: str, journal: Journal) -> None:
    """The deployment that served before serves again, under its own commit."""
    before = journal.served[service]
    newer = newer_than(before, railway.deployments(service))
    for one in newer:
        if one.status in railway.CANCELLABLE:
            say(f"{service}: cancelling deployment {one.id}")
            railway.cancel(one.id)
    if before is None:
        raise Failed("this was its first deployment, there is no earlier one; mend it and deploy again")
    if journal.commit_before:
        railway.set_variable(service, "RELEASE_COMMIT", journal.commit_before)
    if not any(one.status in SERVING | {"CRASHED", "DEPLOYING"} for one in newer):
        say(f"{service}: deployment {before} serves still")
        return
    if not railway.can_roll_back(before):
        raise Failed(f"Railway keeps the image of deployment {before} no more (its plan's image retention)")
    known = {one.id for one in railway.deployments(service)}
    say(f"{service}: rolling back to deployment {before}")
    railway.roll_back(before)
    until_serving(service, known, again=before)
    say(f"{service}: serves again")


def serving_of(listed: list[Deployment]) -> str | None:
    """The deployment that serves now, out of the newest of a service."""
    return next((one.id for one in listed if one.status in SERVING), None)


def newer_than(before: str | None, listed: list[Deployment]) -> list[Deployment]:
    """What came after a deployment; all of them after None."""
    ids = [one.id for one in listed]
    return listed[: ids.index(before)] if before in ids else listed


def until_serving(service: str, known: set[str], again: str | None = None) -> str:
    """Wait until the newest deployment that is not `known` serves, or `again` does once more; its id."""
    until = time.monotonic() + WAIT_SECONDS
    while True:
        listed = railway.deployments(service)
        new = next((one for one in listed if one.id not in known), None)
        if new is not None and new.status in SERVING:
            return new.id
        if new is not None and new.status not in PENDING:
            raise Failed(f"{service}: deployment {new.id} is {new.status}; see: railway logs {new.id}")
        if again is not None and new is None and serving_of(listed) == again:
            return again
        if time.monotonic() > until:
            state = f"deployment {new.id} is {new.status}" if new else "no new deployment"
            see = f"railway logs --service {service} --latest"
            raise Failed(f"{service}: {state} after {WAIT_SECONDS:.0f} s; see: {see}")
        time.sleep(POLL_SECONDS)


def until_well(service: str, look: Callable[[], str | None]) -> None:
    """Wait until a look at the public address finds nothing wrong."""
    until = time.monotonic() + HEALTH_SECONDS
    while (wrong := look()) is not None:
        if time.monotonic() > until:
            raise Failed(f"{service} is not healthy after {HEALTH_SECONDS:.0f} s: {wrong}")
        time.sleep(POLL_SECONDS)


def must_stay(service: str, deployment: str) -> None:
    """A service without an address counts as healthy when it stays up: Railway tells when it crashes."""
    until = time.monotonic() + STEADY_SECONDS
    while True:
        state = {one.id: one.status for one in railway.deployments(service)}.get(deployment, "gone")
        if state not in SERVING:
            raise Failed(f"{service}: deployment {deployment} is {state}; see: railway logs {deployment}")
        if time.monotonic() > until:
            return
        time.sleep(POLL_SECONDS)


def missing() -> str | None:
    """What is needed and not there."""
    if shutil.which("railway") is None:
        return "railway is not on PATH: python3 tools/pinned.py railway --into FOLDER"
    if not os.environ.get(PROJECT_TOKEN):
        return f"{PROJECT_TOKEN} is not set: a project token, made in the project's settings under Tokens"
    if not re.fullmatch(r"https?://[^/\s]+/?", os.environ.get("WEB_URL", "")):
        return "WEB_URL is not set to the public address, such as https://ventra.example"
    if not re.fullmatch(r"[0-9a-f]{40}", os.environ.get("GITHUB_SHA", "")):
        return "GITHUB_SHA is not set to the full commit that is deployed"
    return None


def main() -> int:
    """Exit 0 done, 1 failed, 2 wrong call."""
    parser = argparse.ArgumentParser(description="Bring one commit to Railway, or put back what was there.")
    parser.add_argument("what", choices=("deploy", "rollback"))
    parser.add_argument("--journal", type=Path, required=True, help="file that says what was touched")
    asked = parser.parse_args()
    wrong = missing()
    if wrong is not None:
        complain(wrong)
        return 2
    site = Site(os.environ["WEB_URL"])
    try:
        if asked.what == "deploy":
            deploy(site, os.environ["GITHUB_SHA"], asked.journal)
        else:
            rollback(site, asked.journal)
    except (Failed, RailwayRefused) as trouble:
        complain(str(trouble))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
