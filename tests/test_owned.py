"""Hardware that a client owns: what is bought when, what each month uses up, and two views of the money that reconcile."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tco.accuracy.replica import Array, Values, along, reckon, reckon_each, values_with
from tco.catalogue.reader import load
from tco.engine.evaluate import evaluate
from tco.model.options import inputs
from tco.search.settle import read
from tco.workbook.layout import input_sections

if TYPE_CHECKING:
    from collections.abc import Callable

SCENARIO = Path(__file__).parents[1] / "scenarios" / "owned-cluster.yaml"
KIND = "owned"
PRICE = 100.0
"""What one server costs in place, in the plans below."""


def monthly(*figures: float) -> Array:
    """One value for each month."""
    return along("month", figures)


def by_month(key: str, values: Values, kind: str) -> list[float]:
    """A line of one site for several months."""
    return [float(value) for value in reckon_each(key, values, kind, "month")]


def plan(fleet: tuple[float, ...], **given: float | str) -> Values:
    """The lines of one site whose fleet is given by month, at servers of 100 each."""
    figures: dict[str, float | str] = {"non_production": 0, "life": 48, "lead_time": 0, "residual": 0, "server_capex": PRICE, **given}
    months = len(fleet)
    values = values_with(figures | {"horizon": months})
    return values | {"instances": monthly(*fleet), "month_number": monthly(*range(1, months + 1)), "in_horizon": monthly(*[1.0] * months)}


def found(key: str, fleet: tuple[float, ...], **given: float | str) -> list[float]:
    return by_month(key, plan(fleet, **given), KIND)


def test_growth_buys_more_later_and_a_smaller_need_sells_nothing() -> None:
    """A fleet of 2, 3, 1, 4: two are bought, one more, none, one more; none leaves."""
    assert found("servers_bought", (2, 3, 1, 4)) == [2, 1, 0, 1]
    assert found("servers_installed", (2, 3, 1, 4)) == [2, 3, 3, 4]


def test_non_production_takes_whole_servers() -> None:
    """A quarter of two is half a server: three are bought."""
    assert found("servers_bought", (2,), non_production=0.25) == [3]


def test_a_server_is_replaced_when_its_life_ends() -> None:
    """Two live three months; one is added in month 2 and replaced in month 5."""
    assert found("servers_bought", (2, 3, 3, 3, 3, 3, 3), life=3) == [2, 1, 0, 2, 1, 0, 2]
    assert found("servers_installed", (2, 3, 3, 3, 3, 3, 3), life=3) == [2, 3, 3, 3, 3, 3, 3]


def test_an_old_server_brings_its_residual_value_when_it_is_replaced() -> None:
    """Two of 100 at 10 %: 20 in month 4, when the new ones stand; one of 100 a month later."""
    assert found("sale_proceeds", (2, 3, 3, 3, 3), life=3, residual=0.1) == pytest.approx([0, 0, 0, 20, 10])


def test_servers_are_paid_a_lead_time_before_they_serve_and_in_the_first_month_at_the_earliest() -> None:
    """Needed in months 1, 2, 4 and 5; with two months of lead, months 1 to 3 are paid in the first."""
    assert found("purchase_payments", (1, 2, 2, 3, 4), lead_time=2) == [200, 100, 100, 0, 0]


def test_nothing_is_paid_for_service_after_the_horizon() -> None:
    assert sum(found("purchase_payments", (1, 2, 3), lead_time=6)) == 300


def test_straight_line_uses_up_the_price_less_the_residual_value_in_equal_parts() -> None:
    """100 over four months down to 20: 20 a month, and 80, 60, 40, 20 left."""
    assert found("hardware_cost", (1, 1, 1, 1), life=4, residual=0.2) == pytest.approx([20, 20, 20, 20])
    assert found("server_value", (1, 1, 1, 1), life=4, residual=0.2) == pytest.approx([80, 60, 40, 20])


def test_an_annuity_leaves_the_residual_value_after_the_last_payment() -> None:
    """Rolled forward by hand: value × (1 + interest) − payment, four times."""
    given: dict[str, float | str] = {"life": 4, "residual": 0.2, "depreciation": "annuity", "discount_rate": 0.1}
    interest = 1.1 ** (1 / 12) - 1
    payment = (100 - 20 / (1 + interest) ** 4) * interest / (1 - (1 + interest) ** -4)
    expected, value = [], 100.0
    for _ in range(4):
        value = value * (1 + interest) - payment
        expected.append(value)
    assert found("hardware_cost", (1, 1, 1, 1), **given) == pytest.approx([payment] * 4)
    assert found("server_value", (1, 1, 1, 1), **given) == pytest.approx(expected)
    assert expected[-1] == pytest.approx(20)


def test_an_annuity_without_interest_is_the_straight_line() -> None:
    given: dict[str, float | str] = {"life": 4, "depreciation": "annuity", "discount_rate": 0}
    assert found("hardware_cost", (1, 2), **given) == pytest.approx([25, 50])


def test_an_annuity_costs_more_than_the_straight_line_over_a_life() -> None:
    straight, annuity = (sum(found("hardware_cost", (1, 1, 1, 1), life=4, depreciation=how)) for how in ("straight-line", "annuity"))
    assert annuity > straight == pytest.approx(100)


@pytest.mark.parametrize("method", ["straight-line", "annuity"])
@pytest.mark.parametrize("lead", ["0", "3"])
def test_billed_less_effective_is_what_the_assets_are_worth(method: str, lead: str) -> None:
    """Over seven years, so that servers are replaced: each view is reckoned without the other."""
    settings = ("months=84", f"owned.depreciation={method}", f"owned.lead_time={lead}", "owned.server_price_change_per_year=-10%")
    results = evaluate(read(SCENARIO, settings))
    for name in ("Owned H100", "Owned H100 annuity"):
        sheet = results.options[name]
        apart = sheet.value("cash_total") - sheet.value("tco")
        assert apart == pytest.approx(sheet.value("closing_assets") - sheet.value("charges_total"), rel=1e-9)
        assert sheet.value("closing_assets") > 0
        assert sheet.value("components_add_up") == 1
    assert results.checks.value("all_checks") == 1


CHECKS: dict[str, dict[str, float]] = {
    "views_reconcile": {"views_apart": 101, "views_expected": 100, "cash_total": 1000},
    "assets_roll": {"rolled_assets": 100, "closing_assets": 101, "capex_total": 1000},
    "components_agree": {"components_total": 100, "tco": 101},
}


@pytest.mark.parametrize("check", CHECKS)
def test_a_check_of_owned_hardware_can_fail(check: str) -> None:
    """A planted difference of one in a thousand: 0, and the option's components no longer add up."""
    rest = {key: 1.0 for key in CHECKS if key != check}
    assert reckon(check, values_with(CHECKS[check]), KIND) == 0
    assert reckon("components_add_up", values_with({**CHECKS[check], **rest}), KIND) == 0


