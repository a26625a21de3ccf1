"""Time zones: each region's day on its own clock, and the load of a site that serves several."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from changes import Change, by_engine, changed_book, issued, recalculated, wrong_cells
from hypothesis import given, settings
from hypothesis import strategies as st
from recalculate import by_formualizer, by_libreoffice, disagreements, libreoffice, stored
from small_scenario import changed, problems_of, scenario_of
from workbook_lint import lint

from tco.documents import write_report
from tco.engine.evaluate import Evaluated, Results, evaluate
from tco.language.formula import AXIS
from tco.scenario.resolved import resolved_text
from tco.scenario.scenario import Amount, Scenario
from tco.workbook.readback.importing import import_book

SINGAPORE, SYDNEY = "name: Singapore,", "name: Sydney,"
HALF_DAY = f"hourly_profile: [{', '.join(['2'] * 6 + ['1'] * 18)}]"
"""Six hours from midnight at the peak, and eighteen at half of it."""


def zoned(first: object = None, second: object = None, text: str = "") -> str:
    """The small scenario with a time zone for either region."""
    text = text or changed("", "")
    for name, zone in ((SINGAPORE, first), (SYDNEY, second)):
        text = text if zone is None else text.replace(name, f"{name} time_zone: {zone},")
    return text


def one_site(first: object = None, second: object = None, more: str = "") -> str:
    """Both regions served from Tokyo, on machines that are always on, on others that follow their load, and on an API."""
    text = changed("ap-southeast-1, allowed: [SG]", "ap-northeast-1").replace("ap-southeast-2, allowed: [AU]", "ap-northeast-1")
    text = text.replace("requests_per_day: 500_000", f"requests_per_day: 6_000_000\n  peak_to_average: 1.6\n  {HALF_DAY}{more}")
    machines = "kind: cloud, instance: p5.48xlarge, tensor_parallel: 8"
    text = text.replace("kind: cloud, instance: inf2.48xlarge}", f"{machines}}}\n  - {{name: Follows, {machines}, autoscaling: 1}}")
    return zoned(first, second, text.replace("price: gpt-4o-mini", "price: gpt-4o-mini, requests_per_minute_limit: 6000"))


def clocks(scenario: Scenario) -> list[Amount]:
    return [item.value for item in scenario.entry("region_clock").elements]


# Reading


@pytest.mark.parametrize(
    ("said", "clock"),
    [
        ("Asia/Singapore", "UTC+8"),
        ("{value: Asia/Tokyo, source: client}", "UTC+9"),
        ("Europe/London", "UTC+0"),  # its summer is an hour ahead
        ("Europe/Dublin", "UTC+0"),  # whose winter is the exception by law
        ("Australia/Sydney", "UTC+10"),  # whose summer is in January
        ("America/New_York", "UTC-5"),
        ("Asia/Kolkata", "UTC+6"),  # 5:30
        ("America/St_Johns", "UTC-3"),  # 3:30 behind
        ("8", "UTC+8"),
        ("-3", "UTC-3"),
        ("UTC+8", "UTC+8"),
        ("'+05:30'", "UTC+6"),
        ("GMT-3", "UTC-3"),
        ("UTC", "UTC+0"),
        ("14", "UTC+14"),
    ],
)
def test_a_time_zone_is_the_hours_of_its_standard_time(said: str, clock: str, tmp_path: Path) -> None:
    scenario = scenario_of(zoned(said, "UTC"), tmp_path)
    assert clocks(scenario) == [clock, "UTC+0"]
    assert scenario.axis("clock") == tuple(dict.fromkeys((clock, "UTC+0")))


def test_without_time_zones_there_is_one_clock(tmp_path: Path) -> None:
    assert scenario_of(changed("", ""), tmp_path).axis("clock") == ("one clock",)


def test_a_clock_of_half_an_hour_is_told_in_a_remark(tmp_path: Path) -> None:
    (remark, _) = scenario_of(zoned("Asia/Kolkata", "UTC"), tmp_path).remarks
    assert remark.endswith("time_zone: Asia/Kolkata, UTC+5:30 in standard time counts as UTC+6: the hourly profile has whole hours")


def test_time_zones_that_change_nothing_are_told_in_a_remark(tmp_path: Path) -> None:
    told = "time_zone: time zones change nothing, for the plan states no hourly profile and no opening hours"
    assert told in scenario_of(zoned(8, 10), tmp_path).remarks[0]
    assert not scenario_of(zoned(8, 10, changed("  mix:", "  opening_hours: 08:00-18:00\n  mix:")), tmp_path).remarks


EXPECTED = "expected a name such as Asia/Singapore, or hours ahead of UTC such as 8"


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("Asia/Singapor", "UTC", ["s.yaml:11: time_zone: there is no zone Asia/Singapor; did you mean Asia/Singapore?"]),
        ("Tokio", "UTC", ["s.yaml:11: time_zone: there is no zone Tokio; did you mean Asia/Tokyo?"]),
        ("asia/singapore", "UTC", ["s.yaml:11: time_zone: there is no zone asia/singapore; did you mean Asia/Singapore?"]),
        ("'?'", "UTC", [f"s.yaml:11: time_zone: there is no zone ?; {EXPECTED}"]),
        ("[8]", "UTC", [f"s.yaml:11: time_zone: a list is no time zone; {EXPECTED}"]),
        (
            "15",
            "-13",
            [
                f"s.yaml:{line}: time_zone: {hours} is no clock of any place; expected hours ahead of UTC from -12 to 14, such as 8 or -3"
                for line, hours in ((11, 15), (12, -13))
            ],
        ),
        (
            "Asia/Singapore",
            None,
            ["s.yaml:12: time_zone is missing for Sydney, and Singapore states one; expected one for every region, or for none"],
        ),
    ],
)
def test_other_time_zones_are_refused(first: str, second: str | None, told: list[str], tmp_path: Path) -> None:
    assert problems_of(zoned(first, second), tmp_path) == told


def test_a_machine_without_time_zones_takes_hours_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tco.scenario.time_zones._zones", frozenset)
    told = "Asia/Tokyo is not known, for this machine has no time zones; expected hours ahead of UTC such as 8, or install tzdata"
    assert problems_of(zoned("Asia/Tokyo", 9), tmp_path) == [f"s.yaml:11: time_zone: {told}"]


def test_the_resolved_scenario_has_the_clocks_and_reads_back_the_same(tmp_path: Path) -> None:
    text = resolved_text(scenario_of(zoned("Asia/Singapore", "Australia/Sydney"), tmp_path))
    assert "value: UTC+8" in text
    assert "IANA time zone database: Australia/Sydney, UTC+10 in standard time" in text
    (tmp_path / "again").mkdir()
    assert resolved_text(scenario_of(text, tmp_path / "again")) == text


# The load of a site, by hand


def planned(text: str, folder: Path) -> Results:
    return evaluate(scenario_of(text, folder))


def by_hour(sheet: Evaluated, key: str) -> list[float]:
    """A line of one site in its first month, by hour."""
    return np.moveaxis(sheet.values[key], AXIS["hour"], 0).reshape(24, -1)[:, 0].tolist()


def test_a_site_sums_up_its_regions_by_their_own_clocks(tmp_path: Path) -> None:
    """The first region, 60 % of the requests, is at its peak from its midnight to six; the second, 9 hours behind, from 9:00 to 15:00
    of the first: 0.6 + 0.4 ÷ 2 = 0.8 of both peaks, then 0.6 ÷ 2 + 0.4 = 0.7, and half of both in all other hours."""
    sheet = planned(one_site(9, 0), tmp_path).options["Machines"]
    together = [0.8] * 6 + [0.5] * 3 + [0.7] * 6 + [0.5] * 9
    assert by_hour(sheet, "site_level") == pytest.approx(together)
    peaks = sheet.values["site_region_peaks"].reshape(-1)[0]
    assert sheet.values["site_peak_load"].reshape(-1)[0] == pytest.approx(peaks * 0.8)
    assert by_hour(sheet, "hourly_load") == pytest.approx([peaks * level for level in together])
    assert by_hour(sheet, "own_share") == pytest.approx([level / sum(together) for level in together])


def test_an_api_is_judged_by_all_regions_in_the_same_hour(tmp_path: Path) -> None:
    """6 million requests at a peak of 1.6 times the mean are 6,667 a minute, above the limit of 6,000; apart they are 5,333."""
    apart, together = (planned(one_site(first, 0), tmp_path).options["API"] for first in (9, 0))
    assert [sheet.values["peak_requests"].reshape(-1)[0] for sheet in (apart, together)] == pytest.approx([16000 / 3, 20000 / 3])
    assert [sheet.value("limits_kept") for sheet in (apart, together)] == [1, 0]


def test_tokyo_and_london_from_one_site_are_planned_as_the_documentation_says(tmp_path: Path) -> None:
    """Office hours from 8:00 to 18:00 overlap in one hour: 138.9 requests/s if the peaks came together, and 93.7 by their own clocks."""
    page = (Path(__file__).parents[1] / "docs" / "scenario.md").read_text(encoding="utf-8")
    text = one_site("Asia/Tokyo", "Europe/London").replace("6_000_000", "3_000_000").replace("share: 60%", "share: 50%")
    text = text.replace("share: 40%", "share: 50%").replace("peak_to_average: 1.6", "peak_to_average: 4\n  opening_hours: 08:00-18:00")
    sheet = planned(text.replace(HALF_DAY, "hourly_profile: office"), tmp_path).options["Machines"]
    together, apart = (sheet.values[key].reshape(-1)[0] for key in ("site_region_peaks", "site_peak_load"))
    assert together == pytest.approx(3e6 / 86400 * 4)
    assert f"{apart:.1f} requests per second and not {together:.1f}" in page


def test_sites_that_serve_one_region_each_keep_their_peaks(tmp_path: Path) -> None:
    apart = one_site(9, 0).replace("share: 40%, served_from: ap-northeast-1", "share: 40%, served_from: ap-southeast-2")
    sheet = planned(apart, tmp_path).options["Machines"]
    assert sheet.values["site_together"].reshape(-1).tolist() == [1, 1]
    assert sheet.values["site_level"].reshape(2, 24)[1].tolist() == [0.5] * 9 + [1] * 6 + [0.5] * 9


def test_a_part_of_a_hybrid_takes_its_slice_of_each_region_by_that_regions_own_level(tmp_path: Path) -> None:
    """Above half of its own peak: from midnight to six of each region, whatever the other sends then."""
    text = one_site(9, 0).replace(
        "notes:",
        "  - {name: Both, kind: hybrid}\n"
        "  - {name: Base, kind: cloud, part_of: Both, instance: p5.48xlarge, tensor_parallel: 8, load_to: 50%}\n"
        "  - {name: Bursts, kind: cloud, part_of: Both, instance: p5.48xlarge, tensor_parallel: 8, load_from: 50%}\nnotes:",
    )
    found = planned(text, tmp_path)
    assert by_hour(found.options["Base"], "site_level") == pytest.approx([1] * 24)
    assert by_hour(found.options["Bursts"], "site_level") == pytest.approx([0.6] * 6 + [0] * 3 + [0.4] * 6 + [0] * 9)
    assert found.checks.value("everything_served") == 1


# Properties

HOURS = st.integers(-12, 14)
PLANS = st.fixed_dictionaries(
    {
        "share": st.floats(0.01, 0.99),
        "profile": st.lists(st.integers(0, 9), min_size=24, max_size=24).filter(any),
        "peak": st.floats(1.0, 6.0),
    }
)
SAME = ("tco", "largest_fleet", "mean_utilisation")


@cache
def _texts(first: int | None, second: int | None) -> str:
    return one_site(first, second)


def with_plan(plan: dict[str, object], first: int | None = None, second: int | None = None) -> Results:
    text = _texts(first, second).replace(HALF_DAY, f"hourly_profile: {plan['profile']}")
    text = text.replace("peak_to_average: 1.6", f"peak_to_average: {plan['peak']}")
    text = text.replace("share: 60%", f"share: {plan['share']}").replace("share: 40%", f"share: {1 - float(str(plan['share']))}")
    with TemporaryDirectory() as folder:
        return planned(text, Path(folder))


def totals(found: Results) -> list[float]:
    return [float(np.max(sheet.values[key])) for sheet in found.options.values() for key in SAME if key in sheet.values]


@settings(max_examples=15, deadline=None)
@given(plan=PLANS, hours=HOURS)
def test_regions_of_one_clock_are_planned_as_without_time_zones(plan: dict[str, object], hours: int) -> None:
    assert totals(with_plan(plan, hours, hours)) == totals(with_plan(plan))


@settings(max_examples=25, deadline=None)
@given(plan=PLANS, first=HOURS, second=HOURS)
def test_a_site_peaks_no_higher_than_its_regions_and_loses_no_load(plan: dict[str, object], first: int, second: int) -> None:
    for name, sheet in with_plan(plan, first, second).options.items():
        if name == "API":
            assert sheet.values["service_peak"].max() <= sheet.values["all_carried_peak"].max() * (1 + 1e-12)
            continue
        whole = sheet.values["site_region_peaks"].reshape(-1)[0]
        loads, levels = by_hour(sheet, "hourly_load"), by_hour(sheet, "own_level")
        assert max(loads) == pytest.approx(sheet.values["site_peak_load"].reshape(-1)[0])
        assert max(loads) <= whole * (1 + 1e-12)
        assert sum(loads) == pytest.approx(whole * sum(levels))
        assert sum(by_hour(sheet, "own_share")) == pytest.approx(1)
        assert sheet.value("served_in_full") == 1


@settings(max_examples=15, deadline=None)
@given(plan=PLANS, first=st.integers(-12, 7), second=st.integers(-12, 7), shift=st.integers(1, 7))
def test_all_clocks_moved_alike_change_nothing(plan: dict[str, object], first: int, second: int, shift: int) -> None:
    assert totals(with_plan(plan, first, second)) == totals(with_plan(plan, first + shift, second + shift))


@settings(max_examples=15, deadline=None)
@given(plan=PLANS, first=HOURS, second=HOURS)
def test_a_fleet_that_is_always_on_never_costs_more_for_peaks_that_fall_apart(plan: dict[str, object], first: int, second: int) -> None:
    """At a stated number of spares; where the model chooses it, a smaller fleet may need one more."""
    apart, together = (with_plan(plan, *zones).options["Machines"] for zones in ((first, second), (None, None)))
    keys = "instances_for_load", "instances_for_wait"
    assert all((apart.values[key] <= together.values[key]).all() for key in keys)


# The workbook


TWO = {"first": "Asia/Tokyo", "second": "Europe/London", "more": "\n  growth_per_month: 2%"}


def two_zones(folder: Path) -> tuple[Scenario, Path]:
    """A scenario of two time zones and an uncertain peak, served from one site, and its workbook."""
    scenario = scenario_of(one_site(**TWO).replace("average: 1.6", "average: {value: 3, low: 2, high: 4}"), folder)
    write_report(folder / "s.yaml", folder, only="xlsx", draws=0)
    (path,) = folder.glob("**/*.xlsx")
    return scenario, path


@pytest.mark.long
@pytest.mark.skipif(libreoffice() is None, reason="LibreOffice is not installed")
def test_libreoffice_recalculates_the_book_of_two_time_zones(tmp_path: Path) -> None:
    """Expected: the same numbers and texts, to one in a billion."""
    _, path = two_zones(tmp_path)
    assert disagreements(stored(path), by_libreoffice(path), path=path) == []


@pytest.mark.long
def test_the_book_of_two_time_zones_is_recalculated_the_same_and_stays_live(tmp_path: Path) -> None:
    """Expected of an engine that knows nothing of ours; and after edits: a region on the other's clock, a steeper peak, other shares."""
    scenario, path = two_zones(tmp_path)
    assert [str(finding) for finding in lint(path)] == []
    assert disagreements(stored(path), by_formualizer(path), path=path) == []
    book = issued(path, evaluate(scenario))
    fields = {(field.path, field.part): field for field in book.fields}
    assert fields["regions.Sydney.time_zone", "value"].choices == ("UTC+9", "UTC+0")
    tried: tuple[dict[str, Amount], ...] = (
        {"regions.Sydney.time_zone": "UTC+9"},
        {
            "regions.Singapore.time_zone": "UTC+0",
            "regions.Sydney.time_zone": "UTC+9",
            "workload.peak_to_average": 5.0,
            "regions.Singapore.share": 0.3,
            "regions.Sydney.share": 0.7,
        },
    )
    for number, values in enumerate(tried):
        edits = tuple(Change(fields[place, "value"], value) for place, value in values.items())
        _, engine = by_engine(book, edits)
        found = recalculated(changed_book(book, edits, tmp_path / f"edited{number}.xlsx"), engine)
        assert wrong_cells(book, engine, found) == []


@pytest.mark.long
def test_a_dropdown_that_was_turned_comes_back(tmp_path: Path) -> None:
    """Expected: the clock of the other region, in whatever capitals it was typed, and the file's zone where nothing was edited."""
    scenario, path = two_zones(tmp_path)
    book = issued(path, evaluate(scenario))
    field = next(field for field in book.fields if field.path == "regions.Sydney.time_zone")
    found = import_book(changed_book(book, (Change(field, "utc+9"),), tmp_path / "edited.xlsx"), tmp_path / "s.yaml")
    assert "name: Sydney, time_zone: UTC+9," in found.text
    assert "name: Singapore, time_zone: Asia/Tokyo," in found.text


def test_a_region_on_a_clock_that_the_plan_does_not_have_fails_the_check(tmp_path: Path) -> None:
    """The dropdown offers no such clock; typed over it, the region's load would be lost."""
    scenario = scenario_of(one_site(9, 0), tmp_path).with_values({"regions.Sydney.time_zone": "UTC+3"})
    assert evaluate(scenario).checks.value("everything_served") == 0
