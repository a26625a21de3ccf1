"""Scenarios at the edges of what the reader lets through: their books are as sound as the published ones."""

# ruff: noqa: E501 — a scenario stands in one line of YAML where that reads best

from __future__ import annotations

from pathlib import Path

import pytest
from changes import by_engine, changed_book, issued, not_finite, random_changes, recalculated, wrong_cells
from recalculate import by_formualizer, disagreements, stored
from workbook_lint import lint

from tco.documents import feasible_results, write_report

SEEDS = 1

GPU = "{name: %s, kind: cloud, instance: p5.48xlarge, plan: on-demand, tensor_parallel: 8}"
API = "{name: %s, kind: api, price: gpt-4o-mini}"


def story(options: list[str], start: str = "2027-01", months: int = 4, regions: str = "", workload: str = "", more: str = "") -> str:
    """A scenario's text; one region in Tokyo and chat unless told otherwise."""
    return "\n".join(
        [
            'title: "An odd one"',
            f"start: {start}",
            f"months: {months}",
            "regions:",
            regions or "  - {name: Tokyo, share: 100%, served_from: ap-northeast-1}",
            "workload:",
            workload or "  requests_per_day: 20_000\n  mix:\n    - {name: chat, share: 100%, input_tokens: 500, output_tokens: 200}",
            "model: llama-3.3-70b",
            "precision: fp8",
            "options:",
            *(f"  - {option}" for option in options),
            more,
        ]
    )


CHAT = "  mix:\n    - {name: chat, share: 100%, input_tokens: 500, output_tokens: 200}"
STORIES = {
    "one region, one option, one month": story([API % "API"], months=1),
    "sixty months of growth": story(
        [GPU % "GPU", API % "API"], months=60, workload=f"  requests_per_day: 1_000\n  growth_per_month: 10%\n{CHAT}"
    ),
    "eight options of both kinds": story(
        [
            *(GPU % f"GPU {number}" for number in range(3)),
            "{name: Reserved, kind: cloud, instance: p5.48xlarge, plan: on-demand, price_per_hour: {value: 40, source: quote}, minimum_instances: 3}",
            "{name: Fixed, kind: cloud, instance: p5.48xlarge, plan: on-demand, instances_per_region: 4, model: llama-2-70b}",
            *(API % f"API {number}" for number in range(2)),
            "{name: Stated, kind: api, price: gpt-4o-mini, ttft: 500 ms, latency: 3 s, availability: 99.9%, processed_in: JP}",
        ],
        more="service_levels: {ttft: 1 s, tpot: 50 ms, latency: 6 s, availability: 99%}",
    ),
    "no traffic": story([GPU % "GPU", API % "API"], workload=f"  requests_per_day: 0\n{CHAT}"),
    "names that look like something else, in four scripts": story(
        [
            GPU % "\"Bob's '最好' GPU\"",
            API % '"R1C1"',
            API % '"A1"',
            API % '"+SUM(A1)"',
            API % '"接口 & <API>, 50% {x}"',
            API % '"2027"',
            API % '"TRUE"',
        ],
        regions='  - {name: "King\'s Cross!", share: 40%, served_from: ap-northeast-1}\n  - {name: "-1+1", share: 30%, served_from: ap-northeast-1}\n'
        "  - {name: 東京, share: 20%, served_from: ap-northeast-1, allowed: [JP]}\n  - {name: 서울, share: 10%, served_from: ap-northeast-1}",
        workload="  requests_per_day: 20_000\n  mix:\n    - {name: 客服, share: 70%, input_tokens: 500, output_tokens: 200}\n    - {name: 要約, share: 30%, input_tokens: 3000, output_tokens: 400}",
        more='notes: ["=cmd|calc", "@x", "+1"]',
    ),
    "requests by month, another currency and a mixture of experts": story(
        [GPU % "GPU", API % "API"],
        start="2027-11",
        workload="  requests_per_day: [1000, 0, 250_000, 12]\n  mix:\n    - {name: a, share: 99%, input_tokens: 20, output_tokens: 1}\n    - {name: b, share: 1%, input_tokens: 9000, output_tokens: 900}",
        more="currency: HKD\nself_hosted: {migration: 100, staff: 1}\napi: {migration: 100, staff: 1}\n"
        "finance: {exchange_rate: {value: 7.8, source: HKMA}, staff_cost: 900_000}",
    ).replace("llama-3.3-70b", "gpt-oss-120b"),
}


LONG = ("eight options of both kinds", "sixty months of growth")
"""Stories whose books are large: `pytest -m large`."""


@pytest.fixture(
    scope="module",
    params=[pytest.param(name, marks=pytest.mark.large) if name in LONG else name for name in sorted(STORIES)],
    ids=lambda name: name.replace(" ", "-"),
)
def odd(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scenario's file, with its documents beside it."""
    folder = tmp_path_factory.mktemp("odd")
    (folder / "odd.yaml").write_text(STORIES[request.param], encoding="utf-8")
    assert write_report(folder / "odd.yaml", folder).warnings == ()
    return folder / "odd" / "odd.xlsx"


def test_the_linter_finds_nothing(odd: Path) -> None:
    """Expected: every rule of a generated book holds."""
    assert [str(finding) for finding in lint(odd)] == []


def test_the_book_recalculates_what_is_stored(odd: Path) -> None:
    """Expected: formualizer's numbers and texts are the stored ones, and none is an error."""
    assert disagreements(stored(odd), by_formualizer(odd), path=odd) == []
    assert not_finite(stored(odd)) == []


def test_changed_books_recalculate_what_the_engine_says(odd: Path, tmp_path: Path) -> None:
    """Expected: the same after random edits of the inputs."""
    book = issued(odd, feasible_results(odd.parent.parent / "odd.yaml"))
    for seed in range(SEEDS):
        changes = random_changes(book, seed)
        _, engine = by_engine(book, changes)
        path = changed_book(book, changes, tmp_path / f"{seed}.xlsx")
        found = recalculated(path, engine)
        assert not_finite(found) == [], "\n".join(map(str, changes))
        assert wrong_cells(book, engine, found) == [], "\n".join(map(str, changes))


def test_the_resolved_scenario_gives_the_same_book(odd: Path, tmp_path: Path) -> None:
    """Expected: the same bytes from the resolved file alone, whatever its names are."""
    write_report(odd.with_name("odd.resolved.yaml"), tmp_path, only="xlsx")
    assert (tmp_path / "odd" / "odd.xlsx").read_bytes() == odd.read_bytes()
