"""Options that share the requests: each part carries its own, and the hybrid adds them up."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from edited_books import typed, with_cells
from recalculate import by_formualizer
from small_scenario import TEXT, problems_of, scenario_of

from tco.engine.break_even import break_evens
from tco.engine.evaluate import Results, evaluate
from tco.engine.export import as_json
from tco.errors import TcoError
from tco.findings import Findings
from tco.scenario.resolved import resolved_text
from tco.search.export import splits_as_data
from tco.search.settle import read
from tco.search.splits import STEPS, Search, cheapest_split, splits_of, values_of
from tco.workbook import sheet_columns
from tco.workbook.book import write_book
from tco.workbook.one_month.layout import laid_out

SCENARIO = Path(__file__).parents[1] / "scenarios" / "hybrid-residency.yaml"
WHOLE, OWN, API = "Hybrid", "Hybrid - Hong Kong", "Hybrid - API"
MOVED = ("tco", "npv")
MONEY = ("tco", "cash_total", "npv", "closing_assets", "remaining_commitment", "list_cost", "people_total")

SHARED = TEXT.replace(
    "notes: []",
    """\
  - {name: Both, kind: hybrid}
  - {name: Half machines, kind: cloud, part_of: Both, instance: inf2.48xlarge, share: 40%}
  - {name: Half API, kind: api, part_of: Both, price: gpt-4o-mini, share: 60%}
notes: []""",
)


@pytest.fixture(scope="module")
def results() -> Results:
    return evaluate(read(SCENARIO))


@pytest.mark.parametrize("line", MONEY)
def test_a_hybrid_costs_what_its_parts_cost(results: Results, line: str) -> None:
    parts = sum(results.options[name].value(line) for name in (OWN, API))
    assert results.options[WHOLE].value(line) == pytest.approx(parts, rel=1e-12)


def test_a_hybrid_answers_everything_and_a_part_its_share(results: Results) -> None:
    """By region: Hong Kong sends 30 % of the requests."""
    whole, own, api = (results.options[name].value("horizon_requests") for name in (WHOLE, OWN, API))
    assert own == pytest.approx(0.3 * whole)
    assert own + api == pytest.approx(whole) == pytest.approx(results.options["Own everywhere"].value("horizon_requests"))


def test_a_part_buys_nothing_where_it_serves_nobody(results: Results) -> None:
    """Servers in Hong Kong, none in Singapore and Sydney."""
    fleet = results.options[OWN].values["servers_installed"].max(axis=-1).reshape(-1)
    assert fleet[0] > 0
    assert fleet[1:].tolist() == [0, 0]


def test_a_part_that_serves_no_region_with_a_rule_breaks_none(results: Results) -> None:
    """The API everywhere breaks Hong Kong's rule; as a part it never sees Hong Kong."""
    assert results.options["API everywhere"].value("residency_status") == 3
    assert results.options[WHOLE].value("residency_status") == 2


def test_each_part_keeps_its_own_redundancy(tmp_path: Path) -> None:
    """A part with half the requests has spares of its own: two halves buy more than one whole."""
    text = TEXT.replace("notes: []", "") + "".join(
        f"  - {{name: {name}, kind: cloud, part_of: Both, instance: inf2.48xlarge, share: 50%}}\n" for name in ("One", "Two")
    ) + "  - {name: Both, kind: hybrid}\n"  # fmt: skip
    found = evaluate(scenario_of(text, tmp_path))
    assert found.options["Both"].value("tco") > found.options["Machines"].value("tco")


def test_parts_are_not_compared_and_hybrids_are(results: Results) -> None:
    assert list(results.compared) == ["Own everywhere", WHOLE, "API everywhere"]
    assert results.comparison.values["tco"].size == 3
    assert results.comparison.text("recommended") == WHOLE
    assert {item.option for item in break_evens(results)} == {"Own everywhere", WHOLE, "API everywhere"}


def test_a_promise_that_one_part_breaks_is_broken(results: Results) -> None:
    """The slowest part decides."""
    slow = evaluate(results.scenario.with_values({f"options.{API}.latency": 30.0}))
    assert slow.options[WHOLE].value("service_latency") == 30
    assert slow.options[WHOLE].value("latency_status") == 1


