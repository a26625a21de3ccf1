"""Volume and Sensitivity as data: one month whose columns are volumes or cases, and the rows of each sheet.

The first column is the plan's own month. On Volume it is followed by the chosen multiples of the volume and by the crossings; on
Sensitivity by two columns for each uncertain input: the second and third hold the first input at its low and at its high end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tco.engine.run_rate import RunRate
from tco.engine.sensitivity import Uncertain
from tco.language.line import Input, Line
from tco.model.options import WHOSE
from tco.scenario.scenario import Entry
from tco.workbook import sheet_columns
from tco.workbook.places import Block, CalculationSheet, Heading

VOLUME, CASE = "volume", "case"
ROWS_FOR_CHART = 26
"""The number of rows below the last line that are printed for the chart."""


@dataclass(frozen=True)
class Pick:
    """A line or an input by month, read in the reference month: one cell of `block` for each element of `source`."""

    key: str
    item: Line | Input
    owner: str
    block: Block
    source: Block
    in_plan: bool = False
    """True where the line has rows of its own on this sheet too: this is then its value in the plan."""


@dataclass(frozen=True)
class Varied:
    """An input whose value differs by column.

    `numbers` holds, by the index of an element, its number among the uncertain inputs, counted from 1.
    """

    entry: Entry
    block: Block
    numbers: Mapping[int, int] = field(default_factory=dict)
    stated: Block | None = None
    """The plan's own value as it is stated, for an input in a currency of its own."""


@dataclass(frozen=True)
class OptionLines:
    """Demand or one option: its lines that vary along the columns, with those among them that it gathers first."""

    sheet: CalculationSheet
    picks: tuple[Pick, ...]
    lines: tuple[str, ...]
    alone: Mapping[str, Block]
    """Lines that look back over months, and what leads from one to another, before they are set in proportion to the plan's history."""
    vintages: tuple[str, ...] = ()
    """The lines of `alone` that lead to a sum of vintages: they read each other, in the month of the purchases."""
    bought: Block | None = None
    """The month of the purchases."""


@dataclass(frozen=True)
class OneMonth:
    """One of the two sheets: its rows, and the values of its lines along the columns."""

    name: str
    axis: str
    """The axis of the columns: VOLUME or CASE."""
    inputs: tuple[Uncertain, ...]
    run_rate: RunRate
    month: Block
    days: Block
    switches: tuple[Block, ...]
    """Sensitivity: the number of the input that a column varies, and which of its ends it takes."""
    varied: tuple[Varied, ...]
    shared: tuple[Pick, ...]
    sections: tuple[OptionLines, ...]
    """Demand first, then every option, a hybrid after its parts."""
    results: CalculationSheet
    order: Mapping[str, Block]
    """Volume: the pairs whose run rates cross. Sensitivity: the effects, and the largest of them in order."""
    headings: tuple[Heading, ...]
    names: tuple[str, ...]
    """The options that are compared, in order."""
    ties_row: int
    """The first of the rows that hold what the plan has, one for each option; the ties follow, and the verdict on all of them."""
    last_row: int

    @property
    def columns(self) -> int:
        """The number of volumes or cases, the plan's own included."""
        return self.run_rate.size

    @property
    def last_column(self) -> int:
        """The column of the last volume or case."""
        return sheet_columns.FIRST_PERIOD + self.columns - 1

    @property
    def chart_row(self) -> int:
        """The first row that the chart covers, below all others."""
        return self.last_row + 2

    @property
    def compared(self) -> tuple[OptionLines, ...]:
        """The options that are compared, in the order of the comparison: without demand and the parts of hybrids."""
        by_name = {section.sheet.evaluated.option: section for section in self.sections}
        return tuple(by_name[name] for name in self.names)

    @property
    def column_names(self) -> list[str]:
        """The name of each case: the input that is varied, with its owner and its place."""
        names = ["As it is"]
        for item in self.inputs:
            entry = item.entry
            where = entry.elements[item.place].where if item.place is not None else ()
            names += 2 * [" · ".join(filter(None, (entry.input.label, WHOSE.get(entry.owner, entry.owner), *where)))]
        return names

    def tie(self, number: int) -> int:
        """The row of an option's tie, counted from 0; after the last option's, the verdict on all of them."""
        return self.ties_row + len(self.names) + number
