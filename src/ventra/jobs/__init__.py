"""Everything that happens by itself, on one page. `docs/jobs.md` lists the same, and a test compares them.

Due times are rows of `job_schedule`; one worker at a time holds a job. Every step may run twice without harm.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from ventra.accounts.post import send_waiting
from ventra.accuracy.own_truth import learn_when_due as learn_own_when_due
from ventra.alerts import by_job as alerts
from ventra.alerts.bring import bring, plan_digests
from ventra.backup.due import is_due as backup_is_due
from ventra.backup.store import home_files
from ventra.catalog.store import watch
from ventra.collect import discover as discovering
from ventra.collect import follow as following
from ventra.collect import orphans
from ventra.collect.patience import patiently
from ventra.collect.sweep import queue_due
from ventra.collect.visit import still_collected
from ventra.collect.visit import visit as visit_products
from ventra.core.day import last_closed_day
from ventra.infra import keeping, months, store
from ventra.infra.db import transaction
from ventra.infra.job_rules import ALL, TRACKED, JobRule, QueuedRule
from ventra.infra.kept import KEPT
from ventra.infra.logs import logger
from ventra.jobs.means import Means
from ventra.market import niche_keep, query_look
from ventra.market.add_up import add_up
from ventra.outlook.due import is_due as outlook_is_due
from ventra.reports.by_job import cards, plan_reports, reports
from ventra.reports.report_bring import message_of
from ventra.sales.close import close_touched
from ventra.sales.learn import learn_when_due
from ventra.search import by_job as searching
from ventra.shop import by_job as shop
from ventra.sourcing import by_job as sourcing
from ventra.status.disk import measure as measure_disk
from ventra.status.store import note_closed
from ventra.status.watch import watch as watch_parts

DISCOVER_SECONDS = 30
"""A small category is one page: a turn that ended with each of them would leave most of the search budget unused."""
MONTHS_AHEAD = 3
_log = logger(__name__)


async def sweep(means: Means) -> None:
    """Lease what is due and queue it, never more than the budget visits within the lease; nothing while the host rests."""
    taken = await queue_due(
        means.pool,
        means.queue,
        means.client.urls.api_host,
        collect=means.collecting,
        per_second=means.product_per_second,
        clock=means.clock,
    )
    if taken:
        _log.info("queued visits", products=taken)


async def visit(means: Means, payload: Any) -> None:
    """Visit the products of a queued batch whose leases still hold; what is no longer collected goes back unseen."""
    queued = [watch.Lease(product_id, lease) for product_id, lease in payload["leases"]]
    leases = await patiently(
        lambda: still_collected(means.pool, queued, means.switch, means.collect), stopping=means.stopping
    )
    if len(leases) < len(queued):
        _log.info("gave visits back", products=len(queued) - len(leases), collecting=means.collecting)
    if not leases:
        return
    report = await visit_products(
        means.pool,
        means.client,
        leases,
        clock=means.clock,
        stopping=means.giving_back,
        kept=partial(alerts.after_visit, means.pool, clock=means.clock),
    )
    _log.info("visited", products=len(leases), outcomes=dict(report.outcomes), not_asked=report.not_asked)


async def discover(means: Means) -> None:
    """Steps of the walk over the marketplace's categories, for as long as the job's turn; the budget sets their pace."""
    until = means.clock() + timedelta(seconds=DISCOVER_SECONDS)
    while means.clock() < until and not means.stopping():
        report = await discovering.discover(means.pool, means.client, clock=means.clock)
        if report.pages or report.outcome != "ok":
            _log.info("discovered", category_id=report.category_id, new=report.new, outcome=report.outcome)
        if not report.pages or report.outcome != "ok":
            return


async def follow(means: Means) -> None:
    """A step through the goods of a followed shop."""
    report = await following.follow_shops(means.pool, means.client, clock=means.clock)
    if report.pages or report.outcome != "ok":
        _log.info("followed", shop=report.shop, new=report.new, outcome=report.outcome)


async def positions(means: Means) -> None:
    """Look up watched queries that are due, for as long as the job's turn."""
    how = (means.pool, means.client)
    if looks := await query_look.look_up(*how, clock=means.clock, stopping=means.stopping):
        _log.info("looked queries up", looks=looks)


