"""The table of rules: the reason for each, and the remedy of a breach."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """One rule: its name, its reason, and the remedy of a breach."""

    id: str
    reason: str
    remedy: str


@dataclass(frozen=True)
class Finding:
    """One breach: sheet and cell, the rule, what was met and why it matters, and the remedy."""

    sheet: str
    cell: str
    rule: str
    message: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.sheet}!{self.cell}" if self.cell else self.sheet or "workbook"
        return f"{where} [{self.rule}] {self.message} → {self.remedy}"


_TABLE = (
    # One row, one formula.
    Rule("same-across", "a row is read as one formula; a cell that differs is an error nobody sees", "copy the first formula to the right"),
    Rule("too-long", "a formula above 150 characters cannot be reviewed", "give a part of it a line of its own"),
    Rule("nested-if", "nested choices are misread", "choose by data, or on separate lines"),
    # Numbers and words belong to inputs.
    Rule("number-in-formula", "a number inside a formula has no source and cannot be changed", "make it an input and refer to it"),
    Rule("text-in-formula", "a word inside a formula breaks when the word changes", "refer to the cell that holds the word"),
    Rule("number-outside-inputs", "a typed number looks computed", "compute it, or move it to the inputs"),
    Rule("values-unsaid", "drawn figures do not follow the inputs", "say in the header that they are values, and their seed"),
    # What spreadsheets do alike, and what a reviewer can trace.
    Rule("forbidden-function", "it is volatile, untraceable or counts time differently", "write it with ordinary references"),
    Rule("unknown-function", "it is not tried in every spreadsheet program that we answer for", "use a function of the closed list"),
    Rule(
        "index-of-row",
        "Gnumeric reads INDEX(row, n) as row n, and knows no INDEX of one cell",
        "write INDEX(row, 1, n), or the cell itself",
    ),
    Rule("whole-column", "a whole column or row takes in cells that nobody meant", "name the first and the last cell"),
    Rule("external-link", "other files are not there when the book is sent on", "bring the value in as an input with its source"),
    Rule("macro", "a book with code is stopped by mail filters and cannot be reviewed by its formulas", "save without code"),
    Rule("array-formula", "array formulas and data tables recalculate differently elsewhere", "write ordinary formulas"),
    Rule("merged-cells", "merged cells break sorting, filling and references", "centre across the selection, or leave it in one cell"),
    Rule("hidden", "a reviewer must see everything", "show it, or group it and leave the group open"),
    # The flow of the book.
    Rule("reads-forward", "calculation runs down, to the right and from sheet to sheet", "refer up, left or to an earlier sheet"),
    Rule("daisy-chain", "a link to a link hides where a figure comes from", "link to the origin"),
    Rule("time-axis", "every column needs its heading, frozen in view", "fill the heading row and freeze the panes below it"),
    # Every line explains itself.
    Rule("label-missing", "a figure without a name means nothing", "write the label in the label column"),
    Rule("unit-missing", "a figure without a unit means nothing", "write the unit in the unit column"),
    Rule("explanation-missing", "a reader must be able to follow a line in words", "say how it is computed"),
    Rule("label-twice", "two lines with one name cannot be told apart", "make label and place unique within the sheet"),
    Rule("tokens-unqualified", "prices differ between output, input and total tokens", "say which tokens"),
    # What a reader may change.
    Rule("input-locked", "an input that cannot be edited is none", "unlock the base cell"),
    Rule("input-unread", "an input that nothing reads changes nothing", "lock it, below what the plan uses"),
    Rule("input-not-blue", "a reader finds inputs by their colour", "set the blue font of inputs"),
    Rule("input-not-validated", "a mistyped entry must be refused", "add a data validation"),
    Rule("input-without-message", "a refusal must say what is expected", "show an error message with a text"),
    Rule("input-provenance", "a figure is worth its source, date and confidence", "fill source, date and confidence"),
    Rule("input-not-active", "the model must read the case that is switched on", "let the active cell be a formula"),
    Rule("formula-unlocked", "a formula must not be overwritten by accident", "lock it"),
    Rule("formula-blue", "blue marks what may be changed", "set the black or green font of formulas"),
    # Results.
    Rule("error-value", "one error spreads to every total", "guard the line so that it stays finite"),
    Rule("result-missing", "previews, mail and pandas show what is stored", "save with the engine's result"),
    Rule("unknown-reference", "a name or sheet that the book lacks gives an error", "define the name or correct the reference"),
    Rule("name-like-address", "a name such as TAX2026 is read as a cell", "choose a name that is no address"),
    # The book as a document.
    Rule("print-area", "a print without bounds runs over empty pages", "set the print area"),
    Rule("print-titles", "later pages need the headings", "repeat the heading rows"),
    Rule("fit-to-width", "columns must not spill to other pages", "fit to one page wide, any number tall"),
    Rule("footer", "a loose page must say where it comes from", "put sheet, version and page in the footer"),
    Rule("properties", "a document says who made it and when", "set title, creator and both dates"),
    Rule("recalculation", "an edit must show its effect at once", "set automatic calculation and full calculation on load"),
)

RULES = {rule.id: rule for rule in _TABLE}


def finding(sheet: str, cell: str, rule: str, met: str) -> Finding:
    """A breach of `rule`; `met` says what was found there."""
    return Finding(sheet, cell, rule, f"{met}: {RULES[rule].reason}", RULES[rule].remedy)
