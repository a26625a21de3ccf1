"""The rows that the book adds to the model's on the Checks sheet; `sheets/checks.py` gives each its words and its formula."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from tco.engine.evaluate import Results
from tco.engine.folding import Folded
from tco.engine.prices_in_use import price_facts
from tco.workbook import sheet_columns

OWN_CHECKS = ("components_agree", "parts_give_total", "views_agree", "views_reconcile", "assets_roll", "commitments_agree")
"""Checks that options have on their own sheets, each where its kind has any."""

OPTION_WARNINGS = ("retires_inside",)
"""Lines of options that are 1 where something calls for attention and no figure is wrong."""

WARNING, PRICED, IN_DATA, OWN, SHOWN, HEADLINE, TOTALS, DATA_TIE, RUN_RATE, ALLOWED = (
    "warning", "priced", "in data", "own", "shown", "headline", "totals", "data tie", "run rate", "allowed"
)  # fmt: skip


@dataclass(frozen=True)
class BookRow:
    """One row: its kind, the option, sheet or line that it is about, and a line of that option."""

    kind: str
    name: str = ""
    key: str = ""


@dataclass(frozen=True)
class BookRows:
    """The rows in their order, from the heading of the first section to the master check."""

    first_row: int
    warnings: tuple[BookRow, ...]
    figures: tuple[BookRow, ...]
    verdicts: tuple[BookRow, ...]

    @property
    def book_row(self) -> int:
        """The heading above figures and verdicts; warnings come before it, under their own heading."""
        return self.first_row + (len(self.warnings) + 2 if self.warnings else 0)

    @property
    def verdicts_row(self) -> int:
        """The first of the rows that the master check takes in."""
        return self.book_row + 1 + len(self.figures)

    @property
    def last_row(self) -> int:
        """The master check."""
        return self.verdicts_row + len(self.verdicts)

    def placed(self) -> Iterator[tuple[int, BookRow]]:
        """Every row but the master check, with its number."""
        yield from enumerate(self.warnings, start=self.first_row + 1)
        yield from enumerate(chain(self.figures, self.verdicts), start=self.book_row + 1)

    def row_of(self, kind: str, name: str) -> int:
        """The row of a kind about an option, sheet or line."""
        return next(row for row, item in self.placed() if (item.kind, item.name) == (kind, name))


def book_rows(results: Results, folded: Folded, first_row: int, sheets: tuple[str, ...]) -> BookRows:
    """The rows for these results; `sheets` are those of one month.

    The formulas of a folded book hold within the bounds of its inputs, so that these are checked.
    """
    compared = tuple(results.compared)
    return BookRows(
        first_row,
        (
            *_of_options(WARNING, OPTION_WARNINGS, results, folded),
            *(BookRow(PRICED, name) for name in results.options if any(price_facts(results, name))),
        ),
        tuple(BookRow(IN_DATA, name) for name in compared),
        (
            *_of_options(OWN, OWN_CHECKS, results, folded),
            *(BookRow(TOTALS, name) for name in compared),
            *(BookRow(SHOWN, key) for key, _ in sheet_columns.SUMMARY_COLUMNS),
            BookRow(HEADLINE),
            *(BookRow(DATA_TIE, name) for name in compared),
            *(BookRow(RUN_RATE, name) for name in sheets),
            *((BookRow(ALLOWED, sheet_columns.INPUTS), BookRow(ALLOWED, sheet_columns.CATALOGUE)) if not folded.is_whole else ()),
        ),
    )


def _of_options(kind: str, keys: tuple[str, ...], results: Results, folded: Folded) -> Iterator[BookRow]:
    """A row for each option that has the line, its parts among them."""
    for key in keys:
        yield from (BookRow(kind, name, key) for name in results.options if key in folded.models[name].lines)
