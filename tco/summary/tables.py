"""Entries of the summary's tables and lists, before any layout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tco.summary.sentence import Figure, Sentence

Status = Literal["kept", "broken", "not established", "not promised"]
Confidence = Literal["measured", "published", "assumed"]
NOTHING = Sentence("")


@dataclass(frozen=True)
class PromiseHeading:
    """A column of promises: what is promised and its limit ("TTFT", "below 2 s")."""

    label: str
    limit: Sentence


@dataclass(frozen=True)
class Promise:
    """The status of one promise under one option, with its margin or reason."""

    status: Status
    detail: Sentence = NOTHING


@dataclass(frozen=True)
class OptionRow:
    """One option in the comparison table, winners and losers alike."""

    name: str
    description: str
    """Kind, plan and instances in short: "cloud, reserved 1 year, 9 inf2.48xlarge"."""
    tco: Figure
    usage_price: Figure
    """Production compute or API usage per million input and output tokens: comparable with list prices."""
    per_thousand_requests: Figure
    """Full cost."""
    saving: Figure
    promises: tuple[Promise, ...]
    recommended: bool = False
    baseline: bool = False
    possible: bool = True
    reason: str = ""
    """Why it is not possible; shown in place of the figures."""
    note: str = ""
    """A difference that the reader must know beside the number: "another model; quality not established"."""
    utilisation: Sentence = NOTHING
    """Average utilisation of the machines that the option pays for; empty where it pays for none."""
    peak: Sentence = NOTHING
    """The same at the peak."""


@dataclass(frozen=True)
class OptionsTable:
    """The comparison of options; the unit is given once, in the caption."""

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
    trigger: Sentence = NOTHING
    warning: bool = False
    """True for a warning that the run itself raised, shown before the risks."""


@dataclass(frozen=True)
class Source:
    """An entry of the list of sources; its number is its place in the list, from 1."""

    text: str
    date: str


@dataclass(frozen=True)
class Question:
    """A question that a leader asks next, answered from the workbook's lines or marked as open."""

    question: str
    answer: Sentence
    is_open: bool = False


@dataclass(frozen=True)
class QuarterTable:
    """Payments of the option that leads the page, quarter by quarter of the plan."""

    title: Sentence
    caption: str
    names: tuple[str, ...]
    """The month in which each quarter ends: "Mar 2027"."""
    figures: tuple[Figure, ...]

    def __post_init__(self) -> None:
        """Refuse a quarter without a payment, or a payment without a quarter."""
        if len(self.names) != len(self.figures):
            raise ValueError(f"{len(self.names)} quarters have {len(self.figures)} payments")


@dataclass(frozen=True)
class BudgetRow:
    """One option in the table of budgets."""

    name: str
    base: Figure
    """The total at the base values."""
    place: Figure
    """The share of draws below it."""
    p50: Figure
    p80: Figure
    budget: Figure
    """The total that is not exceeded in the share of draws that the budget level says."""
    to_level: Figure
    """The budget less the base."""
    with_own: Figure
    """The budget with the client's own contingency on top."""


@dataclass(frozen=True)
class BudgetTable:
    """Budgets of every option, and why the base of some is not in the middle of their draws."""

    title: str
    caption: Sentence
    rows: tuple[BudgetRow, ...]
    asides: tuple[Sentence, ...]
    has_own: bool
    """True where the client states a contingency of his own."""


@dataclass(frozen=True)
class Sureness:
    """The assumptions of one confidence, by name."""

    confidence: Confidence
    labels: tuple[str, ...]
