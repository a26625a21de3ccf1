"""Leaving early: what is still to pay and what is paid and not used after each month, by hand and against a count of every term."""

from __future__ import annotations

import json
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from small_scenario import TEXT, scenario_of
from test_commitments import TEN, committed, months, option, plan, text

from tco.cli import main
from tco.engine.evaluate import evaluate
from tco.engine.leaving import Leaving, after, at_largest, at_year_ends
from tco.language.formula import AXIS
from tco.search.settle import read
from tco.summary.answer.decision import decision
from tco.summary.answer.facts import Answer
from tco.summary.evidence.questions import leaving

SCENARIOS = Path(__file__).parents[1] / "scenarios"
MONTH = 29_200.0
"""Four instances at 10 USD an hour."""


def test_a_reservation_binds_to_the_end_of_each_term(tmp_path: Path) -> None:
    """Twelve months less those that have passed, and again after its renewal in month 13; nothing the last month."""
    sheet = plan(tmp_path, option(TEN, "plan: reserved-1yr"), 24)
    assert months(sheet, "payable_after") == pytest.approx([MONTH * left for left in (*range(11, -1, -1), *range(11, -1, -1))])
    assert months(sheet, "unused_after") == [0] * 24
    assert (sheet.value("largest_outstanding"), sheet.value("largest_month")) == (pytest.approx(11 * MONTH), 1)


def test_what_is_paid_upfront_is_not_payable_and_would_be_written_off(tmp_path: Path) -> None:
    whole = plan(tmp_path, option(TEN, "plan: reserved-1yr-all"), 12)
    assert months(whole, "payable_after") == [0] * 12
    assert months(whole, "unused_after") == pytest.approx([MONTH * left for left in range(11, -1, -1)])
    half = plan(tmp_path, option(TEN, "plan: reserved-1yr-partial"), 12)
    assert months(half, "payable_after") == months(half, "unused_after") == pytest.approx([MONTH / 2 * left for left in range(11, -1, -1)])


def test_instances_that_come_later_have_terms_of_their_own(tmp_path: Path) -> None:
    """A tranche of three at 5 USD with nine months left, and one of one at 10 USD from month 4 on for a year."""
    tranches = committed(
        "plan: reserved-1yr, count: 3, start: -2, price_per_hour: 5", "plan: reserved-1yr, count: 1, start: 4, price_per_hour: 10"
    )
    sheet = plan(tmp_path, option(TEN) + "; " + tranches, 12)
    first = [10_950 * max(9 - month, 0) for month in range(1, 13)]
    second = [7_300 * (15 - month) if month >= 4 else 0 for month in range(1, 13)]
    assert months(sheet, "payable_after") == pytest.approx([a + b for a, b in zip(first, second, strict=True)])
    assert sheet.value("remaining_commitment") == pytest.approx(7_300 * 3)


def test_what_is_paid_as_it_is_used_binds_to_nothing(tmp_path: Path) -> None:
    for sheet in (plan(tmp_path, option(TEN)), evaluate(scenario_of(TEXT, tmp_path)).options["API"]):
        assert months(sheet, "outstanding") in ([0], [0] * 12)
        assert at_largest(sheet) is None


def test_provisioned_throughput_binds_for_its_term(tmp_path: Path) -> None:
    """Two units at 10 USD an hour, 14,600 USD a month, committed for six months from month 3 on: five left after month 3."""
    rented = ("options.API.provisioned_units=2", "options.API.provisioned_price_per_hour=10", "options.API.successor=gpt-4o-mini")
    late = "options.API.go_live_month=3"
    sheet = evaluate(scenario_of(TEXT, tmp_path, *rented, late, "options.API.provisioned_term=6")).options["API"]
    assert months(sheet, "payable_after") == pytest.approx([0, 0, *(14_600 * left for left in (5, 4, 3, 2, 1, 0, 5, 4, 3, 2))])
    assert sheet.value("remaining_commitment") == pytest.approx(2 * 14_600)
    hourly = evaluate(scenario_of(TEXT, tmp_path, *rented)).options["API"]
    assert sum(months(hourly, "payable_after")) == 0


def test_servers_leave_their_value_in_the_books_and_the_rest_of_the_colocation_contract() -> None:
    results = evaluate(read(SCENARIOS / "owned-cluster.yaml"))
    sheet = results.options["Owned H100"]
    assert after(sheet, 48).unused == pytest.approx(sheet.value("closing_assets"))
    space, payable = sheet.values["colocation"].sum(axis=AXIS["site"]).reshape(-1), months(sheet, "payable_after")
    assert payable[13] == pytest.approx(space[13] * 10)  # of twelve months two have passed
    ordered = sheet.values["purchase_payments"].reshape(-1).sum() - sheet.values["capex"].reshape(-1).sum()
    assert ordered == pytest.approx(0)  # what is paid for is in service by the end


def test_a_server_that_is_ordered_and_not_yet_delivered_would_be_written_off_too() -> None:
    """The first month pays for itself and for three more: all of that is in service or on order after it."""
    sheet = evaluate(read(SCENARIOS / "owned-cluster.yaml")).options["Owned H100"]
    paid, used = (sheet.values[key].sum(axis=AXIS["site"]).reshape(-1)[0] for key in ("purchase_payments", "hardware_cost"))
    assert months(sheet, "unused_after")[0] == pytest.approx(paid - used)


