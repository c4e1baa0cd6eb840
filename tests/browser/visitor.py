"""Somebody who visits the page of a real api, with a browser of their own."""

from __future__ import annotations

from playwright.async_api import BrowserContext, Page, expect

PASSWORD = "olma-daraxti-gullagan-kun"


class Visitor:
    """Somebody with a browser of their own."""

    def __init__(self, context: BrowserContext, page: Page, origin: str) -> None:
        self.context, self.page, self.origin = context, page, origin

    async def go(self, path: str) -> None:
        """Open an address of the page."""
        await self.page.goto(self.origin + path)

    async def fill(self, **fields: str) -> None:
        """Fill the fields of the form by their names; only those of the main part."""
        for name, value in fields.items():
            await self.page.locator(f"main input[name={name}]:visible").first.fill(value)

    async def press(self, name: str) -> None:
        """Press the button of the main part with this name."""
        await self.page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()

    async def open_part(self, name: str) -> None:
        """Unfold what stands behind this line."""
        await self.page.locator("main summary", has_text=name).first.click()

    async def sign_up(self, email: str) -> None:
        """A new account, and back at home."""
        await self.go("/sign-up?lang=en")
        await self.fill(email=email, password=PASSWORD)
        await self.press("Sign up")
        await expect(self.page.get_by_label(f"Account of {email}")).to_be_visible()

    async def sign_out(self) -> None:
        """By the menu."""
        await self.page.get_by_label("Account of").click()
        await self.page.get_by_role("button", name="Sign out", exact=True).click()
        await expect(self.page.get_by_role("link", name="Sign in", exact=True).first).to_be_visible()
