"""The whole workbook: laid out, written sheet by sheet, saved with its results."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from tco import __version__
from tco.engine.evaluate import Results
from tco.findings import Findings
from tco.workbook import sheet_columns
from tco.workbook.expected_lines import LISTS
from tco.workbook.file.fingerprint import fingerprint
from tco.workbook.file.row_xml import Settled, emptied, settled_rows
from tco.workbook.file.saving import save
from tco.workbook.layout import Layout
from tco.workbook.look.pen import Pen, Result
from tco.workbook.look.style import TAB_COLORS, Styles
from tco.workbook.one_month.charts import write_chart
from tco.workbook.one_month.layout import laid_out
from tco.workbook.one_month.sheet import write_one_month
from tco.workbook.places import cell, cells
from tco.workbook.sheets.alternatives import write_alternatives
from tco.workbook.sheets.calculation import write_calculation
from tco.workbook.sheets.catalogue import write_catalogue
from tco.workbook.sheets.checks import write_book_checks
from tco.workbook.sheets.cover import show_logo, write_cover
from tco.workbook.sheets.data import write_data
from tco.workbook.sheets.inputs import write_inputs
from tco.workbook.sheets.requirements import is_shown, write_requirements
from tco.workbook.sheets.roofline import has_roofline, write_roofline
from tco.workbook.sheets.scenario import formulas_of, write_scenario
from tco.workbook.sheets.simulation import write_simulation
from tco.workbook.sheets.sources import write_sources
from tco.workbook.sheets.summary import write_summary

Written = dict[str, dict[tuple[int, int], Result]]

_SUBTITLES = {
    "Demand": "Requests, tokens and load of the client, before any option serves them",
    "Comparison": "All options side by side",
    "Checks": "1 holds, 0 does not; the last line is the master check shown in every header",
}


def write_book(  # noqa: PLR0913  (a book, and what is known of it)
    findings: Findings, path: Path, sha256: str, logo: bytes = b"", *, full: bool = False, layout: Layout | None = None
) -> None:
    """The workbook of a scenario's results and findings; `sha256` is the resolved scenario's, `logo` a PNG.

    It has what the plan uses; a `full` one has every line and every input. `layout` is that of these findings, where it is known already.

    Atomic: a crash leaves the old file. A simulation, if one was run, has a sheet of its own.
    """
    settled: dict[str, Settled] = {}

    def settle(pen: Pen) -> None:
        """Keep a sheet's rows and let go of its cells: a book of millions of cells is never held whole."""
        settled[pen.sheet.title] = settled_rows(pen.sheet, pen.results)
        emptied(pen.sheet)
        pen.results.clear()

    book, written = build_book(findings, sha256, logo, settle, layout=layout or laid_out(findings.results, findings, full=full))
    save(book, written, path, moment_of(findings.results), settled)


def moment_of(results: Results) -> datetime:
    """The date that documents carry: the scenario's, never the clock's."""
    return datetime.combine(results.scenario.as_of, datetime.min.time(), UTC)


