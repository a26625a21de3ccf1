"""The Scenario sheet: the file that rebuilds this workbook, line by line, and the fingerprints of every sheet's formulas.

Reading an edited workbook back takes what was issued. The column Delivered holds figures, but no ranges, sources and texts, and none of
the catalogue's facts. A hidden part of the file would not do: LibreOffice drops parts that it does not know, and nothing in a workbook
may be hidden. So the resolved scenario is on a sheet, where every program keeps it and anybody can read it.
"""

from __future__ import annotations

from collections.abc import Mapping

from tco import __version__
from tco.engine.simulation.simulate import Simulation
from tco.scenario.resolved import resolved_text
from tco.workbook import sheet_columns
from tco.workbook.layout import Layout
from tco.workbook.look.pen import Pen
from tco.workbook.look.style import COLUMN, COLUMN_HEIGHT, GREY, Look, finish, height_of, lines_of
from tco.workbook.sheets.frame import open_sheet

PART, TEXT = 1, 2
HEADER_ROW = 5
PROGRAM, DIGEST, FORMULAS, FILE = "Program", "SHA-256 of the scenario", "Formulas of ", "The scenario file"
"""Texts in the column of parts: before the program, the digest and a sheet's fingerprint, and above the file's lines."""
FOLDED, LEFT_OUT = "Lines", "Catalogue tables left out"
"""Texts before the word for a folded book, and before the names of the tables that it does without; both are missing in any other."""
THOSE_USED = "those that the plan uses"
DRAWS, SEED = "Draws of the simulation", "Seed of the simulation"
"""Texts before the number of draws and the seed; both are missing where the book has no Simulation sheet."""
LONGEST = 8_000
"""Characters in a cell; a longer line runs on in the cells to its right. A cell holds 32,767, but a row is at most 409 points high."""

_WIDTHS = {PART: 32.0, TEXT: 150.0}
_NAME = Look(size=8.5, color=GREY, vertical="top")
_LINE = Look(size=8.5, wrap=True, vertical="top", align="left")


def write_scenario(pen: Pen, layout: Layout, sha256: str, prints: Mapping[str, str], simulation: Simulation | None) -> None:
    """The whole sheet; `sha256` is the resolved scenario's, `prints` the fingerprint of every other sheet's formulas by its name."""
    about = (
        "The file that rebuilds this workbook as it was issued. `tco audit` compares with it, `tco import` begins with it: leave it alone."
    )
    open_sheet(pen, sheet_columns.SCENARIO, about, (1, TEXT), layout)
    pen.texts(HEADER_ROW, PART, ("Part", "Text"), COLUMN)
    pen.height(HEADER_ROW, COLUMN_HEIGHT)
    row = HEADER_ROW + 1
    for part, content in _facts(sha256, prints, simulation, layout).items():
        pen.text(row, PART, part, _NAME)
        pen.text(row, TEXT, content, _LINE)
        row += 1
    row += 1
    pen.heading(row, FILE, TEXT)
    widest = TEXT
    for line in resolved_text(layout.scenario).removesuffix("\n").split("\n"):
        row += 1
        for place, piece in enumerate(_pieces(line), start=TEXT):
            pen.text(row, place, piece, _LINE)
            widest = max(widest, place)
        pen.height(row, height_of(lines_of(line[:LONGEST], _WIDTHS[TEXT], 8.5), 8.5))
    pen.widths(_WIDTHS)
    pen.sheet.freeze_panes = pen.sheet.cell(HEADER_ROW + 1, PART)
    finish(pen.sheet, row, widest, HEADER_ROW)


def _facts(sha256: str, prints: Mapping[str, str], simulation: Simulation | None, layout: Layout) -> dict[str, str]:
    """The facts that tell this issue of the workbook from any other."""
    fingerprints = {f"{FORMULAS}{name}": digits for name, digits in prints.items()}
    drawn = {DRAWS: str(simulation.draws), SEED: str(simulation.seed)} if simulation else {}
    left = ", ".join(name for name in layout.scenario.catalogue.tables if name not in layout.tables)
    folded = {} if layout.folded.is_whole else {FOLDED: THOSE_USED, LEFT_OUT: left}
    return {PROGRAM: f"tco {__version__}", DIGEST: sha256} | folded | drawn | fingerprints


def formulas_of(sheet: object) -> list[tuple[tuple[int, int], str]]:
    """Every formula of a worksheet with its row and column."""
    cells = sheet._cells  # type: ignore[attr-defined]  # noqa: SLF001  (iterating the rectangle would create empty cells)
    return [(place, str(getattr(cell.value, "text", cell.value))) for place, cell in cells.items() if cell.data_type == "f"]


def _pieces(line: str) -> list[str]:
    return [line[start : start + LONGEST] for start in range(0, len(line), LONGEST)]
