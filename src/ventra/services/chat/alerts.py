"""Alerts in a chat: what is open, why it was told, and what can be done about it: a day's rest, another limit, an end."""

from __future__ import annotations

from ventra.accounts.by_chat import CHAT
from ventra.accounts.who import Who, must_be_allowed
from ventra.alerts import inbox, manage
from ventra.alerts.answers import Alert, ConditionWish, Mute, Rule, RuleChange
from ventra.core.limits_near import limits_near
from ventra.core.rights import Access
from ventra.core.rule_kinds import KINDS
from ventra.core.talk import Button, Reply
from ventra.errors import BadInput, NotFound
from ventra.services.chat.alert_texts import ALERT_TEXTS
from ventra.services.chat.asked import Asked
from ventra.services.chat.telling import facts_of, measured, named, told_in_short

LISTED = 8
MARK = "a:"
REST_HOURS = 24


async def listed(asked: Asked, who: Who) -> Reply:
    """The newest alerts, those that still hold first; a button for each."""
    page = await inbox.page(asked.pool, who, limit=4 * LISTED, cursor=None)
    found = sorted(page.items, key=lambda one: one.closed_at is not None)[:LISTED]
    manager = asked.opens("/alerts", asked.words(ALERT_TEXTS, "manage"))
    if not found:
        return Reply(asked.words(ALERT_TEXTS, "none"), manager)
    lines = [asked.words(ALERT_TEXTS, "title")]
    for n, alert in enumerate(found, 1):
        state = "🔴" if alert.closed_at is None else "⚪️"
        lines.append(f"{n}. {state} {_linked(asked, alert)}\n{told_in_short(asked, alert)}")
    buttons = [Button(str(n), f"{MARK}one:{alert.alert_id}") for n, alert in enumerate(found, 1)]
    return Reply("\n\n".join(lines), (*buttons, *manager), per_row=4)


async def pressed(asked: Asked, who: Who, data: str) -> Reply:
    """A button of an alert. `NotFound` for one that is gone or another organisation's, `BadInput` for what is no button."""
    deed, number, rest = (*data.removeprefix(MARK).split(":", 2), "", "")[:3]
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        raise BadInput("this is no button of ours")
    alert = await inbox.one(asked.pool, who, int(number))
    if deed == "one":
        return Reply(
            f"{_bold(asked, alert)}\n{told_in_short(asked, alert)}", _deeds(asked, alert), fresh=True
        )
    if deed == "why":
        return _why(asked, alert)
    must_be_allowed(who, Access.ANALYST)
    match deed:
        case "snooze":
            return await _muted(asked, who, alert, REST_HOURS, "snoozed")
        case "mute":
            return await _muted(asked, who, alert, None, "muted")
        case "unmute":
            return await _unmuted(asked, who, alert)
        case "limit":
            return _limits(asked, alert, await _rule(asked, who, alert))
        case "set":
            return await _set(asked, who, alert, rest)
        case "stop":
            return _stop(asked, alert)
        case "off" | "on":
            return await _switched(asked, who, alert, deed == "on")
        case _:
            raise BadInput("this is no button of ours")


def _why(asked: Asked, alert: Alert) -> Reply:
    words = [_bold(asked, alert), named(asked, alert.told), *facts_of(asked, alert)]
    if alert.rule_name:
        words.append(asked.words(ALERT_TEXTS, "rule", name=alert.rule_name[:80]))
    page = asked.opens(_path(alert, why=True), asked.words(ALERT_TEXTS, "open_why"))
    return Reply("\n".join(words), (*page, *_deeds(asked, alert)[1:]), fresh=True)


async def _muted(asked: Asked, who: Who, alert: Alert, hours: int | None, said: str) -> Reply:
    mute = Mute(rule_id=alert.rule_id, hours=hours)
    await manage.mute(asked.pool, who, alert.subject.id, mute, asker=CHAT)
    words = asked.words(ALERT_TEXTS, said, title=_title(asked, alert))
    undo = Button(asked.words(ALERT_TEXTS, "undo"), f"{MARK}unmute:{alert.alert_id}")
    return Reply(words, (undo,), fresh=said == "snoozed")


async def _unmuted(asked: Asked, who: Who, alert: Alert) -> Reply:
    await manage.unmute(asked.pool, who, alert.subject.id, alert.rule_id, asker=CHAT)
    return Reply(asked.words(ALERT_TEXTS, "unmuted", title=_title(asked, alert)))


