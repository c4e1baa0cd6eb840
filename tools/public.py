"""What anybody can see of the system at its public address: a deploy believes this and not itself."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

ANSWER_SECONDS = 15
MOST_BYTES = 1_000_000


class Site:
    """The public address, WEB_URL. Each look answers None when all is well, else what is not."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")

    def commit(self) -> str | None:
        """The commit that the api names; None when it does not answer or names none."""
        status, body = self._get("/api/v1/health")
        named = _json(body).get("commit") if status == 200 else None
        return named if isinstance(named, str) else None

    def why_not_api(self, commit: str | None) -> str | None:
        """The api answers, is of this commit (of any, with None) and reaches its stores."""
        status, body = self._get("/api/v1/health")
        if status != 200:
            return f"{self.url}/api/v1/health answers {status or body}"
        named = _json(body).get("commit")
        if commit is not None and named != commit:
            return f"{self.url}/api/v1/health names commit {named}, not {commit}"
        status, body = self._get("/api/v1/health/ready")
        return (
            None
            if status == 200
            else f"{self.url}/api/v1/health/ready answers {status or body}: {body[:300]}"
        )

    def why_not_part(self, part: str, commit: str) -> str | None:
        """The worker or the bot, which nobody can ask from outside, told the database that it runs this commit and works.

        A part that is off (a bot without a token) is as it should be.
        """
        status, body = self._get("/api/v1/status")
        if status != 200:
            return f"{self.url}/api/v1/status answers {status or body}"
        told = next((one for one in _json(body).get("parts", ()) if one.get("part") == part), {})
        runs = (told.get("release") or {}).get("commit")
        if runs == commit and told.get("state") in ("well", "off"):
            return None
        return f"{self.url}/api/v1/status says of {part}: {told.get('state')}, commit {runs}, not well on {commit}"

    def why_not_page(self) -> str | None:
        """The page itself is served."""
        status, body = self._get("/")
        if status == 200 and "<html" in body.lower():
            return None
        return f"{self.url}/ answers {status or body}" + (" without a page" if status == 200 else "")

    def _get(self, path: str) -> tuple[int, str]:
        """Status and body; status 0 with the reason when nothing answers."""
        headers = {"User-Agent": "ventra-deploy", "Cache-Control": "no-cache", "Accept": "*/*"}
        request = urllib.request.Request(self.url + path, headers=headers)  # noqa: S310 - http(s), checked at the start
        try:
            with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as answer:  # noqa: S310
                return answer.status, answer.read(MOST_BYTES).decode("utf-8", "replace")
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read(MOST_BYTES).decode("utf-8", "replace")
        except OSError as away:
            return 0, f"nothing ({away})"


def _json(body: str) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
