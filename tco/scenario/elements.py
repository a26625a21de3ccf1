"""Elements of inputs: the value that the file gives or the documented default, each with its range, source, date and place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from tco.catalogue.table import Catalogue, Row
from tco.errors import expected
from tco.language.line import AUTO_WORD, Input
from tco.scenario.currency import DOLLAR_RATE, RATES, rates_given
from tco.scenario.fill import Filled
from tco.scenario.form import last
from tco.scenario.jurisdictions import CODES, members_of, sources_of
from tco.scenario.problems import Problems
from tco.scenario.quantity import DOLLAR, Given, attempt, is_code, may_be_auto, money_of, wanted
from tco.scenario.scenario import Amount, Element
from tco.scenario.source import Source
from tco.scenario.yaml_data import Place

DEFAULTS_DATE = "2026-11-20"
"""The day on which the documented defaults were last reviewed."""
FROM_FILE = "Scenario file"
FROM_COMMAND = "Set on the command line"
RATES_TABLE = "exchange_rates"
"""The catalogue's rates against the US dollar."""


@dataclass(frozen=True)
class File:
    """A filled form, with everything that is needed to bind it to inputs."""

    filled: Filled
    source: Source
    problems: Problems
    catalogue: Catalogue
    as_of: str
    months: int
    converted: list[str] = field(default_factory=list)
    """Paths of inputs whose default is in US dollars, in a scenario of another currency."""

    @property
    def currency(self) -> str:
        """The code of the scenario's currency: US dollars unless the file says otherwise."""
        given = self.filled.texts.get("currency", "")
        return given if is_code(given) else DOLLAR

    def given(self, place: Place) -> Given | None:
        """The single value at a place; None where there is none, or a list."""
        found = self.filled.values.get(place)
        return found if isinstance(found, Given) else None

    def series(self, element: Place) -> tuple[tuple[Given | None, ...], Place] | None:
        """The list by month for an element of a mapping, with its place: its own or that of all elements; None where there is no list."""
        for place in (element, element[:-1]):
            given = self.filled.values.get(place)
            if given is not None:
                return (given, place) if isinstance(given, tuple) else None
        return None

    def nearest(self, element: Place, otherwise: Place) -> tuple[Given | None, Place]:
        """The single value for an element of a mapping, with its place: its own or that of all elements; else None and `otherwise`."""
        for place in (element, element[:-1]):
            given = self.given(place)
            if given:
                return given, place
        return None, otherwise


@dataclass(frozen=True)
class Spot:
    """The position of an element: its place in the file, its path, the names of what it belongs to, and the section of its default."""

    place: Place
    path: str
    where: tuple[str, ...] = ()
    section: str = ""


def element(file: File, item: Input, given: Given | None, spot: Spot) -> Element:
    """Make an element of the given value, or of the default where None is given; mistakes go to the file's problems."""
    if given is None:
        return _default(file, item, spot)
    _check_choice(file, item, given.value, spot.place)
    attempt(file.problems, (*spot.place, "currency"), _check_rate, file, given.currency)
    source = given.source or (FROM_FILE if file.source.line(spot.place) else FROM_COMMAND)
    date, confidence = given.date or file.as_of, given.confidence or "assumed"
    where = file.source.where(spot.place)
    if item.key in CODES:
        given = _with_members(item, given)
    return Element(spot.path, spot.where, given.value, given.low, given.high, source, date, confidence, given.note, given.currency, where)


def _with_members(item: Input, given: Given) -> Given:
    """A list of countries with the members of its groups, whose origin is noted."""
    codes = str(given.value)
    origins = sources_of(codes)
    note = given.note or (f"{codes}: {origins}" if origins else "")
    return replace(given, value=members_of(item.key, codes), note=note)


def name_element(file: File, name: str) -> Element:
    """Make an element that holds a name and follows from the rest of the file, so that it has no line of its own."""
    return Element("", (name,), name, None, None, FROM_FILE, file.as_of, "assumed")


