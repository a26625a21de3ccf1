"""One value of a scenario file: a number with its suffix, a name, or a mapping with a range and a source."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from tco.errors import expected
from tco.language.line import AUTO, AUTO_WORD, Confidence, Input
from tco.scenario.problems import Problems
from tco.scenario.yaml_data import Place

DOLLAR = "USD"
MAPPING_KEYS = ("value", "low", "high", "source", "date", "confidence", "note", "currency")
LARGEST_NUMBER = 1e15
"""A number beyond this, or closer to 0 than its inverse, is a slip; products of a few of them would soon overflow."""
LARGEST_COUNT = 10_000
"""The same limit for counts: instances, chips, replicas."""
LONGEST_TEXT = 400

_NUMBER = re.compile(r"([-+]?(?:\d[\d_]*\.?[\d_]*|\.\d+)(?:[eE][-+]?\d+)?)\s*([^\d\s._].*)?")
_WITH_COMMAS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_CODE = re.compile("[A-Z]{3}")
_RATE = re.compile("money/(?:[A-Z]{3}|currency)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

SUFFIXES: dict[str, dict[str, float]] = {
    "share": {"%": 0.01},
    "share of time": {"%": 0.01},
    "s": {"s": 1.0, "ms": 0.001},
    "h": {"h": 1.0},
    "TB": {"TB": 1.0, "GB": 0.001},
    "GB": {"GB": 1.0, "TB": 1000.0},
    "kW": {"kW": 1.0, "W": 0.001},
}
"""Suffixes of a number and their factors, by the part of its input's unit before the first `/`."""

_EXAMPLES = {
    "share": "a share such as 40% or 0.4",
    "share of time": "a share of time such as 99.9% or 0.999",
    "share/month": "a rate such as 2% or 0.02",
    "share/year": "a rate such as 8% or 0.08",
    "s": "a time such as 2 s or 500 ms",
    "money/currency": "the scenario's currency per 1 of this one, such as 1.08",
    "s/token": "a time such as 30 ms or 0.03",
}


@dataclass(frozen=True)
class Given:
    """One value as a scenario states it; parts that it leaves out are None."""

    value: float | str
    low: float | None = None
    high: float | None = None
    source: str | None = None
    date: str | None = None
    confidence: str | None = None
    note: str = ""
    currency: str = ""


def read_value(raw: Any, item: Input, place: Place, problems: Problems) -> Given | None:
    """Read one value of an input: a scalar, or a mapping with range, source, date, confidence, note and currency.

    Returns None where something is wrong; `problems` then says what.
    """
    if not isinstance(raw, Mapping):
        value = attempt(problems, place, _amount, raw, item)
        return None if value is None else Given(value)
    for key in raw:
        if key not in MAPPING_KEYS:
            problems.tell((*place, key), f"there is no key {shown(key)} in a value{expected(key, MAPPING_KEYS)}")
    if "value" not in raw and not problems.told(place):
        problems.tell(place, f"{_key(place)}: there is no value; expected {{value: …, low: …, high: …, source: …}}")

    def part(key: str, read: Callable[..., Any], *more: Any) -> Any:
        return None if raw.get(key) is None and key != "value" else attempt(problems, (*place, key), read, raw.get(key), *more)

    if "value" in raw:
        value = part("value", _amount, item)
        low, high = part("low", number, item), part("high", number, item)
        source, note, date = part("source", text), part("note", text), part("date", day)
        confidence, currency = part("confidence", _confidence), part("currency", _currency, item)
        if not problems.told(place):
            attempt(problems, place, _check_range, value, low, high, item)
    return None if problems.told(place) else Given(value, low, high, source or None, date, confidence, note or "", currency or "")


def is_single(raw: object) -> bool:
    """True where this is one value, and not a mapping of values by site or region."""
    return not isinstance(raw, Mapping) or any(key in MAPPING_KEYS for key in raw)


def _check_range(value: Any, low: float | None, high: float | None, item: Input) -> None:
    if item.is_text and (low is not None or high is not None):
        raise ValueError("a name has no range; expected no low and no high")
    if (low is None) != (high is None):
        raise ValueError("a range has two ends; expected both low and high")
    if low is not None and high is not None and not low <= value <= high:
        raise ValueError(f"{value:g} is not between low {low:g} and high {high:g}; expected low ≤ value ≤ high, its P10 and P90")


def _key(place: Place) -> str:
    """The key that opens a message: the last one of the place, preceded by the one above it where it is only a part of a value."""
    names = [str(step) for step in place if not isinstance(step, int)]
    inside = [name for name in names[-2:] if name in MAPPING_KEYS]
    return ": ".join(names[-2:]) if inside and len(names) > 1 else names[-1]


def attempt(problems: Problems, place: Place, read: Callable[..., Any], *given: Any) -> Any:
    """The result of `read(*given)`; where that raises ValueError, None, and `problems` notes its message at the place."""
    try:
        return read(*given)
    except ValueError as problem:
        problems.tell(place, f"{_key(place)}: {problem}")
        return None


def shown(value: object) -> str:
    """A value as messages quote it."""
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "an empty value"
    if isinstance(value, bool):
        return str(value).lower()
    text = " ".join((f"{value:g}" if isinstance(value, float) else str(value)).split())
    return text if len(text) <= 60 else f"{text[:59]}…"


# Numbers and names


