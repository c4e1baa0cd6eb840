"""The stand-in's reports: one that is made step by step, one that failed, and a schedule with what became of its runs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from fakes.api_shape_shelf import Json, stamp, today_of

WAYS = ("reports", "report-schedules")
HOSTILE = (
    "Choynaklar <img src=x onerror=alert(1)> a_word_so_long_that_it_does_not_fit_into_any_line_of_a_phone"
)
PDF = b"%PDF-1.4"
STEPS = (("waiting", 0), ("running", 1), ("running", 2), ("done", 3))


class Reports:
    """What the routes of reports answer; `deeds` holds what was asked to be changed."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.deeds: list[tuple[str, str, Any]] = []
        self.made = [
            self._report(1, "done", kind="category", subject_id=1, titles={"uz": HOSTILE, "ru": HOSTILE}),
            self._report(2, "failed", error="Отчёт не собрался вовремя. Попробуйте ещё раз.", through=None),
        ]
        self.schedules = [
            {
                "schedule_id": 1, "kind": "watchlist", "subject_id": None, "titles": None, "days": 7, "language": "ru",
                "every": "week", "hour": 9, "weekday": 0, "month_day": 1, "only_changed": True, "paused": False,
                "next_at": stamp(now + timedelta(days=3)), "others": 1, "last": self._report(3, "same", schedule_id=1),
                "channels": [
                    {"channel_id": 1, "kind": "telegram", "name": "", "mine": True, "ended": False},
                    {"channel_id": 2, "kind": "webhook", "name": HOSTILE, "mine": False, "ended": True},
                ],
            }
        ]  # fmt: skip

    def answer(self, method: str, parts: list[str], data: Any, *, empty: bool) -> Any:
        """What a route says."""
        if method != "GET":
            self.deeds.append((method, "/".join(parts), data))
        match method, parts:
            case "GET", ["reports"]:
                self._go_on()
                return {"items": [] if empty else self.made}
            case "POST", ["reports"]:
                self.made.insert(0, self._report(9, "waiting", step=0, through=None) | data)
                return self.made[0]
            case "DELETE", ["reports", number]:
                self.made = [one for one in self.made if one["report_id"] != number]
            case "GET", ["report-schedules"]:
                return {"items": [] if empty else self.schedules}
            case "PATCH", ["report-schedules", _]:
                self.schedules[0] |= data | {"next_at": None}
                return self.schedules[0]
            case "GET", ["report-schedules", _, "runs"]:
                return {"items": self._runs()}
            case ("POST", ["report-schedules", *_]) | ("POST", ["reports", _, "again"]):
                return self.schedules[0] if len(parts) == 1 else self.made[0]
        return {"done": True}

    def file(self) -> web.Response:
        """The file of any report."""
        headers = {"Content-Disposition": 'attachment; filename="ventra-category-1-7d.pdf"'}
        return web.Response(body=PDF, content_type="application/pdf", headers=headers)

    def _go_on(self) -> None:
        """Every report that is on its way is a step further at each look."""
        for one in self.made:
            if one["state"] in ("waiting", "running"):
                one["state"], one["step"] = STEPS[min(one["step"] + 1, len(STEPS) - 1)]

    def _runs(self) -> list[Json]:
        brought = {
            "delivery_id": 1, "channel_id": 1, "kind": "telegram", "name": "", "state": "failed", "due_at": stamp(self.now),
            "sent_at": None, "tries": 3, "error": "Telegram does not answer",
        }  # fmt: skip
        day = today_of(self.now).isoformat()
        return [{"report": self._report(3, "done", schedule_id=1), "day": day, "deliveries": [brought]}]

    def _report(self, number: int, state: str, **more: Any) -> Json:
        return {
            "report_id": f"00000000-0000-4000-8000-{number:012d}", "kind": "watchlist", "subject_id": None, "titles": None,
            "days": 7, "language": "ru", "schedule_id": None, "state": state, "step": 3, "asked_at": stamp(self.now),
            "finished_at": stamp(self.now), "through": (today_of(self.now) - timedelta(days=1)).isoformat(),
            "bytes": 145_000 if state == "done" else None, "error": None, "kept_until": stamp(self.now + timedelta(days=30)),
        } | more  # fmt: skip
