"""Random edits of a workbook's input cells, and what every formula must then say by the engine itself.

An edit is made twice: in the file, as a reader with a spreadsheet would type it, and in the scenario, so that the engine
can be asked for the same lines. Only what the book's own validations let a reader type is tried.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite
from pathlib import Path
from random import Random
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import formualizer
import numpy as np
import openpyxl
from openpyxl.utils import coordinate_to_tuple, get_column_letter, range_boundaries
from recalculate import Book, Value, _is_number, _plain, _Precedents, disagreements, opened

from tco.engine.evaluate import Results, evaluate
from tco.engine.requirements import requirements
from tco.engine.simulation import REPORT_DRAWS, SEED
from tco.engine.simulation.odds import odds_of
from tco.engine.simulation.simulate import simulate
from tco.engine.stated_requirements import stated
from tco.findings import Findings
from tco.language.formula import AXES
from tco.scenario.currency import in_case
from tco.scenario.scenario import Amount, Element, Scenario
from tco.workbook import sheet_columns
from tco.workbook.file.saving import sheet_parts
from tco.workbook.layout import Layout
from tco.workbook.look.pen import Pen
from tco.workbook.look.style import Styles
from tco.workbook.one_month.layout import again, laid_out, volumes
from tco.workbook.one_month.sheet import write_one_month
from tco.workbook.places import Block, CalculationSheet
from tco.workbook.sheets import requirements as requirements_sheet
from tco.workbook.sheets.budget import TO_LEVEL, drawn_row, odds_row
from tco.workbook.sheets.calculation import month_end, own_blocks
from tco.workbook.sheets.catalogue import PRICE_AGE
from tco.workbook.sheets.checks import write_book_checks
from tco.workbook.sheets.values import CHANGED, DIGITS, FIRST_OPTION_ROW, THEN

EPOCH = date(1899, 12, 30)
UNBOUNDED = 1e15
"""What a validation says where an input has no bound of its own."""

FACTORS = (0.0, 0.001, 0.5, 0.9, 1.1, 2.0, 10.0, 1000.0)
"""Multiples of the delivered value that are tried, those at both ends far outside of what anybody expects."""

TEXTS = ("any", "Any", "HK", "sg, au", "not established", "Not Established", "香港", "1", "SG, HK", "S*", "?G, AU", "SG,HK")
"""What somebody might type where a text is free: rules of residency in other capitals, other words, a number."""

PARTS = {"E": "value", "F": "low", "G": "high"}
"""Columns of the Inputs sheet that a reader may edit."""


@dataclass(frozen=True)
class Field:
    """A cell that a reader may edit: its scenario path, which part of the element it is, and what its validation allows."""

    cell: str
    path: str
    part: str
    delivered: Amount | None
    choices: tuple[str, ...] = ()
    listed: bool = False
    """Whether the choices are a dropdown's, and no examples of a free text."""
    low: float = -UNBOUNDED
    high: float = UNBOUNDED
    whole: bool = False
    ends: tuple[float, ...] = ()
    """The low and high end of the input's range, where it has one."""


@dataclass(frozen=True)
class Change:
    """One edit."""

    field: Field
    value: Amount

    def __str__(self) -> str:
        part = "" if self.field.part == "value" else f".{self.field.part}"
        return f"{self.field.path}{part} = {self.value!r} (was {self.field.delivered!r})"


@dataclass(frozen=True)
class Issued:
    """A book as issued, read once: its scenario, its layout, the cells that may be edited and its formulas outside the lines."""

    path: Path
    results: Results
    layout: Layout
    fields: tuple[Field, ...]
    links: Mapping[tuple[str, str], str]
    """Formulas that only show another cell, by sheet and coordinate: `Comparison!D12`."""
    precedents: _Precedents
    drawn: Mapping[str, Value]
    """What is typed on the Simulation sheet, by coordinate: no edit of an input changes it."""


