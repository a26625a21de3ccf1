"""The Sources sheet: every source once, with its date and what comes from it, and where published figures disagree."""

from __future__ import annotations

from collections.abc import Iterator

from tco.workbook import sheet_columns
from tco.workbook.layout import Layout
from tco.workbook.look.pen import Pen
from tco.workbook.look.style import COLUMN, COLUMN_HEIGHT, GREY, Look, finish, height_of, lines_of
from tco.workbook.sheets.frame import open_sheet

_WIDTHS = {1: 80.0, 2: 15.0, 3: 12.0, 4: 80.0}
_WORDS = Look(size=9, wrap=True, vertical="top", bottom=True)
_SHORT = Look(size=9, color=GREY, vertical="top", bottom=True)


def write_sources(pen: Pen, layout: Layout) -> None:
    """The whole sheet."""
    open_sheet(pen, sheet_columns.SOURCES, "Where the figures and the equations come from.", (1, 2), layout)
    pen.texts(5, 1, ("Source", "Date", "Confidence", "What comes from it"), COLUMN)
    pen.height(5, COLUMN_HEIGHT)
    row = 6
    for (source, date, confidence), uses in _collected(layout).items():
        named = ", ".join(uses)
        for column, text in enumerate((source, date, confidence, named), start=1):
            pen.text(row, column, text, _WORDS if column in (1, 4) else _SHORT)
        pen.height(row, height_of(max(lines_of(source, _WIDTHS[1], 9), lines_of(named, _WIDTHS[4], 9)), 9))
        row += 1
    row -= 1
    if layout.scenario.notes:
        row += 2
        pen.heading(row, "Where published figures and the model disagree", 4)
        for note in layout.scenario.notes:
            row += 1
            pen.text(row, 1, note, Look(size=9.5))
    pen.widths(_WIDTHS)
    pen.sheet.freeze_panes = "A6"
    finish(pen.sheet, row, 4, 5)


def _collected(layout: Layout) -> dict[tuple[str, str, str], list[str]]:
    collected: dict[tuple[str, str, str], dict[str, None]] = {}
    for source, use in _uses(layout):
        collected.setdefault(source, {})[use] = None
    return {source: [*uses][:12] + (["…"] if len(uses) > 12 else []) for source, uses in sorted(collected.items())}


def _uses(layout: Layout) -> Iterator[tuple[tuple[str, str, str], str]]:
    scenario = layout.scenario
    for entry in scenario.entries.values():
        for element in entry.elements:
            yield (element.source, element.date, element.confidence), entry.input.label
    for table in (scenario.catalogue[name] for name in layout.tables):
        for row in table.rows:
            name = str(table.key_of(row)[0])
            yield (row.origin.source, row.origin.date, row.origin.confidence), f"{table.title.lower()}: {name}"
            for origin in row.origins.values():
                yield (origin.source, origin.date, origin.confidence), f"{table.title.lower()}: {name}"
    for sheet in layout.sheets:
        for line in sheet.evaluated.model.lines.values():
            if line.source:
                yield (line.source, "–", "published"), f"equation: {line.label.lower()}"
