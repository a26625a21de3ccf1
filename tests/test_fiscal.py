"""The fiscal calendar: in which quarter and year of the client's books each month of a plan lies."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_scenario import changed, scenario_of

from tco.engine.evaluate import evaluate


@pytest.mark.parametrize(
    ("first_month", "start", "quarters", "years"),
    [
        (1, "2027-01", [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4], [2027] * 12),
        (4, "2027-01", [4, 4, 4, 1, 1, 1, 2, 2, 2, 3, 3, 3], [2027] * 3 + [2028] * 9),
        (7, "2027-08", [1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 1], [2028] * 11 + [2029]),
        (12, "2027-12", [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4], [2028] * 12),
        (2, "2027-01", [4, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4], [2027] + [2028] * 11),
    ],
)
def test_a_fiscal_year_is_called_by_the_calendar_year_in_which_it_ends(
    first_month: int, start: str, quarters: list[int], years: list[int], tmp_path: Path
) -> None:
    text = changed("start: 2027-01", f"start: {start}")
    demand = evaluate(
        scenario_of(text, tmp_path, f"finance.fiscal_year_start={first_month}"), wanted=("fiscal_year", "fiscal_quarter")
    ).demand
    assert (demand.along("fiscal_quarter", "month").tolist(), demand.along("fiscal_year", "month").tolist()) == (quarters, years)