def _default(file: File, item: Input, spot: Spot) -> Element:
    value, low, high = (end.get(spot.section) if isinstance(end, Mapping) else end for end in (item.default, item.low, item.high))
    if value is None and item.path == "baseline":
        value = next((option.name for option in file.filled.options if "part_of" not in option.texts), "")
    if item.key == DOLLAR_RATE and file.currency != DOLLAR and (known := file.catalogue[RATES_TABLE].find(file.currency)):
        return _rate_of_catalogue(file, known, spot)
    if value is None:
        _tell_missing(file, item, spot)
        value = "" if item.is_text else 0.0
    # a default in the scenario's currency is a judgement in US dollars, which the rate converts
    currency = DOLLAR if value and money_of(item) == "money" and file.currency != DOLLAR else ""
    if currency:
        file.converted.append(spot.path)
    amount = value if item.is_text else float(value)
    source = _said_to_be_default(item.source)
    ends = _number(low), _number(high)
    where = file.source.where(spot.place)
    return Element(spot.path, spot.where, amount, *ends, source, DEFAULTS_DATE, item.confidence, currency=currency, place=where)


def is_default(element: Element, item: Input) -> bool:
    """True for the documented default: a value that neither a scenario file nor a resolved one states otherwise."""
    values = (
        item.default.values() if isinstance(item.default, Mapping) else item.default if isinstance(item.default, tuple) else (item.default,)
    )
    own = element.source in (item.source, _said_to_be_default(item.source)) and element.date == DEFAULTS_DATE
    return own and element.value in values


def _said_to_be_default(source: str) -> str:
    return f"Default: {source[0].lower()}{source[1:]}" if source.startswith("Judgement") else source


def _rate_of_catalogue(file: File, row: Row, spot: Spot) -> Element:
    """The catalogue's rate of the scenario's currency, which is told in a remark."""
    rate, low, high = (float(str(row.values[key])) for key in ("rate", "low", "high"))
    origin = row.origin_of("rate")
    told = f"the catalogue's {rate:g} {file.currency} per USD counts ({origin.source}; {origin.date})"
    file.problems.remark(("currency",), f"currency: finance.{DOLLAR_RATE} is not stated; {told}")
    place = file.source.where(spot.place)
    ends = (low, high) if low < high else (None, None)
    return Element(spot.path, spot.where, rate, ends[0], ends[1], origin.source, str(origin.date), origin.confidence, place=place)


def _tell_missing(file: File, item: Input, spot: Spot) -> None:
    key, place = last(item.path), spot.place
    if file.problems.told(place) or (place[-1] != key and file.problems.told(place[:-1])):
        return
    section = f"{place[0]}." if len(place) == 2 else ""
    missing = f"{section}{key} is missing{f' for {spot.where[-1]}' if item.path.endswith('.*') else ''}"
    choices = _choices(file, item)
    example = f", such as {choices[0]}" if choices else ""
    file.problems.tell(place, f"{missing}; expected {wanted(item)}{example}: {item.note[:1].lower()}{item.note[1:].rstrip('.')}")


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _choices(file: File, item: Input) -> tuple[str, ...]:
    """The names that an input may have; empty where it may have any."""
    if item.choices == "axis:option":
        return tuple(option.name for option in file.filled.options if "part_of" not in option.texts)
    return file.catalogue[item.choices].names() if item.choices in file.catalogue.tables else ()


def _check_choice(file: File, item: Input, value: Amount, place: Place) -> None:
    names = _choices(file, item)
    if names and value not in names and not (may_be_auto(item) and value == AUTO_WORD):
        among = "among the options" if item.choices.startswith("axis:") else f"in the catalogue's {item.choices}"
        file.problems.tell(place, f"{last(item.path)}: there is no {value} {among}{expected(str(value), names)}")


def _check_rate(file: File, code: str) -> None:
    """Raise ValueError, with the way to state a rate, for an amount in a currency that the file gives no rate for."""
    known = (file.currency, DOLLAR, *rates_given(file.filled.values))
    wrong = RATES in file.filled.values or RATES in file.problems.places or file.problems.told((*RATES, code))
    if code and code not in known and not wrong:
        near = get_close_matches(code, dict.fromkeys(known), 1)
        meant = f"did you mean {near[0]}, or " if near else "expected "
        rate = f"finance: {{exchange_rates: {{{code}: {{value: {file.currency} per 1 {code}, source: …, date: …}}}}}}"
        raise ValueError(f"there is no rate for {code}; {meant}{rate}")
