"""Commitments, purchase plans and autoscaling, by hand arithmetic and by what must always hold."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_scenario import problems_of, scenario_of

from tco.engine.evaluate import Evaluated, evaluate
from tco.engine.feasibility import check_feasible
from tco.errors import ScenarioError
from tco.model.options import option_model
from tco.scenario.resolved import resolved_text

if TYPE_CHECKING:
    from collections.abc import Sequence

PLAN = """\
title: Commitments
start: 2027-01
months: {months}
workload:
  requests_per_day: 100_000
  growth_per_month: 3%
  hourly_profile: {profile}
  mix: [{{name: chat, share: 100%, input_tokens: 500, output_tokens: 200}}]
regions: [{{name: Tokyo, share: 100%, served_from: ap-northeast-1}}]
model: llama-3.1-8b
baseline: Machines
self_hosted: {{staff: 0, migration: 0, support: 0, non_production: 0, storage_per_site: 0, egress_price: 0, autoscaling: {autoscaling}}}
options:
  - name: Machines
    kind: cloud
    instance: inf2.48xlarge
    {option}
"""
FIXED = "instances_per_region: 4"
TEN = f"{FIXED}, price_per_hour: 10"
"""Four instances at 10 USD an hour: 4 × 10 × 730 = 29,200 USD a month."""


def text(option: str, months: int = 12, profile: str = "round-the-clock", autoscaling: int = 0) -> str:
    lines = "\n    ".join(part.strip() for part in option.split(";"))
    return PLAN.format(option=lines, months=months, profile=profile, autoscaling=autoscaling)


def plan(folder: Path, option: str, months: int = 12, profile: str = "round-the-clock", autoscaling: int = 0) -> Evaluated:
    return evaluate(scenario_of(text(option, months, profile, autoscaling), folder)).options["Machines"]


def option(*parts: str) -> str:
    return "; ".join(part for given_ in parts for part in given_.split(", ") if part)


def committed(*tranches: str) -> str:
    return "commitments: [" + ", ".join(f"{{{tranche}}}" for tranche in tranches) + "]"


def months(sheet: Evaluated, key: str) -> list[float]:
    return [float(value) for value in sheet.values[key].reshape(-1)]


# By hand


def test_all_upfront_is_billed_when_each_term_begins_and_spread_over_its_months(tmp_path: Path) -> None:
    """Hand arithmetic: 12 × 29,200 = 350,400 in months 1 and 13 of 18; six months of 29,200 stand prepaid at the end."""
    sheet = plan(tmp_path, option(TEN, "plan: reserved-1yr-all"), 18)
    assert months(sheet, "cost") == pytest.approx([29_200] * 18)
    assert months(sheet, "cash") == pytest.approx([350_400] + [0] * 11 + [350_400] + [0] * 5)
    assert sheet.value("closing_assets") == pytest.approx(175_200)
    assert sheet.value("remaining_commitment") == 0


def test_half_upfront_is_billed_half_at_once_and_half_by_month(tmp_path: Path) -> None:
    """Hand arithmetic: 175,200 + 14,600 in month 1, then 14,600; at month 6 three times 29,200 are owed and as much prepaid."""
    sheet = plan(tmp_path, option(TEN, "plan: reserved-1yr-partial"), 6)
    assert months(sheet, "cash") == pytest.approx([189_800] + [14_600] * 5)
    assert sheet.value("closing_assets") == pytest.approx(87_600)
    assert sheet.value("remaining_commitment") == pytest.approx(87_600)


def test_no_upfront_is_billed_as_it_is_used(tmp_path: Path) -> None:
    """Hand arithmetic: 29,200 a month; after six months six more are owed."""
    sheet = plan(tmp_path, option(TEN, "plan: reserved-1yr"), 6)
    assert months(sheet, "cash") == months(sheet, "cost")
    assert sheet.value("remaining_commitment") == pytest.approx(175_200)
    assert sheet.value("closing_assets") == 0


def test_a_tranche_from_before_the_plan_ends_when_its_term_does(tmp_path: Path) -> None:
    """Hand arithmetic: three of four at 5 USD for nine months (3 × 5 × 730 = 10,950) and one at 10; then four at 10."""
    sheet = plan(tmp_path, option(TEN) + "; " + committed("plan: reserved-1yr, count: 3, start: -2, price_per_hour: 5"))
    assert months(sheet, "committed_compute") == pytest.approx([10_950] * 9 + [0] * 3)
    assert months(sheet, "cost") == pytest.approx([18_250] * 9 + [29_200] * 3)
    assert sheet.value("remaining_commitment") == 0


def test_a_tranche_that_was_paid_before_the_plan_costs_and_is_not_billed(tmp_path: Path) -> None:
    """Hand arithmetic: the same reservation all upfront: nine months of 10,950 are sunk, and used."""
    sheet = plan(tmp_path, option(TEN) + "; " + committed("plan: reserved-1yr-all, count: 3, start: -2, price_per_hour: 5"))
    assert months(sheet, "cost") == pytest.approx([18_250] * 9 + [29_200] * 3)
    assert months(sheet, "cash") == pytest.approx([7_300] * 9 + [29_200] * 3)
    assert sheet.value("opening_assets") == pytest.approx(98_550)
    assert sheet.value("components_add_up") == 1


def test_a_renewed_tranche_begins_again_and_is_owed_at_the_end(tmp_path: Path) -> None:
    """Hand arithmetic: renewed in month 10 of 12, nine months of 10,950 are owed."""
    sheet = plan(tmp_path, option(TEN) + "; " + committed("plan: reserved-1yr, count: 3, start: -2, renewed: 1, price_per_hour: 5"))
    assert months(sheet, "cost") == pytest.approx([18_250] * 12)
    assert sheet.value("remaining_commitment") == pytest.approx(98_550)


def test_what_is_committed_is_paid_whether_used_or_not(tmp_path: Path) -> None:
    """Hand arithmetic: six committed and four running: 2,920 of 4,380 hours used, 1,460 not, none beyond."""
    sheet = plan(tmp_path, option(TEN) + "; " + committed("plan: reserved-1yr, count: 6, price_per_hour: 5"))
    found = {key: months(sheet, key)[0] for key in ("committed_hours", "used_hours", "unused_hours", "hours_beyond")}
    assert found == {key: pytest.approx(value) for key, value in zip(found, (4_380, 2_920, 1_460, 0), strict=True)}
    assert months(sheet, "cost") == pytest.approx([6 * 5 * 730] * 12)


def test_coverage_is_a_share_of_the_first_fleet_in_whole_instances(tmp_path: Path) -> None:
    """Hand arithmetic: 60 % of four is 2.4: three."""
    sheet = plan(tmp_path, option(TEN) + "; " + committed("plan: reserved-3yr, coverage: 60%"))
    assert months(sheet, "committed_instances") == [3] * 12


def test_two_tranches_add_up_as_long_as_both_run(tmp_path: Path) -> None:
    """One for six months from the first, two from the fourth."""
    both = committed("plan: reserved-1yr, count: 1, term: 6", "plan: reserved-1yr, count: 2, start: 4")
    assert months(plan(tmp_path, option(TEN) + "; " + both), "committed_instances") == [1] * 3 + [3] * 3 + [2] * 6


def test_a_tranche_that_serves_nothing_is_paid_and_replaces_nothing(tmp_path: Path) -> None:
    """Hand arithmetic: 10,950 beside the whole 29,200."""
    sheet = plan(tmp_path, option(TEN) + "; " + committed("plan: reserved-1yr, count: 3, serves: 0, price_per_hour: 5"))
    assert months(sheet, "cost") == pytest.approx([40_150] * 12)


def test_spot_costs_what_interruptions_add(tmp_path: Path) -> None:
    """Hand arithmetic: 10 % more hours of the catalogue's 7.9155 USD."""
    sheet = plan(tmp_path, option(FIXED, "plan: spot"))
    assert months(sheet, "cost") == pytest.approx([4 * 730 * 1.1 * 7.9155] * 12)


