"""The unit of every line, read from its formula: a missing `/ bytes_per_gb` fails here instead of in a budget.

Scale counts as much as kind: GB for byte, or microseconds for seconds, is a mistake. Month, day, hour and second are separate
units on purpose: only a constant that a line names, such as the hours per month, turns one into another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from math import isclose
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from tco.catalogue.reader import load
from tco.errors import MissingPartError, ModelError
from tco.language.formula import Call, Formula, Lookup, Number, Operation, Reference, Span
from tco.language.line import gathered_line
from tco.language.lookup import NUMBER
from tco.language.word import WORDS

if TYPE_CHECKING:
    from pint import UnitRegistry
    from pint.facets.plain import PlainQuantity

    from tco.language.line import Line, Model

Measure: TypeAlias = "PlainQuantity[float]"
Unit: TypeAlias = "PlainQuantity[float] | Literal['text', 'any']"
"""A scale with base units (a `Measure`), "text" for a name, or "any" for the literal 0, which fits every unit."""

TableUnits: TypeAlias = Mapping[tuple[str, str], Unit]
"""The unit of each catalogue column, by table and column."""

COUNTS = (
    "share", "request", "instance", "replica", "chip", "layer", "region", "user", "FTE", "row", "status", "quarter",
)  # fmt: skip
"""Shares and things counted one by one have no unit: requests per second need no `/ request` to become a rate."""

DEFINITIONS = (
    "token = [token]", "byte = [byte]", "value = [value]", "operation = [operation]", "money = [money]", "USD = [USD]",
    "W = [power]", "kW = 1e3 W", "kWh = 1e3 W * h",
    "s = [second]", "min = [minute]", "h = [hour]", "day = [day]", "month = [month]", "year = [year]",
    "ms = 1e-3 s", "us = 1e-6 s",
    "GB = 1e9 byte", "TB = 1e12 byte", "Mtoken = 1e6 token", "TFLOP = 1e12 operation", "TFLOPS = 1e12 operation / s",
    "parameter = value",  # a parameter is one stored value, as an entry of the KV cache is
    "thousand = 1000",
)  # fmt: skip

_PHRASES = {"yes = 1": "1", "share of time": "share", "1000 requests": "thousand", "date": "day"}


@cache
def _registry() -> UnitRegistry[Any]:
    try:
        from pint import UnitRegistry  # noqa: PLC0415  nothing that makes a report imports it
    except ImportError:
        raise MissingPartError("units are checked with pint, which is not installed; install tco with its extra dev") from None
    registry: UnitRegistry[Any] = UnitRegistry(None)
    for name in COUNTS:
        registry.define(f"{name} = 1")
    for definition in DEFINITIONS:
        registry.define(definition)
    return registry


@cache
def unit(text: str) -> Unit:
    """The unit that a line, an input or a catalogue column declares. Raises ModelError where a word of it is unknown."""
    from pint.errors import PintError  # noqa: PLC0415  as above

    if text == "text":
        return "text"
    written = text
    for phrase, name in _PHRASES.items():
        written = written.replace(phrase, name)
    try:
        return _base(_registry().Quantity(1.0, "" if written == "1" else written))
    except (PintError, AssertionError, ValueError):
        raise ModelError(f"unknown unit {text}; define it in units.py or write it with the units that stand there") from None


def unit_of(node: Formula, units: Mapping[str, Unit], table_units: TableUnits) -> Unit:
    """The unit that a formula gives, from the units of what it reads: lines and inputs by key, and columns of the catalogue.

    Raises ModelError where it adds, compares or chooses between different units, or where a word needs a plain number.
    """
    if isinstance(node, Number):
        return unit("1") if node.value else "any"
    if isinstance(node, Reference | Span):
        return units[node.key]
    if isinstance(node, Lookup):
        return _common([unit("row") if column == NUMBER else table_units[node.table, column] for column in node.columns], "a look-up in")
    if isinstance(node, Operation):
        return _joined(node.sign, unit_of(node.left, units, table_units), unit_of(node.right, units, table_units))
    if isinstance(node, Call):
        arguments = [unit_of(argument, units, table_units) for argument in node.arguments]
        over = next((argument.over for argument in node.arguments if isinstance(argument, Span)), "")
        return RULES[WORDS[node.word].unit](arguments, node.word, over)
    raise ModelError(f"{type(node).__name__} has no unit")


def problems(model: Model) -> list[str]:
    """The mistakes in a model's units, as `file:line: line key: says GB, but its formula gives byte`."""
    units, found = _known(model)
    columns = {(name, column.key): unit(column.unit) for name, table in load().tables.items() for column in table.columns}
    for item in model.lines.values():
        try:
            units[item.key] = unit(item.unit)
            given = unit_of(item.formula, units, columns)
        except ModelError as problem:
            found.append(_place(item) + str(problem))
            continue
        if not same(given, units[item.key]):
            found.append(f"{_place(item)}says {item.unit} ({_written(units[item.key])}), but its formula gives {_written(given)}")
    return found


def same(a: Unit, b: Unit) -> bool:
    """True where two units are the same in kind and scale; the literal 0 fits every unit of a number."""
    if isinstance(a, str) or isinstance(b, str):
        return a == b or ("any" in (a, b) and "text" not in (a, b))
    return bool(a.units == b.units) and isclose(a.magnitude, b.magnitude, rel_tol=1e-9)