def issued(path: Path, results: Results) -> Issued:
    """The book at `path`, which was written from `results`."""
    book = opened(path)
    fields = tuple(_fields(book, results.scenario))
    links = {}
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                found = re.fullmatch(r"=(?:('(?:[^']|'')+'|\w+)!)?(\$?[A-Z]+\$?\d+)", str(cell.value)) if cell.data_type == "f" else None
                if found:
                    there = found[1].strip("'").replace("''", "'") if found[1] else sheet.title
                    links[sheet.title, cell.coordinate] = f"{there}!{found[2].replace('$', '')}"
    simulated = book[sheet_columns.SIMULATION].iter_rows() if sheet_columns.SIMULATION in book.sheetnames else ()
    typed = (cell for row in simulated for cell in row if cell.value is not None and cell.data_type != "f")
    drawn = {cell.coordinate: float(cell.value) if _is_number(cell.value) else cell.value for cell in typed}
    simulation = simulate(results, REPORT_DRAWS, SEED) if sheet_columns.SIMULATION in book.sheetnames else None
    return Issued(path, results, laid_out(results, Findings(results, simulation)), fields, links, _Precedents(path, {}), drawn)


def _fields(book: openpyxl.Workbook, scenario: Scenario) -> Iterator[Field]:
    """Every unlocked cell of the Inputs sheet, with what its validation allows."""
    sheet = book[sheet_columns.INPUTS]
    elements = {element.path: element for entry in scenario.entries.values() for element in entry.elements}
    for validation in sheet.data_validations.dataValidation:
        for area in validation.sqref.ranges:
            for row, column in area.cells:
                cell = sheet.cell(row, column)
                assert not cell.protection.locked, f"{cell.coordinate} is validated but locked"
                path = str(sheet.cell(row, sheet_columns.INPUT_KEY).value)
                part = PARTS[cell.column_letter]
                value = cell.value if isinstance(cell.value, str | float | int | None) else float((cell.value.date() - EPOCH).days)
                plain = Field(cell.coordinate, path, part, value if isinstance(value, str | None) else float(value))
                if validation.type == "list":
                    yield replace(plain, choices=_offered(book, validation.formula1), listed=True)
                elif validation.type in ("decimal", "whole"):
                    low, high = float(validation.formula1), float(validation.formula2)
                    item = elements[path]
                    ends = tuple(end for end in (item.low, item.high) if end is not None)
                    yield replace(plain, low=low, high=high, whole=validation.type == "whole", ends=ends)
                elif validation.type == "textLength":
                    yield replace(plain, choices=tuple(dict.fromkeys((str(value), *TEXTS))))
                elif validation.type == "date":
                    yield replace(plain, low=float(validation.formula1), high=60_000.0, whole=True)


def _offered(book: openpyxl.Workbook, formula: str) -> tuple[str, ...]:
    where, _, area = formula.lstrip("=").rpartition("!")
    left, top, _, bottom = range_boundaries(area)
    assert left is not None
    assert top is not None
    assert bottom is not None
    return tuple(str(book[where.strip("'")].cell(row, left).value) for row in range(top, bottom + 1))


def random_changes(book: Issued, seed: int, among: Sequence[Field] = ()) -> tuple[Change, ...]:
    """Three to fifteen edits, always the same for a seed; dropdowns are favoured, because they reach furthest."""
    random = Random(f"{book.results.scenario.name} {seed}")
    fields = list(among or book.fields)
    weights = [_weight(field) for field in fields]
    wanted = random.randint(3, 15)
    found: dict[str, Change] = {}
    for field in random.choices(fields, weights, k=3 * wanted):
        if len(found) < wanted:
            found.setdefault(field.cell, Change(field, random_value(field, random)))
    return tuple(found.values())


def _weight(field: Field) -> float:
    """How often a cell is edited beside others."""
    if field.listed or "price_per_hour" in field.path or "tensor_parallel" in field.path:
        return 6.0 if field.part == "value" else 0.3
    return 1.0 if field.part == "value" else 0.3


