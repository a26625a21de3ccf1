"""Correlations between uncertain inputs: which inputs rise and fall together in a simulation, read from a scenario and proved possible.

A correlation is that of the normal scores from which two inputs are drawn (a Gaussian copula): the distribution of each stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite, sqrt
from typing import Any

from tco.errors import expected
from tco.scenario.bind import Entries
from tco.scenario.checks import PARTS_OF_A_WHOLE
from tco.scenario.form import LISTS, last
from tco.scenario.problems import Problems
from tco.scenario.quantity import shown
from tco.scenario.scenario import Correlation, Element, Entry
from tco.scenario.source import steps
from tco.scenario.yaml_data import Place

KEY = "correlations"
KEYS = ("of", "value")
Stream = tuple[str, str, int]
"""What is drawn by itself: owner and key of an input, and the number of its element where its values are parts of a whole (else 0)."""
Matrix = Sequence[Sequence[float]]

_ROUNDING = 1e-9
_HALVINGS = 20


def read_correlations(given: Any, entries: Entries, problems: Problems) -> tuple[Correlation, ...]:
    """The `correlations:` of a scenario whose inputs are bound; what is wrong is told to `problems`.

    Where one of two inputs has no range the correlation is left out with a remark: a value set on the command line has none.
    """
    if given is None:
        return ()
    if not isinstance(given, list):
        problems.tell((KEY,), f"{KEY}: {shown(given)} stands here; expected {LISTS[KEY]}")
        return ()
    found: list[Correlation] = []
    drawn: dict[frozenset[Stream], Place] = {}
    for number, raw in enumerate(given):
        place: Place = (KEY, number)
        one = _read(raw, place, problems)
        streams = _streams(one, place, entries, problems) if one else None
        if one is None or streams is None:
            continue
        pair = frozenset(streams)
        if len(pair) == 1:
            problems.tell(
                place, f"of: {one.of[0]} and {one.of[1]} are drawn as one anyway; expected two inputs that are drawn by themselves"
            )
        elif pair in drawn:
            problems.tell(place, f"of: {one.of[0]} and {one.of[1]} stand here twice; expected one correlation of a pair")
        else:
            drawn[pair] = place
            found.append(one)
    if not problems.told((KEY,)):
        _check_together(tuple(found), entries, problems)
    return tuple(found)


def streams_of(correlations: Sequence[Correlation], entries: Mapping[tuple[str, str], Entry]) -> tuple[tuple[Stream, ...], Matrix]:
    """What is drawn together, in the order of the inputs, and the matrix of its correlations."""
    pairs = [(stream_of(one.of[0], entries), stream_of(one.of[1], entries), one.value) for one in correlations]
    order = {place: number for number, place in enumerate(entries)}
    known = {stream for *ends, _ in pairs for stream in ends if stream}
    streams = tuple(sorted(known, key=lambda stream: (order[stream[:2]], stream[2])))
    matrix = [[float(row == column) for column in range(len(streams))] for row in range(len(streams))]
    for first, second, value in pairs:
        if first and second:
            row, column = streams.index(first), streams.index(second)
            matrix[row][column] = matrix[column][row] = value
    return streams, matrix


def stream_of(path: str, entries: Mapping[tuple[str, str], Entry]) -> Stream | None:
    """The uncertain input that a path of the scenario file names; None where there is none.

    The path of an input names its values at all sites, regions and months, which are drawn as one.
    """
    return next((stream for stream, element in _named(path, entries) if element.is_uncertain), None)


def _named(path: str, entries: Mapping[tuple[str, str], Entry]) -> Iterator[tuple[Stream, Element]]:
    """Every value that a path names, and what it is drawn from."""
    wanted = steps(path)
    for (owner, key), entry in entries.items():
        apart = key in PARTS_OF_A_WHOLE
        for number, element in enumerate(entry.elements):
            here = steps(element.path) if element.path else []
            of_input = not apart and wanted[-1] == last(entry.input.path) and here[: len(wanted)] == wanted
            if here == wanted or of_input:
                yield (owner, key, number if apart else 0), element


def square_root(matrix: Matrix) -> list[list[float]] | None:
    """The lower triangle whose product with its mirror image is the matrix (Cholesky 1910); None where no numbers can be so correlated."""
    root: list[list[float]] = []
    for row, values in enumerate(matrix):
        mine: list[float] = []
        for column in range(row + 1):
            other = root[column] if column < row else mine
            left = values[column] - sum(a * b for a, b in zip(mine, other, strict=False))
            if column == row:
                if left < -_ROUNDING:
                    return None
                mine.append(sqrt(max(left, 0.0)))
            elif other[column] > sqrt(_ROUNDING):
                mine.append(left / other[column])
            elif abs(left) > sqrt(_ROUNDING):
                return None
            else:
                mine.append(0.0)
        root.append(mine)
    return root


def _read(raw: Any, place: Place, problems: Problems) -> Correlation | None:
    if not isinstance(raw, Mapping):
        problems.tell(place, f"{KEY}: {shown(raw)} is no entry of this list; expected {LISTS[KEY]}")
        return None
    for key in raw:
        if key not in KEYS:
            problems.tell((*place, key), f"there is no key {shown(key)} in a correlation; expected of and value")
    of, value = raw.get("of"), raw.get("value")
    if not isinstance(of, list) or len(of) != 2 or not all(isinstance(path, str) and path for path in of):
        problems.tell((*place, "of"), f"of: {shown(of)} is no pair of inputs; expected {LISTS[KEY]}")
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value) or not -1 <= value <= 1:
        problems.tell((*place, "value"), f"value: {shown(value)} is no correlation; expected a number from -1 to 1")
        return None
    return Correlation((str(of[0]), str(of[1])), float(value))


def _streams(one: Correlation, place: Place, entries: Entries, problems: Problems) -> tuple[Stream, Stream] | None:
    """What the two paths name; None, and told, where one of them names nothing or is certain."""
    found = []
    for path in one.of:
        try:
            stream, known = stream_of(path, entries), any(_named(path, entries))
        except ValueError as problem:
            problems.tell((*place, "of"), f"of: {path}: {problem}")
            return None
        if known and stream is None:
            problems.remark((*place, "of"), f"{KEY}: {path} has no range and is certain; the correlation is left out")
        elif stream is None:
            ranged = [item.path for entry in entries.values() for item in entry.elements if item.is_uncertain]
            problems.tell((*place, "of"), f"of: there is no {path} in this scenario{expected(path, ranged)}")
        found.append(stream)
    first, second = found
    return (first, second) if first and second else None


def _check_together(found: tuple[Correlation, ...], entries: Entries, problems: Problems) -> None:
    """No set of numbers has every set of correlations: if A follows B and B follows C, then A cannot run against C."""
    streams, matrix = streams_of(found, entries)
    if square_root(matrix) is not None:
        return
    least, most = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (least + most) / 2
        weaker = [[value if row == column else value * middle for column, value in enumerate(values)] for row, values in enumerate(matrix)]
        least, most = (middle, most) if square_root(weaker) is not None else (least, middle)
    told = f"{KEY}: no {len(streams)} inputs can have these correlations together"
    problems.tell(
        (KEY,), f"{told}; expected weaker ones (all times {least - 0.0005:.3f} would do), or those of the pairs that are left out"
    )
