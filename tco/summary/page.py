"""The data of the executive summary, before any layout: all that the template draws.

Every number arrives as a `Figure`: the value that the workbook holds, the rounded text that the reader sees, and the
workbook's line that it comes from. Sentences carry the figures that they quote, so that each number on paper can be traced.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from tco.errors import TcoError
from tco.scenario.brand import LOWEST_TEXT_CONTRAST, contrast_on_white

if TYPE_CHECKING:
    from tco.summary.charts.bridge import BridgeChart
    from tco.summary.charts.cost_bars import BarChart
    from tco.summary.charts.cost_lines import LineChart
    from tco.summary.charts.parts import PartsChart
    from tco.summary.charts.tornado import TornadoChart
    from tco.summary.charts.volume import VolumeChart
    from tco.summary.sentence import Figure, Sentence
    from tco.summary.tables import Assumption, BudgetTable, OptionsTable, QuarterTable, Question, Risk, Source, Sureness

Paper = Literal["A4", "Letter"]

HOUSE_ACCENT = "#0b5c8f"


@dataclass(frozen=True)
class KeyFigure:
    """One of the four figures under the recommendation, with its comparator."""

    label: str
    figure: Figure
    comparator: Sentence
    """A comparator or a range: "against US$1.03m for Cloud GPU"."""


@dataclass(frozen=True)
class Foot:
    """The identity of the run, at the foot of every page."""

    scenario: str
    scenario_sha256: str
    catalogue_date: str
    catalogue_sha256: str
    program_version: str


@dataclass(frozen=True)
class SummaryPage:
    """Everything on the executive summary, in the order of reading."""

    title: str
    client: str
    prepared_for: str
    date: str
    """The date by which prices and warnings were judged, as the reader sees it."""
    headline: Sentence
    recommendation: Sentence
    reasons: tuple[Sentence, ...]
    decision: Sentence
    key_figures: tuple[KeyFigure, ...]
    bar_chart: BarChart
    line_chart: LineChart
    options: OptionsTable
    assumptions: tuple[Assumption, ...]
    risks: tuple[Risk, ...]
    sources: tuple[Source, ...]
    disagreements: tuple[Sentence, ...]
    """Notes on published figures that do not hold, with the figures used instead; may be empty."""
    limitations: Sentence
    foot: Foot
    questions: tuple[Question, ...] = ()
    """The questions that a leader asks next."""
    parts: PartsChart | None = None
    """The parts of the cost of every option. None leaves the chart out; the same holds for the charts and the table below."""
    bridge: BridgeChart | None = None
    """The steps from the baseline to another option. They take the place of the parts on page 2, which then move to the appendix."""
    tornado: TornadoChart | None = None
    volumes: VolumeChart | None = None
    quarters: QuarterTable | None = None
    budgets: BudgetTable | None = None
    next_steps: tuple[Sentence, ...] = ()
    alternatives: tuple[Sentence, ...] = ()
    """The stated configurations against the best that a search found."""
    sureness: tuple[Sureness, ...] = ()
    language: str = "en"
    """BCP 47, for screen readers and for the glyphs of Chinese, Japanese and Korean names."""
    paper: Paper = "A4"
    accent: str = HOUSE_ACCENT
    """White label: the one colour, #rrggbb, dark enough to read as text on white."""
    logo: str = field(default="", repr=False)
    """White label: the client's logo as a `data:` address; may be empty."""

    def __post_init__(self) -> None:
        """Refuse a page that the layout has no place for or that cannot be read."""
        if len(self.reasons) > 3 or len(self.key_figures) != 4:
            raise ValueError(f"three reasons at most and four figures, not {len(self.reasons)} and {len(self.key_figures)}")
        if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", self.language):
            raise TcoError(f"language: {self.language!r} is not a language code; write one such as en, zh-Hant or ja")
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", self.accent):
            raise TcoError(f"accent: {self.accent!r} is not a colour; write it as #rrggbb, such as #0b5c8f")
        if contrast_on_white(self.accent) < LOWEST_TEXT_CONTRAST:
            raise TcoError(f"accent: {self.accent} is too light to read on white; choose a darker shade of it (contrast 4.5 or more)")
        if self.logo and not self.logo.startswith("data:image/"):
            raise TcoError("logo: only an image within the page is shown; give it as data:image/png or data:image/svg+xml")
        for assumption in self.assumptions:
            if any(not 1 <= number <= len(self.sources) for number in assumption.sources):
                raise ValueError(f"the assumption {assumption.label!r} cites a source that is not in the list")
