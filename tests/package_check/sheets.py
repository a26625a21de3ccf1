"""A sheet's part: the order of what it holds, its cells, and what lies over them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import IO

from lxml import etree
from openpyxl.utils import coordinate_to_tuple, range_boundaries

from package_check.book import Book, formula_faults
from package_check.parts import MAIN, twice

ROWS, COLUMNS, LONGEST_TEXT, LAST_DAY = 1_048_576, 16_384, 32_767, 2_958_466
_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection", "protectedRanges",
    "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting",
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks",
    "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "picture",
    "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
"""The children of a worksheet as the schema has them: another order makes Excel repair the file."""
_MAY_REPEAT = frozenset({"conditionalFormatting"})
_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"})
_LONGEST = {"promptTitle": 32, "errorTitle": 32, "prompt": 255, "error": 255}
_MOST_LINKS, _LONGEST_LIST, _LONGEST_FOOTER = 65_530, 255, 255
_WIDEST, _HIGHEST, _DEEPEST_OUTLINE = 255, 409.5, 7

Box = tuple[int, int, int, int]
"""First column, first row, last column, last row."""


def sheet_faults(stream: IO[bytes], book: Book) -> Iterator[str]:
    """Every fault of a sheet, read row by row."""
    last_row, inside, children = 0, 0, []
    root = None
    for event, element in etree.iterparse(stream, events=("start", "end"), huge_tree=True):
        if event == "start":
            root = element if root is None else root
            inside += 1
            if inside == 2:  # a child of the root
                children.append(etree.QName(element).localname)
            continue
        inside -= 1
        if element.tag == f"{MAIN}row":
            number = int(element.get("r", 0))
            if not last_row < number <= ROWS:
                yield f"row {number} after row {last_row}"
            if float(element.get("ht", 0)) > _HIGHEST or int(element.get("outlineLevel", 0)) > _DEEPEST_OUTLINE:
                yield f"row {number} is too high or grouped too deep"
            last_row = number
            yield from _row_faults(element, number, book)
            element.clear()
    yield from _order_faults(children)
    if root is not None:
        yield from _whole_faults(root, book)


def _order_faults(children: Sequence[str]) -> Iterator[str]:
    yield from (f"{child} is no part of a sheet" for child in children if child not in _ORDER)
    yield from (f"{child} is there twice" for child in twice([child for child in children if child not in _MAY_REPEAT]))
    places = [(_ORDER.index(child), child) for child in children if child in _ORDER]
    yield from (f"{later[1]} after {earlier[1]}" for earlier, later in pairwise(places) if later < earlier)


def _row_faults(row: etree._Element, number: int, book: Book) -> Iterator[str]:
    last = 0
    for cell in row:
        where = cell.get("r", "")
        if not re.fullmatch(r"[A-Z]{1,3}[0-9]+", where):
            yield f"a cell at {where or 'no place'}"
            continue
        own_row, column = coordinate_to_tuple(where)
        if own_row != number or not last < column <= COLUMNS:
            yield f"the cell {where} is out of its place"
        last = column
        yield from (f"{where}: {fault}" for fault in _cell_faults(cell, book))


def _cell_faults(cell: etree._Element, book: Book) -> Iterator[str]:
    kind, style = cell.get("t", "n"), int(cell.get("s", 0))
    formula, value, text = cell.findtext(f"{MAIN}f"), cell.findtext(f"{MAIN}v"), cell.find(f"{MAIN}is")
    if style >= book.styles.cells:
        yield f"style {style}, and there are {book.styles.cells}"
    if formula is not None:
        yield from formula_faults(formula)
        yield from (f"the sheet {title} is not there" for title in book.missing(formula))
        if value is None:
            yield "a formula without a result"
    words = value or "" if text is None else "".join(text.itertext())
    if len(words) > LONGEST_TEXT:
        yield f"a text of {len(words)} characters, at most {LONGEST_TEXT} are possible"
    if value is None:
        return
    if kind == "n":
        yield from _number_faults(value, is_date=style in book.styles.dates)
    elif kind == "s" and not (value.isdigit() and int(value) < book.texts[0]):
        yield f"the shared text {value}, and there are {book.texts[0]}"
    elif (kind == "b" and value not in {"0", "1"}) or (kind == "e" and value not in _ERRORS):
        yield f"{value} is no value of type {kind}"
    elif kind not in {"n", "s", "b", "e", "str", "inlineStr", "d"}:
        yield f"type {kind} is none"


def _number_faults(value: str, *, is_date: bool) -> Iterator[str]:
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", value):
        yield f"{value} is no number"
    elif is_date and not 0 <= float(value) < LAST_DAY:
        yield f"{value} is no date"


def _whole_faults(root: etree._Element, book: Book) -> Iterator[str]:
    """What lies over the cells: merged ranges, columns, rules, validations, links, tables, header and footer."""
    merged = [_box(each.get("ref", "")) for each in root.iter(f"{MAIN}mergeCell")]
    yield from (
        f"merged ranges overlap: {one} and {other}" for number, one in enumerate(merged) for other in merged[:number] if _meet(one, other)
    )
    spans = [(int(each.get("min", 0)), int(each.get("max", 0)), float(each.get("width", 0))) for each in root.iter(f"{MAIN}col")]
    yield from (f"columns {first} to {last} are no columns" for first, last, _ in spans if not 1 <= first <= last <= COLUMNS)
    yield from (f"columns {one[:2]} and {other[:2]} overlap" for one, other in pairwise(spans) if other[0] <= one[1])
    yield from (f"a column {width} wide" for *_, width in spans if width > _WIDEST)
    for name in ("mergeCells", "dataValidations", "tableParts"):
        for group in root.iter(f"{MAIN}{name}"):
            if group.get("count") not in {None, str(len(group))}:
                yield f"{name} says {group.get('count')} and has {len(group)}"
            if not len(group):
                yield f"{name} is empty"
    yield from _rule_faults(root, book)
    yield from _validation_faults(root, book)
    links = list(root.iter(f"{MAIN}hyperlink"))
    if len(links) > _MOST_LINKS:
        yield f"{len(links)} links, at most {_MOST_LINKS} are possible"
    for link in links:
        location = link.get("location", "")
        if book.missing(location) or (location and "!" not in location and location.lower() not in book.names):
            yield f"{link.get('ref')}: a link to {location}, which is not there"
    for part in root.iterfind(f"{MAIN}headerFooter/*"):
        if len(part.text or "") > _LONGEST_FOOTER:
            yield f"{etree.QName(part).localname} has {len(part.text or '')} characters, at most {_LONGEST_FOOTER} are possible"


def _rule_faults(root: etree._Element, book: Book) -> Iterator[str]:
    rules = list(root.iter(f"{MAIN}cfRule"))
    yield from (f"priority {priority} is that of two rules" for priority in twice([rule.get("priority", "") for rule in rules]))
    for rule in rules:
        if int(rule.get("dxfId", 0)) >= max(book.styles.rules, "dxfId" not in rule.attrib):
            yield f"a rule has the style {rule.get('dxfId')}, and there are {book.styles.rules}"
        if int(rule.get("priority", 0)) < 1:
            yield "a rule without priority"
        for formula in rule.iter(f"{MAIN}formula"):
            yield from (f"a rule: {fault}" for fault in formula_faults(formula.text or ""))
            yield from (f"a rule reads the sheet {title}, which is not there" for title in book.missing(formula.text or ""))


def _validation_faults(root: etree._Element, book: Book) -> Iterator[str]:
    for each in root.iter(f"{MAIN}dataValidation"):
        where = each.get("sqref", "")
        if not where:
            yield "a validation of no cell"
        for key, most in _LONGEST.items():
            if len(each.get(key, "")) > most:
                yield f"{where}: {key} has {len(each.get(key, ''))} characters, at most {most} are possible"
        for formula in (each.findtext(f"{MAIN}formula1") or "", each.findtext(f"{MAIN}formula2") or ""):
            if formula.startswith('"') and len(formula) - 2 > _LONGEST_LIST:
                yield f"{where}: a list of {len(formula) - 2} characters, at most {_LONGEST_LIST} are possible"
            yield from (f"{where}: {fault}" for fault in formula_faults(formula))
            yield from (f"{where}: a validation reads the sheet {title}, which is not there" for title in book.missing(formula))


def _box(area: str) -> Box:
    first_column, first_row, last_column, last_row = range_boundaries(area)
    return first_column or 1, first_row or 1, last_column or COLUMNS, last_row or ROWS


def _meet(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