def random_value(field: Field, random: Random) -> Amount:
    """What somebody might type into a cell: another choice, an end, nothing, a thousandfold, anything between the bounds."""
    if field.choices:
        return random.choice(field.choices)
    if field.path == "start":
        return float((date(random.randint(2026, 2040), random.randint(1, 12), 1) - EPOCH).days)
    delivered = field.delivered if isinstance(field.delivered, float) else 1.0
    tries = [factor * delivered for factor in FACTORS] + list(field.ends) + [field.low, field.high]
    if field.high < UNBOUNDED:
        tries += [random.uniform(field.low, field.high) for _ in range(4)]
    if not delivered:
        tries += [random.choice((1.0, 2.0, 3.0, 8.0, 0.5, 40.0)) for _ in range(8)]
    value = min(max(random.choice([number for number in tries if abs(number) < UNBOUNDED]), field.low), field.high)
    return float(round(value)) if field.whole else value


def changed_scenario(scenario: Scenario, changes: Iterable[Change]) -> Scenario:
    """The scenario that says what the edited book says."""
    listed = list(changes)
    values = {change.field.path: change.value for change in listed if change.field.part == "value" and change.field.path != "start"}
    ends = {(change.field.path, change.field.part): float(change.value) for change in listed if change.field.part != "value"}
    starts = [float(change.value) for change in listed if change.field.path == "start"]
    found = scenario.with_values(values)

    def with_ends(item: Element) -> Element:
        return replace(item, low=ends.get((item.path, "low"), item.low), high=ends.get((item.path, "high"), item.high))

    entries = {place: replace(entry, elements=tuple(map(with_ends, entry.elements))) for place, entry in found.entries.items()}
    start = date.fromordinal(EPOCH.toordinal() + int(starts[0])) if starts else found.start
    return replace(found, entries=entries, start=start)


def changed_book(book: Issued, changes: Iterable[Change], target: Path) -> Path:
    """A copy of the file with other values in its input cells; what is stored beside its formulas stays, and is then wrong."""
    with ZipFile(book.path) as source, ZipFile(target, "w", ZIP_DEFLATED, compresslevel=1) as copy:
        inputs = sheet_parts(source)[sheet_columns.INPUTS]
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == inputs:
                text = content.decode()
                for change in changes:
                    text = _typed(text, change)
                content = text.encode()
            copy.writestr(entry, content)
    return target


def _typed(text: str, change: Change) -> str:
    """A sheet's XML with another value in one cell that holds no formula."""
    number = not isinstance(change.value, str)
    kind, value = ("n", f"<v>{change.value!r}</v>") if number else ("inlineStr", f"<is><t>{escape(str(change.value))}</t></is>")
    pattern = rf'<c r="{change.field.cell}"( s="\d+")?[^>]*?(?:/>|>(?!<f>).*?</c>)'
    written, count = re.subn(pattern, lambda found: f'<c r="{change.field.cell}"{found[1] or ""} t="{kind}">{value}</c>', text, count=1)
    assert count == 1, f"{change.field.cell} is no input cell of the book"
    return written


def recalculated(path: Path, wanted: Book) -> Book:
    """Every cell of `wanted`, recalculated by formualizer."""
    workbook = formualizer.load_workbook(str(path))
    workbook.set_temporal_egress("serial")
    workbook.evaluate_all()
    return {
        sheet: {cell: _plain(workbook.get_value(sheet, *coordinate_to_tuple(cell))) for cell in cells} for sheet, cells in wanted.items()
    }


