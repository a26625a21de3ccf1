"""How figures of each unit are written: number formats, and units in a reader’s words, in one place."""

from __future__ import annotations

import re


def _number(digits: str) -> str:
    """Thousands separated, negatives in parentheses, zero quiet, right edges in line."""
    return f'#,##0{digits}_);(#,##0{digits});"–"_)'


_WHOLE, _ONE, _TWO, _FOUR, _SHARE = _number(""), _number(".0"), _number(".00"), _number(".0000"), '0.00%_);(0.00%);"–"_)'
_UPTIME = '[>=0.999999]"≥ 99.9999%"_);[=0]"–"_);0.00####%_)'
"""A share of time keeps its nines: 99.996 % must not read 100.00 %, and beyond six nines the format says so."""
_COUNT, _POWER = "0_)", '0.000E+00_);(0.000E+00);"–"_)'
_FORMATS = {
    "money": _WHOLE,
    "money/month": _WHOLE,
    "money/h": _FOUR,
    "USD/h": _FOUR,
    "USD/GB": _FOUR,
    "USD/TB/month": _TWO,
    "USD/Mtoken": _FOUR,
    "money/Mtoken": _TWO,
    "money/1000 requests": _TWO,
    "money/USD": _FOUR,
    "money/FTE/year": _WHOLE,
    "share": _SHARE,
    "share of time": _UPTIME,
    "share/month": _SHARE,
    "share/year": _SHARE,
    "1": _FOUR,
    "day/month": _TWO,
    "s": _FOUR,
    "s/token": _number(".00000"),
    "s/request": _number(".00000"),
    "ms": _ONE,
    "us": _TWO,
    "us/layer": _ONE,
    "GB": _TWO,
    "GB/s": _ONE,
    "GB/request": _FOUR,
    "GB/month": _ONE,
    "TB": _TWO,
    "TFLOP/s": _WHOLE,
    "operation/token": _POWER,
    "operation/token**2": _POWER,
    "operation/request": _POWER,
    "operation/s": _POWER,
    "parameter": _WHOLE,
    "request/day": _WHOLE,
    "request/month": _WHOLE,
    "request/s": _FOUR,
    "token/s": _ONE,
    "token/month": _WHOLE,
    "token/request": _ONE,
    "Mtoken": _ONE,
    "byte/token": _WHOLE,
    "h/month": _ONE,
    "chips": _ONE,
    "requests": _ONE,
    "FTE": _ONE,
    "yes = 1": _COUNT,
    "row": _COUNT,
    "status": _COUNT,
    "month": _COUNT,
    "year": _COUNT,
    "quarter": _COUNT,
    "instances": _WHOLE,
    "replicas": _WHOLE,
    "regions": _COUNT,
    "users": _COUNT,
    "money/user/month": _TWO,
    "USD": _TWO,
    "USD/user": _TWO,
    "USD/kW/month": _TWO,
    "kW": _TWO,
    "kWh/month": _WHOLE,
    "layers": _COUNT,
}
"""What a computed figure of a unit looks like: as many digits as say something, the same in every row."""

_WHOLE_UNITS = frozenset(
    {"instances", "chips", "replicas", "month", "row", "regions", "layers", "request/day", "users", "money", "money/FTE/year"}
)
DATE = "d mmm yyyy_)"


def number_format(unit: str) -> str:
    """The format in which computed figures of a unit read best."""
    return "General" if unit == "text" else _FORMATS.get(unit, _FOUR)


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
    "yes = 1": "yes = 1",
    "row": "place in list",
    "1/layer": "per layer",
    "status": "status",
    "s": "seconds",
    "h": "hours",
    "h/month": "hours per month",
    "h/day": "hours per day",
    "us": "µs",
    "us/layer": "µs per layer",
    "us/s": "µs per second",
    "ms/s": "ms per second",
    "month": "months",
    "GB": "GB",
    "GB/s": "GB/s",
    "TFLOP/s": "TFLOP/s",
    "TFLOPS": "TFLOP/s",
    "operation/token**2": "operations per token²",
    "requests/1000 requests": "requests per 1,000",
    "token/Mtoken": "tokens per million",
    "operation/parameter/token": "operations per parameter and token",
    "operation/TFLOP": "operations per TFLOP",
    "money/FTE/year": "{currency} per FTE and year",
    "USD/TB/month": "USD per TB and month",
    "FTE": "full-time staff (FTE)",
    "values/token": "values per token",
}
_PARTS = {
    "money": "{currency}",
    "h": "hour",
    "s": "second",
    "1000 requests": "1,000 requests",
    "Mtoken": "million {tokens}",
    "us": "µs",
}
_COUNTED = {"request", "token", "operation", "parameter", "byte", "day", "month"}
_TOKENS = (("output", "output tokens"), ("cached", "cached input tokens"), ("input", "input tokens"), ("prompt", "input tokens"))


def shown_unit(unit: str, currency: str, label: str = "") -> str:
    """A unit in a reader's words, with the scenario's currency; `label` tells which tokens a price is for."""
    if unit in _UNITS:
        return _UNITS[unit].replace("{currency}", currency)
    if rate := re.fullmatch("money/([A-Z]{3})", unit):
        return f"{currency} per 1 {rate[1]}"
    first, *rest = (part.replace("**2", "²") for part in unit.split("/"))
    head = {"s": "seconds", "h": "hours", "Mtoken": "million {tokens}"}.get(
        first, f"{first}s" if first in _COUNTED else _PARTS.get(first, first)
    )
    text = " per ".join([head, *(_PARTS.get(part, part) for part in rest)])
    tokens = next((words for word, words in _TOKENS if word in label.lower()), "total tokens")
    return text.replace("{currency}", currency).replace("{tokens}", tokens)
