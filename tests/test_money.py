"""Lines of money around a service: each moves the total by what it says, none is outside it, and today's spend can be the baseline."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from small_scenario import TEXT, changed, problems_of, scenario_of

from tco.catalogue.reader import load
from tco.engine.evaluate import Evaluated, Results, evaluate
from tco.engine.feasibility import obstacles
from tco.model.options import option_model

MONTHS = 12
EVERYTHING = (
    *(f"{kind}.{key}=1" for kind in ("self_hosted", "api") for key in ("guardrails_price", "retrieval_price", "observability_price")),
    *(f"{kind}.{key}=1000" for kind in ("self_hosted", "api") for key in ("security_review", "evaluation_cost", "exit_cost")),
    *(f"{kind}.{key}=3" for kind in ("self_hosted", "api") for key in ("releases_per_year", "parallel_months")),
    *(f"self_hosted.{key}=1" for key in ("internal_traffic_price", "load_balancer_price", "gpu_software_price", "banded_support")),
    *(f"options.{name}.edge_{key}" for name in ("Machines", "API") for key in ("share=0.1", "cost_per_thousand=2")),
    "finance.current_spend=50000",
    "workload.mix.chat.batch_share=0.5",
    "regions.Sydney.indirect_tax=0.1",
)  # fmt: skip
MACHINES = "  - {name: Machines, kind: cloud, instance: inf2.48xlarge"
COMMITTED = changed(MACHINES, MACHINES + ", commitments: [{plan: reserved-1yr, count: 1, price_per_hour: 5}]")
TODAY = "  - {name: Today, kind: current}\nnotes: []"


def results_of(folder: Path, *settings: str, text: str = TEXT) -> Results:
    return evaluate(scenario_of(text, folder, *settings))


def parts(sheet: Evaluated) -> dict[str, float]:
    """Every line with a category, over all months."""
    found = {}
    for key, item in sheet.model.lines.items():
        if item.category:
            values = sheet.values[key]
            found[key] = float(values.sum()) * (1 if values.shape[-1] == MONTHS else MONTHS)
    return found


@pytest.mark.parametrize("option", ["Machines", "API", "Today"])
def test_with_every_line_in_use_the_parts_are_the_total(tmp_path: Path, option: str) -> None:
    results = results_of(tmp_path, *EVERYTHING, text=COMMITTED.replace("notes: []", TODAY))
    sheet = results.options[option]
    assert sum(parts(sheet).values()) == pytest.approx(sheet.value("tco"), rel=1e-12)
    assert sheet.value("components_add_up") == 1


@pytest.mark.parametrize("kind", ["cloud", "api"])
def test_the_settings_above_leave_no_line_of_money_at_zero(tmp_path: Path, kind: str) -> None:
    """Otherwise the test above would not see it."""
    prompts = ("input_tokens=2000", "cached_input=0.2", "cache_writes=0.2")
    results = results_of(tmp_path, *EVERYTHING, *(f"workload.mix.chat.{setting}" for setting in prompts), text=COMMITTED)
    sheet = results.options["Machines" if kind == "cloud" else "API"]
    unused = {key for key, amount in parts(sheet).items() if amount == 0}
    assert unused == ({"support"} if kind == "cloud" else {"provisioned_cost", "provisioned_tax"})
    assert set(parts(sheet)) == {key for key, item in option_model(kind).lines.items() if item.category}


def test_what_is_not_asked_for_costs_nothing(tmp_path: Path) -> None:
    for sheet in results_of(tmp_path).options.values():
        assert sheet.values["around"].sum() == 0


def test_todays_spend_can_be_the_baseline(tmp_path: Path) -> None:
    """Twelve months of 50,000."""
    text = changed("notes: []", TODAY).replace("baseline: Machines", "baseline: Today")
    results = results_of(tmp_path, "finance.current_spend=50000", text=text)
    assert results.comparison.value("baseline_tco") == 600_000
    saving = dict(zip(results.options, results.comparison.along("saving", "option"), strict=True))
    assert saving["API"] == pytest.approx(600_000 - results.options["API"].value("tco"))


def test_todays_spend_may_be_a_list_by_month(tmp_path: Path) -> None:
    text = changed("notes: []", TODAY) + f"finance: {{current_spend: [{', '.join(['10_000'] * 6 + ['20_000'] * 6)}]}}\n"
    assert results_of(tmp_path, text=text).options["Today"].value("tco") == 180_000


def test_a_gap_in_todays_spend_is_found(tmp_path: Path) -> None:
    text = changed("notes: []", TODAY) + f"finance: {{current_spend: [{', '.join(['10_000'] * 11 + ['0'])}]}}\n"
    assert results_of(tmp_path, text=text).checks.value("all_checks") == 0


def test_todays_service_without_a_spend_stops_the_run(tmp_path: Path) -> None:
    (message,) = obstacles(results_of(tmp_path, text=changed("notes: []", TODAY)))
    assert "finance.current_spend is missing: Today is what is paid today; expected an amount per month" in message


def test_promises_of_todays_service_are_what_the_client_states(tmp_path: Path) -> None:
    stated = TODAY.replace("kind: current", "kind: current, ttft: 1 s, processed_in: {Singapore: SG, Sydney: AU}")
    today = results_of(tmp_path, "finance.current_spend=50000", text=changed("notes: []", stated)).options["Today"]
    assert (today.value("ttft_status"), today.value("residency_status"), today.value("eligible")) == (2, 2, 1)


def test_tax_falls_on_the_region_that_has_it(tmp_path: Path) -> None:
    """Sydney sends 40 % of the tokens."""
    api = results_of(tmp_path, "regions.Sydney.indirect_tax=0.1").options["API"]
    assert api.value("taxes_total") == pytest.approx(api.value("service_total") * 0.4 * 0.1)


def test_contingency_is_never_inside_the_total(tmp_path: Path) -> None:
    plain, reserved = (results_of(tmp_path, f"finance.contingency={share}").options["API"] for share in (0, 0.2))
    assert plain.value("tco") == reserved.value("tco")
    assert reserved.value("tco_with_contingency") == pytest.approx(reserved.value("tco") * 1.2)


def test_an_uplift_can_belong_to_one_region(tmp_path: Path) -> None:
    plain = results_of(tmp_path).options["API"].value("service_total")
    text = changed("price: gpt-4o-mini", "price: gpt-4o-mini, regional_uplift: {Sydney: 10%}")
    assert results_of(tmp_path, text=text).options["API"].value("service_total") == pytest.approx(plain * 1.04)


def test_more_than_the_whole_prompt_cannot_be_read_and_written(tmp_path: Path) -> None:
    text = changed("output_tokens: 200", "output_tokens: 200, cached_input: 70%, cache_writes: 40%")
    assert problems_of(text, tmp_path) == ["s.yaml:9: cached_input and cache_writes are 110% of the prompt together; expected at most 100%"]


def test_the_reliefs_of_the_support_bands_are_the_differences_of_their_shares() -> None:
    """None in the first band."""
    rows = load()["support_bands"].rows
    shares, reliefs = ([float(row.values[key] or 0) for row in rows] for key in ("share", "relief"))
    assert reliefs == pytest.approx([0, *(below - here for below, here in itertools.pairwise(shares))])