def test_a_promise_that_one_part_does_not_establish_is_not_established(results: Results) -> None:
    silent = evaluate(results.scenario.with_values({f"options.{API}.ttft": 0.0}))
    assert silent.options[WHOLE].value("ttft_status") == 3
    assert silent.options[WHOLE].value("eligible") == 0


def test_a_part_that_answers_nothing_has_no_say(results: Results) -> None:
    """All requests go to one part; the other, whose times nobody has established, keeps no promise from being kept."""
    regions = ("Hong Kong", "Singapore", "Sydney")
    moved = {f"options.{API}.share.{region}": 0.0 for region in regions} | {f"options.{OWN}.share.{region}": 1.0 for region in regions}
    found = evaluate(results.scenario.with_values({**moved, f"options.{API}.ttft": 0.0, f"options.{API}.latency": 0.0}))
    assert found.options[WHOLE].value("ttft_status") == 2
    assert found.options[WHOLE].value("latency_status") == 2


def test_a_hybrid_of_an_impossible_part_is_impossible(results: Results) -> None:
    found = evaluate(results.scenario.with_values({f"options.{OWN}.tensor_parallel": 1.0, "precision": "fp16"}))
    assert found.options[WHOLE].value("possible") == 0
    assert found.options[WHOLE].text("reason") == "a part of it is not possible"


def test_shares_that_leave_a_region_out_fail_a_check(results: Results) -> None:
    """Singapore's requests fall between the parts: planted, and found, although Sydney is served twice as much."""
    planted = {f"options.{API}.share.Singapore": 0.6, f"options.{OWN}.share.Sydney": 1.0}
    found = evaluate(results.scenario.with_values(planted))
    assert found.options[WHOLE].value("takes_all") == 0
    assert found.checks.value("everything_served") == 0
    assert results.checks.value("all_checks") == 1


def test_an_option_that_leaves_requests_out_fails_a_check(results: Results) -> None:
    """It would look cheap: half of Sydney is taken away from an option that stands for itself."""
    found = evaluate(results.scenario.with_values({"options.API everywhere.share.Sydney": 0.5}))
    assert found.checks.value("everything_taken") == 0
    assert found.checks.value("all_checks") == 0


@pytest.mark.long
def test_the_workbook_adds_up_shares_that_are_changed_in_it(tmp_path: Path) -> None:
    """Half of Sydney moves from the API to the servers, in the workbook alone: another engine gives what ours gives."""
    short = evaluate(read(SCENARIO, ("months=3",)))
    moves = {f"options.{API}.share.Sydney": 0.5, f"options.{OWN}.share.Sydney": 0.5}
    layout = laid_out(short)
    rows = layout.inputs.blocks
    write_book(Findings(short), tmp_path / "book.xlsx", "0" * 64)
    cells = {f"E{rows[name, 'carried_share'].first_row + 2}": typed(0.5) for name in (API, OWN)}
    changed = by_formualizer(with_cells(tmp_path / "book.xlsx", sheet_columns.INPUTS, cells, tmp_path / "changed.xlsx"))
    expected = evaluate(short.scenario.with_values(moves))
    sheets = {sheet.name: sheet for sheet in layout.sheets if sheet.name in (WHOLE, OWN, API)}
    found = {name: {key: changed[name][f"D{sheet.blocks[key].first_row}"] for key in MOVED} for name, sheet in sheets.items()}
    assert found == {name: {key: pytest.approx(expected.options[name].value(key)) for key in MOVED} for name in sheets}
    assert found[OWN]["tco"] != short.options[OWN].value("tco")


def test_the_json_says_which_option_is_a_part(results: Results) -> None:
    data = as_json(results, "", "", [], splits=splits_as_data(splits_of(results.scenario)))
    assert data["comparison"]["cheapest_split"][WHOLE]["shares"] == {"Hong Kong": 1, "Singapore": 0, "Sydney": 0}
    assert data["options"][WHOLE]["kind"] == "hybrid"
    assert data["options"][API]["part_of"] == WHOLE
    assert set(data["comparison"]["savings"]) == {"Own everywhere", WHOLE, "API everywhere"}


