"""Outcome: run rate, quarters, prices at the scenario's own mix, utilisation, the queue before the servers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from small_scenario import TEXT, changed, scenario_of

from tco.catalogue.table import day_number
from tco.engine.evaluate import Evaluated, evaluate
from tco.engine.export import as_json

AS_LISTED = "options.API.successor=gpt-4o-mini"
"""The price goes on although its model retires."""


def sheets(folder: Path, *settings: str, text: str = TEXT) -> dict[str, Evaluated]:
    return dict(evaluate(scenario_of(text, folder, *settings)).options)


def test_the_run_rate_of_year_two_is_months_thirteen_to_twenty_four(tmp_path: Path) -> None:
    """With growth, and without what is paid once."""
    sheet = sheets(tmp_path, "months=30", "workload.growth_per_month=0.02", "api.exit_cost=1000", "api.migration=7000")["API"]
    recurring = sheet.values["cost"].reshape(-1)[12:24].sum()
    assert sheet.value("run_rate_year_two") == pytest.approx(recurring)


def test_a_shorter_horizon_gives_twelve_times_its_last_month(tmp_path: Path) -> None:
    sheet = sheets(tmp_path, "months=18", "workload.growth_per_month=0.02", "api.exit_cost=1000")["API"]
    last = sheet.values["cost"].reshape(-1)[17] - 1000
    assert sheet.value("run_rate_year_two") == pytest.approx(12 * last)


def test_every_quarter_is_paid_in_its_last_month_and_together_they_are_all_cash(tmp_path: Path) -> None:
    """Fourteen months are four quarters and a rest of two months."""
    sheet = sheets(tmp_path, "months=14", "workload.growth_per_month=0.02")["API"]
    cash, quarters = (sheet.values[key].reshape(-1) for key in ("cash", "quarter_cash"))
    assert np.flatnonzero(quarters).tolist() == [2, 5, 8, 11, 13]
    assert quarters[5] == pytest.approx(cash[3:6].sum())
    assert quarters[13] == pytest.approx(cash[12:14].sum())
    assert quarters.sum() == pytest.approx(cash.sum())


def test_the_blended_price_is_the_mix_of_list_prices(tmp_path: Path) -> None:
    """500 tokens at 0.15 and 200 at 0.60 USD per million: 195 over 700."""
    sheet = sheets(tmp_path, AS_LISTED)["API"]
    assert sheet.value("blended_price") == pytest.approx((500 * 0.15 + 200 * 0.60) / 700)


def test_tokens_per_dollar_do_not_depend_on_the_currency(tmp_path: Path) -> None:
    free = (AS_LISTED, "api.staff=0", "api.migration=0", "self_hosted.staff=0", "self_hosted.migration=0", "finance.staff_cost=0")
    dollars = sheets(tmp_path, *free)["API"].value("tokens_per_dollar")
    text = TEXT.replace("currency: USD", "currency: HKD") + "finance: {exchange_rate: 7.8}\n"
    assert sheets(tmp_path, *free, text=text)["API"].value("tokens_per_dollar") == pytest.approx(dollars)
    assert dollars == pytest.approx(700 / 195 * 1e6)


def test_cost_per_user_is_null_where_nobody_has_counted_them(tmp_path: Path) -> None:
    results = evaluate(scenario_of(TEXT, tmp_path))
    assert as_json(results, "", "", [], {})["options"]["API"]["totals"]["cost_per_user_and_month"] is None


def test_cost_per_user_is_the_average_month_over_users(tmp_path: Path) -> None:
    sheet = sheets(tmp_path, "workload.users=2000")["API"]
    assert sheet.value("cost_per_user") == pytest.approx(sheet.value("tco_per_month") / 2000)


def test_mean_utilisation_is_all_load_over_all_capacity(tmp_path: Path) -> None:
    """Half of the fleet is at each site, but the sites are not equally loaded."""
    text = changed("inf2.48xlarge}", "inf2.48xlarge, tensor_parallel: 12, precision: int8}")
    sheet = sheets(tmp_path, text=text)["Machines"]
    load, capacity = (np.asarray(sheet.values[key]).sum() for key in ("site_average_load", "site_capacity"))
    assert sheet.value("mean_utilisation") == pytest.approx(load / capacity)
    assert sheet.value("highest_utilisation") == pytest.approx(sheet.values["peak_utilisation"].max())
    assert sheet.value("mean_utilisation") < sheet.value("highest_utilisation")


def test_a_model_that_retires_inside_the_horizon_is_told_on_its_own_sheet(tmp_path: Path) -> None:
    """GPT-5.1 ends on 1 April 2027, 90 days after the first of January: three months of 730 hours."""
    for months, inside in ((12, 1), (2, 0)):
        sheet = sheets(tmp_path, f"months={months}", text=changed("gpt-4o-mini", "gpt-5.1"))["API"]
        assert sheet.value("months_to_retirement") == pytest.approx(90 * 24 / 730)
        assert sheet.value("retires_inside") == inside


def test_no_announced_retirement_is_none_and_not_today(tmp_path: Path) -> None:
    sheet = sheets(tmp_path, "options.API.price=claude-haiku-4-5")["API"]
    assert (sheet.value("retirement_known"), sheet.value("retires_inside")) == (0, 0)


@pytest.mark.parametrize(("text", "number"), [("2027-04-01", 46478), ("2027-04", 46507), ("2026", 46387), (None, 0)])
def test_a_date_counts_days_as_spreadsheets_do(text: str | None, number: float) -> None:
    """A month and a year at their last day."""
    assert day_number(text) == number
