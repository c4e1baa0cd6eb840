"""What Railway does with a deployment of the api, by real processes: pre-deploy command, start, health, then the traffic."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from fakes.railway import Project

HEALTH_SECONDS = 60
STOP_SECONDS = 30


class Platform(threading.Thread):
    """Starts the api of each deployment out of its commit's folder; the newest that is healthy gets the requests."""

    def __init__(self, project: Project, releases: dict[str, Path], variables: dict[str, str]) -> None:
        super().__init__(daemon=True)
        self._project = project
        self._releases = releases
        self._variables = variables
        self._ended = threading.Event()
        self._running: tuple[subprocess.Popen[bytes], int] | None = None
        self.log: list[str] = []

    def run(self) -> None:
        """Look for deployments until `end`."""
        while not self._ended.wait(0.05):
            with self._project.open() as data:
                newest = next(iter(data["services"]["api"]), None)
            if newest is not None and newest["status"] == "DEPLOYING":
                self._deploy(newest)

    def ask(self, path: str) -> tuple[int, bytes]:
        """What web in front of the api would answer."""
        if self._running is None:
            return 502, b"the api does not answer"
        return ask(self._running[1], path)

    def end(self) -> None:
        """Stop looking, and stop the api."""
        self._ended.set()
        self.join(HEALTH_SECONDS + STOP_SECONDS)
        self._stop()

    def _deploy(self, deployment: dict[str, Any]) -> None:
        folder = self._releases[deployment["commit"]]
        env = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(folder / "src"),
            **self._variables,
            **deployment["variables"],
        }
        migrate = [sys.executable, "-m", "ventra.services.cli", "migrate"]
        before = subprocess.run(
            migrate, cwd=folder, env=env, capture_output=True, text=True, timeout=120, check=False
        )
        self.log.append(f"{deployment['id']} pre-deploy {before.returncode}: {before.stderr.strip()[-300:]}")
        if before.returncode != 0:
            self._mark(deployment, "FAILED")
            return
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        argv = [sys.executable, "-m", "ventra.services.api"]
        child = subprocess.Popen(argv, cwd=folder, env=env | {"PORT": str(port)}, stderr=subprocess.DEVNULL)
        until = time.monotonic() + HEALTH_SECONDS
        while child.poll() is None and time.monotonic() < until:
            if ask(port, "/api/v1/health")[0] == 200:
                self._switch(child, port)
                self._mark(deployment, "SUCCESS")
                return
            time.sleep(0.1)
        child.kill()
        child.wait(STOP_SECONDS)
        self._mark(deployment, "FAILED")

    def _switch(self, child: subprocess.Popen[bytes], port: int) -> None:
        self._stop()
        self._running = (child, port)

    def _stop(self) -> None:
        if self._running is not None:
            child = self._running[0]
            child.send_signal(signal.SIGTERM)
            child.wait(STOP_SECONDS)
            self._running = None

    def _mark(self, deployment: dict[str, Any], status: str) -> None:
        with self._project.open() as data:
            for one in data["services"]["api"]:
                if one["id"] == deployment["id"]:
                    one["status"] = status
                elif status == "SUCCESS" and one["status"] == "SUCCESS":
                    one["status"] = "REMOVED"


def ask(port: int, path: str) -> tuple[int, bytes]:
    """Status and body of an address on loopback; 502 when nothing answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read()
    except OSError as away:
        return 502, str(away).encode()
