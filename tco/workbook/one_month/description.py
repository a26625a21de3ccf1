"""Volume and Sensitivity: what a sheet of one month is whose columns are volumes or cases, and whether it starts from the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tco.engine.evaluate import Evaluated
from tco.engine.run_rate import RunRate
from tco.engine.sensitivity import Uncertain
from tco.language.line import Input, Line
from tco.scenario.scenario import Entry
from tco.workbook import sheet_columns
from tco.workbook.places import Block, CalculationSheet, Heading

VOLUME, CASE = "volume", "case"


@dataclass(frozen=True)
class Pick:
    """A line or an input by month in the reference month: one cell for each element."""

    key: str
    item: Line | Input
    owner: str
    block: Block
    source: Block
    in_plan: bool = False
    """Whether the line stands on this sheet as well, and this is what it is in the plan."""


@dataclass(frozen=True)
class Varied:
    """An input whose value differs by column, and the places of its elements among the uncertain inputs, counted from 1."""

    entry: Entry
    block: Block
    numbers: Mapping[int, int] = field(default_factory=dict)
    stated: Block | None = None
    """Where the plan's own value stands as it is stated, for an input in a currency of its own."""


@dataclass(frozen=True)
class OptionLines:
    """Demand, or one option: its lines that vary, those among them that it gathers first."""

    here: CalculationSheet
    picks: tuple[Pick, ...]
    lines: tuple[str, ...]
    alone: Mapping[str, Block]
    """Lines that look back over months, before they are set in proportion to the plan's history, and what leads from one to another."""
    vintages: tuple[str, ...] = ()
    """Those of them that read each other: what leads to a sum of vintages, in the month of the purchases."""
    bought: Block | None = None
    """That month."""


@dataclass(frozen=True)
class OneMonth:
    """One of the two sheets: its rows, and the values of its lines."""

    name: str
    axis: str
    inputs: tuple[Uncertain, ...]
    found: RunRate
    compared: Evaluated
    month: Block
    days: Block
    switches: tuple[Block, ...]
    varied: tuple[Varied, ...]
    shared: tuple[Pick, ...]
    parts: tuple[OptionLines, ...]
    results: CalculationSheet
    order: Mapping[str, Block]
    """Volume: the pairs whose run rates cross. Sensitivity: the effects, and the largest of them in order."""
    headings: tuple[Heading, ...]
    names: tuple[str, ...]
    """The options that are compared, in order."""
    ties_row: int
    """The first of the rows that hold what the plan has, one for each option; the ties follow, and what says whether all hold."""
    last_row: int

    @property
    def columns(self) -> int:
        """How many volumes or cases it has, with the plan's own."""
        return self.found.size

    @property
    def last_column(self) -> int:
        """The column of the last of them."""
        return sheet_columns.FIRST_PERIOD + self.columns - 1

    @property
    def chart_row(self) -> int:
        """Where the chart stands, below everything else."""
        return self.last_row + 2

    @property
    def chart_rows(self) -> int:
        """How many rows the chart covers."""
        return 24

    @property
    def compared_parts(self) -> tuple[OptionLines, ...]:
        """The options that are compared, in the order of the comparison: not demand, and no part of a hybrid."""
        here = {part.here.evaluated.option: part for part in self.parts}
        return tuple(here[name] for name in self.names)

    def tie(self, number: int) -> int:
        """The row of an option's tie, counted from 0; after the last option's, that of all of them."""
        return self.ties_row + len(self.compared_parts) + number