def _known(model: Model) -> tuple[dict[str, Unit], list[str]]:
    """The units of the inputs and of the lines of other models that a model reads, by key, and the mistakes in those."""
    from tco.model.options import KINDS, option_model  # noqa: PLC0415  builds every model

    declared: dict[str, str] = {}
    for read in (*model.reads, model):
        declared |= {key: item.unit for key, item in read.inputs.items()}
    for below in model.reads:
        declared |= {key: item.unit for key, item in below.lines.items()}
    found = []
    for key in model.gathered:
        by_kind = {kind: option_model(kind).lines[gathered_line(key)] for kind in KINDS if kind != model.name}
        if len({item.unit for item in by_kind.values()}) > 1:
            found += [f"{_place(item)}says {item.unit}, and another kind of option says otherwise" for item in by_kind.values()]
        declared[key] = next(iter(by_kind.values())).unit
    return {key: unit(text) for key, text in declared.items()}, found


def _place(item: Line) -> str:
    return f"{item.file}:{item.number}: line {item.key}: "


def _written(given: Unit) -> str:
    if isinstance(given, str):
        return given
    scale = "" if given.magnitude == 1 and not given.dimensionless else f"{given.magnitude:g} "
    return f"{scale}{given.units:C}".replace("dimensionless", "").strip()


# Rules: the unit of an operation or a word, from the units of its arguments


def _common(given: Sequence[Unit], what: str) -> Unit:
    """The unit that all of these share; raises ModelError where they differ."""
    common: Unit = next((each for each in given if not isinstance(each, str) or each != "any"), "any")
    if not all(same(common, each) for each in given):
        raise ModelError(f"{what} different units: {' and '.join(_written(each) for each in given)}")
    return common


def _number(given: Unit, what: str) -> Measure:
    """A unit that can be multiplied; that of a plain number for the literal 0. Raises ModelError for a name."""
    if isinstance(given, str):
        if given == "text":
            raise ModelError(f"{what} a name, which has no unit")
        return _base(_registry().Quantity(1.0, ""))
    return given


def _base(measure: Measure) -> Measure:
    return measure.to_base_units()


def _joined(sign: str, left: Unit, right: Unit) -> Unit:
    if sign == "*":
        return _product([left, right], "*", "")
    if sign == "/":
        return _quotient([left, right], "/", "")
    common = _common([left, right], f"{sign} joins")
    _number(common, f"{sign} joins")
    return common if sign in "+-" else unit("1")


def _product(given: Sequence[Unit], word: str, _over: str) -> Unit:
    return _base(_number(given[0], f"{word} multiplies") * _number(given[1], f"{word} multiplies"))


def _quotient(given: Sequence[Unit], word: str, _over: str) -> Unit:
    return _base(_number(given[0], f"{word} divides") / _number(given[1], f"{word} divides"))


def _count(given: Sequence[Unit], word: str, _over: str) -> Unit:
    for each in given:
        if not same(each, unit("1")):
            raise ModelError(f"{word} needs plain numbers, not {_written(each)}")
    return unit("1")


def _same(given: Sequence[Unit], word: str, _over: str) -> Unit:
    return _common(given, f"{word} reads")


def _match(given: Sequence[Unit], word: str, _over: str) -> Unit:
    _common(given, f"{word} compares")
    return unit("1")


def _first(given: Sequence[Unit], word: str, _over: str) -> Unit:
    """A value found by names or places, which must have one unit."""
    _common(given[1:], f"{word} finds by")
    return given[0]


def _choice(given: Sequence[Unit], word: str, over: str) -> Unit:
    _count(given[:1], word, over)
    return _common(given[1:], f"{word} chooses between")


def _compound(given: Sequence[Unit], word: str, over: str) -> Unit:
    """A rate per period times a number of the same periods, which together have no unit."""
    return _count([_product(given, word, over)], word, over)


def _root(given: Sequence[Unit], word: str, _over: str) -> Unit:
    return _base(_number(given[0], f"{word} reads") ** 0.5)


def _total(given: Sequence[Unit], word: str, over: str) -> Unit:
    """A flow per month becomes an amount over the months; anything else keeps its unit."""
    flow = _number(given[0], f"{word} adds")
    if over == "month" and dict(flow.unit_items()).get("month") == -1:
        return _base(flow * _registry().Quantity(1.0, "month"))
    return flow


def _total_product(given: Sequence[Unit], word: str, over: str) -> Unit:
    return _total([_product(given, word, over)], word, over)


def _bands(given: Sequence[Unit], word: str, _over: str) -> Unit:
    """Amounts of one unit times the step of each band."""
    return _product([_common(given[:2], f"{word} compares"), given[2]], word, "")


def _total_within(given: Sequence[Unit], word: str, over: str) -> Unit:
    """A sum over months, which are chosen by other months."""
    _common(given[1:], f"{word} chooses by")
    return _total(given[:1], word, over)


def _place_number(_given: Sequence[Unit], _word: str, _over: str) -> Unit:
    return unit("1")


def _of_day(result: str) -> Callable[[Sequence[Unit], str, str], Unit]:
    """A rule for words that read a day and give a year or a month."""

    def rule(given: Sequence[Unit], word: str, _over: str) -> Unit:
        if not same(given[0], unit("day")):
            raise ModelError(f"{word} reads a day, not {_written(given[0])}")
        return unit(result)

    return rule


RULES: Mapping[str, Callable[[Sequence[Unit], str, str], Unit]] = {
    "count": _count, "same": _same, "choose": _choice, "match": _match, "first": _first, "ratio": _quotient, "compound": _compound,
    "root": _root, "total": _total, "total product": _total_product, "total within": _total_within, "place": _place_number, "bands": _bands,
    "year of day": _of_day("year"), "month of day": _of_day("month"), "day of day": _of_day("day"),
}  # fmt: skip
"""The rules, by the name that `Word.unit` has."""
