"""A formula as text with the fewest parentheses, in Excel or in words."""

from __future__ import annotations

import re
from collections.abc import Callable

from tco.language.formula import Call, Formula, Number, Operation
from tco.language.word import CLAUSE, COMPARISON, PRODUCT, SUM, WHOLE, WORDS

_BINDS = {"<": COMPARISON, "<=": COMPARISON, ">": COMPARISON, ">=": COMPARISON, "+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT}
_WRITTEN = {"*": "×", "/": "÷", "-": "−", "<=": "≤", ">=": "≥"}

_ROW = re.compile(r"\d+$")

Refer = Callable[[Formula], str]
"""Names a leaf: its address in a sheet, or its label in a sentence."""


def in_excel(node: Formula, refer: Refer) -> str:
    """The formula as Excel text, without the leading `=`; `refer` gives the address of a leaf."""
    return _show(node, refer, excel=True)


def in_words(node: Formula, refer: Refer) -> str:
    """The formula in words, for the column "How it is computed"; `refer` gives the label of a leaf."""
    return _show(node, refer, excel=False)


def nth(area: str, place: str) -> str:
    """The formula of the cell at a place, counted from 1, in a range of one row or one column, such as `INDEX($G$7:$K$7, 1, $D9)`.

    Excel and LibreOffice read `INDEX(row, n)` as the n-th cell of a row; to Gnumeric it is row n, which is not there. A range of one
    cell is that cell: Gnumeric has no INDEX of it.
    """
    first, _, last = area.rpartition("!")[2].partition(":")
    if last in {"", first}:
        return area.partition(":")[0]
    across = _ROW.findall(first) == _ROW.findall(last)
    return f"INDEX({area}, {'1, ' if across else ''}{place})"


def _show(node: Formula, refer: Refer, *, excel: bool) -> str:
    if isinstance(node, Number):
        return f"{node.value:g}"
    if isinstance(node, Operation):
        strength = _BINDS[node.sign]
        left = _operand(node.left, strength, refer, excel=excel)
        right = _operand(node.right, strength + (node.sign not in "+*"), refer, excel=excel)
        return f"{left} {node.sign if excel else _WRITTEN.get(node.sign, node.sign)} {right}"
    if isinstance(node, Call):
        word = WORDS[node.word]
        strength = WHOLE if word.tight else CLAUSE
        arguments = [_operand(argument, strength, refer, excel=excel) for argument in node.arguments]
        text = (word.excel if excel else word.words).format(*arguments)
        return nth(arguments[0], text) if excel and word.chooses else text
    return refer(node)


def _operand(node: Formula, strength: int, refer: Refer, *, excel: bool) -> str:
    text = _show(node, refer, excel=excel)
    return f"({text})" if _binds(node, excel=excel) < strength else text


def _binds(node: Formula, *, excel: bool) -> int:
    """The binding strength of a formula's text, from `CLAUSE` to `WHOLE`."""
    if isinstance(node, Operation):
        return _BINDS[node.sign]
    if isinstance(node, Call):
        return WORDS[node.word].binds if excel else WORDS[node.word].binds_in_words
    return WHOLE
