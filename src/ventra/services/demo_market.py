"""The simulated market of a demo: recorded in its home, so that the next run goes on with the very same one."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from ventra.core.day import TASHKENT
from ventra.services.processes.children import LOOPBACK, free_port

SEED = 7
PRODUCTS = 1600
DAYS_OF_HISTORY = 62


@dataclass(frozen=True, slots=True)
class Market:
    """Which market it is (seed, size, first day) and where it answers."""

    home: Path
    seed: int
    products: int
    first_day: date
    port: int

    @property
    def seeded(self) -> Path:
        """Exists once the home holds the market's past."""
        return self.home / "history.done"

    def environment(self) -> dict[str, str]:
        """Where the marketplace is, for the services."""
        base = f"http://{LOOPBACK}:{self.port}"
        return {
            "UZUM_API_URL": f"{base}/api",
            "UZUM_GRAPHQL_URL": f"{base}/graphql/",
            "UZUM_TOKEN_URL": f"{base}/api/auth/token",
        }

    def simulator(self) -> list[str]:
        """Module and arguments of the simulator."""
        return ["ventra.simulator", "--port", str(self.port), *self._which()]

    def seeding(self) -> list[str]:
        """Module and arguments of what fills the past."""
        return ["ventra.services.seed", "--home", str(self.home), *self._which()]

    def _which(self) -> list[str]:
        days = ["--first-day", self.first_day.isoformat()]
        return ["--seed", str(self.seed), "--products", str(self.products), *days]


def market_of(home: Path) -> Market:
    """The market this home has been watching, or a new one; its port is kept while it is free."""
    record = home / "market.json"
    if record.exists():
        said = json.loads(record.read_text())
        market = Market(
            home,
            said["seed"],
            said["products"],
            date.fromisoformat(said["first_day"]),
            free_port(said["port"]),
        )
    else:
        first_day = datetime.now(TASHKENT).date() - timedelta(days=DAYS_OF_HISTORY)
        market = Market(home, SEED, PRODUCTS, first_day, free_port())
    known = {name: value for name, value in asdict(market).items() if name != "home"}
    half = record.with_suffix(".half")
    half.write_text(json.dumps(known | {"first_day": market.first_day.isoformat()}))
    half.replace(record)
    return market
