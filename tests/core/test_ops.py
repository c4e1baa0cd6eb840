"""Alert rules and the dashboard speak of what is exposed, and of every alert the runbook says what to do."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import yaml

from fakes.railway_verbs import parse
from fixtures.ops import dashboard, exposed, grouped_by, metrics_of, queries, rules
from ventra.infra.machine import memory_limit, memory_used
from ventra.services.doctor import examine

FUNCTIONS = {
    "sum", "min", "max", "count", "topk", "by", "on", "and", "or", "rate", "increase", "changes", "vector",
    "histogram_quantile", "predict_linear",
}  # fmt: skip
SECTIONS = ("**Means.**", "**Look.**", "**Mend.**", "**After.**")


def runbook(checkout: Path) -> dict[str, str]:
    """The runbook's chapters about alerts, by heading."""
    text = (checkout / "docs" / "runbook.md").read_text(encoding="utf-8")
    parts = re.split(r"^### (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], (part.split("\n## ")[0] for part in parts[2::2]), strict=True))


def test_every_query_asks_for_metrics_that_are_exposed_by_labels_that_they_have(checkout: Path) -> None:
    known = exposed()
    for where, query in queries(checkout):
        asked = list(metrics_of(query))
        assert asked, where
        for name, labels in asked:
            assert name in known, (where, name)
            assert labels <= known[name], (where, name, labels - known[name])
        kept = set().union(*(known[name] for name, _ in asked))
        assert grouped_by(query) <= kept, (where, grouped_by(query) - kept)


def test_every_query_is_well_formed(checkout: Path) -> None:
    for where, query in queries(checkout):
        bare = re.sub(r'"[^"]*"', '""', query)
        for left, right in ("()", "{}", "[]"):
            assert bare.count(left) == bare.count(right), where
        assert set(re.findall(r"\b([a-z_]+)\s*\(", bare)) <= FUNCTIONS, where
        assert all(
            re.fullmatch(r"\d+[smhd](:\d+[smhd])?", span) for span in re.findall(r"\[([^\]]*)\]", bare)
        )


def test_every_counter_and_reading_is_drawn_or_watched(checkout: Path) -> None:
    used = {name for _, query in queries(checkout) for name, _ in metrics_of(query)}
    families = {re.sub(r"_(bucket|count|sum)$", "", name) for name in used}
    ours = {re.sub(r"_(bucket|count|sum)$", "", name) for name in exposed() if name.startswith("ventra_")}
    assert ours - families == set()


def test_every_alert_says_what_it_means_and_where_to_read_on(checkout: Path) -> None:
    names = [rule["alert"] for rule in rules(checkout)]
    assert len(set(names)) == len(names) >= 20
    for rule in rules(checkout):
        assert rule["labels"]["severity"] in ("critical", "warning")
        assert rule["annotations"]["summary"]
        assert rule["annotations"]["description"].endswith((".", "ago."))
        anchor = rule["annotations"]["runbook_url"].partition("/blob/main/docs/runbook.md#")[2]
        assert anchor == rule["alert"].lower()


def test_the_runbook_says_what_to_do_at_each_alert_and_at_no_other(checkout: Path) -> None:
    chapters = runbook(checkout)
    assert list(chapters) == [rule["alert"] for rule in rules(checkout)]
    for name, words in chapters.items():
        places = [words.find(section) for section in SECTIONS]
        assert -1 not in places, name
        assert places == sorted(places), name


def test_what_the_runbook_tells_to_type_exists(checkout: Path) -> None:
    text = (checkout / "docs" / "runbook.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    lines += re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL))
    calls = [shlex.split(line) for line in lines]
    railway = [call[1:] for call in calls if call[0] == "railway"]
    assert len(railway) > 20
    for call in railway:
        parse(call)
    ventra = [call[call.index("--") + 2 :] for call in railway if "--" in call]
    ventra += [call[1:] for call in calls if call[0].endswith("ventra")]
    assert {call[0] for call in ventra if call} >= {"doctor", "resume", "visit", "close", "backup"}
    checks = {check.name for check in examine.CHECKS}
    asked = [call[2].split(",") for call in ventra if call[1:2] == ["--only"]]
    assert len(asked) > 10
    assert {name for names in asked for name in names} <= checks
    for link in re.findall(r"\]\(([^)#]+)", text):
        assert (checkout / "docs" / link).exists(), link


def test_the_dashboard_draws_each_panel_once_and_beside_the_others(checkout: Path) -> None:
    board = dashboard(checkout)
    panels = board["panels"]
    assert len({panel["id"] for panel in panels}) == len({panel["title"] for panel in panels}) == len(panels)
    taken: set[tuple[int, int]] = set()
    for panel in panels:
        at = panel["gridPos"]
        cells = {(at["x"] + dx, at["y"] + dy) for dx in range(at["w"]) for dy in range(at["h"])}
        assert not cells & taken, panel["title"]
        assert at["x"] + at["w"] <= 24
        taken |= cells
        for target in panel.get("targets", []):
            assert target["datasource"]["uid"] == "${datasource}"


def test_the_example_scrapes_every_service_that_rules_speak_of(checkout: Path) -> None:
    example = yaml.safe_load((checkout / "ops" / "prometheus.yml").read_text())
    scraped = {one["job_name"] for one in example["scrape_configs"]}
    named = {job for _, query in queries(checkout) for job in re.findall(r'job="(ventra-\w+)"', query)}
    assert scraped == named == {"ventra-api", "ventra-worker", "ventra-bot"}
    assert example["rule_files"] == ["alerts.yml"]
    assert all("credentials_file" in one["authorization"] for one in example["scrape_configs"])


def test_a_containers_memory_is_read_in_both_forms(tmp_path: Path) -> None:
    new, old, free = tmp_path / "new", tmp_path / "old", tmp_path / "free"
    for folder in (new, old / "memory", free):
        folder.mkdir(parents=True)
    (new / "memory.max").write_text("536870912\n")
    (new / "memory.current").write_text("300000000\n")
    (new / "memory.stat").write_text("anon 100\ninactive_file 100000000\n")
    (old / "memory" / "memory.limit_in_bytes").write_text("9223372036854771712\n")
    (old / "memory" / "memory.usage_in_bytes").write_text("300000000\n")
    (old / "memory" / "memory.stat").write_text("total_inactive_file 50000000\n")
    (free / "memory.max").write_text("max\n")
    assert (memory_limit(new), memory_used(new)) == (536870912, 200000000)
    assert (memory_limit(old), memory_used(old)) == (None, 250000000)
    assert memory_limit(free) is None