def test_paying_upfront_takes_its_discount_off_the_catalogue_s_price(tmp_path: Path) -> None:
    """Hand arithmetic: 12.2673 less 7 %."""
    assert plan(tmp_path, option(FIXED, "plan: reserved-1yr-all")).values["hourly_price"].item() == pytest.approx(12.2673 * 0.93)


def test_a_savings_plan_takes_what_the_scenario_says_off_the_on_demand_price(tmp_path: Path) -> None:
    """Hand arithmetic: 19.4719 less 30 %."""
    sheet = plan(tmp_path, option(FIXED, "plan: savings-1yr", "savings_discount: 30%"))
    assert sheet.values["hourly_price"].item() == pytest.approx(19.4719 * 0.7)


@pytest.mark.parametrize("given_", ["plan: savings-1yr", committed("plan: savings-1yr, count: 2")])
def test_a_savings_plan_without_a_price_stops_the_run(given_: str, tmp_path: Path) -> None:
    results = evaluate(scenario_of(text(option(FIXED) + "; " + given_), tmp_path))
    with pytest.raises(ScenarioError, match=r"no price of savings-1yr for inf2\.48xlarge at ap-northeast-1; expected savings_discount"):
        check_feasible(results)


def test_an_uncommitted_price_moves_by_the_year_and_a_committed_one_stays(tmp_path: Path) -> None:
    """Hand arithmetic: 10 % less in month 13."""
    more = "price_per_hour: 10; price_change_per_year: -10%; instances_per_region: 4; plan: "
    assert months(plan(tmp_path, more + "on-demand", 13), "cost")[-1] == pytest.approx(29_200 * 0.9)
    assert months(plan(tmp_path, more + "reserved-1yr", 13), "cost")[-1] == pytest.approx(29_200)


