"""Lost and stuck goods of an own shop with the day until which they can be claimed, and how far somebody has come with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, get_args

import numpy as np

from ventra.accounts.noting import note
from ventra.accounts.store import organisations
from ventra.accounts.who import Asker, Who
from ventra.core.day import day_of, from_day_number, to_day_number
from ventra.core.one_line import one_line
from ventra.core.own_missing import CLAIM_DAYS, Balance, Scheme, deadline, missing_now, not_come, until
from ventra.errors import NotFound
from ventra.infra.db import transaction
from ventra.shop.loss_answers import ClaimState, ClaimWish, Loss, Losses, LossKind
from ventra.shop.store import claims, goods, losses
from ventra.shop.store.losses import Warehouse

NEEDED = ("invoices", "orders", "returns", "skus")
"""Lists without which nothing can be said to be missing."""
KINDS: tuple[LossKind, ...] = get_args(LossKind)


@dataclass(frozen=True, slots=True)
class _Found:
    """A loss before anybody said anything of it."""

    kind: LossKind
    numbers: tuple[int, ...]
    scheme: Scheme
    pieces: int
    since: date
    sku_id: int | None = None
    product_id: int | None = None
    title: str | None = None
    reference: str | None = None
    or_earlier: bool = False

    @property
    def subject(self) -> str:
        """By what it is named, as long as it lasts."""
        return "-".join((self.kind, *map(str, self.numbers)))


async def listed(
    db: Any,
    org_id: int,
    shop_id: int | None,
    *,
    now: datetime,
    state: ClaimState | None = None,
    kind: LossKind | None = None,
    limit: int,
) -> Losses:
    """All that is lost or stuck now, the nearest deadline first; at most `limit` of them are shown."""
    unknown = await goods.not_whole(db, org_id, NEEDED, shop_id)
    named = {row["sku_id"]: row for row in await goods.listed(db, org_id, shop_id)}
    said = await claims.listed(db, org_id)
    found = [_told(one, named, said, now) for one in await _all(db, org_id, shop_id, unknown, now)]
    wanted = [one for one in found if state in (None, one.state) and kind in (None, one.kind)]
    wanted.sort(key=lambda one: (one.deadline, one.subject))
    still = [one for one in found if one.state == "open"]
    costs = [one.cost_uzs for one in still]
    return Losses(
        fbo_days=CLAIM_DAYS["FBO"],
        fbs_days=CLAIM_DAYS["FBS"],
        unknown=unknown,
        total=len(wanted),
        open=len(still),
        open_cost_uzs=None if None in costs else sum(one or 0 for one in costs),
        items=wanted[:limit],
    )


async def say(pool: Any, who: Who, subject: str, wish: ClaimWish, *, now: datetime, asker: Asker) -> Loss:
    """Say how far the claim for a loss has come; `NotFound` where there is no such loss now."""
    text = one_line(wish.note, field="note", longest=300)
    async with transaction(pool, org_id=who.org) as db:
        await organisations.hold(db, who.org)
        unknown = await goods.not_whole(db, who.org, NEEDED)
        for one in await _all(db, who.org, None, unknown, now):
            if one.subject == subject:
                break
        else:
            raise NotFound("nothing of this name is lost")
        if wish.state == "open":
            await claims.forget(db, who.org, subject)
        else:
            await claims.say(
                db, who.org, who.user_id, subject, state=wish.state, pieces=one.pieces, note=text
            )
        await note(db, who, asker, "own_claim_said", subject, state=wish.state)
        named = {row["sku_id"]: row for row in await goods.listed(db, who.org)}
        return _told(one, named, await claims.listed(db, who.org), now)


async def _all(
    db: Any, org_id: int, shop_id: int | None, unknown: Iterable[str], now: datetime
) -> list[_Found]:
    found = [] if [*unknown] else _missing(await losses.warehouse(db, org_id, shop_id, now))
    for row in await losses.short(db, org_id, shop_id, now):
        numbers = row["invoice_id"], row["sku_id"]
        about = {name: row[name] for name in ("pieces", "sku_id", "product_id", "title")}
        found.append(
            _Found("short", numbers, "FBO", since=day_of(row["since"]), reference=row["number"], **about)
        )
    for row in await losses.returns_stuck(db, org_id, shop_id, now):
        scheme: Scheme = "FBS" if row["kind"] == "FBS" else "FBO"
        since, reference = day_of(row["since"]), row["number"] or row["stock"]
        found.append(
            _Found("return_stuck", (row["return_id"],), scheme, row["pieces"], since, reference=reference)
        )
    for row in await losses.orders_stuck(db, org_id, shop_id, now):
        since = day_of(row["since"])
        found.append(
            _Found("order_stuck", (row["order_id"],), "FBS", row["pieces"], since, reference=row["status"])
        )
    return found + _not_back(await losses.to_come_back(db, org_id, shop_id, now))


def _missing(held: Warehouse) -> list[_Found]:
    accepted, sold, given_back = (
        until(held.sku, held.day, one.sku, one.day, one.pieces)
        for one in (held.accepted, held.sold, held.given_back)
    )
    balance = Balance(held.sku, held.day, accepted, sold, given_back, held.defected, held.pending, held.stock)
    now = missing_now(balance)
    columns = zip(
        now.sku.tolist(), now.pieces.tolist(), now.since.tolist(), now.or_earlier.tolist(), strict=True
    )
    return [
        _Found("missing", (sku,), "FBO", pieces, from_day_number(since), sku, or_earlier=bool(earlier))
        for sku, pieces, since, earlier in columns
    ]


def _not_back(rows: list[Mapping[str, Any]]) -> list[_Found]:
    sku, pieces, come = (
        np.array([row[name] for row in rows], np.int64) for name in ("sku_id", "pieces", "come")
    )
    return [
        _Found(
            "not_back", (row["order_id"], row["sku_id"]), "FBS", left, day_of(row["since"]), row["sku_id"], row["product_id"],
            reference=str(row["order_id"]),
        )
        for row, left in zip(rows, not_come(sku, pieces, come).tolist(), strict=True)
        if left
    ]  # fmt: skip


def _told(
    one: _Found, named: Mapping[int, Mapping[str, Any]], said: Mapping[str, Mapping[str, Any]], now: datetime
) -> Loss:
    row = named.get(one.sku_id) if one.sku_id is not None else None
    claim = said.get(one.subject)
    until_day = from_day_number(deadline(to_day_number(one.since), one.scheme))
    # What was said of fewer pieces says nothing of those that are lost since.
    covered = claim is not None and claim["pieces"] >= one.pieces
    return Loss(
        subject=one.subject,
        kind=one.kind,
        scheme=one.scheme,
        sku_id=one.sku_id,
        product_id=one.product_id if row is None else row["product_id"],
        title=one.title if row is None else row["title"] or row["product_title"],
        reference=one.reference,
        pieces=one.pieces,
        since=one.since,
        or_earlier=one.or_earlier,
        deadline=until_day,
        days_left=(until_day - day_of(now)).days,
        cost_uzs=_worth(row, "purchase_price", one.pieces),
        price_uzs=_worth(row, "price_uzs", one.pieces),
        state=claim["state"] if claim is not None and covered else "open",
        said_of=None if claim is None else claim["pieces"],
        note="" if claim is None else claim["note"],
        changed_at=None if claim is None else claim["changed_at"],
    )


def _worth(row: Mapping[str, Any] | None, name: str, pieces: int) -> int | None:
    return row[name] * pieces if row is not None and row[name] else None