def _limits(asked: Asked, alert: Alert, rule: Rule) -> Reply:
    condition = rule.conditions[_place(alert, rule)]
    kind = KINDS[condition.kind]
    offered = limits_near(condition.limit, condition.unit, least=kind.least, most=kind.most)
    if not offered:
        return Reply(asked.words(ALERT_TEXTS, "no_limit"), fresh=True)
    now = measured(asked, condition.limit, condition.unit)
    words = f"{named(asked, alert.told)}\n{asked.words(ALERT_TEXTS, 'limit_asked', now=now)}"
    buttons = [
        Button(measured(asked, one, condition.unit), f"{MARK}set:{alert.alert_id}:{one:g}") for one in offered
    ]
    return Reply(words, tuple(buttons), fresh=True)


async def _set(asked: Asked, who: Who, alert: Alert, wanted: str) -> Reply:
    try:
        limit = float(wanted)
    except ValueError:
        raise BadInput("this is no limit") from None
    rule = await _rule(asked, who, alert)
    place = _place(alert, rule)
    before = rule.conditions[place]
    conditions = list(rule.conditions)
    conditions[place] = ConditionWish(
        kind=before.kind, limit=limit, unit=before.unit, days=before.days, other=before.other
    )
    await manage.change(asked.pool, who, rule.rule_id, RuleChange(conditions=conditions), asker=CHAT)
    words = asked.words(
        ALERT_TEXTS,
        "limit_set",
        limit=measured(asked, limit, before.unit),
        before=measured(asked, before.limit, before.unit),
    )
    undo = Button(asked.words(ALERT_TEXTS, "undo"), f"{MARK}set:{alert.alert_id}:{before.limit:g}")
    return Reply(words, (undo,))


def _stop(asked: Asked, alert: Alert) -> Reply:
    return Reply(
        asked.words(ALERT_TEXTS, "stop_asked", title=_title(asked, alert)),
        (
            Button(asked.words(ALERT_TEXTS, "stop_product"), f"{MARK}mute:{alert.alert_id}"),
            Button(asked.words(ALERT_TEXTS, "stop_rule"), f"{MARK}off:{alert.alert_id}"),
        ),
        fresh=True,
    )


async def _switched(asked: Asked, who: Who, alert: Alert, on: bool) -> Reply:
    await manage.change(asked.pool, who, alert.rule_id, RuleChange(enabled=on), asker=CHAT)
    if on:
        return Reply(asked.words(ALERT_TEXTS, "rule_on"))
    undo = Button(asked.words(ALERT_TEXTS, "undo"), f"{MARK}on:{alert.alert_id}")
    return Reply(asked.words(ALERT_TEXTS, "rule_off"), (undo,))


async def _rule(asked: Asked, who: Who, alert: Alert) -> Rule:
    found = await manage.one(asked.pool, who, alert.rule_id)
    if not found.conditions:
        raise NotFound("the rule has no condition any more")
    return found


def _place(alert: Alert, rule: Rule) -> int:
    """Which condition the alert was told by; the first, once that is no more."""
    told = alert.told
    alike = [n for n, one in enumerate(rule.conditions) if one.kind == told.kind and one.unit == told.unit]
    return alike[0] if alike else 0


def _deeds(asked: Asked, alert: Alert) -> tuple[Button, ...]:
    return tuple(
        Button(asked.words(ALERT_TEXTS, f"deed.{deed}"), f"{MARK}{deed}:{alert.alert_id}")
        for deed in ("why", "snooze", "limit", "stop")
    )


def _title(asked: Asked, alert: Alert) -> str:
    return asked.called(alert.subject.id, alert.subject.titles)


def _linked(asked: Asked, alert: Alert) -> str:
    return asked.link(_path(alert), _title(asked, alert))


def _bold(asked: Asked, alert: Alert) -> str:
    return f"<b>{_linked(asked, alert)}</b>"


def _path(alert: Alert, *, why: bool = False) -> str:
    if alert.subject.kind != "product":
        return f"/{'c' if alert.subject.kind == 'category' else 's'}/{alert.subject.id}"
    return f"/p/{alert.subject.id}?range=7{'&why=7' if why else ''}"
