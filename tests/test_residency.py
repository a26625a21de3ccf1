"""Residency: every country of processing is one that the region allows, in any order, whatever signs a name holds; in every engine."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from edited_books import API_ALONE, typed, with_cells
from openpyxl.utils import get_column_letter
from recalculate import by_formualizer, by_libreoffice_many, libreoffice
from small_scenario import changed, problems_of, scenario_of

from tco.accuracy.replica import reckon, values_with
from tco.engine.evaluate import evaluate
from tco.findings import Findings
from tco.scenario.resolved import resolved_text
from tco.workbook import sheet_columns
from tco.workbook.book import write_book

LISTS = [
    ("SG", "SG", 1),
    ("HK, SG", "SG", 1),
    ("HK, SG", "HK, SG", 1),
    ("HK, SG", "SG, HK", 1),
    ("AU, HK, SG", "SG, AU", 1),
    ("SG", "HK, SG", 0),
    ("HK, SG", "SG, AU, HK", 0),
    ("HK, SG", "G, ", 0),
    ("any", "US", 1),
    ("any", "not established", 1),
    ("SG", "not established", 0),
    ("SG", "", 0),
    ("SG", "S*", 0),
    ("SG", "?G", 0),
    ("SG", "~*", 0),
    ("SG, KR", "SG,HK", 0),
    ("HK, SG", "sg", 0),
    ("SG", ", ".join(["SG"] * 12), 1),
    ("SG", ", ".join(["SG"] * 13), 0),
    ("AU", "Australia", 0),
]
"""What a region allows, where its requests are processed, and whether that is kept."""


@pytest.mark.parametrize(("allowed", "place", "kept"), LISTS)
def test_every_country_of_processing_must_be_allowed(allowed: str, place: str, kept: int) -> None:
    values = values_with({"allowed": allowed, "processed_in": place, "region_carried": 1})
    assert reckon("region_kept", values, "api") == kept


def test_a_place_that_is_no_list_of_countries_is_not_established() -> None:
    """A list that is cut off would keep a promise by accident."""
    known = {place: reckon("place_known", values_with({"processed_in": place}), "api") for _, place, _ in LISTS}
    unread = ["G, ", "not established", "", "SG,HK", ", ".join(["SG"] * 13), "Australia"]
    assert [place for place, found in known.items() if not found] == unread


@pytest.mark.long
def test_another_spreadsheet_judges_the_edited_lists_as_the_model_does(tmp_path: Path) -> None:
    """Some of the pairs typed into the issued book: what the region allows, and where the provider processes."""
    pairs = LISTS[1::8]
    text = API_ALONE.replace("gpt-4o-mini}", "gpt-4o-mini, processed_in: SG}").replace("ap-southeast-1}", "ap-southeast-1, allowed: [SG]}")
    results = evaluate(scenario_of(text, tmp_path))
    issued = tmp_path / "issued.xlsx"
    write_book(Findings(results), issued, "0" * 64)
    book = openpyxl.load_workbook(issued)
    keys = {str(cell.value): cell.row for row in book["Inputs"].iter_rows() for cell in row if "." in str(cell.value)}
    kept = next(row[0].row for row in book["API"].iter_rows(max_col=1) if row[0].value == "Residency of a region kept")
    copies = [
        with_cells(
            issued,
            sheet_columns.INPUTS,
            {
                f"E{keys['regions.Singapore.allowed']}": typed(allowed),
                f"E{keys['options.API.processed_in.Singapore']}": typed(place),
            },
            tmp_path / f"edited-{number}.xlsx",
        )
        for number, (allowed, place, _) in enumerate(pairs)
    ]
    cell = f"{get_column_letter(sheet_columns.CONSTANT)}{kept}"
    expected = [kept for *_, kept in pairs]
    assert [by_formualizer(copy)["API"][cell] for copy in copies] == expected
    if libreoffice() is not None:
        assert [found["API"][cell] for found in by_libreoffice_many(copies)] == expected


def test_a_name_that_is_no_country_code_is_refused_with_the_remedy(tmp_path: Path) -> None:
    said = problems_of(changed("allowed: [SG]", "allowed: ['S*']"), tmp_path)
    assert said == [
        (
            "s.yaml:11: allowed: S* is no country code; expected two capital letters such as HK or SG, "
            "a group such as EU, EEA, EFTA, GCC, ASEAN, or 'any' alone"
        )
    ]


def test_a_longer_list_than_the_book_reads_is_refused_with_the_remedy(tmp_path: Path) -> None:
    codes = ["AT", "AU", "CA", "CH", "DE", "ES", "FR", "HK", "IE", "IT", "JP", "SG", "US"]
    said = problems_of(changed("gpt-4o-mini}", f"gpt-4o-mini, processed_in: [{', '.join(codes)}]}}"), tmp_path)
    assert said == ["s.yaml:20: processed_in: 13 countries; expected at most 12, or one list for each region of the scenario"]


# Groups of countries

UNION = "EU, AT, BE, BG, CY, CZ, DE, DK, EE, ES, FI, FR, GR, HR, HU, IE, IT, LT, LU, LV, MT, NL, PL, PT, RO, SE, SI, SK"


def rules(text: str, folder: Path) -> tuple[str, str]:
    """The rule of Singapore and the API's place of processing there, as the model reads them."""
    scenario = scenario_of(text, folder)
    return tuple(str(scenario.entry(key, owner).elements[0].value) for key, owner in (("allowed", ""), ("processed_in", "API")))