def test_a_hybrid_leaves_what_its_parts_leave() -> None:
    results = evaluate(read(SCENARIOS / "hybrid-residency.yaml"))
    parts = [after(part, 12) for part in results.made_of("Hybrid")]
    whole = after(results.options["Hybrid"], 12)
    assert whole.payable == pytest.approx(sum(part.payable for part in parts))
    assert whole.unused == pytest.approx(sum(part.unused for part in parts))


@settings(max_examples=25)
@given(
    st.integers(1, 30),
    st.lists(st.integers(-1, 2), min_size=30, max_size=30),
    st.sampled_from(("on-demand", "reserved-1yr", "reserved-1yr-partial", "reserved-3yr-all")),
)
def test_every_term_counted_by_itself_gives_the_same(
    tmp_path_factory: pytest.TempPathFactory, horizon: int, steps: list[int], name: str
) -> None:
    """Requests that rise and fall buy instances in many months; each is followed from term to term, at what a month of it costs."""
    volumes, level = [], 4
    for step in steps[:horizon]:
        level = max(level + step, 1)
        volumes.append(f"{level * 4_000_000}")
    written = text(option("price_per_hour: 10", "tensor_parallel: 2", f"plan: {name}"), horizon)
    written = written.replace("requests_per_day: 100_000", f"requests_per_day: [{', '.join(volumes)}]").replace(
        "growth_per_month: 3%", "growth_per_month: 0%"
    )
    folder = tmp_path_factory.mktemp("terms")
    sheet = evaluate(scenario_of(written, folder)).options["Machines"]
    term, upfront = int(sheet.value("commitment_term")), sheet.value("plan_upfront")
    fleet = [*months(sheet, "paid_instances")] if term else [0.0] * horizon
    born = [(0, fleet[0]), *((month, more - fewer) for month, (fewer, more) in enumerate(pairwise(fleet), start=1))]
    for month, (payable, unused) in enumerate(zip(months(sheet, "payable_after"), months(sheet, "unused_after"), strict=True)):
        left = sum(count * ((begun - month - 1) % term) for begun, count in born if begun <= month) if term else 0
        assert payable == pytest.approx(left * 7_300 * (1 - upfront), abs=1e-6)
        assert unused == pytest.approx(left * 7_300 * upfront, abs=1e-6)


def test_it_is_told_at_the_ends_of_years_and_at_the_largest(tmp_path: Path) -> None:
    sheet = plan(tmp_path, option(TEN, "plan: reserved-3yr"), 30)
    ends = at_year_ends(sheet, 30)
    assert [one.month for one in ends] == [12, 24]
    assert [one.payable for one in ends] == pytest.approx([24 * MONTH, 12 * MONTH])
    assert at_largest(sheet) == Leaving(1, pytest.approx(35 * MONTH), 0)


def test_json_has_it(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(text(option(TEN, "plan: reserved-1yr"), 18))
    data = json.loads(CliRunner().invoke(main, ["evaluate", str(path), "--format", "json"]).output)["options"]["Machines"]
    assert data["totals"]["largest_outstanding"] == pytest.approx(11 * MONTH)
    assert data["leaving"]["largest"] == {"month": 1, "payable": pytest.approx(11 * MONTH), "unused": 0}
    assert data["leaving"]["year_ends"] == [asdict(Leaving(12, 0, 0))]


def test_the_page_says_what_leaving_earlier_costs_and_not_that_nothing_stays_payable() -> None:
    """Three years are reserved: nothing is owed after month 36, and two years of it are after month 12."""
    answer = Answer(evaluate(read(SCENARIOS / "base-and-bursts.yaml")))
    assert answer.best is not None
    said = str(leaving(answer, answer.best).answer)
    assert said.startswith(
        "Leaving after month 12 leaves US$1.41m payable; after month 24, US$704k payable; the most, after month 1, is US$"
    )
    assert "after the last month, nothing" in said
    asked = str(decision(answer))
    assert "Nothing stays payable afterwards." not in asked
    assert "giving it up earlier leaves up to US$2.05m to pay or to write off, the most after month 1." in asked


def test_where_nothing_binds_the_page_says_so(tmp_path: Path) -> None:
    answer = Answer(
        evaluate(
            scenario_of(
                TEXT.replace("  ttft: 2 s\n", "  availability: 0\n").replace(", allowed: [SG]", "").replace(", allowed: [AU]", ""), tmp_path
            )
        )
    )
    assert answer.best is not None
    assert "Nothing stays payable afterwards." in str(decision(answer))
    assert str(leaving(answer, answer.best).answer).startswith("Nothing stays payable after the last month")


def test_the_comparison_has_every_month_of_every_option_side_by_side() -> None:
    results = evaluate(read(SCENARIOS / "hybrid-residency.yaml"))
    for number, (name, sheet) in enumerate(results.compared.items()):
        for key in ("payable_after", "unused_after", "outstanding"):
            row = np.take(results.comparison.values[key], [number], axis=AXIS["option"]).reshape(-1)
            assert row == pytest.approx(np.broadcast_to(sheet.values[key].reshape(-1), row.shape)), name