def forgotten(values: Values) -> Values:
    """Half of every payment."""
    return {**values, "purchase_payments": monthly(*(price / 2 for price in by_month("capex", values, KIND)))}


def longer(values: Values) -> Values:
    """A depreciation over a life that is not the servers'."""
    return {**values, "straight_share": monthly(0.5)}


@pytest.mark.parametrize("plant", [forgotten, longer])
def test_a_mistake_in_either_view_does_not_reconcile(plant: Callable[[Values], Values]) -> None:
    base = plan((1, 2, 2, 2), beside=0, around=0, site_hosting=0, site_care=0)
    for values, holds in ((dict(base), 1), (plant(dict(base)), 0)):
        assert reckon("views_reconcile", values, KIND) == holds


MOVING = [key for key, item in inputs().items() if item.path.startswith("owned.") and item.rises]


@pytest.mark.parametrize("key", MOVING)
def test_an_assumption_of_owned_hardware_moves_the_cost_the_way_it_says(key: str) -> None:
    """The favourable end of its range never costs more than the adverse one, over a time in which servers are replaced."""
    scenario = read(SCENARIO, ("months=60", "service_levels.availability=0"))
    item = inputs()[key]
    ends = (item.low, item.high) if item.rises > 0 else (item.high, item.low)
    path = scenario.entry(key, "Owned H100").elements[0].path
    cheap, dear = (evaluate(scenario.with_values({path: end})).options["Owned H100"].value("tco") for end in ends)
    assert cheap < dear


def test_a_part_of_a_colocation_term_stays_payable() -> None:
    """Fifteen months under a term of twelve: nine stay."""
    values = plan((1,) * 15, site_colocation=10, server_power=2, space_term=12)
    assert reckon("remaining_commitment", values, KIND) == 9 * 20


def test_every_server_to_buy_says_what_it_holds() -> None:
    catalogue = load()
    for name in catalogue["servers"].names():
        row = catalogue["instance_types"].find(name)
        assert row is not None
        assert row.values["cloud"] == "owned"


def test_every_data_centre_is_a_site_with_a_jurisdiction() -> None:
    catalogue = load()
    for name in catalogue["data_centres"].names():
        row = catalogue["sites"].find(name)
        assert row is not None
        assert row.values["jurisdiction"]


def test_owned_assumptions_stand_together_among_the_inputs() -> None:
    titles = {title: [entry.input.key for entry in entries] for title, entries in input_sections(read(SCENARIO))}
    assert {"life", "residual", "lead_time", "power_draw"} <= set(titles["Owned hardware: shared assumptions"])


@pytest.mark.parametrize(
    ("own", "line", "column"), [("colocation_price", "site_colocation", "colocation"), ("electricity_price", "site_tariff", "tariff")]
)
def test_a_quote_for_a_data_centre_goes_before_the_catalogues_price(own: str, line: str, column: str) -> None:
    """Expected: the quote of 300; the catalogue's where there is none; 0 at a site that is no data centre."""
    row = load()["data_centres"].find("hong-kong-colo")
    assert row
    found = [
        reckon(line, plan((1,), site=site, **{own: quote}), KIND)
        for site, quote in (("hong-kong-colo", 300), ("hong-kong-colo", 0), ("x", 0))
    ]
    assert found == [300, row.values[column], 0]