def test_a_resolved_hybrid_runs_by_itself(tmp_path: Path) -> None:
    text = resolved_text(read(SCENARIO))
    assert resolved_text(scenario_of(text, tmp_path, "name=hybrid-residency")) == text


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("part_of: Both, price", "part_of: Bath, price", "part_of: there is no option Bath of kind hybrid"),
        (", part_of: Both, price", ", price", "kind: the hybrid Both has 1 part; expected two options or more with part_of: Both"),
        ("kind: hybrid}", "kind: hybrid, part_of: Both}", "part_of: Both is a hybrid itself"),
        (
            "kind: api, price",
            "kind: api, share: 50%, price",
            "share: API does not take on all requests of Singapore; expected 100%, or part_of",
        ),
    ],
)
def test_a_hybrid_that_does_not_fit_together_is_told(old: str, new: str, told: str, tmp_path: Path) -> None:
    assert problems_of(SHARED, tmp_path) == []
    assert any(told in problem for problem in problems_of(SHARED.replace(old, new), tmp_path))


# The cheapest split


def split_of(tmp_path: Path, spares: int) -> Search:
    """Machines that keep their promise, beside an API that costs less and tells its times."""
    text = SHARED.replace("share: 60%}", "share: 60%, ttft: 1 s}") + "precision: int8\nfinance: {staff_cost: 0}\n"
    text = text.replace("self_hosted: {staff: 2}", f"self_hosted: {{staff: 2, spares: {spares}, tensor_parallel: 12}}")
    text = text.replace("allowed: [SG]", "allowed: any").replace("allowed: [AU]", "allowed: any")
    return cheapest_split(scenario_of(text, tmp_path), "Both")


def test_the_cheapest_split_is_the_cheapest_of_those_tried_that_keep_every_promise(tmp_path: Path) -> None:
    found = split_of(tmp_path, 1)
    assert found.parts == ("Half machines", "Half API")
    assert {"Singapore": 0.45, "Sydney": 0.45} in [split.shares for split in found.tried]
    assert {"Singapore": 1.0, "Sydney": 0.0} in [split.shares for split in found.tried]
    assert found.cheapest is not None
    assert found.cheapest.kept
    assert found.cheapest.tco == min(split.tco for split in found.tried if split.kept)


