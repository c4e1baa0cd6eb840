"""Accounts as their people meet them: the page over the real api, from signing up to a viewer who cannot write."""

from __future__ import annotations

from pathlib import Path

import asyncpg
import pyotp
import pytest
from playwright.async_api import expect

from browser.opened import CUT, SIDEWAYS, keep_picture
from browser.visitor import PASSWORD, Visitor
from fixtures.seldom import seldom
from ventra.backup.home_made import make_waiting
from ventra.infra.db import open_pool
from ventra.infra.roles import WORKER_ROLE

pytestmark = pytest.mark.browser
OWNER, GUEST = "anvar@dokon.uz", "lola@dokon.uz"


async def test_from_signing_up_to_a_viewer_who_cannot_write(visitors: list[Visitor]) -> None:
    owner, guest = visitors
    page = owner.page

    # Signs up, and turns codes on.
    await owner.sign_up(OWNER)
    await owner.go("/account?lang=en")
    part = page.locator("section", has=page.get_by_role("heading", name="Codes of an app"))
    await part.locator("input[name=password]").first.fill(PASSWORD)
    await part.get_by_role("button", name="Switch on").click()
    await expect(part.get_by_alt_text("The key as a picture")).to_be_visible()
    secret = (await part.locator("pre").inner_text()).strip()
    totp = pyotp.TOTP(secret)
    await part.locator("input[name=code]").fill(totp.now())
    await part.get_by_role("button", name="Confirm").click()
    await expect(part.get_by_text("On; 10 recovery codes are left")).to_be_visible()
    codes = (await part.locator("pre").inner_text()).split()
    assert len(codes) == 10
    await part.get_by_role("button", name="I have kept them").click()

    # Signs out, and in again with a code.
    await owner.sign_out()
    await owner.go("/sign-in?lang=en")
    await owner.fill(email=OWNER, password=PASSWORD)
    await owner.press("Sign in")
    await expect(page.locator("input[name=code]")).to_be_visible()
    await owner.fill(code=codes[0])
    await owner.press("Sign in")
    await expect(page.get_by_label(f"Account of {OWNER}")).to_be_visible()

    # Adds a passkey, and signs in with it on the other device.
    await add_passkey(owner, codes[1])
    await owner.sign_out()
    await owner.go("/sign-in?lang=en")
    await owner.press("Sign in with a passkey")
    await expect(page.get_by_label(f"Account of {OWNER}")).to_be_visible()

    # Sees the other device, and signs it out.
    other = guest
    await other.go("/sign-in?lang=en")
    await other.fill(email=OWNER, password=PASSWORD)
    await other.press("Sign in")
    await other.fill(code=codes[2])
    await other.press("Sign in")
    await expect(other.page.get_by_label(f"Account of {OWNER}")).to_be_visible()
    await owner.go("/account?lang=en")
    await page.get_by_role("button", name="Sign out there").first.click()
    await expect(page.get_by_role("button", name="Sign out there")).to_have_count(0)
    await other.go("/account?lang=en")
    await expect(other.page.get_by_text("Sign in to go on")).to_be_visible()

    # Invites a viewer, who joins, sees, and cannot write.
    await owner.go("/team?lang=en")
    await owner.press("Make the link")
    link = await page.locator("pre", has_text="/join#").inner_text()
    await guest.page.goto(link.strip())
    await expect(guest.page.get_by_text("invites you to")).to_be_visible()
    await guest.page.get_by_role("link", name="Sign up", exact=True).click()
    await guest.fill(email=GUEST, password=PASSWORD)
    await guest.press("Sign up")
    await guest.press("Accept")
    await expect(guest.page.get_by_text("Your role: viewer")).to_be_visible()
    await guest.go("/p/1700001?lang=en")
    track = guest.page.get_by_role("button", name="Track", exact=True)
    await expect(track).to_be_disabled()
    await expect(guest.page.get_by_text("This takes the role of analyst or more")).to_be_visible()
    status = await guest.page.evaluate(
        "fetch('/api/v1/session').then(r => r.json()).then(s => fetch('/api/v1/products/1700001/track', "
        "{method: 'POST', headers: {'X-Page-Proof': s.page_proof}})).then(r => r.status)"
    )
    assert status == 403
    await owner.go("/p/1700001?lang=en")
    await page.get_by_role("button", name="Track", exact=True).click()
    await expect(page.get_by_role("button", name="Tracked", exact=False)).to_be_enabled()
    await guest.page.reload()
    await expect(guest.page.get_by_role("button", name="Tracked", pressed=True)).to_be_visible()


