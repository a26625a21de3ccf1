"""The workbook part: sheets, defined names, shared texts; and what the checks of sheets need to know of the whole book."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from zipfile import ZipFile

from lxml import etree

from package_check.parts import MAIN, RELATION, twice
from package_check.styles import Styles, styles_of

LONGEST_FORMULA, DEEPEST, MOST_ARGUMENTS = 8192, 64, 255
LONGEST_TITLE, LONGEST_NAME = 31, 255
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]|^'|'$|^history$", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d][\w.\\?]*|\\[\w.\\?]*")
_ADDRESS = re.compile(r"\$?[A-Z]{1,3}\$?\d+|R\d*C\d*|R\d*|C\d*", re.IGNORECASE)
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_SHEET = re.compile(r"'((?:[^']|'')+)'!|([A-Za-z_\u0080-\uffff][\w.]*)!")
_BUILT_IN = frozenset({"_xlnm.Print_Area", "_xlnm.Print_Titles", "_xlnm._FilterDatabase"})


@dataclass(frozen=True)
class Book:
    """The workbook part, with the sheets' parts by title, the texts that cells share, and the number of styles."""

    root: etree._Element
    sheets: dict[str, str]
    texts: tuple[int, int, int]
    """The number of shared texts, and what the part says: all uses, and different ones."""
    styles: Styles
    names: frozenset[str]

    def missing(self, formula: str) -> list[str]:
        """The sheets that a formula names and the book lacks."""
        if "!" not in formula:
            return []
        titles = {title.lower() for title in self.sheets}
        named = [quoted.replace("''", "'") or plain for quoted, plain in _SHEET.findall(_QUOTED.sub('""', formula))]
        return [title for title in named if title.lower() not in titles]


def book_of(archive: ZipFile) -> Book:
    """The book, once its package is sound."""
    root = etree.fromstring(archive.read("xl/workbook.xml"))
    targets = {
        each.get("Id"): posixpath.normpath(posixpath.join("/xl", each.get("Target", ""))).lstrip("/")
        for each in etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    }
    sheets = {each.get("name", ""): targets[each.get(f"{RELATION}id")] for each in root.iter(f"{MAIN}sheet")}
    names = frozenset(each.get("name", "").lower() for each in root.iter(f"{MAIN}definedName"))
    return Book(root, sheets, _shared(archive), styles_of(archive.read("xl/styles.xml")), names)


def _shared(archive: ZipFile) -> tuple[int, int, int]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return 0, 0, 0
    table = etree.fromstring(archive.read("xl/sharedStrings.xml"))
    found = len(table.findall(f"{MAIN}si"))
    return found, int(table.get("count", found)), int(table.get("uniqueCount", found))


def book_faults(book: Book) -> Iterator[str]:
    """Sheets that cannot be called so, and names that are no names or lead nowhere."""
    part = "xl/workbook.xml"
    sheets = list(book.root.iter(f"{MAIN}sheet"))
    yield from (f"{part}: two sheets are called {title}" for title in twice([sheet.get("name", "") for sheet in sheets]))
    yield from (f"{part}: sheet number {number} is there twice" for number in twice([sheet.get("sheetId", "") for sheet in sheets]))
    for sheet in sheets:
        title = sheet.get("name", "")
        if not 0 < len(title) <= LONGEST_TITLE:
            yield f"{part}: the sheet name {title} has {len(title)} characters, at most {LONGEST_TITLE} are possible"
        if _FORBIDDEN.search(title):
            yield f"{part}: the sheet name {title} has a character that Excel forbids"
    if all(sheet.get("state", "visible") != "visible" for sheet in sheets):
        yield f"{part}: no sheet is visible"
    if book.texts[0] != book.texts[2]:
        yield f"xl/sharedStrings.xml: says {book.texts[2]} texts and has {book.texts[0]}"
    names = list(book.root.iter(f"{MAIN}definedName"))
    scoped = [f"{name.get('name')} of {name.get('localSheetId', 'the book')}" for name in names]
    yield from (f"{part}: the name {name} is there twice" for name in twice(scoped))
    for name in names:
        yield from (f"{part}: the name {name.get('name')} {fault}" for fault in _name_faults(name, book, len(sheets)))


def _name_faults(name: etree._Element, book: Book, sheets: int) -> Iterator[str]:
    word, formula = name.get("name", ""), name.text or ""
    if word not in _BUILT_IN and (not _NAME.fullmatch(word) or _ADDRESS.fullmatch(word) or len(word) > LONGEST_NAME):
        yield "is none that Excel takes"
    if int(name.get("localSheetId", 0)) >= sheets:
        yield "belongs to a sheet that is not there"
    if not formula or "#REF!" in formula:
        yield f"refers to nothing: {formula}"
    yield from (f"refers to the sheet {title}, which is not there" for title in book.missing(formula))
    yield from formula_faults(formula)


def formula_faults(formula: str) -> Iterator[str]:
    """A formula that is too long, too deep, has too many arguments, or brackets that do not pair."""
    if len(formula) > LONGEST_FORMULA:
        yield f"a formula of {len(formula)} characters, at most {LONGEST_FORMULA} are possible"
    if formula.startswith("="):
        yield f"a formula with two equals signs: {formula[:40]}"
    brackets = formula.count("(")
    if len(formula) <= MOST_ARGUMENTS and brackets == formula.count(")") <= DEEPEST:
        return  # as nearly every formula: it can be neither too deep nor too wide
    plain = re.sub(r"'(?:[^']|'')*'!", "", _QUOTED.sub("", formula))
    if plain.count("(") != plain.count(")"):
        yield f"brackets that do not pair: {formula[:60]}"
        return
    deepest, most = _nesting(re.findall(r"[(),]", plain))
    if deepest > DEEPEST:
        yield f"a formula {deepest} levels deep, at most {DEEPEST} are possible"
    if most > MOST_ARGUMENTS:
        yield f"{most} arguments of one function, at most {MOST_ARGUMENTS} are possible"


def _nesting(signs: list[str]) -> tuple[int, int]:
    """The deepest level of brackets, and the most arguments inside a pair of them."""
    deepest, most, arguments = 0, 0, [1]
    for sign in signs:
        if sign == "(":
            arguments.append(1)
        elif sign == ",":
            arguments[-1] += 1
        elif len(arguments) > 1:
            most = max(most, arguments.pop())
        deepest = max(deepest, len(arguments) - 1)
    return deepest, most