def build_book(  # noqa: PLR0913  (a book, and what is known of it)
    findings: Findings,
    sha256: str,
    logo: bytes = b"",
    settle: Callable[[Pen], None] = lambda _: None,
    *,
    full: bool = False,
    layout: Layout | None = None,
) -> tuple[Workbook, Written]:
    """The workbook in memory, and the result of every formula by sheet and (row, column).

    `settle` is given each sheet whose cells grow with the plan once it is whole, and may empty it.
    """
    results, simulation = findings.results, findings.simulation
    layout = layout or laid_out(results, findings, full=full)
    book = Workbook()
    book.remove(book.worksheets[0])
    names = _sheet_names(layout, findings)
    pens = {}
    prints: dict[str, str] = {}
    styles = Styles(book, results.scenario.brand.readable_accent)
    for name in names:
        pens[name] = Pen(book.create_sheet(name), styles)
        if name in TAB_COLORS:
            pens[name].sheet.sheet_properties.tabColor = styles.color(TAB_COLORS[name])

    def done(name: str) -> None:
        prints[name] = fingerprint(formulas_of(pens[name].sheet))
        settle(pens[name])

    write_inputs(pens[sheet_columns.INPUTS], layout)
    write_catalogue(pens[sheet_columns.CATALOGUE], layout)
    for sheet in layout.sheets:
        write_calculation(
            pens[sheet.name], sheet, layout, _SUBTITLES.get(sheet.name, f"One option, line by line, in {results.scenario.currency}")
        )
        if sheet.name != sheet_columns.CHECKS:
            done(sheet.name)
    write_book_checks(pens[sheet_columns.CHECKS], layout)
    for month in layout.one_month:
        write_one_month(pens[month.name], month, layout)
        write_chart(pens[month.name], month, layout)
        done(month.name)
    write_data(pens[sheet_columns.DATA], layout)
    done(sheet_columns.DATA)
    if sheet_columns.ROOFLINE in pens:
        write_roofline(pens[sheet_columns.ROOFLINE], layout)
    _write_values(pens, layout, findings)
    write_sources(pens[sheet_columns.SOURCES], layout)
    write_summary(pens[sheet_columns.SUMMARY], layout, simulation)
    write_cover(pens[sheet_columns.COVER], layout, sha256, names[1:])
    if logo:
        show_logo(pens[sheet_columns.COVER], logo)
    write_scenario(pens[sheet_columns.SCENARIO], layout, sha256, _fingerprints(pens, prints), simulation)
    styles.done()
    _properties(book, results)
    _names(book, layout)
    return book, {name: pen.results for name, pen in pens.items()}


def _write_values(pens: Mapping[str, Pen], layout: Layout, findings: Findings) -> None:
    """The sheets whose figures are results of other runs, as far as there are any."""
    if sheet_columns.REQUIREMENTS in pens:
        write_requirements(pens[sheet_columns.REQUIREMENTS], layout, findings)
    if sheet_columns.ALTERNATIVES in pens:
        write_alternatives(pens[sheet_columns.ALTERNATIVES], layout, findings)
    if findings.simulation:
        write_simulation(pens[sheet_columns.SIMULATION], layout, findings, findings.simulation)


def _sheet_names(layout: Layout, findings: Findings) -> list[str]:
    """All sheets in the order of the book."""
    names = [sheet_columns.COVER, sheet_columns.SUMMARY, sheet_columns.INPUTS, sheet_columns.CATALOGUE]
    names += [sheet.name for sheet in layout.sheets[:-1]] + [month.name for month in layout.one_month]
    names += [sheet_columns.DATA, layout.checks.name]
    names += [sheet_columns.ROOFLINE] if any(map(has_roofline, layout.sheets)) else []
    names += [sheet_columns.REQUIREMENTS] if is_shown(findings) else []
    names += [sheet_columns.ALTERNATIVES] if findings.alternatives or findings.prices else []
    names += [sheet_columns.SIMULATION] if findings.simulation else []
    return [*names, sheet_columns.SOURCES, sheet_columns.SCENARIO]


def _fingerprints(pens: Mapping[str, Pen], taken: Mapping[str, str]) -> dict[str, str]:
    """The fingerprint of every sheet's formulas, in the order of the book; those in `taken` are of sheets that were emptied since."""
    others = {name: pen.sheet for name, pen in pens.items() if name != sheet_columns.SCENARIO}
    return {name: taken.get(name) or fingerprint(formulas_of(sheet)) for name, sheet in others.items()}


def _properties(book: Workbook, results: Results) -> None:
    scenario = results.scenario
    book.properties.title = scenario.title
    book.properties.creator = scenario.prepared_by or f"tco {__version__}"
    book.properties.subject = "Total cost of ownership of serving a language model"
    book.properties.keywords = scenario.name


def _names(book: Workbook, layout: Layout) -> None:
    """The names by which other workbooks read the headlines, the master check and the options' figures."""
    comparison, checks = layout.comparison, layout.checks
    named = {key: comparison.cell(key) for key, _, _ in sheet_columns.SUMMARY_CARDS}
    named["master_check"] = cell(checks.name, sheet_columns.CONSTANT, checks.last_row)
    named["option_names"] = cells(comparison.name, (sheet_columns.WHERE, sheet_columns.WHERE), comparison.blocks["tco"].span)
    named |= {f"option_{key}": comparison.cells(key) for key in LISTS}
    for name, text in named.items():
        book.defined_names[name] = DefinedName(name, attr_text=text)
