"""`tco audit`: prints what was done to a workbook since it was issued."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import click

from tco.commands.import_ import shown, told
from tco.workbook.readback.audit import Audit, audit
from tco.workbook.readback.cells import at
from tco.workbook.readback.comparison import FormulaChange

MOST_LINES = 40
"""Lines of each kind of finding that are printed; JSON has all."""


def print_audit(path: Path, form: str) -> int:
    """Print the findings; 1 where formulas, results or the build were tampered with, 0 where nothing but inputs changed."""
    found = audit(path)
    if form == "json":
        click.echo(json.dumps(found.as_json(), indent=1, ensure_ascii=False))
    else:
        for line in _lines(found):
            click.echo(line)
    return 0 if found.clean else 1


def _lines(found: Audit) -> Iterator[str]:
    issue = found.book.issue
    yield f"{found.book.path}: " + (f"issued by {issue.program}, SHA-256 {issue.sha256[:12]}…" if issue else "its Scenario sheet is gone")
    yield from _section("inputs changed", [f"{edit.where}  {told(edit)}" for edit in found.inputs])
    yield from _section("formulas changed", list(_formulas(found.formulas)), len(found.formulas))
    wrong = [
        f"{item.sheet}!{at(item.place)}  stored {shown(item.stored)}, recalculated {shown(item.recalculated)}" for item in found.results
    ]
    yield from _section("results wrong", wrong)
    build = [
        f"{' '.join(filter(None, (item.sheet, item.place)))}  {item.what}{': ' * bool(item.detail)}{item.detail}"
        for item in found.structure
    ]
    yield from _section("structure", build)
    for note in found.notes:
        yield f"note: {note}"
    if not found.clean:
        yield "Altered: formulas, results or the build are not those issued."
    else:
        yield "Only inputs were changed." if found.inputs else "Clean: as it was issued."


def _section(title: str, lines: Sequence[str], count: int | None = None) -> Iterator[str]:
    if lines:
        yield f"{title} ({len(lines) if count is None else count:,})"
        yield from (f"  {line}" for line in lines[:MOST_LINES])
        if len(lines) > MOST_LINES:
            yield f"  … and {len(lines) - MOST_LINES:,} more: --format json lists them all"


def _formulas(changes: Sequence[FormulaChange]) -> Iterator[str]:
    """Changes of one kind along a row in one line."""
    for (sheet, what, _), group in groupby(changes, key=lambda change: (change.sheet, change.what, re.sub("[A-Z]", "", change.cell))):
        first, *more = group
        area = f"{first.cell}:{more[-1].cell}" if more else first.cell
        yield f"{sheet}!{area}  {what}: {shown(first.before)} → {shown(first.after)}{' …' * bool(more)}"