async def close(means: Means) -> None:
    """Turn what was observed since into daily sales."""
    now = means.clock()
    days = await close_touched(means.pool, now=now)
    async with transaction(means.pool) as db:
        await note_closed(db, through=last_closed_day(now), changed_at=means.clock() if days else None)
    if days:
        _log.info("closed days", product_days=days)


async def judge(means: Means) -> None:
    """Judge rules by what no visit tells: days that were closed, goods that nobody looks at any more, newcomers."""
    if found := await alerts.judge(means.pool, clock=means.clock, stopping=means.stopping):
        _log.info("alerts", found=found)


async def outlook(means: Means) -> None:
    """Judge what rises and what comes next, once a day has closed everywhere."""
    refresh = means.refresh_outlook
    if refresh and await outlook_is_due(means.pool, now=means.clock()) and await refresh():
        _log.info("judged the market")


async def search(means: Means) -> None:
    """Index titles that are new, and put the same goods of different sellers together."""
    if done := await searching.keep(
        means.pool, means.keep_search, stopping=means.stopping, sending=means.sending
    ):
        _log.info("indexed for search", products=done)


async def categories(means: Means) -> None:
    """Add up the days of categories where those of their goods were closed since."""
    if days := await add_up(means.pool, now=means.clock()):
        _log.info("added up categories", category_days=days)


async def niches(means: Means) -> None:
    """Measure niches anew, once a day has closed everywhere."""
    now = means.clock()
    if await niche_keep.is_due(means.pool, now=now):
        _log.info("measured niches", niches=await niche_keep.keep(means.pool, now=now))


async def learn(means: Means) -> None:
    """Learn when in the day things are bought, when its time has come; days closed from then on go by it."""
    if lesson := await learn_when_due(means.pool, now=means.clock(), stopping=means.stopping):
        _log.info("learned the profile of the day", **lesson.in_short)


async def imports(means: Means) -> None:
    """Import files that people sent."""
    async with transaction(means.pool) as db:
        waiting = await store.files_wait(db)
    if waiting:
        await means.import_files()


async def homes(means: Means) -> None:
    """Make what organisations take home."""
    async with transaction(means.pool) as db:
        waiting = await home_files.wait(db)
    if waiting and means.make_home_files is not None:
        await means.make_home_files()


async def watch_all(means: Means) -> None:
    """How each part is, for the status page."""
    ask, collect = means.queue.counts, means.collecting
    await watch_parts(means.pool, collect=collect, ask_queue=ask, outage=means.outage, room=means.room)


async def deliver(means: Means) -> None:
    """Bring alerts, digests and reports that wait for letters and webhooks."""
    await bring(means, report=message_of)


async def letters(means: Means) -> None:
    """Send the letters that people asked for; without a mail server they wait for another way, and end."""
    if means.mail is not None:
        await send_waiting(means.pool, means.mail, now=means.clock())


async def measure(means: Means) -> None:
    """What the database takes on its disk, and when that would be full."""
    await measure_disk(means.pool, means.room, clock=means.clock)


async def accuracy(means: Means) -> None:
    """Measure how far off daily sales are, once a rule."""
    if means.measure_accuracy is not None:
        await means.measure_accuracy(means.pool)


async def own_fits(means: Means) -> None:
    """Learn what organisations' own shops say of our estimates, once a day."""
    if done := await learn_own_when_due(means.pool, now=means.clock(), stopping=means.stopping):
        _log.info("learned from own shops", organisations=done)


async def backup(means: Means) -> None:
    """Make the day's backup, when its time has come and nobody has made it yet."""
    if means.make_backup and await backup_is_due(means.pool, now=means.clock()):
        await means.make_backup()