def by_engine(book: Issued, changes: Iterable[Change] = ()) -> tuple[Results, Book]:
    """The engine's results of the edited scenario, and what each formula of the edited book must then give."""
    listed = list(changes)
    scenario = changed_scenario(book.results.scenario, listed)
    results = evaluate(scenario)
    layout = again(book.layout, results)
    shown = (
        sheet_columns.COVER,
        sheet_columns.SUMMARY,
        sheet_columns.INPUTS,
        sheet_columns.CATALOGUE,
        sheet_columns.DATA,
        sheet_columns.ROOFLINE,
        sheet_columns.SOURCES,
        sheet_columns.SCENARIO,
    )
    found: Book = {sheet: {} for sheet in shown}
    found[sheet_columns.INPUTS] = dict(_inputs(layout, {change.field.cell: change.value for change in listed}, book))
    found[sheet_columns.CATALOGUE] = {f"{get_column_letter(PRICE_AGE)}{price.row}": float(price.age) for price in layout.prices}
    for here in layout.sheets:
        found[here.name] = dict(_calculation(here, layout))
    if any(sheet == sheet_columns.SIMULATION for sheet, _ in book.links):
        found[sheet_columns.SIMULATION] = dict(_changed_since_drawn(results, book.results)) | dict(_odds_and_level(results, book))
    if any(sheet == sheet_columns.REQUIREMENTS for sheet, _ in book.links):
        found[sheet_columns.REQUIREMENTS] = dict(_changed_since_priced(results, book))
    if any(sheet == sheet_columns.ALTERNATIVES for sheet, _ in book.links):
        found[sheet_columns.ALTERNATIVES] = dict(_changed_since_searched(results, book.results))
    for month in layout.one_month:
        found[month.name] = _written(lambda pen, month=month: write_one_month(pen, month, layout))
    found[sheet_columns.CHECKS] |= _written(lambda pen: write_book_checks(pen, layout))
    for (sheet, cell), target in book.links.items():
        origin, _, where = target.rpartition("!")
        if cell not in found[sheet]:
            typed = book.drawn if origin == sheet_columns.SIMULATION else {}
            found[sheet][cell] = typed[where] if where in typed else found[origin][where]
    found[sheet_columns.SUMMARY] |= dict(_budgets_with_contingency(results, book))
    return results, {sheet: cells for sheet, cells in found.items() if cells}


def wrong_cells(book: Issued, engine: Book, found: Book) -> list[str]:
    """Where a recalculated book and the engine disagree; a difference that cancels is judged by what it subtracts.

    The formulas of an edited book are those of the issued one, so that they are read once.
    """
    book.precedents._results = engine
    wrong = []
    for line in disagreements(engine, found):
        sheet, _, cell = line.partition(": ")[0].rpartition("!")
        wanted, got = engine.get(sheet, {}).get(cell), found.get(sheet, {}).get(cell)
        numbers = _is_number(wanted) and _is_number(got)
        if not numbers or not abs(float(wanted or 0) - float(got or 0)) <= 1e-9 * book.precedents.largest(sheet, cell):
            wrong.append(line)
    return wrong


def _changed_since_drawn(results: Results, delivered: Results) -> Iterator[tuple[str, Value]]:
    """How far each total lies from the one at which the book was drawn, and whether all are still the same."""
    changes, same = _changes(results, delivered)
    for row, change in enumerate(changes, start=FIRST_OPTION_ROW):
        yield f"{CHANGED}{row}", change
    yield f"{THEN}{FIRST_OPTION_ROW + len(changes)}", float(same)


def _changes(results: Results, delivered: Results) -> tuple[list[float], bool]:
    """How far each total lies from the one at which a sheet of values was written, and whether all are still the same."""
    now, then = (each.comparison.values["drawn_tco"].reshape(-1) for each in (results, delivered))
    changes = np.round(now - then, DIGITS)
    tolerance = float(results.scenario.entry("check_tolerance").elements[0].value)
    return [float(change) for change in changes], bool(abs(changes).max() <= tolerance * then.sum())


def _changed_since_searched(results: Results, delivered: Results) -> Iterator[tuple[str, Value]]:
    """The same of the Alternatives sheet."""
    changes, same = _changes(results, delivered)
    for row, change in enumerate(changes, start=FIRST_OPTION_ROW):
        yield f"{CHANGED}{row}", change
    yield f"{THEN}{FIRST_OPTION_ROW + len(changes)}", float(same)


