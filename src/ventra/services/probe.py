"""Whether the service in this container answers: `python -m ventra.services.probe api|worker|bot`.

For the HEALTHCHECK of the images. The standard library only, so that asking costs next to nothing.
"""

from __future__ import annotations

import http.client
import os
import sys

ASKED = {
    "api": ("PORT", 3000, "/api/v1/health"),
    "worker": ("HEALTH_PORT", 3001, "/health"),
    "bot": ("HEALTH_PORT", 3002, "/health"),
}
"""By service: the variable that names its port, the port without it, and the path."""
TIMEOUT_SECONDS = 4
_SAID_AT_MOST = 200


def ask(port: int, path: str) -> str | None:
    """Why the service on this machine's `port` is not well, or None."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    try:
        line.request("GET", path)
        answer = line.getresponse()
        said = answer.read(_SAID_AT_MOST).decode(errors="replace")
    except (OSError, http.client.HTTPException) as failure:
        return f"port {port} does not answer: {failure!r}"
    finally:
        line.close()
    return None if answer.status == http.client.OK else f"{path} answers {answer.status}: {said}"


def main(arguments: list[str]) -> int:
    """Exit 0 well, 1 not well, 2 wrong call; why it is not well goes to stdout, where Docker keeps it."""
    if len(arguments) != 1 or arguments[0] not in ASKED:
        print(f"usage: python -m ventra.services.probe {'|'.join(ASKED)}", file=sys.stderr)
        return 2
    variable, usual, path = ASKED[arguments[0]]
    given = os.environ.get(variable, "").strip()
    if given and not given.isdecimal():
        print(f"{variable} is no port")
        return 1
    wrong = ask(int(given or usual), path)
    if wrong:
        print(wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