async def add_passkey(one: Visitor, code: str) -> None:
    """With a virtual authenticator in the browser."""
    session = await one.context.new_cdp_session(one.page)
    await session.send("WebAuthn.enable")
    await session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
                "isUserVerified": True, "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip
    await one.go("/account?lang=en")
    part = one.page.locator("section", has=one.page.get_by_role("heading", name="Passkeys"))
    await part.locator("summary").click()
    await part.locator("input[name=name]").fill("my phone")
    await part.locator("input[name=password]").fill(PASSWORD)
    await part.locator("input[name=code]").fill(code)
    await part.get_by_role("button", name="Add a passkey").click()
    await expect(part.get_by_text("my phone")).to_be_visible()


async def test_an_access_that_is_over_is_renewed_without_a_word(
    visitors: list[Visitor], database_url: str
) -> None:
    owner, _ = visitors
    await owner.sign_up(OWNER)
    cookies = await owner.context.cookies()
    assert {one["name"]: one["httpOnly"] for one in cookies} == {
        "ventra_access": True, "ventra_refresh": True, "ventra_device": True,
    }  # fmt: skip
    await owner.context.clear_cookies(name="ventra_access")
    await owner.page.evaluate("localStorage.setItem('ventra.access-until', '1')")
    await owner.go("/account?lang=en")
    await expect(owner.page.get_by_text("this one")).to_be_visible()
    db = await asyncpg.connect(database_url)
    assert await db.fetchval("SELECT max(rotations) FROM sessions") == 1, "once, however much the page asks"
    await db.execute("UPDATE sessions SET ended_at = now()")
    await db.close()
    await owner.page.evaluate("localStorage.setItem('ventra.access-until', '1')")
    await owner.page.reload()
    await expect(owner.page.get_by_text("Sign in to go on")).to_be_visible()


async def test_an_owner_takes_everything_home(owner: Visitor, database_url: str) -> None:
    page = owner.page
    await owner.go("/team?lang=en")
    await page.get_by_role("button", name="Make the file").click()
    await expect(page.get_by_text("It waits for its turn.")).to_be_visible()
    pool = await open_pool(database_url, role=WORKER_ROLE)
    assert await make_waiting(pool, database_url) == 1
    await pool.close()
    await expect(page.get_by_text("Ready:")).to_be_visible()
    async with page.expect_download() as coming:
        await page.get_by_role("link", name="Download").click()
    file = await (await coming.value).path()
    assert file.read_bytes()[:2] == b"\x1f\x8b"
    await expect(page.get_by_role("button", name="Make it anew")).to_be_visible()


OPEN_TO_ALL = ("/sign-in", "/sign-up", "/reset", "/verify", "/join")
OWN = ("/account", "/team", "/keys", "/audit")


@pytest.mark.parametrize("lang", ["ru", "uz-Cyrl", *seldom("uz", "en")])
async def test_every_page_of_accounts_fits_a_phone_and_a_desk(
    visitors: list[Visitor], checkout: Path, lang: str
) -> None:
    owner, guest = visitors
    pictures = checkout / "test-results" / "page"
    await owner.sign_up(OWNER)
    for one, paths in ((owner, OWN), (guest, OPEN_TO_ALL)):
        for path in paths:
            await one.go(f"{path}?lang={lang}")
            await expect(one.page.get_by_role("heading", level=1)).to_be_visible()
            await expect(one.page.get_by_role("main").get_by_role("status")).to_have_count(0)
            for width in (1280, 360, 320):
                await one.page.set_viewport_size({"width": width, "height": 800})
                name = f"accounts-{path.strip('/')}-{width}-{lang}.png"
                await keep_picture(one.page, pictures / name, lang=lang, width=width)
                assert await one.page.evaluate(SIDEWAYS) == [], f"{path} at {width} px"
                assert await one.page.evaluate(CUT) == [], f"{path} at {width} px"
