"""How long Chromium's main threads were at work, by the clock of the thread: what neighbours take of the machine is not in it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

TRACED = ["toplevel", "loading", "blink.user_timing"]
"""What a trace is to hold."""
FRAME = "frame"
"""The mark that a page under measure sets in each frame: `performance.mark("frame")`."""
_TASK, _COMMIT = "ThreadControllerImpl::RunTask", "DocumentLoader::CommitNavigation"


@dataclass(frozen=True, slots=True)
class _Task:
    began_us: float
    ended_us: float
    ms: float
    thread: tuple[int, int]

    def holds(self, event: dict[str, Any]) -> bool:
        """Whether something happened in it."""
        return self.thread == _thread(event) and self.began_us <= event["ts"] <= self.ended_us


def longest_task_ms(trace: bytes) -> float:
    """Of all main threads; taking over from the page before is the browser's own and left out."""
    events = json.loads(trace)["traceEvents"]
    commits = [one for one in events if one["name"] == _COMMIT]
    return max(task.ms for task in _tasks(events) if not any(task.holds(commit) for commit in commits))


def longest_frame_ms(trace: bytes) -> float:
    """All tasks from one marked frame to the next, at the most."""
    events = json.loads(trace)["traceEvents"]
    marks = [one for one in events if one["name"] == FRAME and one.get("cat") == "blink.user_timing"]
    tasks = [task for task in _tasks(events) if task.thread == _thread(marks[0])]
    frames = [at for at, task in enumerate(tasks) if any(task.holds(mark) for mark in marks)]
    return max(sum(task.ms for task in tasks[first:last]) for first, last in pairwise(frames))


def _tasks(events: list[dict[str, Any]]) -> list[_Task]:
    named = [one for one in events if one["name"] == "thread_name"]
    mains = {_thread(one) for one in named if one["args"]["name"] == "CrRendererMain"}
    found = [
        _Task(one["ts"], one["ts"] + one["dur"], one["tdur"] / 1000, _thread(one))
        for one in events
        if one["name"] == _TASK and "tdur" in one and _thread(one) in mains
    ]
    return sorted(found, key=lambda task: task.began_us)


def _thread(event: dict[str, Any]) -> tuple[int, int]:
    return event["pid"], event["tid"]
