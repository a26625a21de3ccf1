"""Dimensions are inferred from what a line reads, never declared."""

from __future__ import annotations

import pytest

from tco.errors import ModelError
from tco.language.dimensions import dimensions
from tco.language.formula import AXES, Formula, Lookup, Reference, TableReference
from tco.language.lookup import pick
from tco.language.vocabulary import (
    choose,
    element,
    greatest,
    largest,
    peak_before,
    peak_so_far,
    running_total,
    total,
    total_product,
    total_where,
)
from tco.model.options import demand_model

KNOWN = {
    "rate": (), "load": ("region", "month"), "served_from": ("region",), "site": ("site",), "capacity": ("site",), "share": ("workload",),
    "prefill": ("site", "workload"), "tco": ("option",), "name": ("option",), "cheapest": (), "model": (),
}  # fmt: skip
RATE, LOAD, SERVED, SITE, CAPACITY, SHARE, PREFILL = (
    Reference(key) for key in ("rate", "load", "served_from", "site", "capacity", "share", "prefill")
)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (RATE * 2, ()),
        (LOAD * RATE, ("region", "month")),
        (largest(CAPACITY, LOAD), ("region", "site", "month")),
        (choose(RATE > 0, CAPACITY, 0), ("site",)),
        (total(LOAD, over="region"), ("month",)),
        (total(LOAD, over="month"), ("region",)),
        (total_where(LOAD, SERVED, SITE, over="region"), ("site", "month")),
        (total_product(SHARE, PREFILL, over="workload"), ("site",)),
        (greatest(PREFILL, over="workload") / CAPACITY, ("site",)),
        (running_total(LOAD), ("region", "month")),
        (peak_so_far(LOAD), ("region", "month")),
        (peak_before(LOAD), ("region", "month")),
        (element(Reference("name"), Reference("cheapest"), over="option"), ()),
        (pick(TableReference("models"), "layers", Reference("model")), ()),
        (Lookup("models", ("layers",)), ()),
    ],
)
def test_a_formula_varies_by_what_it_reads(formula: Formula, expected: tuple[str, ...]) -> None:
    assert dimensions(formula, KNOWN) == expected


def test_axes_stand_in_one_order_whatever_the_formula() -> None:
    assert dimensions(LOAD * CAPACITY, KNOWN) == dimensions(CAPACITY * LOAD, KNOWN) == ("region", "site", "month")


@pytest.mark.parametrize("say", [total, greatest, running_total])
def test_a_range_along_an_axis_that_a_line_does_not_have_is_refused(say) -> None:
    with pytest.raises(ModelError, match="capacity is read along month, but it does not vary by month"):
        dimensions(say(CAPACITY, over="month"), KNOWN)


def test_a_word_of_several_ranges_refuses_any_of_them() -> None:
    with pytest.raises(ModelError, match="capacity is read along region"):
        dimensions(total_where(LOAD, CAPACITY, SITE, over="region"), KNOWN)


def test_every_axis_of_the_models_lines_is_known() -> None:
    known = {key: (*item.by, "month") if item.monthly else item.by for key, item in demand_model().inputs.items()}
    for key, item in demand_model().lines.items():
        known[key] = dimensions(item.formula, known)
        assert set(known[key]) <= set(AXES)
    assert known["all_requests"] == ("month",)
    assert known["mean_input"] == ()
