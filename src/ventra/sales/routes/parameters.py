"""The first and the last day of what is asked for, as every route names them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from litestar.params import QueryParameter

from ventra.sales.asked import DEFAULT_DAYS

FirstDay = Annotated[
    date | None,
    QueryParameter(name="from", description=f"first Tashkent day; {DEFAULT_DAYS} days by default"),
]
LastDay = Annotated[date | None, QueryParameter(name="to", description="last Tashkent day; today by default")]
