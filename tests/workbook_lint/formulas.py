"""Rules of one formula: its length, the functions that it calls, the constants that it holds and the cells that it reads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries

LONGEST = 150  # characters, with a sheet's name counted as one

FUNCTIONS = frozenset(
    {
        "ABS",
        "AND",
        "BINOMDIST",
        "COLUMNS",
        "COUNT",
        "COUNTIF",
        "DATE",
        "DAY",
        "EDATE",
        "EOMONTH",
        "EXP",
        "FIND",
        "IF",
        "INDEX",
        "ISNUMBER",
        "LARGE",
        "LEN",
        "LN",
        "LOG",
        "MATCH",
        "MAX",
        "MID",
        "MIN",
        "MOD",
        "MONTH",
        "NOT",
        "OR",
    }
    | {"ROUND", "ROUNDDOWN", "ROUNDUP", "ROWS", "SQRT", "SUM", "SUMIF", "SUMPRODUCT", "YEAR"}
)
"""The closed list: each is tried in every engine that the tests recalculate with."""

FORBIDDEN = {
    "NOW": "reads the clock",
    "TODAY": "reads the clock",
    "RAND": "changes at every recalculation",
    "RANDBETWEEN": "changes at every recalculation",
    "OFFSET": "hides what it refers to",
    "INDIRECT": "hides what it refers to",
    "CELL": "depends on the program that opens the book",
    "INFO": "depends on the program that opens the book",
    "NPV": "discounts the first period as well; use a row of discount factors",
}

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PLAIN_NUMBERS = frozenset({0.0, 1.0, 2.0})
_WHOLE = re.compile(r"\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?\d+:\$?\d+", re.IGNORECASE)
_AREA = re.compile(r"\$?[A-Z]{1,3}\$?\d+(:\$?[A-Z]{1,3}\$?\d+)?", re.IGNORECASE)
_SHEET_NAME = re.compile(r"(?:'(?:[^']|'')+'|[A-Za-z_][\w.]*)!")

_SHIFTED = re.compile(r"(?<![$A-Za-z])([A-Z]{1,3})(?=\$?\d)")
"""The letters of a column that move when a formula is copied right."""

Breach = tuple[str, str]  # rule, what was met
Tokens = tuple[Token, ...]


@dataclass(frozen=True)
class Reference:
    """A rectangle of cells that a formula reads, and its sheet."""

    sheet: str
    left: int
    top: int
    right: int
    bottom: int


def too_long(formula: str) -> Iterator[Breach]:
    """A formula that no reviewer takes in at a glance."""
    if len(formula) > LONGEST or "\n" in formula:
        length = len(_SHEET_NAME.sub("x!", formula))
        if length > LONGEST or "\n" in formula:
            yield "too-long", f"{length} characters" if length > LONGEST else "several lines"


@lru_cache(maxsize=8192)
def tokens(formula: str) -> Tokens:
    """The pieces of a formula, to be judged by `breaches` and `references`; kept, for the first of a row is read twice."""
    return tuple(Tokenizer(formula).items)


def breaches(pieces: Tokens) -> Iterator[Breach]:
    """Breaches inside one formula: functions, numbers, words, nested choices and error values that no formula may hold."""
    yield from _chosen(pieces)
    calls: list[str] = []  # the functions and parentheses that enclose the token
    arguments: list[int] = []  # the number of the argument of each that holds the token
    for token in pieces:
        if token.subtype == "OPEN":
            name = token.value.rstrip("(").upper() if token.type == "FUNC" else ""
            yield from _call(name, calls)
            calls.append(name)
            arguments.append(0)
        elif token.subtype == "CLOSE":
            calls.pop()
            arguments.pop()
        elif token.subtype == "ARG":
            arguments[-1] += 1
        elif token.type == "OPERAND":
            digits = bool(calls) and calls[-1].startswith("ROUND") and arguments[-1] == 1
            yield from _operand(token.subtype, token.value, digits=digits)
        elif token.type == "OPERATOR-POSTFIX":
            yield "number-in-formula", f"a percentage {token.value}"


def _chosen(pieces: Tokens) -> Iterator[Breach]:
    """INDEX as Gnumeric cannot read it: the second argument is a row to it, and a range of one cell is no range."""
    if not any(token.value == "INDEX(" for token in pieces):
        return
    open_calls: list[tuple[str, list[str]]] = [("", [""])]
    for token in pieces:
        name, arguments = open_calls[-1]
        if token.subtype == "OPEN":
            open_calls.append((token.value, [""]))
        elif token.subtype == "CLOSE":
            open_calls.pop()
            first, _, last = arguments[0].rpartition("!")[2].replace("$", "").partition(":")
            one_row = bool(last) and first.lstrip(_LETTERS) == last.lstrip(_LETTERS)
            if name == "INDEX(" and (first == last or (one_row and len(arguments) == 2)):
                yield "index-of-row", arguments[0]
        elif token.subtype == "ARG":
            arguments.append("")
        else:
            arguments[-1] += token.value


def _call(name: str, enclosing: list[str]) -> Iterator[Breach]:
    if name == "IF" and "IF" in enclosing:
        yield "nested-if", "IF inside IF"
    if name in FORBIDDEN:
        yield "forbidden-function", f"{name} {FORBIDDEN[name]}"
    elif name and name not in {*FUNCTIONS, "ARRAY", "ARRAYROW"}:
        yield "unknown-function", name


def _operand(kind: str, value: str, *, digits: bool) -> Iterator[Breach]:
    if kind == "NUMBER" and float(value) not in _PLAIN_NUMBERS and not digits:
        yield "number-in-formula", f"the number {value}"
    elif kind == "TEXT":
        yield "text-in-formula", f"the text {value}"
    elif kind == "ERROR":
        yield "error-value", f"{value} inside the formula"


def copied_right(formula: str, columns: int) -> Iterator[str]:
    """The formula copied to each of so many columns to its right.

    A row of months is judged as a whole: the formula is read once, and only its relative columns are written anew.
    """
    texts = [""]  # what stays
    moving: list[int] = []  # the numbers of the columns between those texts
    for token in (Token("=", "LITERAL"), *tokens(formula)):
        where, mark, area = token.value.rpartition("!")
        if token.type != "OPERAND" or not _AREA.fullmatch(area):
            texts[-1] += token.value
            continue
        first, *rest = _SHIFTED.split(area)
        texts[-1] += where + mark + first
        moving += map(column_index_from_string, rest[::2])
        texts += rest[1::2]
    for step in range(1, columns + 1):
        yield texts[0] + "".join(get_column_letter(column + step) + text for column, text in zip(moving, texts[1:], strict=True))


def references(pieces: Tokens, sheet: str, names: Mapping[str, str]) -> tuple[list[Reference], list[Breach]]:
    """The cells that a formula on `sheet` reads, and the operands that cannot be followed.

    `names` gives the text of each defined name.
    """
    found: list[Reference] = []
    wrong: list[Breach] = []
    for token in pieces:
        if token.type != "OPERAND" or token.subtype != "RANGE":
            continue
        where, _, area = names.get(token.value, token.value).rpartition("!")
        title = where[1:-1].replace("''", "'") if where.startswith("'") else where or sheet
        if "[" in where:
            wrong.append(("external-link", token.value))
        elif _WHOLE.fullmatch(area):
            wrong.append(("whole-column", token.value))
        elif _AREA.fullmatch(area):
            left, top, right, bottom = range_boundaries(area)
            found.append(Reference(title, left or 0, top or 0, right or 0, bottom or 0))
        else:
            wrong.append(("unknown-reference", f"{token.value} is no cell and no defined name"))
    return found, wrong
