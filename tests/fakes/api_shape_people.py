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


def privacy_facts() -> dict[str, Any]:
    """What an installation tells on its pages on privacy and terms, with mail and backups."""
    return {
        "operator_name": "Choynak MCHJ",
        "operator_contact": "maxfiylik@choynak.uz",
        "kept_days": {
            "sessions": 30, "links": 1, "letters": 1, "invitations": 30, "keys": 90, "notes": 30, "lists": 30, "share_links": 30,
        },
        "seconds": {
            "session": 604_800, "access": 900, "device": 34_560_000, "link": 900, "invitation": 604_800,
        },
        "parties": {"mail": True, "telegram": False, "error_reports": False, "backup_months": 6},
        "reads_per_minute": 600,
        "person_per_minute": 1200,
    }  # fmt: skip
