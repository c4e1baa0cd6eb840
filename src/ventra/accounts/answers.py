"""What the routes of accounts take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from ventra.accounts.store.audit import Deed
from ventra.accounts.store.organisations import Belonging
from ventra.accounts.store.passkeys import Passkey
from ventra.accounts.store.saved_views import SavedView
from ventra.accounts.store.sessions import Device
from ventra.accounts.store.users import Theme
from ventra.core.rights import Role
from ventra.core.texts import Language

__all__ = ["Belonging", "Deed", "Device", "Passkey"]

Keeping = Literal["cookies", "body"]
Email = Annotated[str, Meta(min_length=3, max_length=254)]
Password = Annotated[str, Meta(min_length=1, max_length=200)]
Code = Annotated[str, Meta(max_length=40)]
Secret = Annotated[str, Meta(min_length=8, max_length=200)]
Line = Annotated[str, Meta(max_length=200)]
Number = Annotated[int, Meta(ge=1, le=2**63 - 1)]


class SignUp(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody new."""

    email: Email
    password: Password
    name: Line = ""
    language: Language | None = None
    keep: Keeping = "cookies"


class SignIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody who has an account. `code`: of the app, or a recovery code, where the account asks for one."""

    email: Email
    password: Password
    code: Code | None = None
    keep: Keeping = "cookies"


class Opening(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A one-use link's secret."""

    secret: Secret
    keep: Keeping = "cookies"


class SecretOnly(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A one-use link's secret."""

    secret: Secret


class Refreshing(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A refresh token, where it is not in the cookie."""

    refresh_token: Annotated[str, Meta(max_length=200)] | None = None


class SessionStarted(Struct, frozen=True, kw_only=True):
    """A session. Tokens are in the body only for who asked for that; a page sends `page_proof` in `X-Page-Proof` with changes."""

    user_id: int
    page_proof: str
    access_seconds: int
    access_token: str | None = None
    refresh_token: str | None = None


class Person(Struct, frozen=True, kw_only=True):
    """Somebody, to themselves. `language` and `theme` of the page, null where they never chose."""

    user_id: int
    email: str | None
    email_verified: bool
    name: str
    language: Language | None
    theme: Theme | None
    operator: bool
    has_password: bool
    second_factor: bool
    recovery_codes_left: int
    telegram: bool


class Session(Struct, frozen=True, kw_only=True):
    """Who asks: nobody (`person` null), or a person with where they belong. `refreshable`: an ended access may be renewed."""

    person: Person | None
    org_id: int | None = None
    role: Role | None = None
    organisations: list[Belonging] = []
    page_proof: str | None = None
    refreshable: bool = False


class Acting(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The organisation to act for."""

    org_id: Number


class Devices(Struct, frozen=True):
    """Where a person is signed in."""

    items: list[Device]


class Ended(Struct, frozen=True):
    """How many sessions have ended."""

    ended: int


class Done(Struct, frozen=True):
    """It is done."""

    done: bool = True


class ResetWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whose password is lost."""

    email: Email


class NewPassword(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A link's secret and the password it sets."""

    secret: Secret
    password: Password


class PasswordChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The password of now, where there is one, and the one from then on."""

    password: Password
    current: Password | None = None
    code: Code | None = None


class Profile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What may be changed of oneself; what is left out stays."""

    name: Line | None = None
    language: Language | None = None
    theme: Theme | None = None


class Proof(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """That it is really you: the password where there is one, a code where one is asked for."""

    password: Password | None = None
    code: Code | None = None


class AppOffered(Struct, frozen=True):
    """A secret for an app that shows codes; in force once a code of it was sent. `qr_svg` shows `address`."""

    secret: str
    address: str
    qr_svg: str


class CodeOnly(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A code that the app shows."""

    code: Code


class RecoveryCodes(Struct, frozen=True):
    """Each opens the account once in the place of a code. Shown now and never again."""

    codes: list[str]


class EmailWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The address from then on, and that it is really you."""

    email: Email
    password: Password | None = None
    code: Code | None = None


class EmailConfirmed(Struct, frozen=True):
    """Whether the address has changed: not before both have confirmed."""

    changed: bool


class PasskeyOptions(Struct, frozen=True):
    """What the browser is asked (`PublicKeyCredentialCreationOptions` or `…RequestOptions` as JSON)."""

    options: dict[str, Any]


class PasskeyMade(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the browser answered (`PublicKeyCredential.toJSON()`), and what to call the passkey."""

    credential: dict[str, Any]
    name: Line = ""


class PasskeyShown(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the browser answered (`PublicKeyCredential.toJSON()`)."""

    credential: dict[str, Any]
    keep: Keeping = "cookies"


class PasskeyKept(Struct, frozen=True):
    """A passkey that signs in from now on."""

    passkey_id: str


class Passkeys(Struct, frozen=True):
    """A person's passkeys, the newest first."""

    items: list[Passkey]


class TelegramShown(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What Telegram signed: the Login Widget's fields, or a Mini App's `initData`; and a code where the account asks for one."""

    widget: dict[Annotated[str, Meta(max_length=64)], Annotated[str, Meta(max_length=2000)]] | None = None
    init_data: Annotated[str, Meta(max_length=8192)] | None = None
    code: Code | None = None
    keep: Keeping = "cookies"


class TelegramLinked(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What Telegram signed, and what proves that it is the person who links it."""

    widget: dict[Annotated[str, Meta(max_length=64)], Annotated[str, Meta(max_length=2000)]] | None = None
    init_data: Annotated[str, Meta(max_length=8192)] | None = None
    password: Password | None = None
    code: Code | None = None


class ChatLinkOffered(Struct, frozen=True):
    """Opens the bot and links the chat to the account, once; `qr_svg` shows `address` to a phone."""

    address: str
    qr_svg: str
    expires_at: datetime


class TelegramBot(Struct, frozen=True):
    """The bot that people sign in with: its number at Telegram, and its name (`None` before it has ever answered)."""

    bot_id: int
    username: str | None


class WaysIn(Struct, frozen=True):
    """`letters`: how links reach people. By `telegram` those to a linked chat alone; `none`: they come from the operator."""

    telegram: TelegramBot | None
    letters: Literal["mail", "telegram", "none"]


class OwnData(Struct, frozen=True, kw_only=True):
    """Everything that is kept of a person; secrets are kept as digests alone and are not in it."""

    person: Person
    created_at: datetime
    telegram_id: int | None
    telegram_name: str | None
    organisations: list[Belonging]
    devices: list[Device]
    passkeys: list[Passkey]
    views: list[SavedView]
    deeds: list[Deed]
