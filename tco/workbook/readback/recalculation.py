"""Recalculates a workbook with an engine that knows nothing of ours, and says which stored results it does not confirm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl.utils import column_index_from_string

from tco.errors import MissingPartError
from tco.workbook import sheet_columns
from tco.workbook.readback.alignment import REFERENCE, unquoted
from tco.workbook.readback.cells import EMPTY, Grid, Place, Value

RELATIVE = 1e-9
ERRORS = {"Div": "#DIV/0!", "Na": "#N/A", "Name": "#NAME?", "Null": "#NULL!", "Num": "#NUM!", "Ref": "#REF!", "Value": "#VALUE!"}
"""Errors as spreadsheets show them, by formualizer's name for each."""

Results = Mapping[str, Mapping[Place, Value]]
"""The result of every formula by sheet and cell."""


@dataclass(frozen=True)
class Wrong:
    """A stored result that the independent engine does not confirm."""

    sheet: str
    place: Place
    stored: Value
    recalculated: Value


class RecalculationError(Exception):
    """The engine does not read this workbook."""


def recalculated(path: Path, sheets: Mapping[str, Grid]) -> Results:
    """Every formula of the file, recalculated by formualizer: numbers as floats (dates as serial numbers), errors as their texts.

    Raises MissingPartError where formualizer is not installed, RecalculationError where it cannot read the workbook.
    """
    try:
        import formualizer  # noqa: PLC0415  (only an audit needs it)
    except ImportError:
        remedy = "install it with `pip install formualizer`"
        raise MissingPartError(f"formualizer, which recalculates workbooks independently, is missing; {remedy}") from None
    try:
        workbook = formualizer.load_workbook(str(path))
        workbook.set_temporal_egress("serial")
        workbook.evaluate_all()
        return {
            name: {place: _plain(workbook.get_value(name, *place)) for place, cell in grid.items() if cell.formula}
            for name, grid in sheets.items()
        }
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as problem:  # its errors share no class, and what its own code gives up on is no Exception
        raise RecalculationError(str(problem).splitlines()[0] if str(problem) else type(problem).__name__) from problem


def _plain(value: Any) -> Value:
    if isinstance(value, dict):  # how formualizer returns an error
        kind = str(value.get("kind"))
        return ERRORS.get(kind, f"#{kind.upper()}!")
    return value if value is None or isinstance(value, bool | str) else float(value)


def judged(sheets: Mapping[str, Grid], found: Results, issued: Results, *, edited: bool) -> tuple[list[Wrong], list[str]]:
    """Stored results of `sheets` that are wrong, and notes on those that are only missing or old.

    `found` holds the recalculated results, `issued` those of the workbook as issued; `edited` is true where inputs were. A program that
    does not calculate stores no results, or leaves those of before an edit: nobody has altered anything then. That holds as long as no
    result at all follows the edit: where some do, an old one among them is wrong.
    """
    formulas = [(name, place) for name, results in found.items() for place in results]
    if formulas and all(sheets[name][place].value is None for name, place in formulas):
        return [], [
            "no results are stored: the program that saved the workbook does not calculate; open it in a spreadsheet program and save"
        ]

    def as_issued(name: str, place: Place) -> bool:
        return place in issued.get(name, {}) and same(issued[name][place], sheets[name][place].value)

    wrong = {(name, place): Wrong(name, place, sheets[name][place].value, found[name][place]) for name, place in _wrong(sheets, found)}
    fresh = (key for key in formulas if key not in wrong and key[1] in issued.get(key[0], {}) and not as_issued(*key))
    if not edited or next(fresh, None):
        return list(wrong.values()), []
    drawn = sheet_columns.SIMULATION  # values of many draws are not drawn again, and its results follow from them
    old = {key for key in wrong if key[0] == drawn or as_issued(*key)}
    remedy = "open the workbook in a spreadsheet program and save it"
    told = f"not recalculated since the inputs were edited: {len(old):,} results are still those issued; {remedy}"
    return [item for key, item in wrong.items() if key not in old], [told] if old else []


def _wrong(sheets: Mapping[str, Grid], found: Results) -> Iterator[tuple[str, Place]]:
    """Every formula whose stored result is not the recalculated one.

    Numbers may differ by one part in 10⁹, or by that share of the largest number that the formula reads: where a difference nearly
    cancels, no engine can be more exact.
    """
    for name, results in found.items():
        for place, value in results.items():
            cell = sheets[name][place]
            if not same(cell.value, value) and not same(cell.value, value, _largest(cell.formula, name, sheets, found)):
                yield name, place


def same(stored: Value, value: Value, largest: float = 0.0) -> bool:
    """True where two results are the same, given the largest number that their formula reads; 1 may be stored for true."""
    if isinstance(stored, float | bool) and isinstance(value, float | bool):
        return abs(stored - value) <= RELATIVE * max(abs(stored), abs(value), largest)
    return (stored or "") == (value or "") if isinstance(stored, str) or isinstance(value, str) else stored is None and value is None


def _largest(formula: str, here: str, sheets: Mapping[str, Grid], found: Results) -> float:
    """The largest number that a formula reads directly."""
    largest = 0.0
    for reference in REFERENCE.finditer(formula):
        name = unquoted(reference[1] or here)
        left, right = (column_index_from_string(letters) for letters in (reference[2], reference[4] or reference[2]))
        for row in range(int(reference[3]), int(reference[5] or reference[3]) + 1):
            for column in range(left, right + 1):
                value = found.get(name, {}).get((row, column), sheets.get(name, {}).get((row, column), EMPTY).value)
                largest = max(largest, abs(value)) if isinstance(value, float) else largest
    return largest