def test_a_split_that_was_found_costs_what_the_scenario_with_it_costs() -> None:
    """Nothing of the search's own: the model gives the same figure."""
    scenario = read(SCENARIO)
    found = cheapest_split(scenario, WHOLE)
    for tried in found.tried[:: len(found.tried) // 5]:
        again = evaluate(scenario.with_values(values_of(scenario, found, tried))).options[WHOLE]
        assert again.value("tco") == pytest.approx(tried.tco, rel=1e-12)


def test_a_split_that_breaks_a_rule_is_not_the_cheapest() -> None:
    """Any request of Hong Kong that the API answers breaks its rule: only all of them on the servers keeps it."""
    found = cheapest_split(read(SCENARIO), WHOLE)
    assert {split.shares["Hong Kong"] for split in found.tried if split.kept} == {1.0}
    assert found.cheapest is not None
    assert found.cheapest.shares == {"Hong Kong": 1, "Singapore": 0, "Sydney": 0}
    assert found.cheapest.tco > min(split.tco for split in found.tried)


def test_a_hybrid_of_one_way_to_share_is_not_searched(results: Results) -> None:
    with pytest.raises(TcoError, match="Own everywhere has 0 parts; expected a hybrid of two"):
        cheapest_split(results.scenario, "Own everywhere")


# Answers on the device


def on_device(share: float, cost: float, tmp_path: Path) -> Results:
    text = TEXT.replace("price: gpt-4o-mini}", f"price: gpt-4o-mini, edge_share: {share}, edge_cost_per_thousand: {cost}}}")
    return evaluate(scenario_of(text, tmp_path))


def test_answers_on_the_device_leave_the_provider_less_and_cost_what_is_stated(tmp_path: Path) -> None:
    """A fifth at 0.05 USD per 1,000: a fifth less to the provider, and 500,000 × 365 × 20 % ÷ 1,000 × 0.05 = 1,825 USD more."""
    before, after = on_device(0.0, 0.0, tmp_path).options["API"], on_device(0.2, 0.05, tmp_path).options["API"]
    assert after.value("service_total") == pytest.approx(0.8 * before.value("service_total"))
    assert after.value("edge_total") == pytest.approx(1825)
    assert after.value("tco") == pytest.approx(before.value("tco") - 0.2 * before.value("service_total") + 1825)


def test_what_the_device_answers_still_counts_as_answered(tmp_path: Path) -> None:
    before, after = on_device(0.0, 0.0, tmp_path), on_device(0.2, 0.05, tmp_path)
    assert after.options["API"].value("horizon_requests") == pytest.approx(before.options["API"].value("horizon_requests"))
    assert after.checks.value("all_checks") == 1
    assert np.isfinite(after.options["API"].value("cost_per_thousand_requests"))


# A base load and the bursts above it

HALF_DAY = f"hourly_profile: [{', '.join(['2'] * 6 + ['1'] * 18)}]"
SLICED = SHARED.replace("share: 40%}", "load_to: 50%}").replace("share: 60%}", "load_from: 50%}")
SLICED = SLICED.replace("  mix:", f"  {HALF_DAY}\n  peak_to_average: 1.6\n  mix:")


def test_a_base_takes_the_hours_below_its_level_and_the_bursts_the_rest(tmp_path: Path) -> None:
    """Six hours at the peak and eighteen at half of it: of 6 + 9 = 15, the lower half of the load has 24 × ½ = 12."""
    found = evaluate(scenario_of(SLICED, tmp_path)).options
    assert found["Half machines"].value("slice_share") == pytest.approx(0.8)
    assert found["Half API"].value("slice_share") == pytest.approx(0.2)
    assert found["Both"].value("takes_all") == 1


def test_a_base_and_its_bursts_share_the_peak_as_their_levels_say(tmp_path: Path) -> None:
    """Half of it each, though the requests are shared four to one."""
    found = evaluate(scenario_of(SLICED, tmp_path))
    whole = found.demand.values["demanded_peak"]
    for part in ("Half machines", "Half API"):
        np.testing.assert_allclose(found.options[part].values["all_carried_peak"], whole / 2)


def test_machines_that_follow_their_load_follow_their_own_slice(tmp_path: Path) -> None:
    """The base is full in every hour; bursts run in six hours only."""
    text = SLICED.replace("kind: api, part_of: Both, price: gpt-4o-mini", "kind: cloud, part_of: Both, instance: inf2.48xlarge")
    found = evaluate(scenario_of(text, tmp_path)).options
    assert found["Half machines"].values["own_level"].reshape(-1).tolist() == [1.0] * 24
    assert found["Half API"].values["own_level"].reshape(-1).tolist() == [1.0] * 6 + [0.0] * 18


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("load_from: 50%", "load_from: 60%", "the parts of Both take on 0% of Singapore between 0.5 and 0.6 of the peak; expected 100%"),
        ("load_from: 50%", "load_from: 40%", "the parts of Both take on 200% of Sydney between 0.4 and 0.5 of the peak; expected 100%"),
        (
            "load_to: 50%",
            "load_to: 50%, go_live_month: 3",
            "the parts of Both go live apart: Half machines in month 3, Half API in month 1",
        ),
        ("cloud, instance", "cloud, load_to: 90%, instance", "load_to: Machines does not take on all requests; expected 100%"),
    ],
)
def test_slices_that_leave_a_gap_or_overlap_are_told(old: str, new: str, told: str, tmp_path: Path) -> None:
    assert problems_of(SLICED, tmp_path) == []
    assert any(told in problem for problem in problems_of(SLICED.replace(old, new), tmp_path))


def test_the_cheapest_level_of_a_base_is_searched_too(tmp_path: Path) -> None:
    """Every level of 1 % of the peak is tried at least; the cheapest of those that keep every promise is named."""
    text = SLICED.replace("load_from: 50%", "load_from: 50%, ttft: 1 s").replace("ttft: 2 s", "ttft: 9 s")
    text = text.replace("allowed: [SG]", "allowed: any").replace("allowed: [AU]", "allowed: any")
    found = cheapest_split(scenario_of(text, tmp_path), "Both")
    assert {split.level for split in found.tried} >= {step / STEPS for step in range(0, STEPS + 1, 10)}
    kept = [split for split in found.tried if split.kept]
    assert found.cheapest in kept
    assert min(split.tco for split in kept) == found.cheapest.tco
