"""Numbers on paper: the form of each kind, and no number without a line of the workbook behind it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sample_page import dollars, sample_page

from tco.summary.numbers import (
    availability,
    axis_money,
    count,
    duration,
    exact_money,
    money,
    number,
    percent,
    short_number,
    stated_availability,
)
from tco.summary.sentence import Figure, Sentence, figures_of, write_sentence


class TestTracing:
    def test_digits_without_a_value_are_refused(self) -> None:
        """A number on paper has a number behind it."""
        with pytest.raises(ValueError, match="carries no value"):
            Figure(None, "US$614k", "tco")

    def test_a_value_without_a_line_is_refused(self) -> None:
        """A number on paper is in the workbook."""
        with pytest.raises(ValueError, match="names no line"):
            Figure(614_005.92, "US$614k", "")

    def test_a_sentence_keeps_the_figures_that_it_quotes(self) -> None:
        """In the order of reading."""
        saving = dollars(419_428.8, "saving")

        assert Sentence("Save US$419k a year", (saving,)) == write_sentence("Save {saving} a year", saving=saving)
        with pytest.raises(ValueError, match="does not quote"):
            Sentence("Save a lot", (saving,))

    def test_the_figures_of_a_page_can_be_walked(self) -> None:
        """The first of the page is the headline's."""
        assert Figure(419_428.8, "US$419k", "saving") == replace(next(figures_of(sample_page())), value=419_428.8)


class TestNumbers:
    @pytest.mark.parametrize(
        ("expected", "value"),
        [
            ("US$614k", 614_005.92), ("US$1.03m", 1_033_434.72), ("US$35.6k", 35_587.5), ("US$1.00m", 999_500), ("US$999k", 999_499),
            ("US$0.60", 0.6), ("US$0.0129", 0.0129), ("US$4.50", 4.5), ("US$12.5", 12.45), ("US$0", 0),
            ("\N{MINUS SIGN}US$420k", -420_000), ("US$1.20bn", 1.2e9),
            ("not established", None),
        ],
    )  # fmt: skip
    def test_money_has_three_significant_figures(self, expected: str, value: float | None) -> None:
        """Amounts from a tenth of a cent to billions."""
        assert expected == money(value, "USD")

    def test_other_currencies_show_a_sign_of_their_own_or_their_code(self) -> None:
        """No bare $ or ¥, which several countries share."""
        assert ["HK$5.00", "A$5.00", "JPY\N{NO-BREAK SPACE}5.00"] == [money(5, currency) for currency in ("HKD", "AUD", "JPY")]

    def test_other_kinds_of_numbers_read_in_one_way_each(self) -> None:
        """One example of each kind."""
        assert "US$85,278.60" == exact_money(85_278.6, "USD")
        assert "500,000\N{NO-BREAK SPACE}requests/day" == count(500_000, "requests/day")
        assert "1,030,000" == number(1_033_434.72)
        assert "4.56m" == short_number(4_560_000)
        assert ["40%", "40.6%", "\N{MINUS SIGN}12%"] == [percent(share) for share in (0.4, 0.4064, -0.12)]
        assert ["2\N{NO-BREAK SPACE}s", "620\N{NO-BREAK SPACE}ms"] == [duration(seconds) for seconds in (2, 0.62)]
        assert ["US$250k", "US$1.25m"] == [axis_money(tick, "USD", 250_000) for tick in (250_000, 1_250_000)]

    def test_availability_is_never_rounded_up(self) -> None:
        """Five nines do not become a hundred per cent."""
        assert ["99.9%", "99.95%", "99.9996%", "100%"] == [stated_availability(share) for share in (0.999, 0.9995, 0.999_996, 1)]

    def test_a_modelled_availability_has_four_nines_at_most(self) -> None:
        """A model that takes failures as independent knows no more."""
        modelled = [availability(share).replace("\xa0", " ") for share in (0.9996, 0.9999, 0.99991, 1)]
        assert modelled == ["99.96%", "99.99%", "> 99.99%", "> 99.99%"]

    def test_a_number_that_is_not_finite_is_refused(self) -> None:
        """It would be a defect of the model, not a figure."""
        with pytest.raises(ValueError, match="not established"):
            money(float("nan"), "USD")
