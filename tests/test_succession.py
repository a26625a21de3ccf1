"""Succession of API models: from the month of retirement on the successor's price, and migration again; by hand arithmetic."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from small_scenario import TEXT, problems_of, scenario_of

from tco.catalogue.reader import load
from tco.cli import main
from tco.engine.evaluate import Evaluated, Results, evaluate
from tco.engine.prices_in_use import price_facts
from tco.engine.succession import successions, told

NANO = "options.API.price=gpt-5.4-nano"
"""0.20 in, 1.25 out; its model retires on 1 April 2027, in the plan's fourth month, and no successor is known."""
LUNA = "options.API.successor=gpt-6-luna"
"""0.10 in, 0.50 out."""
REQUESTS = 500_000 * 365 / 12
BEFORE, AFTER = (REQUESTS * (500 * price + 200 * answer) / 1e6 for price, answer in ((0.20, 1.25), (0.10, 0.50)))


def results(folder: Path, *settings: str) -> Results:
    return evaluate(scenario_of(TEXT, folder, *settings))


def api(folder: Path, *settings: str) -> Evaluated:
    return results(folder, *settings).options["API"]


def by_month(sheet: Evaluated, key: str) -> list[float]:
    return [float(value) for value in sheet.values[key].reshape(-1)]


def test_the_successors_price_counts_from_the_month_of_the_last_day(tmp_path: Path) -> None:
    """Three months at the old price and nine at the new: 5,322.92 and 2,281.25 USD a month."""
    sheet = api(tmp_path, NANO, LUNA)
    assert by_month(sheet, "service_cost") == pytest.approx([BEFORE] * 3 + [AFTER] * 9)
    assert (BEFORE, AFTER) == (pytest.approx(5322.9167), pytest.approx(2281.25))
    assert by_month(sheet, "retired") == [0] * 3 + [1] * 9
    assert (sheet.value("months_retired"), sheet.value("retires_inside")) == (9, 1)


def test_migration_is_paid_again_in_that_month(tmp_path: Path) -> None:
    """25,000 USD in the first month and half of it in the fourth; or as the scenario says."""
    assert by_month(api(tmp_path, NANO), "one_off") == [25_000, 0, 0, 12_500] + [0] * 8
    assert by_month(api(tmp_path, NANO, "api.succession_migration=0.2"), "one_off")[3] == pytest.approx(5_000)


def test_what_is_paid_twice_is_paid_once_and_not_a_run_rate(tmp_path: Path) -> None:
    sheet = api(tmp_path, NANO)
    assert by_month(sheet, "once")[3] == 12_500
    assert by_month(sheet, "recurring")[3] == pytest.approx(by_month(sheet, "recurring")[2])


def test_without_a_known_successor_the_same_price_goes_on_times_an_input(tmp_path: Path) -> None:
    assert by_month(api(tmp_path, NANO), "service_cost") == pytest.approx([BEFORE] * 12)
    dearer = api(tmp_path, NANO, "api.price_after_retirement=1.5")
    assert by_month(dearer, "service_cost") == pytest.approx([BEFORE] * 3 + [BEFORE * 1.5] * 9)


def test_that_input_does_not_touch_a_successors_price(tmp_path: Path) -> None:
    sheet = api(tmp_path, NANO, LUNA, "api.price_after_retirement=1.5")
    assert by_month(sheet, "service_cost")[3:] == pytest.approx([AFTER] * 9)


def test_it_is_uncertain_by_default_with_the_same_price_in_the_middle(tmp_path: Path) -> None:
    (element,) = scenario_of(TEXT, tmp_path).entry("price_after_retirement", "API").elements
    assert (element.low, element.value, element.high) == (0.5, 1, 2)


def test_the_catalogue_names_the_successor_with_its_source(tmp_path: Path) -> None:
    """GPT-4o mini ends in the first month: GPT-6 Luna's price in all months, and migration one and a half times."""
    found = results(tmp_path)
    assert by_month(found.options["API"], "service_cost") == pytest.approx([AFTER] * 12)
    assert by_month(found.options["API"], "one_off")[:2] == [37_500, 0]
    (one,) = successions(found)
    assert (one.month, one.successor, one.migration) == (1, "gpt-6-luna", 12_500)
    assert one.origin is not None
    assert one.origin.source.startswith("OpenAI")


def test_the_options_own_successor_goes_before_the_catalogues(tmp_path: Path) -> None:
    sheet = api(tmp_path, "options.API.successor=gpt-5.4-nano")
    assert by_month(sheet, "input_price") == [0.2] * 12


def test_a_price_that_is_its_own_successor_plans_as_if_nothing_were_announced(tmp_path: Path) -> None:
    sheet = api(tmp_path, NANO, "options.API.successor=gpt-5.4-nano", "api.price_after_retirement=1.5")
    assert by_month(sheet, "service_cost") == pytest.approx([BEFORE] * 12)
    assert by_month(sheet, "one_off") == [25_000] + [0] * 11


def test_prices_of_ones_own_go_on(tmp_path: Path) -> None:
    found = results(tmp_path, NANO, LUNA, "options.API.input_price=0.3", "options.API.output_price=0.9")
    assert by_month(found.options["API"], "service_cost") == pytest.approx([REQUESTS * (500 * 0.3 + 200 * 0.9) / 1e6] * 12)
    assert "the option's own price goes on" in told(next(successions(found)), "USD")


