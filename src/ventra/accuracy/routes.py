"""How far off daily sales are, over HTTP: the newest back-tests, how they went, each report whole; and by one's own shop."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from litestar import Response, get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter

from ventra.accounts.guard import asker_of
from ventra.accounts.routes.handed import Asked, Asking
from ventra.accuracy import own_truth, store
from ventra.accuracy.answers import Accuracy, AccuracyHistory
from ventra.accuracy.own_answers import OwnAccuracy, OwnSwitch
from ventra.core.rights import Access
from ventra.core.sales import RULE
from ventra.infra.db import transaction

Pool = NamedDependency[Any]
ResultId = Annotated[int, PathParameter(ge=1, le=2**63 - 1)]


@get(
    "/accuracy",
    operation_id="read_accuracy",
    access=Access.OPEN,
    tags=["accuracy"],
    summary="How far off are daily sales?",
)
async def read_accuracy(pool: Pool) -> Accuracy:
    """The newest back-test over each kind of truth, by the code of `ventra backtest sales`. A simulator is not the market.

    A new release measures itself; while there is no result of the rule in force, `results` are those of the rule before, or none.
    """
    async with transaction(pool) as db:
        found = await store.newest(db)
    return Accuracy(RULE, found)


@get(
    "/accuracy/history",
    operation_id="read_accuracy_history",
    access=Access.OPEN,
    tags=["accuracy"],
    summary="How accuracy went from release to release",
)
async def read_accuracy_history(pool: Pool) -> AccuracyHistory:
    """Our scores over all rows of the newest 50 back-tests of each source."""
    async with transaction(pool) as db:
        return AccuracyHistory(await store.history(db))


@get(
    "/accuracy/{result_id:int}/report",
    operation_id="read_accuracy_report",
    access=Access.OPEN,
    tags=["accuracy"],
    summary="A back-test's report",
    media_type="application/json",
)
async def read_accuracy_report(pool: Pool, result_id: ResultId) -> Response[bytes]:
    """Scores by rule and cell, byte for byte as `ventra backtest sales --json` printed them."""
    async with transaction(pool) as db:
        body = await store.report(db, result_id)
    headers = {"Content-Disposition": f'attachment; filename="ventra-accuracy-{result_id}.json"'}
    return Response(body, media_type="application/json", headers=headers)


@get(
    "/accuracy/own",
    operation_id="read_own_accuracy",
    access=Access.VIEWER,
    tags=["accuracy"],
    summary="Our estimates against one's own shop",
)
async def read_own_accuracy(pool: Pool, who: Asked) -> OwnAccuracy:
    """What an own shop truly sold against our estimate of the same goods, by category and velocity; its organisation's alone."""
    return await own_truth.read(pool, who)


@put(
    "/accuracy/own",
    operation_id="switch_own_accuracy",
    access=Access.OWNER,
    tags=["accuracy"],
    summary="Correct estimates by one's own shop, or do not",
)
async def switch_own_accuracy(
    request: Asking, pool: Pool, who: Asked, data: JSONBody[OwnSwitch]
) -> OwnAccuracy:
    """Switch on or off what corrects the estimates that the organisation sees of the categories it sells in."""
    await own_truth.switch(pool, who, on=data.on, asker=asker_of(request), now=datetime.now(UTC))
    return await own_truth.read(pool, who)


ROUTES = (
    read_accuracy,
    read_accuracy_history,
    read_accuracy_report,
    read_own_accuracy,
    switch_own_accuracy,
)
