"""Every line's unit, read from its formula: what the whole model declares holds, and planted mistakes are found."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

import pytest

from tco.catalogue.reader import load
from tco.engine.units import RULES, problems, same, unit, unit_of
from tco.errors import ModelError
from tco.language.formula import Formula, Reference, TableReference
from tco.language.line import Input, Model, build
from tco.language.lookup import entry, grid, pick, row_of
from tco.language.vocabulary import (
    choose,
    compound,
    decay,
    equal,
    holds,
    largest,
    ratio,
    remainder,
    round_up,
    running_total,
    total,
    total_product,
    total_where,
)
from tco.language.word import WORDS
from tco.model.options import KINDS, checks_model, comparison_model, demand_model, option_model

if TYPE_CHECKING:
    from pathlib import Path

KNOWN = {
    "tokens": "token", "requests": "request", "bytes": "byte", "memory": "GB", "seconds": "s", "micro": "us", "hours": "h",
    "months": "month",
    "cost": "money/month", "paid": "money", "price": "USD/h", "exchange": "money/USD", "share": "share", "growth": "share/month",
    "per_request": "token/request", "rate": "request/s", "bytes_per_gb": "byte/GB", "us_per_s": "us/s", "hours_per_month": "h/month",
    "name": "text", "bandwidth": "GB/s", "row": "row", "per_year": "share/year", "months_per_year": "month/year", "million": "token/Mtoken",
}  # fmt: skip
UNITS = {key: unit(text) for key, text in KNOWN.items()}
COLUMNS = {("models", "name"): unit("text"), ("models", "layers"): unit("layers"), ("models", "window"): unit("tokens")}
R = {key: Reference(key) for key in KNOWN}
MODELS = TableReference("models")


@pytest.mark.parametrize(
    "model", [demand_model(), *(option_model(kind) for kind in KINDS), comparison_model(), checks_model()], ids=lambda model: model.name
)
def test_every_line_of_the_model_gives_the_unit_that_it_declares(model: Model) -> None:
    assert problems(model) == []


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (R["bytes"] / R["bytes_per_gb"], "GB"),
        (R["micro"] / R["us_per_s"], "s"),
        (R["memory"] / R["bandwidth"], "s"),
        (R["tokens"] / R["million"], "Mtoken"),
        (R["price"] * R["exchange"] * R["hours_per_month"], "money/month"),
        (0 - R["months"], "month"),
        (R["seconds"] + 0, "s"),
        (0 * R["paid"], "money"),
        (1 - R["share"], "1"),
        (R["tokens"] > 0, "1"),
        (largest(R["memory"], 0), "GB"),
        (choose(R["tokens"] > 0, R["seconds"], 0), "s"),
        (holds(R["tokens"] > 0), "1"),
        (equal(R["name"], R["name"]), "1"),
        (ratio(R["paid"], R["tokens"]), "money/token"),
        (round_up(R["rate"] / R["rate"]), "instances"),
        (remainder(R["months"], R["months"]), "month"),
        (compound(R["growth"], R["months"]), "1"),
        (compound(R["per_year"], R["months"] / R["months_per_year"]), "1"),
        (decay(R["share"], R["requests"]), "1"),
        (total(R["cost"], over="month"), "money"),
        (total(R["cost"], over="site"), "money/month"),
        (total(R["paid"], over="month"), "money"),
        (running_total(R["cost"]), "money"),
        (total_product(R["share"], R["per_request"], over="workload"), "token/request"),
        (total_where(R["rate"], R["name"], R["name"], over="region"), "request/s"),
        (pick(MODELS, "window", R["name"]), "token"),
        (entry(MODELS, "layers", R["row"]), "layers"),
        (row_of(MODELS, R["name"]), "row"),
    ],
)
def test_a_formula_gives_the_unit_of_what_it_computes(formula: Formula, expected: str) -> None:
    assert same(unit_of(formula, UNITS, COLUMNS), unit(expected))


@pytest.mark.parametrize(
    ("formula", "problem"),
    [
        (R["memory"] + R["bytes"], "+ joins different units: 1e+09 byte and byte"),
        (R["tokens"] + R["requests"], "+ joins different units: token and 1"),
        (R["tokens"] + 1, "+ joins different units: token and 1"),
        (R["hours"] - R["seconds"], "- joins different units: h and s"),
        (R["seconds"] + R["micro"], "+ joins different units: s and 1e-06 s"),
        (R["cost"] + R["paid"], "+ joins different units"),
        (R["hours"] > R["months"], "> joins different units: h and month"),
        (largest(R["seconds"], R["hours"]), "largest reads different units: s and h"),
        (choose(R["tokens"] > 0, R["seconds"], R["tokens"]), "choose chooses between different units: s and token"),
        (choose(R["tokens"], 1, 2), "choose needs plain numbers, not token"),
        (round_up(R["tokens"]), "round_up needs plain numbers, not token"),
        (round_up(R["bytes"] / R["memory"]), "round_up needs plain numbers, not 1e-09"),
        (equal(R["name"], R["row"]), "equal compares different units: text and 1"),
        (compound(R["per_year"], R["months"]), "compound needs plain numbers, not month/year"),
        (total_where(R["rate"], R["name"], R["row"], over="region"), "total_where finds by different units: text and 1"),
        (R["name"] * 2, "* multiplies a name, which has no unit"),
        (grid(MODELS, ("layers", "window"), R["row"], R["row"]), "a look-up in different units: 1 and token"),
        (pick(MODELS, "window", R["row"]), "pick finds by different units: text and 1"),
    ],
)
def test_what_cannot_be_joined_is_refused_with_both_units(formula: Formula, problem: str) -> None:
    with pytest.raises(ModelError) as refused:
        unit_of(formula, UNITS, COLUMNS)
    assert problem in str(refused.value)


PLANTED = {  # what the line says of its unit, its body, and what is found
    "a missing conversion to GB": (
        "GB", "kv_bytes, tokens", "return kv_bytes * tokens", "says GB (1e+09 byte), but its formula gives byte",
    ),
    "hours against seconds": (
        "token/month", "rate, hours_per_month", "return rate * hours_per_month",
        "says token/month (token/month), but its formula gives h*token/month/s",
    ),
    "microseconds called seconds": ("s", "overhead", "return 2 * overhead", "says s (s), but its formula gives 1e-06 s"),
    "tokens added to requests": ("token", "tokens, requests", "return tokens + requests", "+ joins different units: token and 1"),
    "GB added to bytes": ("GB", "memory, kv_bytes", "return memory + 2 * kv_bytes", "+ joins different units: 1e+09 byte and byte/token"),
    "a rate for an amount": ("money", "cost", "return 1 * cost", "says money (money), but its formula gives money/month"),
    "an unknown unit": ("gallons", "tokens", "return 1 * tokens", "unknown unit gallons"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", PLANTED)
def test_a_planted_mistake_is_found_with_its_place(tmp_path: Path, mistake: str) -> None:
    declared, needs, body, expected = PLANTED[mistake]
    file = tmp_path / "planted.py"
    file.write_text(
        '"""Planted: a mistake."""\n\nfrom tco.language.line import Section\n'
        'from tco.language.vocabulary import choose\n\nPLANTED = Section("Planted")\n'
        f'@PLANTED.line("Wrong", "{declared}")\ndef wrong({needs}):\n    """A line that is wrong."""\n    {body}\n',
        encoding="utf-8",
    )
    spec = importlib.util.spec_from_file_location("planted", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    units = {
        "kv_bytes": "byte/token", "tokens": "token", "rate": "token/s", "hours_per_month": "h/month", "overhead": "us",
        "requests": "requests",
        "memory": "GB", "cost": "money/month",
    }  # fmt: skip
    given = {key: Input(key, text, key, "", 1.0, key=key) for key, text in units.items()}
    found = problems(build("Planted", [module.PLANTED], given, ()))
    assert len(found) == 1
    assert found[0].startswith(f"{file}:7: line wrong: ")
    assert expected in found[0]


CONVERSIONS = (
    "bytes_per_gb", "microseconds_per_second", "milliseconds_per_second", "seconds_per_day", "operations_per_tflop", "tokens_per_million",
    "months_per_year", "hours_per_day", "hours_per_month", "tokens_per_step", "requests_per_thousand", "seconds_per_minute",
)  # fmt: skip


@pytest.mark.parametrize("constant", CONVERSIONS)
def test_a_conversion_that_any_line_forgot_would_be_found(constant: str) -> None:
    """Every line that reads the constant is wrong once the constant converts nothing."""
    models = (demand_model(), *(option_model(kind) for kind in KINDS))
    declared = {key: item.unit for model in models for key, item in (*model.inputs.items(), *model.lines.items())}
    columns = {(name, column.key): unit(column.unit) for name, table in load().tables.items() for column in table.columns}
    units = {key: unit(text) for key, text in declared.items()} | {constant: unit("1")}
    readers = [item for model in models for item in model.lines.values() if constant in item.needs]
    assert readers
    for item in readers:
        try:
            wrong = not same(unit_of(item.formula, units, columns), unit(item.unit))
        except ModelError:
            wrong = True
        assert wrong, item.key


def test_every_word_has_a_rule() -> None:
    assert {word.unit for word in WORDS.values()} <= set(RULES)


def test_every_column_of_the_catalogue_has_a_unit_that_is_understood() -> None:
    for table in load().tables.values():
        for column in table.columns:
            assert unit(column.unit) is not None


@pytest.mark.parametrize(
    ("a", "b"), [("month", "day"), ("day", "h"), ("h", "s"), ("year", "month"), ("USD", "money"), ("GB", "byte"), ("ms", "us")]
)
def test_no_unit_turns_into_another_by_itself(a: str, b: str) -> None:
    assert not same(unit(a), unit(b))


@pytest.mark.parametrize(
    ("a", "b"),
    [("requests", "instances"), ("TFLOPS", "TFLOP/s"), ("share", "1"), ("yes = 1", "row"), ("GB/request", "GB"), ("parameters", "value")],
)
def test_what_is_counted_carries_no_unit(a: str, b: str) -> None:
    assert same(unit(a), unit(b))


def test_a_thousand_requests_have_a_scale() -> None:
    assert same(
        unit("money/1000 requests"), unit_of(R["paid"] / Reference("thousand"), {**UNITS, "thousand": unit("1000 requests")}, COLUMNS)
    )
    assert not same(unit("money/1000 requests"), unit("money/request"))