@pytest.mark.parametrize("late", ["options.API.go_live_month=6", "start=2027-05"])
def test_who_comes_after_the_retirement_begins_with_the_successor(tmp_path: Path, late: str) -> None:
    sheet = api(tmp_path, NANO, LUNA, late)
    assert by_month(sheet, "service_cost")[5:] == pytest.approx([AFTER] * 7)
    assert sum(by_month(sheet, "one_off")) == 25_000


def test_a_model_that_outlives_the_plan_changes_nothing(tmp_path: Path) -> None:
    found = results(tmp_path, NANO, LUNA, "months=3")
    assert list(successions(found)) == []
    assert by_month(found.options["API"], "service_cost") == pytest.approx([BEFORE] * 3)


def test_provisioned_units_have_no_price_in_the_catalogue_and_go_on(tmp_path: Path) -> None:
    rented = ("options.API.provisioned_units=2", "options.API.provisioned_price_per_hour=10", "api.price_after_retirement=1.5")
    assert by_month(api(tmp_path, NANO, LUNA, *rented), "service_cost") == pytest.approx([14_600] * 3 + [21_900] * 9)


def test_a_request_must_fit_the_successor_too(tmp_path: Path) -> None:
    """200,000 tokens fit GPT-5.4 nano, and not Claude Haiku 4.5 with an answer."""
    settings = (NANO, "options.API.successor=claude-haiku-4-5", "workload.mix.chat.input_tokens=200_000")
    assert api(tmp_path, NANO, settings[2]).value("possible") == 1
    assert api(tmp_path, *settings).value("possible") == 0
    path = tmp_path / "s.yaml"
    ran = CliRunner().invoke(main, ["check", str(path)])
    assert ran.exit_code == 0  # the file itself has short requests
    path.write_text(
        TEXT.replace("price: gpt-4o-mini", "price: gpt-5.4-nano, successor: claude-haiku-4-5").replace(
            "input_tokens: 500", "input_tokens: 200_000"
        )
    )
    ran = CliRunner().invoke(main, ["check", str(path)])
    assert "successor: the longest request has 200,200 tokens, and claude-haiku-4-5 takes 200,000" in ran.output + ran.stderr


def test_both_prices_stand_among_those_in_use(tmp_path: Path) -> None:
    assert [name for name, _ in price_facts(results(tmp_path, NANO, LUNA), "API")] == ["gpt-5.4-nano", "gpt-6-luna"]


def test_an_unknown_successor_is_refused_and_auto_is_not(tmp_path: Path) -> None:
    assert problems_of(TEXT, tmp_path, "options.API.successor=auto") == []
    (problem,) = problems_of(TEXT, tmp_path, "options.API.successor=gpt-6-lunar")
    assert "there is no gpt-6-lunar in the catalogue's api_prices" in problem
    assert "did you mean gpt-6-luna?" in problem


def test_check_table_and_json_tell_it(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(TEXT.replace("price: gpt-4o-mini", "price: gpt-5.4-nano"))
    checked, table = (CliRunner().invoke(main, [command, str(path)]).output for command in ("check", "evaluate"))
    for output in (checked, table):
        words = " ".join(output.split())
        assert "API: gpt-5.4-nano retires on 2027-04-01, inside the plan; from month 4 on the same price goes on" in words
        assert "USD 12,500.00" in words
    data = json.loads(CliRunner().invoke(main, ["evaluate", str(path), "--format", "json"]).output)
    assert data["options"]["API"]["succession"] == {
        "price": "gpt-5.4-nano",
        "last_day": "2027-04-01",
        "month": 4,
        "successor": None,
        "source": None,
        "migration": 12_500,
        "successor_last_day": None,
    }
    assert data["options"]["Machines"]["succession"] is None


def test_a_successor_that_retires_inside_the_plan_is_told_too(tmp_path: Path) -> None:
    (one,) = successions(results(tmp_path, "options.API.successor=gpt-5.4-nano"))
    assert one.successor_day == "2027-04-01"


PRICES = [str(row.values["name"]) for row in load()["api_prices"].rows]
DATED = [str(row.values["name"]) for row in load()["api_prices"].rows if row.values["retirement"]]


@settings(max_examples=30)
@given(price=st.sampled_from(DATED), successor=st.sampled_from(PRICES), months=st.integers(1, 24), input_tokens=st.integers(100, 30_000))
def test_each_month_costs_what_its_own_price_says(price: str, successor: str, months: int, input_tokens: int) -> None:
    """Expected: the months of two plans without succession, one at each price, put together at the retirement."""
    with TemporaryDirectory() as folder:
        common = (f"months={months}", f"workload.mix.chat.input_tokens={input_tokens}")

        def cost(name: str, follows: str) -> np.ndarray:
            sheet = api(Path(folder), f"options.API.price={name}", f"options.API.successor={follows}", *common)
            return np.concatenate([sheet.values["service_cost"].reshape(-1), sheet.values["retired"].reshape(-1)])

        both, old, new = cost(price, successor), cost(price, price), cost(successor, successor)
        retired = both[months:] > 0
        assert np.allclose(both[:months], np.where(retired, new[:months], old[:months]), rtol=1e-12)
