"""A `railway` for tests: it knows the documented verbs and flags alone, and a project whose deployments come and go.

The project is a file that the program and the public site of the test share (`Project`). Faults say what goes wrong. A service
named in the fault `real` is moved on by somebody else: `fakes.platform` starts its processes.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fakes.railway_verbs import Call, Undocumented, parse

STATE = "FAKE_RAILWAY_STATE"
SERVICES = ("api", "worker", "bot", "web")
PROJECT_TOKEN, WORKSPACE_TOKEN = "project-token-of-the-test", "workspace-token-of-the-test"
OLD, NEW = "a" * 40, "b" * 40


class Refused(Exception):
    """What the real one would answer with exit status 1."""


class Project:
    """Services, their deployments (newest first) and variables, and every call that was made."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def make(self, *, deployed: bool = True, **faults: Any) -> None:
        """All four services, deployed at the old commit or never."""
        data: dict[str, Any] = {"made": 0, "calls": [], "faults": faults, "services": {}, "variables": {}}
        for service in SERVICES:
            data["services"][service] = []
            data["variables"][service] = {"RELEASE_COMMIT": OLD} if deployed else {}
            if deployed:
                _add(data, service, OLD, ["SUCCESS"])
        self._path.write_text(json.dumps(data))

    @contextmanager
    def open(self) -> Iterator[dict[str, Any]]:
        """The data, alone, written back afterwards."""
        with self._path.open("r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            data = json.load(file)
            yield data
            file.seek(0)
            file.truncate()
            json.dump(data, file)

    def calls(self, verb: str) -> list[list[str]]:
        """Every call of a verb, in order."""
        with self.open() as data:
            return [call for call in data["calls"] if " ".join(call).startswith(verb)]

    def commit(self, service: str) -> str | None:
        """The commit of the deployment that serves."""
        with self.open() as data:
            return next(
                (one["commit"] for one in data["services"][service] if one["status"] == "SUCCESS"), None
            )

    def fault(self, name: str) -> Any:
        """What was asked to go wrong."""
        with self.open() as data:
            return data["faults"].get(name)


def _add(data: dict[str, Any], service: str, commit: str | None, course: list[str]) -> dict[str, Any]:
    data["made"] += 1
    number = data["made"]
    one = {"id": f"{service}-{number}", "createdAt": f"2026-11-24T{number // 60:02}:{number % 60:02}:00Z"}
    one |= {
        "status": course[0],
        "course": course[1:],
        "commit": commit,
        "variables": dict(data["variables"][service]),
    }
    data["services"][service].insert(0, one)
    return one


def _move_on(data: dict[str, Any], service: str) -> None:
    """A deployment takes a step each time it is looked at; one that serves replaces the one before."""
    newest = data["services"][service][:1]
    for one in newest:
        if one["course"]:
            one["status"] = one["course"].pop(0)
        if one["status"] == "SUCCESS":
            for older in data["services"][service][1:]:
                older["status"] = "REMOVED" if older["status"] == "SUCCESS" else older["status"]


def _up(data: dict[str, Any], call: Call) -> str:
    service = call.one("--service")
    commit = data["variables"][service].get("RELEASE_COMMIT")
    if data["faults"].get("build") == service:
        _add(data, service, commit, ["FAILED"])
        raise Refused("Deploy failed")
    course = (
        ["DEPLOYING"] if service in data["faults"].get("real", ()) else ["BUILDING", "DEPLOYING", "SUCCESS"]
    )
    if data["faults"].get("start") == service:
        course = ["DEPLOYING", "FAILED"]
    if data["faults"].get("crash") == service:
        course = ["DEPLOYING", "SUCCESS", "CRASHED"]
    _add(data, service, commit, course)
    return "build log\n"


def _list(data: dict[str, Any], call: Call) -> str:
    service = call.one("--service")
    if service not in data["services"]:
        raise Refused(f"Service '{service}' not found")
    _move_on(data, service)
    told = [{key: one[key] for key in ("id", "status", "createdAt")} for one in data["services"][service]]
    return json.dumps(told[: int(call.one("--limit"))])


def _set(data: dict[str, Any], call: Call) -> str:
    data["variables"][call.one("--service")] |= dict(pair.split("=", 1) for pair in call.plain)
    return ""


def _api(data: dict[str, Any], call: Call) -> str:
    document = " ".join(call.plain[0].split())
    asked = call.one("--raw-var").removeprefix("id=")
    known = {one["id"]: (service, one) for service, all_ in data["services"].items() for one in all_}
    service, one = known[asked]
    # Boolean fields take no selection, objects need one: the schema refuses a document that has it the other way round.
    if re.fullmatch(
        r"query deployment\(\$id: String!\) \{ deployment\(id: \$id\) \{ id status canRollback \} \}",
        document,
    ):
        kept = data["faults"].get("not_kept") != service
        return _answer({"deployment": {"id": asked, "status": one["status"], "canRollback": kept}})
    if re.fullmatch(
        r"mutation deploymentCancel\(\$id: String!\) \{ deploymentCancel\(id: \$id\) \}", document
    ):
        one |= {"status": "REMOVED", "course": []}
        return _answer({"deploymentCancel": True})
    if re.fullmatch(
        r"mutation deploymentRollback\(\$id: String!\) \{ deploymentRollback\(id: \$id\) \}", document
    ):
        if data["faults"].get("project_token_refused") and "RAILWAY_API_TOKEN" not in os.environ:
            raise Refused('{"errors":[{"message":"Not Authorized"}]}')
        if data["faults"].get("rollback") == service:
            raise Refused('{"errors":[{"message":"Problem processing request"}]}')
        data["variables"][service] = dict(one["variables"])
        _add(
            data,
            service,
            one["commit"],
            ["DEPLOYING"] if service in data["faults"].get("real", ()) else ["DEPLOYING", "SUCCESS"],
        )
        return _answer({"deploymentRollback": True})
    raise Refused(f"Cannot query: {document}")


def _answer(data: dict[str, Any]) -> str:
    return json.dumps({"data": data})


ANSWERS = {("up",): _up, ("deployment", "list"): _list, ("variable", "set"): _set, ("api",): _api}


def main(argv: list[str]) -> int:
    """Exit 0 done, 1 refused by Railway, 2 not documented."""
    try:
        call = parse(argv)
    except Undocumented as wrong:
        print(f"error: {wrong}", file=sys.stderr)
        return 2
    with Project(Path(os.environ[STATE])).open() as data:
        data["calls"].append(argv)
        tokens = [os.environ.get("RAILWAY_TOKEN"), os.environ.get("RAILWAY_API_TOKEN")]
        try:
            if tokens not in ([PROJECT_TOKEN, None], [None, WORKSPACE_TOKEN]):
                raise Refused("Unauthorized, or both RAILWAY_TOKEN and RAILWAY_API_TOKEN are set")
            if call.verb != ("api",) and tokens[0] is None:
                raise Refused("No linked project found. Run railway link to connect to a project")
            print(ANSWERS[call.verb](data, call))
        except Refused as refused:
            print(refused, file=sys.stderr)
            return 1
    return 0
