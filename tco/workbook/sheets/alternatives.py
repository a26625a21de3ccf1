"""The Alternatives sheet: the cheapest configurations of each option that a search found, and why the others lost, as values.

Each is the plan with other settings, so that none can be live. As on the other sheets of values the book's own totals are beside those
that were searched: an edit shows at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tco import __version__
from tco.findings import Findings
from tco.search.candidates import Candidate
from tco.search.export import lost_told, quality_told, single_told, steps_told, words_of
from tco.search.prices import FoundPrices
from tco.search.search import TOP, Found
from tco.workbook import sheet_columns
from tco.workbook.layout import Layout
from tco.workbook.look.pen import Pen
from tco.workbook.look.style import SMALL, finish
from tco.workbook.sheets.frame import open_sheet
from tco.workbook.sheets.values import MONEY, NAME, TEXT, heads, tie_totals, verdict, write_values
from tco.workbook.sheets.values import TOP as FIRST

SETTINGS = ("precision", "tensor_parallel", "maximum_batch", "spares", "autoscaling", "plan")
"""Columns of settings, by their words in a scenario file."""
_SETTING_HEADS = ("Precision", "Tensor parallel", "Batch limit", "Spares", "Autoscaling", "Plan")
_FIGURE_HEADS = ("Total cost", "Against the best", "TTFT, s", "Latency, s", "Availability", "Instances", "Speed", "Left after the horizon")
LAST = 1 + len(_SETTING_HEADS) + len(_FIGURE_HEADS)
_SECONDS, _SHARE, _COUNT = "0.00", "0.000%", "#,##0"
_WIDTHS = {1: 60.0} | dict.fromkeys(range(2, LAST + 1), 13.5)
_SAID = replace(TEXT, shrink=False, bottom=False)


def write_alternatives(pen: Pen, layout: Layout, found: Findings) -> None:
    """The whole sheet."""
    scenario = layout.scenario
    title = f"{sheet_columns.ALTERNATIVES}: the cheapest configurations of each option over {scenario.months} months, {scenario.currency}"
    told = f"searched in the model itself, tco {__version__}, scenario of {scenario.as_of.isoformat()}"
    open_sheet(pen, title, f"{sheet_columns.VALUES_SAID}: {told}", (3, 3), layout)
    pen.text(
        4, 1, "Shaded figures do not follow edits: run tco report again. `tco search` shows P50 and P80, and why more types lost.", SMALL
    )
    pen.heading(FIRST, "As searched, and in the book now", LAST)
    heads(pen, FIRST + 1, ("Total cost", "As searched", "In the book now", "Changed since"))
    unchanged = tie_totals(pen, layout)
    row = FIRST + 2 + len(scenario.compared)
    verdict(pen, row, "The book is as it was searched", unchanged, "run tco report again")
    row += 2
    for number, option in enumerate(found.alternatives):
        alike = next((other.option for other in found.alternatives[:number] if _is_alike(option, other)), "")
        row = _option(pen, row, option, scenario.option(option.option).sites, alike)
    for prices in found.prices:
        row = _prices(pen, row, prices)
    pen.widths(_WIDTHS)
    pen.sheet.freeze_panes = pen.sheet.cell(5, 2)
    finish(pen.sheet, row - 2, LAST, 4)


def _is_alike(one: Found, other: Found) -> bool:
    """True for options with the same candidates, of which a second list would say nothing new."""
    return (one.ranked, one.misses, one.size) == (other.ranked, other.misses, other.size)


def _option(pen: Pen, row: int, found: Found, sites: Sequence[str], alike: str) -> int:
    """The candidates of an option on machines, what each stated setting costs, and why the other types lost."""
    pen.heading(row, f"{found.option}: the cheapest configurations", LAST)
    row = heads(pen, row + 1, ("Configuration", *_SETTING_HEADS, *_FIGURE_HEADS))
    if found.stated:
        row = _candidate(pen, row, found.stated, found, sites)
    for candidate in () if alike else found.ranked or found.misses:
        row = _candidate(pen, row, candidate, found, sites)
    pen.text(row, 1, "Configurations searched", NAME)
    write_values(pen, row, 2, [float(found.size)], _COUNT)
    told = [*(single_told(one) for one in found.single), f"The other configurations are those of {alike} above."] if alike else _told(found)
    for row, text in enumerate(told, start=row + 1):  # noqa: B020  (the row goes on)
        pen.text(row, 1, text, _SAID)
    return row + 2


def _candidate(pen: Pen, row: int, candidate: Candidate, found: Found, sites: Sequence[str]) -> int:
    words = words_of(candidate.setting, sites)
    types = words["instance"]
    named = types if isinstance(types, str) else "; ".join(f"{name} at {site}" for site, name in types.items())
    before = "As stated: " if candidate is found.stated else "" if found.ranked else "Nearest miss: "
    missed = f" (misses {', '.join(candidate.missed)})" if candidate.missed else ""
    pen.text(row, 1, f"{before}{named}{missed}", replace(NAME, shrink=True))
    shown = (words | {"autoscaling": ("no", "yes")[words["autoscaling"]]}) if "autoscaling" in words else words
    write_values(pen, row, 2, [shown.get(word) for word in SETTINGS], "0")
    first = 2 + len(SETTINGS)
    write_values(pen, row, first, [candidate.tco, candidate.tco - found.best.tco if found.best else None], MONEY)
    write_values(pen, row, first + 2, [candidate.ttft, candidate.latency], _SECONDS)
    write_values(pen, row, first + 4, [candidate.availability], _SHARE)
    write_values(pen, row, first + 5, [candidate.instances], _COUNT)
    write_values(pen, row, first + 6, ["measured" if candidate.is_calibrated else "not calibrated"])
    write_values(pen, row, first + 7, [candidate.left], MONEY)
    return row + 1


def _told(found: Found) -> Iterator[str]:
    """Sentences below the candidates."""
    yield from (single_told(one) for one in found.single)
    yield f"Searched: {steps_told(found)}."
    yield from lost_told(found)
    yield from filter(None, (quality_told(found),))
    yield from (f"Not searched: {reason}" for reason in found.left_out)


def _prices(pen: Pen, row: int, found: FoundPrices) -> int:
    """Prices in an API option's place."""
    pen.heading(row, f"{found.option}: {found.size} prices in reach; what another provider keeps is not yet confirmed", LAST)
    if found.why_none:
        pen.text(row + 1, 1, found.why_none, _SAID)
        return row + 3
    row = heads(pen, row + 1, ("Service", "Price", "Provider", "Retires in the plan", "Total cost"))
    for one in found.ranked[:TOP]:
        pen.text(row, 1, f"{one.label}{' (as stated)' if one.is_stated else ''}", replace(NAME, shrink=True))
        write_values(pen, row, 2, [one.price, one.provider, "yes" if one.retires else "no"])
        write_values(pen, row, 5, [one.tco], MONEY)
        row += 1
    return row + 1
