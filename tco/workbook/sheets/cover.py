"""The Cover: the book's purpose, client and scenario, its sheets, how to read it, and its limitations."""

from __future__ import annotations

import io

from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D

from tco import __version__
from tco.findings import LIMITATIONS
from tco.workbook import sheet_columns
from tco.workbook.layout import Layout
from tco.workbook.look.pen import Pen
from tco.workbook.look.style import ACCENT, GREY, HEADING, INPUT_FILL, LINK_BLUE, QUIET, Look, Pages, finish
from tco.workbook.places import quoted
from tco.workbook.sheets.calculation import status_colors
from tco.workbook.sheets.frame import master_check

_PURPOSE = {
    sheet_columns.SUMMARY: "The answer first: recommendation, comparison, charts",
    sheet_columns.INPUTS: "What may be changed, with range, source and date",
    sheet_columns.CATALOGUE: "Facts behind the dropdowns: hardware, prices, models",
    "Demand": "Requests, tokens and load by region and month",
    "Comparison": "All options side by side, baseline and recommendation",
    sheet_columns.VOLUME: "One month's run rate at multiples of its volume: from which volume on an option is cheaper",
    sheet_columns.SENSITIVITY: "One month's run rate with one uncertain input at a time at its ends: what moves the cost most",
    sheet_columns.DATA: "One flat table of every cost by option, place and month, for pivots and other workbooks",
    "Checks": "What must hold, and whether it does",
    sheet_columns.ROOFLINE: "What a decode step waits for at each batch, by option and site, with its operating point",
    sheet_columns.REQUIREMENTS: "Values: what each requirement costs with fleets sized anew, and what proof is worth",
    sheet_columns.ALTERNATIVES: "Values: the cheapest configurations of each option that were searched, and why the others lost",
    sheet_columns.SIMULATION: "Values: how totals, ranks and promises spread when everything uncertain is drawn together",
    sheet_columns.SOURCES: "Every fact with its source; where published figures and the model disagree",
    sheet_columns.SCENARIO: "The file that rebuilds this workbook, for reading it back after it was edited",
}


_SECTION, _LINE = 21.0, 17.5
_WIDTHS = {1: 2.0, 2: 32.0, 3: 92.0}
_EMU_PER_PIXEL = 9525
"""The unit of drawings is the English metric unit, 914,400 an inch."""
_LOGO_HEIGHT, _LOGO_WIDTH, _PIXELS_PER_CHARACTER = 64, 260, 7
_LABEL, _FACT, _DIGEST = Look(color=GREY), Look(bold=True), Look(size=9, color=GREY)
_LINK, _MEANING = Look(color=LINK_BLUE, underline=True), Look(color=GREY, align="left", indent=1)
_KEY = (
    (
        "Input",
        Look(color=sheet_columns.INPUT_BLUE, fill=INPUT_FILL, box=True, align="right"),
        "May be edited; everything recalculates. Dropdowns choose case, instance, plan, precision, API and baseline.",
    ),
    (
        "Structure",
        Look(color=GREY, fill=QUIET, align="right"),
        "Names that rows and sheets are built from; change them in the scenario file and build again.",
    ),
    ("Formula", Look(align="right"), "Computed; one formula a row, copied right. The explanation column says how in words."),
    ("Link", Look(color=sheet_columns.LINK_GREEN, align="right"), "Taken from another sheet."),
)


_LEFT_OUT = (
    "Left at its default",
    Look(color=GREY, fill=QUIET, align="right"),
    "An input that the scenario does not state: put into the formulas. State it in the scenario, or import an edit, and issue again.",
)
"""The key of what a folded book does without."""


def write_cover(pen: Pen, layout: Layout, sha256: str, sheets: list[str]) -> None:
    """The whole sheet; `sha256` is the resolved scenario's, `sheets` the names of all others."""
    scenario = layout.scenario
    pen.fill(1, 2, 3, Look(fill=ACCENT))
    pen.height(1, 8)
    pen.text(2, 2, scenario.title, Look(bold=True, size=22, color=ACCENT))
    pen.height(2, 40)
    client = f" for {scenario.client}" if scenario.client else ""
    pen.text(3, 2, f"Total cost of ownership of serving a language model{client}", Look(size=12, color=GREY))
    pen.height(3, 22)
    row = _facts(pen, layout, sha256)
    row = _sheets(pen, row + 1, sheets)
    row = _key(pen, row + 1, layout)
    _section(pen, row + 1, "Limitations")
    for offset, text in enumerate(LIMITATIONS, start=2):
        pen.text(row + offset, 2, f"•  {text}", Look(size=9.5))
        pen.height(row + offset, _LINE)
    pen.widths(_WIDTHS)
    finish(pen.sheet, row + 1 + len(LIMITATIONS), 3, 0, Pages(landscape=False))


