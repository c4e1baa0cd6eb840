"""The verbs and flags of Railway's command line that its documentation names (docs.railway.com/cli), and nothing else.

Only what a deploy or a guide may use is listed. Deprecated spellings are left out: they work today and not for ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

SERVICE = {"-s": "--service", "--service": "VALUE"}
ENVIRONMENT = {"-e": "--environment", "--environment": "VALUE"}
PROJECT = {"-p": "--project", "--project": "VALUE"}
JSON = {"--json": ""}
YES = {"-y": "--yes", "--yes": ""}
ANY = 1000


class Verb(NamedTuple):
    """Flags (a short one names its long one; VALUE takes a value, OPTIONAL may) and how many plain arguments follow."""

    flags: Mapping[str, str]
    plain: int = 0
    command: bool = False
    """The rest is a command of its own, after `--` or from the first plain argument on."""


_LOGS = {
    **SERVICE, **ENVIRONMENT, **JSON,
    "-d": "--deployment", "--deployment": "", "-b": "--build", "--build": "", "-n": "--lines", "--lines": "VALUE",
    "-f": "--filter", "--filter": "VALUE", "--latest": "", "-S": "--since", "--since": "VALUE",
    "-U": "--until", "--until": "VALUE",
}  # fmt: skip

VERBS: Mapping[tuple[str, ...], Verb] = {
    ("add",): Verb({
        **JSON, "-d": "--database", "--database": "VALUE", "-s": "--service", "--service": "OPTIONAL", "-r": "--repo",
        "--repo": "VALUE", "-i": "--image", "--image": "VALUE", "-v": "--variables", "--variables": "VALUE", "--verbose": "",
    }),
    ("api",): Verb({
        "-f": "--file", "--file": "VALUE", "--variables": "VALUE", "--var": "VALUE", "--raw-var": "VALUE",
        "--operation-name": "VALUE", "--compact": "", "--allow-errors": "",
    }, plain=1),
    ("api", "describe"): Verb({"--compact": ""}, plain=1),
    ("connect",): Verb(ENVIRONMENT, plain=1),
    ("deploy",): Verb({"-t": "--template", "--template": "VALUE", "-v": "--variable", "--variable": "VALUE"}),
    ("deployment", "list"): Verb({**SERVICE, **ENVIRONMENT, **JSON, "--limit": "VALUE"}),
    ("domain",): Verb({**SERVICE, **JSON, "-p": "--port", "--port": "VALUE"}, plain=1),
    ("init",): Verb({**JSON, "-n": "--name", "--name": "VALUE", "-w": "--workspace", "--workspace": "VALUE"}),
    ("link",): Verb({**PROJECT, **ENVIRONMENT, **SERVICE, **JSON, "-w": "--workspace", "--workspace": "VALUE"}),
    ("login",): Verb({"-b": "--browserless", "--browserless": ""}),
    ("logs",): Verb(_LOGS, plain=1),
    ("open",): Verb({"-p": "--print", "--print": ""}),
    ("redeploy",): Verb({**SERVICE, **YES, **JSON}),
    ("restart",): Verb({**SERVICE, **YES, **JSON}),
    ("run",): Verb({**SERVICE, **ENVIRONMENT, **PROJECT, "--no-local": "", "-v": "--verbose", "--verbose": ""}, command=True),
    ("service", "list"): Verb({}),
    ("service", "status"): Verb({**JSON, "-a": "--all", "--all": ""}),
    ("ssh",): Verb({
        **PROJECT, **SERVICE, **ENVIRONMENT, "-d": "--deployment-instance", "--deployment-instance": "VALUE",
        "--session": "OPTIONAL", "-i": "--identity-file", "--identity-file": "VALUE",
    }, command=True),
    ("ssh", "keys", "add"): Verb({"--key": "VALUE", "--name": "VALUE", "--workspace": "VALUE"}),
    ("status",): Verb(JSON),
    ("up",): Verb({
        **SERVICE, **ENVIRONMENT, **PROJECT, **JSON, "-d": "--detach", "--detach": "", "-c": "--ci", "--ci": "",
        "--no-gitignore": "", "--path-as-root": "", "--verbose": "",
    }, plain=1),
    ("variable", "delete"): Verb({**SERVICE, **ENVIRONMENT, **JSON}, plain=1),
    ("variable", "list"): Verb({**SERVICE, **ENVIRONMENT, **JSON, "-k": "--kv", "--kv": ""}),
    ("variable", "set"): Verb({**SERVICE, **ENVIRONMENT, **JSON, "--stdin": "", "--skip-deploys": ""}, plain=ANY),
    ("volume", "add"): Verb({**SERVICE, **ENVIRONMENT, **JSON, "-m": "--mount-path", "--mount-path": "VALUE"}),
    ("volume", "list"): Verb({**SERVICE, **ENVIRONMENT, **JSON}),
}  # fmt: skip


class Undocumented(Exception):
    """A verb or a flag that the documentation does not name."""


class Call(NamedTuple):
    """A call taken apart: flags by their long names (every value of each), plain arguments, and a command of its own."""

    verb: tuple[str, ...]
    flags: Mapping[str, list[str]]
    plain: list[str]
    command: list[str]

    def one(self, flag: str) -> str:
        """The only value of a flag."""
        (value,) = self.flags[flag]
        return value


def parse(argv: list[str]) -> Call:
    """Take a call apart; raises `Undocumented` for anything the documentation does not name."""
    name = max((verb for verb in VERBS if tuple(argv[: len(verb)]) == verb), key=len, default=None)
    if name is None:
        raise Undocumented(f"no such verb: railway {' '.join(argv[:2])}")
    verb, rest = VERBS[name], list(argv[len(name) :])
    flags: dict[str, list[str]] = {}
    plain: list[str] = []
    while rest:
        word = rest.pop(0)
        if verb.command and (word == "--" or not word.startswith("-")):
            return Call(name, flags, plain, rest if word == "--" else [word, *rest])
        if word.startswith("-"):
            _flag(name, verb, word, rest, flags)
        else:
            plain.append(word)
    if len(plain) > verb.plain:
        raise Undocumented(f"railway {' '.join(name)} takes {verb.plain} arguments, not {plain}")
    return Call(name, flags, plain, [])


def _flag(name: tuple[str, ...], verb: Verb, word: str, rest: list[str], flags: dict[str, list[str]]) -> None:
    spelled, equals, given = word.partition("=")
    long = verb.flags.get(spelled, None) if not spelled.startswith("--") else spelled
    if long is None or long not in verb.flags:
        raise Undocumented(f"railway {' '.join(name)} has no flag {spelled}")
    kind = verb.flags[long]
    values = flags.setdefault(long, [])
    if equals:
        values.append(given)
    elif kind == "VALUE" or (kind == "OPTIONAL" and rest and not rest[0].startswith("-")):
        if not rest:
            raise Undocumented(f"railway {' '.join(name)} {long} needs a value")
        values.append(rest.pop(0))
