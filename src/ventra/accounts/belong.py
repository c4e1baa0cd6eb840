"""Who belongs to an organisation: inviting, accepting, changing roles, leaving, removing, handing over."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from ventra.accounts import links, noting, plans
from ventra.accounts.means import INVITATIONS, SECRETS, Means
from ventra.accounts.store import audit, invitations, organisations
from ventra.accounts.store.invitations import Invited
from ventra.accounts.who import Asker, Who
from ventra.core.one_line import one_line
from ventra.core.rights import MANAGER, OWNER, Role, rank
from ventra.errors import BadInput, Conflict, LinkSpent, NotAllowed, NotFound
from ventra.infra.db import Connection, transaction
from ventra.infra.limits import network_of
from ventra.infra.roles import GATE_ROLE

LIFE = timedelta(days=7)
LONGEST_NOTE = 120
SPENT = "this invitation was used, taken back, or is too old: ask for a new one"


async def invite(
    pool: Any, means: Means, who: Who, *, role: Role, note: str, asker: Asker, now: datetime
) -> tuple[int, str]:
    """A link into the organisation with a role no higher than one's own: its number and its secret, which nobody keeps."""
    _no_higher(who, role)
    words = one_line(note, field="note", longest=LONGEST_NOTE)
    await means.limits.take([(INVITATIONS, str(who.org))])
    secret = links.new_secret()
    async with transaction(pool, org_id=who.org) as db:
        await _room_for_one(db, who.org)
        number = await invitations.add(
            db,
            who.org,
            links.digest(secret),
            role=role,
            note=words,
            invited_by=who.person,
            expires_at=now + LIFE,
        )
        await noting.note(db, who, asker, "invited", str(number), role=role)
    return number, secret


async def revoke(pool: Any, who: Who, invitation_id: int, *, asker: Asker, now: datetime) -> None:
    """Take an invitation back. `NotFound` when there is no open one of this number."""
    async with transaction(pool, org_id=who.org) as db:
        role = await invitations.revoke(db, who.org, invitation_id, now)
        if role is None:
            raise NotFound("there is no open invitation of this number")
        await noting.note(db, who, asker, "invitation_revoked", str(invitation_id), role=role)


async def look(pool: Any, means: Means, secret: str, *, asker: Asker, now: datetime) -> Invited:
    """What a link invites to. `LinkSpent` when it does not any more."""
    await means.limits.take([(SECRETS, network_of(asker.address))])
    async with transaction(pool, role=GATE_ROLE) as db:
        return await _open(db, secret, now)


async def accept(pool: Any, means: Means, who: Who, secret: str, *, asker: Asker, now: datetime) -> int:
    """Belong to the organisation of a link from now on; its number. `Conflict` when one does already."""
    await means.limits.take([(SECRETS, network_of(asker.address))])
    async with transaction(pool, role=GATE_ROLE) as db:
        invited = await _open(db, secret, now)
        await _room_for_one(db, invited.org_id)
        if not await organisations.put(db, invited.org_id, who.person, invited.role):
            raise Conflict("you belong to this organisation already")
        if not await invitations.use(db, invited.invitation_id, who.person, now):
            raise LinkSpent(SPENT, field="secret")
        await audit.note(
            db,
            asker,
            "joined",
            str(invited.invitation_id),
            org_id=invited.org_id,
            user_id=who.person,
            facts={"role": invited.role},
        )
    return invited.org_id


async def set_role(pool: Any, who: Who, user_id: int, role: Role, *, asker: Asker) -> None:
    """Give a member another role: neither theirs before nor theirs after may be above one's own, and one owner stays."""
    _no_higher(who, role)
    async with transaction(pool, org_id=who.org) as db:
        before = await _within_reach(db, who, user_id)
        await _an_owner_stays(db, who.org, before, role)
        await organisations.set_role(db, who.org, user_id, role)
        await noting.note(db, who, asker, "role_changed", str(user_id), before=before, after=role)


async def remove(pool: Any, who: Who, user_id: int, *, asker: Asker) -> None:
    """Let a member belong no more; oneself always, others as a manager. Their keys open nothing any more."""
    leaving = user_id == who.user_id and who.session_id is not None
    async with transaction(pool, org_id=who.org) as db:
        if not leaving and rank(who.role) < rank(MANAGER):
            raise NotAllowed("removing others takes the role of manager or more", needs=MANAGER)
        before = await _within_reach(db, who, user_id)
        await _an_owner_stays(db, who.org, before, None)
        await organisations.take_out(db, who.org, user_id)
        await noting.note(db, who, asker, "left" if leaving else "removed", str(user_id), role=before)


async def hand_over(pool: Any, who: Who, user_id: int, *, asker: Asker) -> None:
    """Make another member the owner in one's place, and be a manager from then on."""
    if user_id == who.person:
        raise BadInput("hand over to somebody else", field="user_id")
    async with transaction(pool, org_id=who.org) as db:
        await _within_reach(db, who, user_id)
        await organisations.set_role(db, who.org, user_id, OWNER)
        await organisations.set_role(db, who.org, who.person, MANAGER)
        await noting.note(db, who, asker, "handed_over", str(user_id))


async def _open(db: Connection, secret: str, now: datetime) -> Invited:
    found = await invitations.look(db, links.digest(secret), now)
    if found is None:
        raise LinkSpent(SPENT, field="secret")
    return found


def _no_higher(who: Who, role: Role) -> None:
    if rank(role) > rank(who.role):
        raise NotAllowed("nobody gives a role above their own", needs=role)


async def _within_reach(db: Connection, who: Who, user_id: int) -> Role:
    """A member's role, held until the transaction ends."""
    before = await organisations.role_of(db, who.org, user_id, hold=True)
    if before is None:
        raise NotFound("nobody of this number belongs to the organisation")
    if rank(before) > rank(who.role):
        raise NotAllowed("this member's role is above yours", needs=before)
    return before


async def _an_owner_stays(db: Connection, org_id: int, before: Role, after: Role | None) -> None:
    if before == OWNER and after != OWNER and await organisations.owners(db, org_id) == 1:
        raise Conflict("this is the only owner: hand the organisation over first")


async def _room_for_one(db: Connection, org_id: int) -> None:
    await organisations.hold(db, org_id)
    await plans.must_allow(db, org_id, "members", await organisations.count(db, org_id) + 1)