def _changed_since_priced(results: Results, book: Issued) -> Iterator[tuple[str, Value]]:
    """The same of the Requirements sheet, and whether the answer and each requirement are as they were priced."""
    changes, same = _changes(results, book.results)
    for row, change in enumerate(changes, start=FIRST_OPTION_ROW):
        yield f"{CHANGED}{row}", change
    row = FIRST_OPTION_ROW + len(changes) + 1
    priced = requirements(book.results).stated
    for now, then in zip(*(_required(each, priced) for each in (results, book.results)), strict=True):
        alike = now.lower() == then.lower() if isinstance(now, str) and isinstance(then, str) else now == then
        same = same and alike
        yield f"{requirements_sheet.SAME}{row}", float(alike)
        row += 1
    yield f"{THEN}{row}", float(same)


def _required(results: Results, priced: Mapping[str, float | dict[str, str] | None]) -> Iterator[Value]:
    """The answer, and what a scenario requires where something was required when the book was issued."""
    scenario = results.scenario
    yield results.comparison.text("recommended")
    for key, was in priced.items():
        if isinstance(was, float):
            yield stated(scenario, key)
        entry = scenario.entry("allowed")
        rules = {element.where[0]: str(element.in_case(scenario.case, entry.input.rises)) for element in entry.elements}
        yield from (rules[region] for region in (was if isinstance(was, dict) else ()))


def _odds_and_level(results: Results, book: Issued) -> Iterator[tuple[str, Value]]:
    """The class of the recommendation by the thresholds of now, and whether the budget level is the one that was drawn."""
    scenario, count = results.scenario, len(results.compared)
    level = drawn_row(count, count)
    yield f"{get_column_letter(TO_LEVEL)}{level}", float(book.drawn[f"B{level}"] == scenario.entry("budget_level").elements[0].value)
    row = odds_row(count)
    share, rival = book.drawn[f"B{row - 4}"], book.drawn[f"B{row - 1}"]
    if f"B{row}" not in book.drawn:
        clear, leaning = (float(scenario.entry(key).elements[0].value) for key in ("clear_from", "leaning_from"))
        found = odds_of("", {"": float(share or 0), "rival": float(rival or 0)}, clear, leaning)
        yield f"B{row}", found.name if found else ""


def _budgets_with_contingency(results: Results, book: Issued) -> Iterator[tuple[str, Value]]:
    """What was drawn with the contingency of now on top, in the Summary's table of budgets."""
    rows = {int(cell[1:]): target for (sheet, cell), target in book.links.items() if sheet == sheet_columns.SUMMARY and cell[0] == "G"}
    budgets = {row: target.rpartition("!")[2] for row, target in rows.items() if target.startswith(f"{sheet_columns.SIMULATION}!C")}
    for (row, cell), option in zip(sorted(budgets.items()), results.compared.values(), strict=False):
        value = book.drawn[cell]
        yield f"I{row}", float(value) + option.value("contingency_amount") if _is_number(value) else value


def _inputs(layout: Layout, typed: Mapping[str, Amount], book: Issued) -> Iterator[tuple[str, Value]]:
    scenario, case_row = layout.scenario, layout.inputs.case_row
    fact = scenario.catalogue["cases"].find(scenario.case)
    assert fact
    yield "D4", float(str(fact.values["rising"]))
    yield "D5", float(str(fact.values["falling"]))
    yield f"D{case_row}", scenario.case
    yield f"D{case_row + 1}", float((scenario.start - EPOCH).days)
    delivered = {field.cell: field.delivered for field in book.fields}
    rows = [case_row, case_row + 1]
    for place, block in layout.inputs.blocks.items():
        entry = scenario.entries[place]
        for row, element in enumerate(entry.elements, start=block.first_row):
            rows.append(row)
            own = element.in_case(scenario.case, entry.input.rises)
            value = in_case(element, entry, scenario) if element.currency else own
            yield f"D{row}", value if isinstance(value, str) else float(value)
    first, chosen = layout.inputs.volume_row, layout.inputs.blocks["", "volume_multiple"].rows()
    for place, value in enumerate([1.0, *volumes(layout)]):
        if place == 0 or place > chosen:
            rows.append(first + place)
            yield f"D{first + place}", value
    if not layout.folded.is_whole:
        yield from (
            (f"Q{coordinate_to_tuple(field.cell)[0]}", 0.0) for field in book.fields if field.part == "value" and _has_bounds(field)
        )
    for row in rows:
        cell = f"E{row}"
        yield (
            f"I{row}",
            float(cell in typed and str(typed[cell]).casefold() != str(delivered[cell]).casefold()),
        )  # 'Any' is 'any' to a spreadsheet