def test_an_option_serves_and_costs_from_the_month_in_which_it_goes_live(tmp_path: Path) -> None:
    sheet = plan(tmp_path, option(TEN, "go_live_month: 4"))
    assert months(sheet, "cost") == pytest.approx([0] * 3 + [29_200] * 9)
    assert sheet.value("served_in_full") == 1


def test_months_by_the_calendar_have_their_own_hours(tmp_path: Path) -> None:
    """Hand arithmetic: 40 USD an hour for 744 hours in January, 672 in February; 8,760 in the year. A committed month stays 730."""
    given_ = text(option(TEN)).replace("months: 12", "months: 12\nfinance: {calendar_months: 1}")
    cost = months(evaluate(scenario_of(given_, tmp_path)).options["Machines"], "cost")
    assert cost[:2] == pytest.approx([40 * 744, 40 * 672])
    assert sum(cost) == pytest.approx(40 * 8_760)
    tranche = given_ + "    " + committed("plan: reserved-1yr-all, count: 6, start: 3, price_per_hour: 5")
    sheet = evaluate(scenario_of(tranche, tmp_path)).options["Machines"]
    assert months(sheet, "committed_compute")[2:] == pytest.approx([6 * 5 * 730] * 10)
    assert sheet.value("components_add_up") == 1


# Always


