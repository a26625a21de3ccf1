"""What the charts of the summary show, before any drawing: options, months, volumes, inputs and parts of the cost."""

from __future__ import annotations

from dataclasses import dataclass

from tco.summary.sentence import Figure, Sentence


@dataclass(frozen=True)
class Bar:
    """One option in the bar chart. Without a value the name stays, with the reason in place of the bar."""

    name: str
    figure: Figure
    recommended: bool = False
    reason: str = ""
    low: Figure | None = None
    """P10, drawn as a whisker when `high` is there too."""
    high: Figure | None = None


@dataclass(frozen=True)
class BarChart:
    """TCO by option. The title states the finding, the caption what is drawn and its unit."""

    title: Sentence
    caption: str
    alternative: Sentence
    """What somebody who does not see the chart should hear."""
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Line:
    """One option's cumulative cost at the end of each month; the label at its end shows `end`."""

    name: str
    points: tuple[float, ...]
    """Currency, full precision, one per month of the chart."""
    end: Figure
    recommended: bool = False
    baseline: bool = False


@dataclass(frozen=True)
class Mark:
    """A place on an axis that a chart names: where lines cross, or where the plan stands."""

    place: float
    """On the axis: a month counted from 0, or requests a day."""
    value: float
    """Where on the other axis the ring is drawn; 0 draws none."""
    text: Sentence


@dataclass(frozen=True)
class LineChart:
    """Cumulative cost by month and option."""

    title: Sentence
    caption: str
    alternative: Sentence
    months: tuple[str, ...]
    """Names of the months as the axis shows them: "Jan 2027"."""
    currency: str
    """ISO code, for the axis."""
    lines: tuple[Line, ...]
    crossing: Mark | None = None
    """The month from which the recommended option has cost less in all than the one it is held against."""

    def __post_init__(self) -> None:
        """Refuse a line with more or fewer points than months."""
        for line in self.lines:
            if len(line.points) != len(self.months):
                raise ValueError(f"{line.name!r} has {len(line.points)} points for {len(self.months)} months")


@dataclass(frozen=True)
class PartColumn:
    """One part of the cost in the order of the chart's options; hatched where it rests on an assumption."""

    label: str
    figures: tuple[Figure, ...]
    assumed: bool = False
    total: bool = False


@dataclass(frozen=True)
class PartsChart:
    """Where the money goes: a column of bars for each part of the cost, all on one scale; options that are not possible are left out."""

    title: Sentence
    caption: str
    alternative: Sentence
    options: tuple[str, ...]
    recommended: str
    """Its name; empty where none is."""
    columns: tuple[PartColumn, ...]

    def __post_init__(self) -> None:
        """Refuse a column with more or fewer figures than options."""
        for column in self.columns:
            if len(column.figures) != len(self.options):
                raise ValueError(f"{column.label!r} has {len(column.figures)} figures for {len(self.options)} options")


@dataclass(frozen=True)
class Step:
    """What one part of the cost adds to the first option's total, or takes from it; hatched where it rests on an assumption."""

    label: str
    figure: Figure
    """With its sign: positive where the second option costs more."""
    assumed: bool = False


@dataclass(frozen=True)
class BridgeChart:
    """From one option's total cost to another's, step by step; the parts without a difference are left out."""

    title: Sentence
    caption: str
    alternative: Sentence
    names: tuple[str, str]
    totals: tuple[Figure, Figure]
    recommended: str
    """Its name; empty where none is, or it is neither of the two."""
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        """Refuse steps that do not lead from the one total to the other."""
        first, last = (figure.value or 0.0 for figure in self.totals)
        reached = first + sum(step.figure.value or 0.0 for step in self.steps)
        if abs(reached - last) > ADDS_UP * max(first, last):
            raise ValueError(f"the steps lead from {first} to {reached}, not to {last}")


ADDS_UP = 1e-6
"""Of the larger total: what may be missing between the steps and the totals."""


@dataclass(frozen=True)
class Swing:
    """What one uncertain input does to the result: the result at its low and at its high end."""

    label: str
    span: Sentence
    """The input's low and high: "2 to 5"."""
    at_low: Figure
    at_high: Figure
    assumed: bool


@dataclass(frozen=True)
class TornadoChart:
    """Inputs by how far each moves the result, the widest first, at most eight."""

    title: Sentence
    caption: str
    alternative: Sentence
    base: Figure
    swings: tuple[Swing, ...]

    def __post_init__(self) -> None:
        """Refuse more bars than a reader takes in."""
        if len(self.swings) > MOST_SWINGS:
            raise ValueError(f"a tornado has at most {MOST_SWINGS} bars, not {len(self.swings)}")


MOST_SWINGS = 8


@dataclass(frozen=True)
class VolumeLine:
    """What one option costs a month at each volume of the chart."""

    name: str
    points: tuple[float, ...]
    recommended: bool = False


@dataclass(frozen=True)
class VolumeChart:
    """Cost of a month against requests a day, both on a scale of equal ratios; the plan and the break-even are marked."""

    title: Sentence
    caption: str
    alternative: Sentence
    currency: str
    volumes: tuple[float, ...]
    lines: tuple[VolumeLine, ...]
    marks: tuple[Mark, ...]

    def __post_init__(self) -> None:
        """Refuse a line with more or fewer points than volumes, and what no scale of ratios can show."""
        for line in self.lines:
            if len(line.points) != len(self.volumes):
                raise ValueError(f"{line.name!r} has {len(line.points)} points for {len(self.volumes)} volumes")
        if min(self.volumes, default=1.0) <= 0 or any(min(line.points) <= 0 for line in self.lines):
            raise ValueError("a scale of ratios shows only what is above zero")