def _has_bounds(field: Field) -> bool:
    return not field.choices and field.path not in ("start", "case")


def _calculation(here: CalculationSheet, layout: Layout) -> Iterator[tuple[str, Value]]:
    months = range(layout.scenario.months)
    letters = [get_column_letter(sheet_columns.FIRST_PERIOD + month) for month in months]
    for month, letter in zip(months, letters, strict=True):
        yield f"{letter}{sheet_columns.PERIOD_ROW}", float(month + 1)
        yield f"{letter}{sheet_columns.PERIOD_END_ROW}", float(month_end(layout.scenario.start, month + 1))
    for key, block in own_blocks(here).items():
        values = _by_row(here.evaluated.values[key], block, len(letters) if block.by_month else 1)
        for row, cells in enumerate(values, start=block.first_row):
            for letter, value in zip(letters if block.by_month else ("D",), cells, strict=True):
                yield f"{letter}{row}", value if isinstance(value, str) else float(value)


class _Results(Pen):
    """A pen that keeps the results and writes no cell: hundreds of books are judged by them."""

    def text(self, *_: object) -> None:
        """Nothing."""

    number = link = fill = widths = height = text

    def formulas(self, row: int, first: int, _formulas: object, results: Iterable[Any], _look: object) -> None:
        """The results alone."""
        for column, result in enumerate(results, start=first):
            self.results[row, column] = result if isinstance(result, str) else float(result)


def _written(write: Callable[[Pen], None]) -> dict[str, Value]:
    """The result of every formula that is written, by its cell."""
    blank = openpyxl.Workbook()
    pen = _Results(blank.create_sheet(), Styles(blank))
    write(pen)
    return {f"{get_column_letter(column)}{row}": value for (row, column), value in pen.results.items()}


def _by_row(values: np.ndarray, block: Block, columns: int) -> list[list[float | str]]:
    """A line's values as the sheet shows them: one row for each element, months across."""
    shape = [dict(zip(block.row_axes, block.sizes, strict=True)).get(axis, 1) for axis in AXES[:-1]]
    values = values[tuple(slice(1 if size == 1 else None) for size in (*shape, columns))]  # alike along what a folded line has no rows for
    wide = np.broadcast_to(values, [*shape, columns])
    rows_first = np.moveaxis(wide, [AXES.index(axis) for axis in block.row_axes], range(len(block.row_axes)))
    found: list[list[float | str]] = rows_first.reshape(block.rows(), columns).tolist()
    return found


def not_finite(found: Book) -> list[str]:
    """Cells that show an error value, nothing, or no number that a reader can use."""
    return [
        f"{sheet}!{cell}: {value!r}"
        for sheet, cells in found.items()
        for cell, value in cells.items()
        if value is None or (isinstance(value, str) and value.startswith("#")) or (isinstance(value, float) and not isfinite(value))
    ]


def not_finite_lines(results: Results) -> list[str]:
    """Lines of an evaluated scenario that hold no number that a reader can use."""
    return [
        f"{sheet.option or sheet.model.name}: {key}"
        for sheet in results.every_model()
        for key, values in sheet.values.items()
        if values.dtype != object and not np.isfinite(values).all()
    ]
