"""Recalculates a workbook with an engine that knows nothing of ours, and says which stored results it does not confirm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl.formula import Tokenizer
from openpyxl.utils import range_boundaries

from tco.errors import MissingPartError
from tco.workbook.readback.cells import Grid, Place, Value

RELATIVE = 1e-9
ERRORS = {"Div": "#DIV/0!", "Na": "#N/A", "Name": "#NAME?", "Null": "#NULL!", "Num": "#NUM!", "Ref": "#REF!", "Value": "#VALUE!"}
"""Errors as spreadsheets show them, by formualizer's name for each."""

Results = dict[str, dict[Place, Value]]


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


def wrong_results(sheets: Mapping[str, Grid], names: Mapping[str, str], found: Results) -> Iterator[Wrong]:
    """Every formula whose stored result is not the recalculated one.

    Numbers may differ by one part in 10⁹, or by that share of the largest number that the formula reads: where a difference nearly
    cancels, no engine can be more exact. Numbers for true and false count as such, because some programs store them so.
    """
    for name, results in found.items():
        grid = sheets[name]
        for place, value in results.items():
            stored = grid[place].value
            if not same(stored, value) and not same(stored, value, _largest(grid[place].formula, name, sheets, names, found)):
                yield Wrong(name, place, stored, value)


def same(stored: Value, value: Value, largest: float = 0.0) -> bool:
    """Whether two results are the same, given the largest number that their formula reads."""
    if isinstance(stored, float | bool) and isinstance(value, float | bool):
        return abs(stored - value) <= RELATIVE * max(abs(stored), abs(value), largest)
    return (stored or "") == (value or "") if isinstance(stored, str) or isinstance(value, str) else stored is None and value is None


def _largest(formula: str, here: str, sheets: Mapping[str, Grid], names: Mapping[str, str], found: Results) -> float:
    """The largest number that a formula reads directly."""
    largest = 0.0
    for token in Tokenizer(formula).items:
        if token.type != "OPERAND" or token.subtype != "RANGE":
            continue
        where, _, area = names.get(token.value, token.value).rpartition("!")
        name = (where[1:-1].replace("''", "'") if where.startswith("'") else where) or here
        try:
            left, top, right, bottom = range_boundaries(area)
        except (ValueError, TypeError):
            continue
        for row in range(top or 1, (bottom or 0) + 1):
            for column in range(left or 1, (right or 0) + 1):
                value = found.get(name, {}).get((row, column))
                cell = sheets.get(name, {}).get((row, column))
                value = cell.value if value is None and cell is not None else value
                if isinstance(value, float):
                    largest = max(largest, abs(value))
    return largest