@pytest.mark.parametrize(
    ("allowed", "place", "expected", "kept"),
    [
        ("[EU]", "[DE, IE]", (UNION, "DE, IE"), 1),
        ("EU", "EU", (UNION, "EU"), 1),
        ("[EEA]", "[EEA]", (f"{UNION}, IS, LI, NO", "EU, IS, LI, NO"), 1),
        ("[EU]", "[EEA]", (UNION, "EU, IS, LI, NO"), 0),
        ("[DE, FR]", "[EU]", ("DE, FR", "EU"), 0),
        ("[EU, CH]", "[CH, SE]", (f"{UNION}, CH", "CH, SE"), 1),
        ("[GCC]", "[AE]", ("AE, BH, KW, OM, QA, SA", "AE"), 1),
        (f"[{UNION[4:]}]", "[EU]", (UNION[4:], "EU"), 0),
    ],
)
def test_a_group_of_countries_is_its_members(allowed: str, place: str, expected: tuple[str, str], kept: int, tmp_path: Path) -> None:
    """A rule names every country, because the workbook looks for each; a provider may say the union alone."""
    text = changed("allowed: [SG]", f"allowed: {allowed}").replace("gpt-4o-mini}", f"gpt-4o-mini, processed_in: {place}}}")
    assert rules(text, tmp_path) == expected
    values = values_with({"allowed": expected[0], "processed_in": expected[1], "region_carried": 1})
    assert reckon("region_kept", values, "api") == kept


def test_the_origin_of_a_group_is_noted_beside_its_members(tmp_path: Path) -> None:
    element = scenario_of(changed("allowed: [SG]", "allowed: [EEA]"), tmp_path).entry("allowed").elements[0]
    assert element.note.startswith("EEA: Agreement on the European Economic Area")


def test_the_resolved_scenario_names_the_members_and_reads_back_the_same(tmp_path: Path) -> None:
    text = resolved_text(scenario_of(changed("allowed: [SG]", "allowed: [EU]"), tmp_path))
    (tmp_path / "again").mkdir()
    assert resolved_text(scenario_of(text, tmp_path / "again")) == text


@pytest.mark.parametrize(("code", "meant"), [("UK", "GB"), ("Germany", "DE"), ("XX", ""), ("EAA", "EEA"), ("hk", "HK")])
def test_what_is_neither_a_country_nor_a_group_is_refused_with_what_was_meant(code: str, meant: str, tmp_path: Path) -> None:
    (said,) = problems_of(changed("allowed: [SG]", f"allowed: [{code}]"), tmp_path)
    assert said.startswith(f"s.yaml:11: allowed: {code} is no country code; ")
    assert (f"did you mean {meant}" if meant else "expected two capital letters") in said