PROFILES = ("round-the-clock", "office", "consumer-evening", "overnight-batch")


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("spares", [0, 2])
def test_autoscaling_never_costs_more_than_always_on(profile: str, spares: int, tmp_path: Path) -> None:
    """And under a flat profile it saves nothing, because the peak may come at any hour."""
    more = f"spares: {spares}; tensor_parallel: 2; minimum_instances: 2"
    always, scaled = (plan(tmp_path, more, profile=profile, autoscaling=on) for on in (0, 1))
    assert scaled.value("tco") <= always.value("tco") * (1 + 1e-12)
    if profile == "round-the-clock":
        assert scaled.value("tco") == pytest.approx(always.value("tco"))
    assert (scaled.values["running_instances"] <= scaled.values["instances"]).all()


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(("reserved-1yr", "reserved-1yr-partial", "reserved-1yr-all", "reserved-3yr-all")),
            st.integers(1, 6), st.integers(-30, 20), st.integers(0, 15), st.booleans(),
        ),
        min_size=1, max_size=3,
    ),
    st.sampled_from(("on-demand", "reserved-1yr-partial", "reserved-3yr-all")),
    st.sampled_from(PROFILES),
)  # fmt: skip
def test_hours_and_views_reconcile_whatever_is_committed(
    tmp_path_factory: pytest.TempPathFactory, tranches: Sequence[tuple[str, int, int, int, bool]], rest: str, profile: str
) -> None:
    """Used and unused hours are those paid; what is billed and not used stands prepaid."""
    written = committed(
        *(f"plan: {name}, count: {n}, start: {start}, term: {term}, renewed: {int(again)}" for name, n, start, term, again in tranches)
    )
    sheet = plan(tmp_path_factory.mktemp("views"), f"plan: {rest}; tensor_parallel: 2; {written}", 17, profile, 1)
    assert (sheet.value("commitments_agree"), sheet.value("views_agree"), sheet.value("components_add_up")) == (1, 1, 1)
    assert sheet.value("closing_assets") >= 0
    assert sheet.value("remaining_commitment") >= -1e-9


def test_the_more_is_paid_upfront_the_earlier_the_cash(tmp_path: Path) -> None:
    """At one price, the running total of payments is never lower."""
    running = []
    for name in ("reserved-1yr", "reserved-1yr-partial", "reserved-1yr-all"):
        cash = months(plan(tmp_path, option(TEN, f"plan: {name}"), 24), "cash")
        running.append([sum(cash[: place + 1]) for place in range(len(cash))])
    for less, more in pairwise(running):
        assert all(a <= b + 1e-6 for a, b in zip(less, more, strict=True))
        assert less[-1] == pytest.approx(more[-1])


# The scenario file


@pytest.mark.parametrize(
    ("tranche", "problem"),
    [
        ("plan: reserved-1yr", "commitments: 1: nothing is committed; expected count, such as 4, or coverage, such as 60%"),
        ("plan: reserved-1yr, count: 2, coverage: 50%", "both count and coverage stand here; expected one of them"),
        ("plan: on-demand, count: 2", "on-demand commits to nothing; expected a plan with a term, such as reserved-1yr"),
        ("plan: reserved-1yr, count: 2, site: ap-southeast-1", "the option serves nothing from ap-southeast-1"),
        ("plan: reserved-1y, count: 2", "there is no reserved-1y in the catalogue's plans; did you mean reserved-1yr"),
        ("plan: reserved-1yr, cont: 2", "there is no key cont here"),
    ],
)
def test_a_wrong_commitment_is_told(tranche: str, problem: str, tmp_path: Path) -> None:
    found = problems_of(text(committed(tranche)), tmp_path)
    assert problem in found[0]


def test_commitments_survive_the_resolved_scenario(tmp_path: Path) -> None:
    given_ = text(committed("name: base, plan: reserved-3yr-all, count: 2, start: -5", "coverage: 40%"))
    first = resolved_text(scenario_of(given_, tmp_path))
    assert resolved_text(scenario_of(first, tmp_path)) == first


def test_a_setting_changes_one_commitment(tmp_path: Path) -> None:
    scenario = scenario_of(text(committed("name: base, count: 2")), tmp_path, "options.Machines.commitments.base.count=5")
    assert scenario.entry("tranche_count", "Machines").elements[0].value == 5


@pytest.mark.parametrize(("check", "values"), [("hours_agree", (2_189.0, 2_190.0, 1e-6)), ("views_agree", (100.0, 0.0, 1e-6, 1_000.0))])
def test_a_check_fails_where_the_two_sides_differ(check: str, values: tuple[float, ...]) -> None:
    """An hour of 2,190 that is neither used nor unused; a payment that is neither used nor prepaid."""
    assert option_model("cloud").lines[check](*values) == 0
