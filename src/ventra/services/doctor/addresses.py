"""Addresses: how the public one looks, whether the api answers behind it, through whose network stores are reached."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import msgspec

from ventra.core.hosts import PUBLIC_PROXIES, demands_tls, host_of, is_private
from ventra.errors import SourceError
from ventra.infra.http import Answer, fetch
from ventra.services.doctor.check import checks_of
from ventra.services.doctor.finding import Verdict, ok, problem, skipped, warning
from ventra.services.doctor.patient import HEALTH, Patient
from ventra.services.inner import PORTS
from ventra.settings import API

check = checks_of("addresses")
STORES = ("DATABASE_URL", "DIRECT_DATABASE_URL", "REDIS_URL")
HEADERS = ("content-security-policy", "x-content-type-options", "referrer-policy")
GATEWAY = (502, 503, 504)


class _Health(msgspec.Struct):
    status: str
    version: str = ""
    commit: str | None = None


class _Ready(msgspec.Struct):
    status: str
    reasons: list[str] = []
    checks: dict[str, Any] = {}


@check(
    "web_url",
    looks_at="`WEB_URL` is the public address: in production https, a name of the world, nothing behind the host",
    why="links in messages lead there, the browser compares it letter by letter, and without https sessions travel open",
    mend="set WEB_URL at the api to https://your-domain, without a path and without a slash at the end",
)
async def web_url(patient: Patient) -> Verdict | list[Verdict]:
    """The address alone; whether it answers is another check."""
    if (url := patient.get("WEB_URL")) is None:
        return skipped("WEB_URL is not set here; the api needs it")
    parts = urlsplit(url)
    found = []
    if parts.path or parts.query or parts.fragment:
        found.append(
            patient.grave(
                "WEB_URL goes on behind the host: a browser's Origin never does, so changes are refused"
            )
        )
    if parts.username or parts.password:
        found.append(problem("WEB_URL holds a user or a password, and goes out in every link"))
    if patient.production and is_private(url):
        found.append(problem(f"WEB_URL leads to {host_of(url)}, where nobody outside can follow"))
    elif patient.production and parts.scheme != "https":
        found.append(problem("WEB_URL is not https"))
    return found or ok(url)


@check(
    "networks",
    looks_at="stores are reached through a private network, or encrypted",
    why="over the open network passwords and data can be read on the way, and on Railway the traffic is charged",
    mend="take the private address (on Railway by a reference), or demand TLS: ?sslmode=require, rediss://",
)
async def networks(patient: Patient) -> Verdict | list[Verdict]:
    """By the addresses alone."""
    urls = {name: patient.settings[name] for name in STORES if patient.settings[name]}
    if not urls:
        return skipped("no store's address is set here")
    found = []
    for name, url in urls.items():
        if not is_private(url) and not demands_tls(url):
            found.append(
                patient.grave(f"{name} leads over the open network, and nothing demands that it be encrypted")
            )
        elif host_of(url).endswith(PUBLIC_PROXIES):
            found.append(warning(f"{name} goes out to Railway's public proxy and back"))
    return found or ok(f"{', '.join(urls)}: private or encrypted")


@check(
    "proxy_hops",
    looks_at="in production the api knows how many proxies stand before it (`TRUSTED_PROXY_HOPS`)",
    why="with 0 everybody seems to come from web's own address; with too many anybody may claim any address",
    mend="set TRUSTED_PROXY_HOPS at the api: 1 for web alone (compose.yaml), 3 on Railway",
)
async def proxy_hops(patient: Patient) -> Verdict:
    """The api's own variable."""
    if patient.is_not(API):
        return skipped("TRUSTED_PROXY_HOPS is the api's variable")
    hops = patient.get("TRUSTED_PROXY_HOPS")
    if not patient.production or hops:
        return ok(f"{hops} proxies are believed")
    if patient.service is None and patient.settings["JWT_SECRET"] is None:
        return skipped("TRUSTED_PROXY_HOPS is the api's variable, and this does not look like the api")
    return warning("TRUSTED_PROXY_HOPS is 0, and in production web stands before the api")


