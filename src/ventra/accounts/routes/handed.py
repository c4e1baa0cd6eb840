"""What handlers are handed by name, and numbers as they stand in an address."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request
from litestar.di import NamedDependency
from litestar.params import PathParameter

from ventra.accounts.means import Means
from ventra.accounts.who import Who

MOST_ID = 2**63 - 1
Asking = Request[Any, Any, Any]
Pool = NamedDependency[Any]
Given = NamedDependency[Means]
Asked = NamedDependency[Who]
Number = Annotated[int, PathParameter(ge=1, le=MOST_ID)]
