"""`make bench`: every benchmark on stores of its own; prints a table, writes `bench/results.json`; 1 when one falls short.

`make bench ARGS="loading memory"` runs the named ones alone and leaves `results.json` as it is; `ARGS=--keep` runs all and puts
the results on top of the history in `docs/bench.md`.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import history
from bench.adding_up import adding_up
from bench.backing_up import backing_up
from bench.closing import closing
from bench.comparing import comparing
from bench.delivering import delivering
from bench.exporting import exporting
from bench.forecasting import forecasting
from bench.importing import importing
from bench.judging import judging
from bench.loading import loading
from bench.memory import idle_memory
from bench.metering import metering
from bench.niches import niches
from bench.one_product import one_product
from bench.opening import opening
from bench.outlook import outlook
from bench.own_sums import own_sums
from bench.own_truth import own_truth
from bench.pacing import pacing
from bench.queueing import queueing
from bench.reading import reading
from bench.result import Result
from bench.rising import rising_products
from bench.scoring import scoring
from bench.scrolling import scrolling
from bench.searching import searching
from bench.signing_in import signing_in
from bench.starting import starting
from bench.storing import storing
from bench.telling import telling
from bench.vacuuming import vacuuming
from bench.visit_memory import visit_memory
from bench.visiting import visiting
from ventra.infra.migrate import upgrade
from ventra.services.embedded.postgres import EmbeddedPostgres
from ventra.services.embedded.redis import EmbeddedRedis

RESULTS = Path(__file__).with_name("results.json")
KEEP = "--keep"


BENCHES: dict[str, Callable[[str, str], list[Result]]] = {
    "memory": idle_memory,
    "forecasting": forecasting,
    "importing": importing,
    "closing": closing,
    "one_product": one_product,
    "loading": loading,
    "reading": reading,
    "signing_in": signing_in,
    "storing": storing,
    "metering": metering,
    "pacing": pacing,
    "starting": starting,
    "backing_up": backing_up,
    "judging": judging,
    "visiting": visiting,
    "queueing": queueing,
    "visit_memory": visit_memory,
    "vacuuming": vacuuming,
    "comparing": comparing,
    "scrolling": scrolling,
    "opening": opening,
    "adding_up": adding_up,
    "outlook": outlook,
    "delivering": delivering,
    "telling": telling,
    "rising": rising_products,
    "scoring": scoring,
    "searching": searching,
    "niches": niches,
    "own_truth": own_truth,
    "own_sums": own_sums,
    "exporting": exporting,
}


def main(names: list[str]) -> int:
    """Run those named, or all; tell each as it comes."""
    keeping = names == [KEEP]
    names = [] if keeping else names
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        print(f"there is no benchmark {', '.join(unknown)}; there are {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    results: list[Result] = []
    for name in names or BENCHES:
        with _stores() as (database, keys):
            found = BENCHES[name](database, keys)
        for result in found:
            print(result.line(), flush=True)
        results += found
    if not names:
        told = {"machine": history.machine(), "results": [result.told() for result in results]}
        RESULTS.write_text(json.dumps(told, indent=2) + "\n")
    if keeping:
        history.keep(results)
    short = [result.name for result in results if not result.fine]
    if short:
        print("falls short: " + ", ".join(short), file=sys.stderr)
    return 1 if short else 0


@contextmanager
def _stores() -> Iterator[tuple[str, str]]:
    """A Postgres at the newest schema and a Redis, empty, for one benchmark."""
    home = Path(tempfile.mkdtemp(prefix="ventra-bench-"))
    home.chmod(0o755)
    postgres, redis = EmbeddedPostgres(home), EmbeddedRedis(home)
    try:
        database, keys = postgres.start(), redis.start()
        upgrade(database)
        yield database, keys
    finally:
        redis.stop()
        postgres.stop()
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