@check(
    "web",
    looks_at="`WEB_URL` leads to the page, and through it to the api (asked from here)",
    why="people come this way; a 502 there means that web is up and does not find the api",
    mend="look at the logs of web and api; at web API_UPSTREAM is the api's private name and port, api.railway.internal:3000",
)
async def web(patient: Patient) -> Verdict:
    """Asks for the api's health through the public address."""
    answer = await patient.web_health()
    where = host_of(patient.get("WEB_URL"))
    if answer.status in GATEWAY:
        words = f"{where} answers {answer.status}: web is up and does not reach the api"
        return patient.grave(
            words,
            "start the api; at web set API_UPSTREAM to the api's private name and port (api.railway.internal:3000)",
        )
    if answer.status in (301, 302, 307, 308):
        return patient.grave(
            f"{where} sends on to another address ({answer.status})",
            "set WEB_URL to where it leads, or correct it",
        )
    try:
        health = msgspec.json.decode(answer.body, type=_Health)
    except msgspec.MsgspecError:
        return patient.grave(
            f"{where} answers {answer.status}, and not as the api: another site, or web without its /api"
        )
    if answer.status != 200 or health.status != "alive":
        return patient.grave(f"{where} answers {answer.status}, and not that the api is alive")
    ours = patient.settings["RELEASE_COMMIT"]
    if ours and health.commit and not (health.commit.startswith(ours) or ours.startswith(health.commit)):
        return warning(
            f"the api at {where} is of commit {health.commit[:7]}, this here of {ours[:7]}",
            "deploy the same commit everywhere",
        )
    return ok(f"the api answers at {where}" + (f", commit {health.commit[:7]}" if health.commit else ""))


@check(
    "web_headers",
    looks_at="what `WEB_URL` answers carries the security headers; in production also Strict-Transport-Security",
    why="they keep foreign scripts and frames out, and browsers on https",
    mend="let web (apps/web) answer there itself; a proxy before it must not take headers away, and must say X-Forwarded-Proto",
)
async def web_headers(patient: Patient) -> Verdict:
    """The headers that every answer of ours has."""
    answer = await patient.web_health()
    wanted = [*HEADERS, "strict-transport-security"] if patient.production else HEADERS
    missing = [name for name in wanted if name not in answer.headers]
    if missing:
        return warning(f"missing: {', '.join(missing)}")
    return ok(f"there: {', '.join(wanted)}")


@check(
    "cookies",
    looks_at="cookies that are set are Secure, HttpOnly and SameSite",
    why="a cookie without them is read over open networks and by foreign scripts, and sent from foreign pages",
    mend="set WEB_URL to an https address, so that cookies are Secure",
)
async def cookies(patient: Patient) -> Verdict | list[Verdict]:
    """Looks at what is really sent. Nothing sends a cookie as long as there are no sessions."""
    answer = await patient.web_health()
    sent = _cookies(answer)
    if not sent:
        return skipped("there are no sessions yet: nothing sets a cookie")
    found = []
    for cookie in sent:
        name, _, rest = cookie.partition("=")
        marks = {part.strip().partition("=")[0].lower() for part in rest.split(";")[1:]}
        lacks = [mark for mark in ("secure", "httponly", "samesite") if mark not in marks]
        if lacks:
            found.append(patient.grave(f"the cookie {name} lacks {', '.join(lacks)}"))
    return found or ok(f"{len(sent)} cookies, each Secure, HttpOnly and SameSite")


def _cookies(answer: Answer) -> list[str]:
    headers: Any = answer.headers
    return list(headers.getall("Set-Cookie", []))


@check(
    "service",
    looks_at="with `--service`, inside its container: the service's own health page says that it does its work",
    why="it knows best what it waits for",
    mend="look at the service's log",
)
async def service(patient: Patient) -> Verdict | list[Verdict]:
    """Asked on this machine, where only this container is."""
    if patient.service is None:
        return skipped("no service was named; inside its container use --service")
    inner = patient.service in PORTS
    port = patient.get("HEALTH_PORT") or PORTS[patient.service] if inner else patient.get("PORT")
    path = "/health/ready" if inner else f"{HEALTH}/ready"
    try:
        answer = await fetch(
            await patient.http(),
            "GET",
            f"http://127.0.0.1:{port}{path}",
            headers={},
            total_seconds=patient.wait_seconds,
        )
        told = msgspec.json.decode(answer.body, type=_Ready)
    except SourceError:
        return patient.grave(
            f"the {patient.service} does not answer on port {port} of this machine",
            "start it, or look here inside its container",
        )
    except msgspec.MsgspecError:
        return patient.grave(
            f"on port {port} of this machine answers something else than the {patient.service}"
        )
    if answer.status == 200:
        return ok(f"the {patient.service} says that it does its work")
    away = [name for name, one in told.checks.items() if isinstance(one, dict) and one.get("ok") is False]
    reasons = told.reasons or [f"{name} is away" for name in away if name in ("database", "redis")]
    return [
        problem(f"the {patient.service} does not do its work: {reason}")
        for reason in reasons or ["it does not say why"]
    ]


CHECKS = (web_url, networks, proxy_hops, web, web_headers, cookies, service)
