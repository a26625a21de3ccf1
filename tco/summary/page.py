"""What stands on the executive summary, before any layout: the plain data that the template draws.

Every number arrives as a `Figure`: the value that the workbook holds, the rounded text that the reader sees, and the
workbook's line that it comes from. Sentences carry the figures that they quote, so that each number on paper can be traced.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from tco.colour import LOWEST_TEXT_CONTRAST, contrast_on_white
from tco.errors import TcoError

if TYPE_CHECKING:
    from collections.abc import Iterator

Status = Literal["kept", "broken", "not established", "not promised"]
Confidence = Literal["measured", "published", "assumed"]
Paper = Literal["A4", "Letter"]

HOUSE_ACCENT = "#0b5c8f"


@dataclass(frozen=True)
class Figure:
    """A number on the page: its full value, the text shown, and the key of the workbook's line that holds it."""

    value: float | None
    """Full precision; None where the run could not establish it."""
    text: str
    """What the reader sees, made by tco.summary.numbers."""
    line: str
    """The key of the line, as in `tco explain`; empty where the text is a word, such as "baseline"."""

    def __post_init__(self) -> None:
        """Refuse a number that nothing stands behind."""
        if not self.text:
            raise ValueError(f"the figure of line {self.line!r} has no text")
        if self.value is None and re.search(r"\d", self.text):
            raise ValueError(f"the figure {self.text!r} shows digits but carries no value")
        if self.value is not None and not self.line:
            raise ValueError(f"the figure {self.text!r} names no line of the workbook")

    def __str__(self) -> str:
        """Read as the text that stands on the page."""
        return self.text


@dataclass(frozen=True)
class Sentence:
    """Words with the figures they quote, in the order of reading."""

    text: str
    figures: tuple[Figure, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a sentence that carries a figure without quoting it."""
        for figure in self.figures:
            if figure.text not in self.text:
                raise ValueError(f"the sentence {self.text!r} carries the figure {figure.text!r} and does not quote it")

    def __str__(self) -> str:
        """Read as the words that stand on the page."""
        return self.text


def write_sentence(pattern: str, **parts: Figure | str) -> Sentence:
    """Fill a pattern such as "Serve from {option} and save {saving}"; figures among the parts are kept for tracing."""
    return Sentence(pattern.format(**parts), tuple(part for part in parts.values() if isinstance(part, Figure)))


@dataclass(frozen=True)
class KeyFigure:
    """One of the four figures under the recommendation, with what to compare it to."""

    label: str
    figure: Figure
    comparator: Sentence
    """A comparator or a range: "against US$1.03m for Cloud GPU"."""


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

    def __post_init__(self) -> None:
        """Refuse a line with more or fewer points than months."""
        for line in self.lines:
            if len(line.points) != len(self.months):
                raise ValueError(f"{line.name!r} has {len(line.points)} points for {len(self.months)} months")


@dataclass(frozen=True)
class PromiseHeading:
    """A column of promises: what is promised and its limit ("TTFT", "below 2 s")."""

    label: str
    limit: Sentence


@dataclass(frozen=True)
class Promise:
    """Whether one option keeps one promise, and by what margin or for what reason."""

    status: Status
    detail: Sentence = Sentence("")


@dataclass(frozen=True)
class OptionRow:
    """One option in the comparison table, winners and losers alike."""

    name: str
    description: str
    """Kind, plan and instances in short: "cloud, reserved 1 year, 9 inf2.48xlarge"."""
    tco: Figure
    per_month: Figure
    per_million_output_tokens: Figure
    saving: Figure
    promises: tuple[Promise, ...]
    recommended: bool = False
    baseline: bool = False
    possible: bool = True
    reason: str = ""
    """Why it is not possible; stands in place of the figures."""
    note: str = ""
    """A difference that the reader must know beside the number: "another model; quality not established"."""


@dataclass(frozen=True)
class OptionsTable:
    """The comparison of options; the unit stands once, in the caption."""

    caption: str
    promises: tuple[PromiseHeading, ...]
    rows: tuple[OptionRow, ...]
    note: str

    def __post_init__(self) -> None:
        """Refuse rows that do not answer every promise, and impossible options without a reason."""
        for row in self.rows:
            if len(row.promises) != len(self.promises):
                raise ValueError(f"{row.name!r} answers {len(row.promises)} promises of {len(self.promises)}")
            if not row.possible and not row.reason:
                raise ValueError(f"{row.name!r} is not possible: say why")


@dataclass(frozen=True)
class PartRow:
    """One part of the cost (compute, staff, support) for every option, in the order of the table's options."""

    label: str
    figures: tuple[Figure, ...]
    total: bool = False


@dataclass(frozen=True)
class PartsTable:
    """Where the money goes. The title states the finding; options that are not possible are left out."""

    title: Sentence
    caption: str
    options: tuple[str, ...]
    rows: tuple[PartRow, ...]

    def __post_init__(self) -> None:
        """Refuse a row with more or fewer figures than options."""
        for row in self.rows:
            if len(row.figures) != len(self.options):
                raise ValueError(f"{row.label!r} has {len(row.figures)} figures for {len(self.options)} options")


@dataclass(frozen=True)
class Assumption:
    """An input that the answer rests on. Sources are the numbers in the list of sources."""

    label: str
    figure: Figure
    """Value with its unit."""
    span: Sentence
    """The low and high that were considered; may be empty."""
    source: str
    confidence: Confidence
    sources: tuple[int, ...] = ()


@dataclass(frozen=True)
class Risk:
    """A warning of the run or a risk, with what would change the decision."""

    text: Sentence
    trigger: Sentence = Sentence("")
    warning: bool = False
    """True for what the run itself found, shown before the risks."""


@dataclass(frozen=True)
class Source:
    """An entry of the list of sources; its number is its place in the list, from 1."""

    text: str
    date: str


@dataclass(frozen=True)
class Foot:
    """What identifies the run, at the foot of every page."""

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
    """Where published figures do not hold, and what was used instead; may be empty."""
    limitations: Sentence
    foot: Foot
    parts: PartsTable | None = None
    """Where the money goes, by option; None leaves it out."""
    language: str = "en"
    """BCP 47, for readers aloud and for the glyphs of Chinese, Japanese and Korean names."""
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


def figures_of(part: object) -> Iterator[Figure]:
    """Walk a page, or any part of one, and yield its figures in the order of the fields, to trace each to its line."""
    if isinstance(part, Figure):
        yield part
    elif isinstance(part, tuple):
        for member in part:
            yield from figures_of(member)
    elif dataclasses.is_dataclass(part):
        for entry in dataclasses.fields(part):
            yield from figures_of(getattr(part, entry.name))
