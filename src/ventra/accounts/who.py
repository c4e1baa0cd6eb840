"""Who asks: a person in a session, a key of an organisation, or nobody; and from where."""

from __future__ import annotations

from uuid import UUID

import msgspec

from ventra.core.rights import NEEDED, Access, Role, at_least
from ventra.errors import NotAllowed, OperatorOnly, SignInNeeded


class Asker(msgspec.Struct, frozen=True):
    """Where a request comes from, for the audit log and the list of devices."""

    address: str
    device: str
    request_id: str


class Who(msgspec.Struct, frozen=True):
    """Who asks, and for which organisation; `role` is theirs in it, none when they have left it or it is suspended."""

    user_id: int | None = None
    session_id: UUID | None = None
    key_id: int | None = None
    org_id: int | None = None
    role: Role | None = None
    operator: bool = False
    per_minute: int | None = None
    chat_id: int | None = None
    """The chat of Telegram that they ask in, which is linked to their account."""

    @property
    def known(self) -> bool:
        """Whether it is anybody."""
        return self.session_id is not None or self.key_id is not None or self.chat_id is not None

    @property
    def org(self) -> int:
        """The organisation acted for. Raises `NotAllowed` where there is none."""
        if self.org_id is None or self.role is None:
            raise NotAllowed("there is no organisation to act for", needs="organisation")
        return self.org_id

    @property
    def person(self) -> int:
        """The person in this session or chat. Raises `NotAllowed` for a key, which is nobody's self."""
        if (self.session_id is None and self.chat_id is None) or self.user_id is None:
            raise NotAllowed("a key cannot do this: sign in", needs=Access.PERSON)
        return self.user_id


NOBODY = Who()


def must_be_allowed(who: Who, needed: Access) -> None:
    """Raise `SignInNeeded` when nobody is known, `NotAllowed` or `OperatorOnly` when they may not."""
    if needed is Access.OPEN:
        return
    if not who.known:
        raise SignInNeeded("sign in, or send a key")
    match needed:
        case Access.OPERATOR:
            if not who.operator:
                raise OperatorOnly("this is open to the operator only", needs=needed)
        case Access.PERSON:
            _ = who.person
        case _:
            _ = who.org
            if not at_least(who.role, NEEDED[needed]):
                raise NotAllowed(f"this takes the role of {needed} or more", needs=needed)
