"""Number formats of each unit, and units in a reader’s words."""

from __future__ import annotations

import re


def _number(digits: str) -> str:
    """Thousands separated, negatives in parentheses, zero quiet, right edges in line."""
    return f'#,##0{digits}_);(#,##0{digits});"–"_)'


_WHOLE, _ONE, _TWO, _FOUR, _SHARE = _number(""), _number(".0"), _number(".00"), _number(".0000"), '0.00%_);(0.00%);"–"_)'
_UPTIME = '[>0.9999]"> 99.99%"_);[=0]"–"_);0.00##%_)'
"""A share of time keeps its nines: 99.96 % must not read 100.0 %. A model that takes failures as independent says no more than four."""
_COUNT, _POWER = "0_)", '0.000E+00_);(0.000E+00);"–"_)'
_UNITS_BY_FORMAT = (
    (_WHOLE, ("money", "money/month", "money/FTE/year", "TFLOP/s", "parameter", "instances", "replicas")),
    (_WHOLE, ("request/day", "request/month", "token/month", "byte/token", "kWh/month")),
    (_ONE, ("ms", "us/layer", "GB/s", "GB/month", "token/s", "token/request", "Mtoken", "h/month", "chips", "requests", "FTE")),
    (_TWO, ("USD", "USD/TB/month", "USD/user", "USD/kW/month", "money/Mtoken", "money/1000 requests", "money/user/month")),
    (_TWO, ("day/month", "us", "GB", "TB", "kW")),
    (_number(".00000"), ("s/token", "s/request")),
    (_SHARE, ("share", "share/month", "share/year")),
    (_UPTIME, ("share of time",)),
    (_POWER, ("operation/token", "operation/token**2", "operation/request", "operation/s")),
    (_COUNT, ("yes = 1", "row", "status", "month", "year", "quarter", "regions", "users", "layers")),
)
_FORMATS = {unit: form for form, units in _UNITS_BY_FORMAT for unit in units}
"""The format of a computed figure by its unit: as many digits as say something, the same in every row; four decimals for all others."""

_WHOLE_UNITS = frozenset(
    {"instances", "chips", "replicas", "month", "row", "regions", "layers", "request/day", "users", "money", "money/FTE/year"}
)
DATE = "d mmm yyyy_)"


def number_format(unit: str) -> str:
    """The format of computed figures of a unit."""
    return "General" if unit == "text" else _FORMATS.get(unit, _FOUR)


def auto_format(form: str) -> str:
    """The format of an input that may be left to the model: AUTO, the one negative number there is, shows as a word."""
    return f'{form};"auto"_)'


def typed_format(unit: str, amount: object = None) -> str:
    """The format of an input or a fact: every digit that was typed, and zero as a figure."""
    if unit in ("text", "date"):
        return "@"
    if unit == "share of time":
        return "0.0#######%_)"
    if unit.startswith("share"):
        return "0.0###%_)"
    large = isinstance(amount, int | float) and float(amount).is_integer() and abs(amount) >= 100
    return "#,##0_)" if large or unit in _WHOLE_UNITS else "#,##0.00######_)"


_UNITS = {
    "1": "factor",
    "row": "place in list",
    "1/layer": "per layer",
    "GB/s": "GB/s",
    "TFLOP/s": "TFLOP/s",
    "TFLOPS": "TFLOP/s",
    "requests/1000 requests": "requests per 1,000",
    "token/Mtoken": "tokens per million",
    "operation/parameter/token": "operations per parameter and token",
    "money/FTE/year": "{currency} per FTE and year",
    "USD/TB/month": "USD per TB and month",
    "FTE": "full-time staff (FTE)",
}
"""Units that do not read as their parts do."""
_PARTS = {
    "money": "{currency}",
    "h": "hour",
    "s": "second",
    "1000 requests": "1,000 requests",
    "Mtoken": "million {tokens}",
    "us": "µs",
}
_COUNTED = {"request", "token", "operation", "parameter", "byte", "s", "h", "day", "month"}
"""Parts of units that have a plural where they come first."""
_TOKENS = (("output", "output tokens"), ("cached", "cached input tokens"), ("input", "input tokens"), ("prompt", "input tokens"))


def shown_unit(unit: str, currency: str, label: str = "") -> str:
    """A unit in a reader's words, such as `AUD per million output tokens` for `money/Mtoken`; `label` tells which tokens are meant."""
    if unit in _UNITS:
        return _UNITS[unit].replace("{currency}", currency)
    if rate := re.fullmatch("money/([A-Z]{3})", unit):
        return f"{currency} per 1 {rate[1]}"
    first, *rest = (part.replace("**2", "²") for part in unit.split("/"))
    head = f"{_PARTS.get(first, first)}s" if first in _COUNTED else _PARTS.get(first, first)
    text = " per ".join([head, *(_PARTS.get(part, part) for part in rest)])
    tokens = next((words for word, words in _TOKENS if word in label.lower()), "total tokens")
    return text.replace("{currency}", currency).replace("{tokens}", tokens)