def number(raw: object, item: Input) -> float:
    """Read a number in the input's unit and within its limits. Raises ValueError with what was expected."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise ValueError(f"{shown(raw)} is not a number; expected {wanted(item)}")  # noqa: TRY004  (one kind of error for every mistake)
    if may_be_auto(item) and raw == AUTO_WORD:
        return AUTO
    value = raw if isinstance(raw, int | float) else _parsed(raw.strip(), item)
    largest = LARGEST_COUNT if item.whole else LARGEST_NUMBER
    if not math.isfinite(value) or abs(value) > largest or 0 < abs(value) < 1 / LARGEST_NUMBER:
        raise ValueError(f"{shown(raw)} is no number to plan with; expected {wanted(item)}")
    return _within(float(value), item)


def may_be_auto(item: Input) -> bool:
    """True where a scenario may say `auto`: the model, or a search, then chooses."""
    return item.auto or item.searched


def _suffixes(item: Input) -> dict[str, float]:
    return SUFFIXES.get(item.unit.split("/")[0], {})


def _parsed(text: str, item: Input) -> float:
    if _WITH_COMMAS.fullmatch(text):
        raise ValueError(f"{shown(text)} is not a number; expected thousands as _; did you mean {text.replace(',', '_')}?")
    found = _NUMBER.fullmatch(text)
    factors = _suffixes(item)
    suffix = (found.group(2) or "").strip() if found else ""
    if not found or (suffix and suffix not in factors):
        raise ValueError(f"{shown(text)} is not a number; expected {wanted(item)}")
    value = float(found.group(1).replace("_", ""))
    return round(value * factors[suffix], 15) if suffix else value


def _within(value: float, item: Input) -> float:
    if (item.minimum is not None and value < item.minimum) or (item.maximum is not None and value > item.maximum):
        percent = item.maximum is not None and item.maximum <= 1 < value <= 100 and "%" in _suffixes(item)
        raise ValueError(f"{value:g} is out of range; expected {wanted(item)}" + (f"; did you mean {value:g}%?" if percent else ""))
    if item.path.startswith("constants.") and value == 0:
        raise ValueError(f"a constant is never 0; expected a number in {item.unit} above 0")
    if item.whole and value != int(value):
        raise ValueError(f"{value:g} is not whole; expected {wanted(item)}")
    return value


def wanted(item: Input) -> str:
    """The form of a value of this input, in words for a message."""
    if item.is_text:
        return f"{AUTO_WORD}, or a name" if may_be_auto(item) else "a name"
    if may_be_auto(item):
        return f"{AUTO_WORD}, or {wanted(replace(item, auto=False, searched=False, minimum=max(item.minimum or 0.0, 0.0)))}"
    low = f" from {item.minimum:g}" if item.minimum is not None else ""
    high = f" to {item.maximum:g}" if item.maximum is not None else ""
    return f"{_EXAMPLES.get(item.unit, f'a number in {item.unit}')}{',' if low + high else ''}{low}{high}{', whole' if item.whole else ''}"


def _amount(raw: object, item: Input) -> float | str:
    if not item.is_text:
        return number(raw, item)
    parts = raw if isinstance(raw, list) else [raw]
    names = [text(part, 200) for part in parts]
    if not names or not all(names):
        raise ValueError("there is no name; expected text")
    return ", ".join(names)


def text(raw: object, longest: int = LONGEST_TEXT) -> str:
    """Read a text, without spaces at its ends. Raises ValueError with what was expected."""
    if not isinstance(raw, str):
        hint = " (put a number in quotes)" if isinstance(raw, int | float) else ""
        raise ValueError(f"{shown(raw)} is not text; expected text{hint}")  # noqa: TRY004  (one kind of error for every mistake)
    if _CONTROL.search(raw):
        raise ValueError("the text holds a control character, which a workbook cannot; expected plain text")
    if len(raw) > longest:
        raise ValueError(f"the text has {len(raw):,} characters; expected at most {longest}")
    return raw.strip()


def day(raw: object) -> str:
    """Read a date as text; a year or a month is enough. Raises ValueError with what was expected."""
    found = str(raw) if isinstance(raw, str | int) and not isinstance(raw, bool) else ""
    if not _DATE.fullmatch(found):
        raise ValueError(f"{shown(raw)} is not a date; expected a date such as 2026-11-20, 2026-11 or 2026")
    return found


def _confidence(raw: object) -> str:
    if raw not in get_args(Confidence):
        raise ValueError(f"{shown(raw)} is not known{expected(shown(raw), get_args(Confidence))}")
    return str(raw)


# Money


def is_code(text: object) -> bool:
    """True for a text in the form of a currency code, such as EUR."""
    return isinstance(text, str) and bool(_CODE.fullmatch(text))


def money_of(item: Input) -> str:
    """The currency in which an input is read: "money" for the scenario's own, "USD", or empty where it is no amount of money."""
    head = item.unit.split("/")[0]
    return head if head in ("money", DOLLAR) and not _RATE.fullmatch(item.unit) else ""


def _currency(raw: object, item: Input) -> str:
    if not money_of(item):
        beside = "a name" if item.is_text else f"a number in {item.unit}"
        raise ValueError(f"{shown(raw)} stands beside {beside}; expected a currency beside money only")
    if not is_code(raw):
        raise ValueError(f"{shown(raw)} is no currency code; expected three capital letters such as EUR or HKD")
    return str(raw)