async def partitions(means: Means) -> None:
    """Make the months to come."""
    async with transaction(means.pool) as db:
        await months.make_months(db, months.months_from(means.clock(), MONTHS_AHEAD))


async def clean(means: Means) -> None:
    """Delete what is kept for a time only, has grown too large or is nobody's any more, a batch a transaction."""
    gone = await keeping.delete_all_gone(means.pool, KEPT, means.clock, stopping=means.stopping)
    gone |= await orphans.leave(means.pool, means.clock, stopping=means.stopping)
    if any(gone.values()):
        _log.info("cleaned", **gone)


RULES: tuple[JobRule, ...] = (
    JobRule("sweep", 5, sweep, "leases products that are due and queues their visits", (TRACKED, ALL), True),
    JobRule("discover", DISCOVER_SECONDS, discover, "finds products: walks the shelf", (ALL,), True),
    JobRule("follow", 10, follow, "tracks all goods of the shops that are followed", (TRACKED, ALL), True),
    JobRule(
        "positions", 60, positions, "looks up watched queries and keeps who stood where", (TRACKED, ALL), True
    ),
    JobRule("close", 60, close, "turns new observations into daily sales and figures", fills=True),
    JobRule("alerts", 60, judge, "judges rules by closed days, and by what is not looked at", fills=True),
    JobRule("categories", 300, categories, "adds up the days of categories", fills=True),
    JobRule("search", 15, search, "indexes new titles and puts the same goods together", fills=True),
    JobRule("niches", 60, niches, "measures niches once a day has closed", fills=True),
    JobRule("outlook", 300, outlook, "judges what rises and what comes next", fills=True),
    JobRule("learn", 3600, learn, "learns when in the day things are bought, at most weekly", fills=True),
    JobRule("imports", 5, imports, "imports files that people sent", fills=True),
    JobRule("homes", 5, homes, "makes the files that organisations take home", fills=True),
    JobRule("cards", 2, cards, "makes report cards that were asked for", fills=True),
    JobRule("reports", 3, reports, "makes reports that were asked for or are due", fills=True),
    JobRule("schedules", 30, plan_reports, "begins reports whose hour has come", fills=True),
    JobRule(
        "rates", 600, sourcing.rates, "asks the central bank for its rates, a few times a day", fills=True
    ),
    JobRule(
        "suppliers", 5, sourcing.suppliers, "asks suppliers for offers, and matches price lists", fills=True
    ),
    JobRule(
        "own_shop",
        5,
        shop.own_shop,
        "reads own shops over the Seller API, a round a quarter of an hour",
        fills=True,
    ),
    JobRule("letters", 5, letters, "sends letters that confirm an address or set a new password"),
    JobRule("deliver", 5, deliver, "brings alerts, digests and reports by e-mail and to webhooks"),
    JobRule("digests", 60, plan_digests, "makes the digests whose hour has come"),
    JobRule("watch", 60, watch_all, "looks at each part and counts how it is, for the status page"),
    JobRule("measure", 600, measure, "measures what the database takes, and warns before its disk is full"),
    JobRule("accuracy", 60, accuracy, "measures how far off daily sales are, once a rule", fills=True),
    JobRule("own_fits", 3600, own_fits, "learns what own shops say of our estimates, once a day", fills=True),
    JobRule("backup", 300, backup, "makes the day's backup once it is 03:30 in Tashkent"),
    JobRule("partitions", 6 * 3600, partitions, "makes the partitions of this month and three ahead"),
    JobRule("clean", 3600, clean, "deletes what is kept for a time only, or is nobody's any more"),
)
_VISIT = "looks at a batch of products, keeps what is seen, says when each is due again"
QUEUED: tuple[QueuedRule, ...] = (QueuedRule("visit", visit, _VISIT),)


def rules_for(collect: str) -> tuple[JobRule, ...]:
    """The jobs that run while this is collected."""
    return tuple(rule for rule in RULES if collect in rule.collecting)
