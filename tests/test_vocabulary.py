"""Every word means in numpy what its Excel text means to a spreadsheet engine that knows nothing of ours."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import formualizer
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tco.errors import ModelError
from tco.language import lookup, vocabulary
from tco.language.formula import AXES, AXIS, Call, Formula, Lookup, Reference, Span, TableReference
from tco.language.lookup import NUMBER, Facts
from tco.language.printing import in_excel
from tco.language.word import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

Value = float | str
HAZARDS = (0.1 * 3 * 10, 3.0000005, 2.9999995, 3.0000004, 1.0000005, 0.0000004, 2.675, 1e6 + 0.0000004, 0.1 + 0.2, 7.0)
NUMBERS = (0.0, 0.3, 1.0, 2.5, 40.0)
SIGNED = (-7.5, -1.0, 0.0, 0.4, 3.0)

GRIDS: dict[str, list[tuple[Value, ...]]] = {
    "round_up": [(x,) for x in (*HAZARDS, *NUMBERS)],
    "round_down": [(x,) for x in (*HAZARDS, *NUMBERS)],
    "power_of_two": [(x,) for x in (1.0, 1.0000001, 1.5, 2.0, 3.0, 4.0, 7.9999999, 8.0, 8.1, 1024.0, 1025.0, 2.0**29)],
    "largest": list(product(SIGNED, SIGNED)),
    "smallest": list(product(SIGNED, SIGNED)),
    "choose": list(product((0.0, 1.0, 5.0), (3.0, -2.0), (4.0,))),
    "holds": [(x,) for x in (0.0, 1.0, 2.0)],
    "equal": [*product(NUMBERS, NUMBERS), ("SG", "SG"), ("SG", "HK"), ("", "HK")],
    "ratio": list(product(SIGNED, SIGNED)),
    "compound": list(product((-0.5, 0.0, 0.05, 1.0), (0.0, 1.0, 11.0, -1 / 12))),
    "square_root": [(0.0,), (2.0,), (6.25,), (1e12,)],
    "natural_logarithm": [(0.5,), (1.0,), (1e-9,), (12.5,)],
    "decay": [*product((0.0, 0.125, 0.5, 1.0), (0.0, 1.0, 11.5)), (0.125, 8192.0)],
    "mentions": [
        ("HK, SG", "SG"),
        ("HK, SG", "sg"),
        ("HK, SG", "AU"),
        ("any", "SG"),
        ("", "SG"),
        ("HK, SG", "S*"),
        ("HK, SG", "?G"),
        ("HK~*", "~*"),
    ],
    "length": [("HK, SG",), ("",), ("香港",), ("*?~",)],
    "letters_at": [("HK, SG", 1.0), ("HK, SG", 5.0), ("HK, SG", 9.0), ("HK, S*", 5.0), ("", 1.0)],
    "remainder": list(product((-13.0, -12.0, -1.0, 0.0, 5.0, 25.5), (1.0, 12.0, 36.0, -12.0))),
    "end_of_month": [(46387.0, 0.0), (46388.0, -1.0), (46388.0, 13.0), (47541.0, 1.0), (36526.0, 24.0)],
    "calendar_year": [(x,) for x in (36526.0, 46388.0, 46387.0, 47541.0, 73050.0)],
    "calendar_month": [(x,) for x in (36526.0, 46388.0, 46387.0, 47541.0, 73050.0)],
    "binomial_at_most": [(k, n, p) for n in (1.0, 3.0, 8.0) for k in (0.0, 1.0, 3.0) for p in (0.001, 0.005, 0.5) if k <= n],
}
WHOLE_LINES: dict[str, tuple[Value, ...]] = {
    "total": (), "least": (), "greatest": (), "running_total": (), "peak_so_far": (), "peak_before": (), "place_of_least": (),
    "total_product": (), "total_where": ("b",), "count_where": ("b",), "total_where_both": ("b", 2.0), "element": (4.0,),
    "total_above": (2.0,), "total_below": (2.0,), "count_above": (2.0,),
    "total_between": (2.0, 4.0), "total_alike": (2.0,),
}  # fmt: skip
LOOKUPS = ("pick", "entry", "grid", "row_of", "row_of_pair", "banded")

SERIES = (3.0, 0.5, 8.0, 0.5, 8.0, 2.0)
NAMES = ("a", "b", "a", "c", "b", "b")
MONTHS = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0)
MARKS = (1.0, 2.0, 0.0, 1.0, 2.0, 0.0)


def in_a_spreadsheet(cells: dict[str, Value], text: str) -> Value:
    book = formualizer.Workbook()
    book.add_sheet("S")
    for address, value in cells.items():
        book.set_value("S", int(address[1:]), ord(address[0]) - 64, value)
    book.set_formula("S", 99, 26, "=" + text)
    return book.evaluate_cell("S", 99, 26)


def test_every_word_is_tried_in_a_spreadsheet() -> None:
    assert {*GRIDS, *WHOLE_LINES, *LOOKUPS} == set(WORDS)


@pytest.mark.parametrize("word", GRIDS)
def test_a_word_over_values_means_what_excel_computes(word: str) -> None:
    say: Callable[..., np.ndarray] = getattr(vocabulary, word)
    for values in GRIDS[word]:
        addresses = [f"{'ABC'[place]}1" for place in range(len(values))]
        text = in_excel(say(*(Reference(address) for address in addresses)), lambda leaf: leaf.key)
        found = in_a_spreadsheet(dict(zip(addresses, values, strict=True)), text)
        meant = say(*values).item()
        assert found == (meant if isinstance(meant, str) else pytest.approx(meant, rel=1e-12)), f"{word}{values}: {text}"


def line_arrays(*values: tuple[Value, ...]) -> list[np.ndarray]:
    shape = [1] * len(AXES)
    shape[AXIS["month"]] = -1
    return [np.array(series, dtype=object if isinstance(series[0], str) else float).reshape(shape) for series in values]


@pytest.mark.parametrize("word", WHOLE_LINES)
def test_a_word_over_a_line_means_what_excel_computes_in_every_month(word: str) -> None:
    say: Callable[..., np.ndarray] = getattr(vocabulary, word)
    wholes: dict[str, list[tuple[Value, ...]]] = {
        "total_product": [SERIES, SERIES[::-1]], "total_where": [SERIES, NAMES], "count_where": [NAMES],
        "total_where_both": [SERIES, NAMES, MARKS],
        "total_between": [SERIES, MONTHS], "total_alike": [SERIES, MARKS],
    }  # fmt: skip
    whole, more = wholes.get(word, [SERIES]), WHOLE_LINES[word]
    keys = "BCD"[: len(whole)]
    tree = say(*(Reference(key) for key in keys), *(Reference(key) for key in "EF"[: len(more)]), over="month")
    expected = np.broadcast_to(
        say(*line_arrays(*whole), *(np.array(value).reshape((1,) * len(AXES)) for value in more), over="month").reshape(-1), 6
    )
    cells: dict[str, Value] = {f"{key}{row}": value for key, series in zip(keys, whole, strict=True) for row, value in enumerate(series, 2)}
    cells |= dict.fromkeys((f"{key}1" for key in keys), "header") | dict(zip(["E1", "F1"], more, strict=False))
    for month in range(6):
        found = in_a_spreadsheet(cells, in_excel(tree, lambda leaf, month=month: _range(leaf, month)))
        assert found == pytest.approx(expected[month], rel=1e-12), f"{word}, month {month + 1}"


def test_a_place_may_vary_along_the_axis_that_is_read() -> None:
    """The second clock is two places ahead of the first, round the end: 3, 0.5, 8, 0.5, 8, 2 and 8, 0.5, 8, 2, 3, 0.5."""
    by_hour = np.moveaxis(line_arrays(SERIES)[0], AXIS["month"], AXIS["hour"])
    places = np.ones((1,) * len(AXES)) * np.moveaxis(line_arrays(MONTHS)[0], AXIS["month"], AXIS["hour"])
    lead = np.moveaxis(line_arrays((0.0, 2.0))[0], AXIS["month"], AXIS["clock"])
    found = vocabulary.element(by_hour, 1 + vocabulary.remainder(places - 1 + lead, 6.0), over="hour")
    assert found.reshape(6, 2).T.tolist() == [list(SERIES), [8, 0.5, 8, 2, 3, 0.5]]


def test_what_is_bought_is_bought_again_when_its_life_ends() -> None:
    """Two in month 1 and one in month 2, living three months: 2, 1, 0, 2, 1, 0."""
    bought, marks = line_arrays((2.0, 1.0, 0.0, 0.0, 0.0, 0.0), MARKS)
    assert vocabulary.total_alike(bought, marks, marks).reshape(-1).tolist() == [2, 1, 0, 2, 1, 0]


def test_a_window_moves_with_the_month() -> None:
    """Of 3, 0.5, 8, 0.5, 8, 2 the last two months: 3, 3.5, 8.5, 8.5, 8.5, 10."""
    values, months = line_arrays(SERIES, MONTHS)
    assert vocabulary.total_between(values, months, months - 1, months).reshape(-1).tolist() == [3, 3.5, 8.5, 8.5, 8.5, 10]


def _range(leaf: Formula, month: int) -> str:
    """Months run down in rows 2 to 7, below a header in words that ranges before the first month may touch."""
    if isinstance(leaf, Span):
        first, last = {"all": (2, 7), "so far": (2, month + 2), "before": (1, month + 1)}[leaf.reach]
        return f"{leaf.key}${first}:{leaf.key}{last}"
    assert isinstance(leaf, Reference)
    return f"{leaf.key}1"


FACTS = Facts(
    {
        "name": np.array(["p4d", "p5", "inf2", "p5"], dtype=object),
        "site": np.array(["SG", "SG", "AU", "AU"], dtype=object),
        "on_demand": np.array([21.9, 55.0, 13.0, 56.0]),
        "reserved": np.array([12.0, 0.0, 9.5, 40.0]),
    }
)
COLUMNS = {NUMBER: "A", "name": "B", "site": "C", "on_demand": "D", "reserved": "E"}


def _table_range(leaf: Formula) -> str:
    if isinstance(leaf, Lookup):
        return f"{COLUMNS[leaf.columns[0]]}1:{COLUMNS[leaf.columns[-1]]}4"
    assert isinstance(leaf, Reference)
    return leaf.key


@pytest.mark.parametrize(
    ("read", "values"),
    [
        (lambda table, x: lookup.pick(table, "on_demand", x), ("inf2",)),
        (lambda table, x: lookup.pick(table, "site", x), ("p4d",)),
        (lambda table, x: lookup.entry(table, "reserved", x), (3.0,)),
        (lambda table, x, y: lookup.grid(table, ("on_demand", "reserved"), x, y), (4.0, 2.0)),
        (lookup.row_of, ("inf2",)),
        (lookup.row_of, ("p9",)),
        (lambda table, x, y: lookup.row_of_pair(table, ("name", "site"), x, y), ("p5", "AU")),
        (lambda table, x, y: lookup.row_of_pair(table, ("name", "site"), x, y), ("p4d", "AU")),
        (lambda table, x: lookup.banded(table, "reserved", "on_demand", x), (11.0,)),
        (lambda table, x: lookup.banded(table, "reserved", "on_demand", x), (0.0,)),
    ],
)
def test_a_look_up_finds_what_excel_finds(read: Callable[..., np.ndarray], values: tuple[Value, ...]) -> None:
    cells: dict[str, Value] = {f"A{row}": float(row) for row in FACTS.rows()}
    for key, column in FACTS.columns.items():
        cells |= {f"{COLUMNS[key]}{row}": value for row, value in enumerate(column.tolist(), 1)}
    cells |= {f"{'GH'[place]}1": value for place, value in enumerate(values)}
    references = [Reference(f"{'GH'[place]}1") for place in range(len(values))]
    found = in_a_spreadsheet(cells, in_excel(read(TableReference("offers"), *references), _table_range))
    arrays = [np.array(value, dtype=object if isinstance(value, str) else float).reshape((1,)) for value in values]
    assert found == read(FACTS, *arrays).item()


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 1000))
def test_a_whole_number_of_servers_stays_that_number(servers: int, parts: int) -> None:
    """Noise in the last digits never buys a phantom server."""
    assert vocabulary.round_up(servers / parts * parts).item() == servers
    assert vocabulary.round_down(servers / parts * parts).item() == servers


@settings(max_examples=200, deadline=None)
@given(st.floats(1, 1e6))
def test_the_next_power_of_two_is_the_smallest_that_is_enough(x: float) -> None:
    found = vocabulary.power_of_two(x).item()
    assert found >= x * (1 - 1e-5)
    assert found / 2 < x * (1 + 1e-5)


@pytest.mark.parametrize("word", WHOLE_LINES)
def test_a_word_over_a_line_refuses_anything_that_is_no_line(word: str) -> None:
    say: Callable[..., object] = getattr(vocabulary, word)
    with pytest.raises(ModelError, match=rf"{word}\(…\) reads a range: put its argument on a line of its own"):
        say(Reference("a") + 1, Reference("b"), Reference("c"), over="month")


def test_a_word_over_a_line_remembers_its_axis() -> None:
    assert vocabulary.total(Reference("cost"), over="site") == Call("total", (Span("cost", "site"),))
    assert vocabulary.peak_so_far(Reference("cost")) == Call("peak_so_far", (Span("cost", "month", "so far"),))


def test_a_sum_keeps_its_axis_so_that_nothing_broadcasts_by_accident() -> None:
    shape = [3 if axis == "region" else 12 if axis == "month" else 1 for axis in AXES]
    summed = [12 if axis == "month" else 1 for axis in AXES]
    assert vocabulary.total(np.ones(shape), over="region").shape == tuple(summed)
