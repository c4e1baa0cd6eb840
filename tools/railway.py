"""What a deploy asks of Railway, over its command line: verbs and flags are those of docs.railway.com/cli and no others.

A project token (RAILWAY_TOKEN) may deploy and set variables in its one environment. Going back to an earlier deployment is
no verb of the command line: it is a mutation of the public GraphQL API, sent by `railway api`. Railway accepts one token at
a time, so each call is given one and the other is left out of its environment.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

PROJECT_TOKEN, WORKSPACE_TOKEN = "RAILWAY_TOKEN", "RAILWAY_API_TOKEN"
SERVING = frozenset({"SUCCESS", "SLEEPING"})
"""Statuses of a deployment that answers."""
PENDING = frozenset({"BUILDING", "DEPLOYING", "INITIALIZING", "QUEUED", "WAITING"})
CANCELLABLE = PENDING - {"DEPLOYING"}
LISTED = 50
ASK_SECONDS = 120
UP_SECONDS = 1500

CAN_ROLL_BACK = "query deployment($id: String!) { deployment(id: $id) { id status canRollback } }"
# The schema says Boolean, where the examples in Railway's guides select fields of it.
ROLL_BACK = "mutation deploymentRollback($id: String!) { deploymentRollback(id: $id) }"
CANCEL = "mutation deploymentCancel($id: String!) { deploymentCancel(id: $id) }"


class RailwayRefused(Exception):
    """Railway did not do what it was asked; the message says what, and what to look at."""


@dataclass(frozen=True)
class Deployment:
    """One deployment of a service, as `railway deployment list --json` tells of it."""

    id: str
    status: str
    created_at: str


def up(service: str) -> None:
    """Upload this folder and build it; the build's log goes to our output."""
    _run(["up", "--service", service, "--ci"], aloud=True, seconds=UP_SECONDS)


def set_variable(service: str, name: str, value: str) -> None:
    """Set a variable without deploying for it: what comes next does."""
    _run(["variable", "set", f"{name}={value}", "--service", service, "--skip-deploys"])


def deployments(service: str) -> list[Deployment]:
    """The newest deployments of a service, newest first."""
    out = _run(["deployment", "list", "--service", service, "--limit", str(LISTED), "--json"])
    try:
        found = [Deployment(one["id"], one["status"], one["createdAt"]) for one in json.loads(out)]
    except (ValueError, KeyError, TypeError):
        raise RailwayRefused(
            f"railway deployment list told something else than deployments: {out[:200]}"
        ) from None
    return sorted(found, key=lambda one: one.created_at, reverse=True)


def can_roll_back(deployment: str) -> bool:
    """Whether Railway still keeps the image of a deployment."""
    return bool(_api(CAN_ROLL_BACK, deployment, "deployment")["canRollback"])


def roll_back(deployment: str) -> None:
    """Bring an earlier deployment back with its image and its variables; nothing is built."""
    if _api(ROLL_BACK, deployment, "deploymentRollback") is not True:
        raise RailwayRefused(f"Railway did not roll back to deployment {deployment}")


def cancel(deployment: str) -> None:
    """Stop a deployment that is being built or waits for it."""
    if _api(CANCEL, deployment, "deploymentCancel") is not True:
        raise RailwayRefused(f"Railway did not cancel deployment {deployment}")


def _api(document: str, deployment: str, field: str) -> Any:
    out = _run(["api", document, "--raw-var", f"id={deployment}", "--compact"], broad=True)
    try:
        return json.loads(out)["data"][field]
    except (ValueError, KeyError, TypeError):
        raise RailwayRefused(f"railway api did not answer {field}: {out[:200]}") from None


def _run(
    arguments: list[str], *, aloud: bool = False, broad: bool = False, seconds: int = ASK_SECONDS
) -> str:
    """What the command prints; `broad` takes the workspace token where there is one."""
    left_out = PROJECT_TOKEN if broad and os.environ.get(WORKSPACE_TOKEN) else WORKSPACE_TOKEN
    env = {name: value for name, value in os.environ.items() if name != left_out}
    shown = "railway " + " ".join(arguments[:3])
    sys.stdout.flush()
    try:
        done = subprocess.run(  # noqa: S603 - argv is put together by us
            ["railway", *arguments],  # noqa: S607 - the pinned one comes first on PATH
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=None if aloud else subprocess.PIPE,
            stderr=None if aloud else subprocess.PIPE,
            text=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise RailwayRefused(f"{shown} … did not end within {seconds} s") from None
    if done.returncode != 0:
        words = (done.stderr or done.stdout or "").strip()[-800:]
        raise RailwayRefused(f"{shown} … ended with {done.returncode}" + (f": {words}" if words else ""))
    return done.stdout or ""
