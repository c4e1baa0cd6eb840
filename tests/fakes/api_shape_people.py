"""Who asks, as the api tells a page."""

from __future__ import annotations

from typing import Any


def session(asker: str) -> dict[str, Any]:
    """The session of an `operator`, who owns an organisation, of somebody with a role in one, or of `nobody`."""
    if asker == "nobody":
        return {
            "person": None,
            "org_id": None,
            "role": None,
            "organisations": [],
            "page_proof": None,
            "refreshable": False,
        }
    role = "owner" if asker == "operator" else asker
    person = {
        "user_id": 1, "email": "sotuvchi@example.com", "email_verified": True, "name": "Anvar", "language": None,
        "theme": None,
        "operator": asker == "operator", "has_password": True, "second_factor": False, "recovery_codes_left": 0,
        "telegram": False,
    }  # fmt: skip
    belongs = [{"org_id": 1, "name": "VENTRA", "role": role, "suspended": False}]
    return {
        "person": person, "org_id": 1, "role": role, "organisations": belongs, "page_proof": "f" * 64, "refreshable": False,
    }  # fmt: skip