def show_logo(pen: Pen, png: bytes) -> None:
    """The client's logo, at the right of the facts."""
    picture = Image(io.BytesIO(png))
    scale = min(_LOGO_HEIGHT / picture.height, _LOGO_WIDTH / picture.width)
    width, height = max(round(picture.width * scale), 1), max(round(picture.height * scale), 1)
    picture.width, picture.height = width, height
    corner = AnchorMarker(col=2, colOff=round(_WIDTHS[3] * _PIXELS_PER_CHARACTER - width) * _EMU_PER_PIXEL, row=4)
    picture.anchor = OneCellAnchor(_from=corner, ext=XDRPositiveSize2D(width * _EMU_PER_PIXEL, height * _EMU_PER_PIXEL))
    pen.sheet.add_image(picture)


def _row(pen: Pen, row: int, left: tuple[str, Look], right: tuple[str, Look]) -> None:
    """A row with two texts, each with its look."""
    pen.text(row, 2, *left)
    pen.text(row, 3, *right)
    pen.height(row, _LINE)


def _facts(pen: Pen, layout: Layout, sha256: str) -> int:
    """The origin of the book; returns the row after it."""
    scenario = layout.scenario
    facts = (
        ("Client", scenario.client or "not stated"),
        ("Prepared by", scenario.prepared_by or "not stated"),
        ("Plan", f"{scenario.months} months from {scenario.start:%B %Y}, in {scenario.currency}"),
        ("Prices judged as of", scenario.as_of.isoformat()),
        ("Catalogue of", scenario.catalogue.date),
        ("Program", f"tco {__version__}"),
        ("Scenario", f"{scenario.name}.resolved.yaml"),
        ("SHA-256 of the scenario", sha256),
        ("Master check", ""),
    )
    for row, (label, text) in enumerate(facts, start=5):
        _row(pen, row, (label, _LABEL), (text, _DIGEST if text == sha256 else _FACT))
    last = 4 + len(facts)
    master_check(pen, last, 3, layout)
    return last + 1


def _section(pen: Pen, row: int, title: str) -> None:
    """The title of a section, beside the margin."""
    pen.text(row, 2, title, HEADING)
    pen.fill(row, 3, 3, HEADING)
    pen.height(row, _SECTION)


def _sheets(pen: Pen, row: int, sheets: list[str]) -> int:
    """Links to all sheets, with the purpose of each; returns the row after them."""
    _section(pen, row, "Sheets")
    for name in sheets:
        row += 1
        purpose = _PURPOSE.get(name, "One option: hardware, speed, fleet, cost and promises, line by line")
        _row(pen, row, ("", _LINK), (purpose, _LABEL))
        pen.link(row, 2, name, f"{quoted(name)}!A1", _LINK)
    return row + 1


def _key(pen: Pen, row: int, layout: Layout) -> int:
    """The meaning of colours, words and signs; returns the row after it."""
    _section(pen, row, "How to read it")
    meanings = (
        "A promise that the option does not keep.",
        "A promise that the option keeps.",
        "Nobody has stated it with a source yet; counts as not kept.",
    )
    words = (
        (word, Look(bold=True, color=color, fill=fill, align="right"), text)
        for (word, (color, fill)), text in zip(status_colors(layout).items(), meanings, strict=True)
    )
    signs = "Costs are positive. Saving = baseline − option: positive is favourable, (1,234) is negative, – is zero."
    left_out = () if layout.folded.is_whole else (_LEFT_OUT,)
    for label, look, text in (*_KEY, *left_out, *words, ("Signs", Look(align="right"), signs)):
        row += 1
        _row(pen, row, (label, look), (text, _MEANING))
    return row + 1
