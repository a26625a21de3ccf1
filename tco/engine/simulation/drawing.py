"""What is drawn: every input with a low and a high, each from a stream of chances of its own.

A stream belongs to an input as it stands on the Inputs sheet. What options share is therefore drawn once for all of them, so
that they differ by what they are and never by their luck; so is everything within one input: if traffic proves higher, it is
higher in all regions and months. An option that states its own value of a shared assumption is drawn by itself. Shares of a
whole (of regions, of request classes) are the exception: each has its own stream, and all are then brought back to 100 %.

A stream depends on the seed and on the input's name alone. Neither another uncertain input nor the size of the chunks
changes what it gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from math import inf

import numpy as np

from tco.engine.input_arrays import laid_out
from tco.engine.simulation.distribution import Fitted, fitted
from tco.language.vocabulary import round_down
from tco.scenario.checks import PARTS_OF_A_WHOLE
from tco.scenario.scenario import Element, Entry, Scenario

Array = np.ndarray
Place = tuple[str, str]
"""An input as it stands in a scenario: its owner and its key."""

_FRACTION_BITS = 53


@dataclass(frozen=True)
class Uncertain:
    """An input with at least one value that has a range; None stands for a value that is certain."""

    entry: Entry
    distributions: tuple[Fitted | None, ...]

    @property
    def place(self) -> Place:
        """Whose it is, and its key."""
        return self.entry.owner, self.entry.input.key

    @property
    def part_of_a_whole(self) -> bool:
        """Whether its values add up to 100 %."""
        return self.entry.input.key in PARTS_OF_A_WHOLE

    def values(self, chances: Array) -> Array:
        """Values by draw and element; `chances` by draw, and by element where each has its own stream (else one for all)."""
        columns = [
            distribution.quantile(chances[:, number % chances.shape[1]])
            if distribution
            else np.full(len(chances), float(self.entry.elements[number].value))
            for number, distribution in enumerate(self.distributions)
        ]
        found = np.stack(columns, axis=1)
        if self.entry.input.whole:
            return np.asarray(round_down(found + 0.5))
        return found / found.sum(axis=1, keepdims=True) if self.part_of_a_whole else found


def uncertain_inputs(scenario: Scenario) -> tuple[Uncertain, ...]:
    """Every input of a scenario that has a range, in the order of the Inputs sheet's entries."""
    found = (
        Uncertain(entry, tuple(_distribution(item, entry, scenario) for item in entry.elements)) for entry in scenario.entries.values()
    )
    return tuple(item for item in found if any(item.distributions))


def is_uncertain(element: Element) -> bool:
    """Whether a value has a range of some width."""
    return element.low is not None and element.high is not None and element.low < element.high


def _distribution(element: Element, entry: Entry, scenario: Scenario) -> Fitted | None:
    if element.low is None or element.high is None or not is_uncertain(element):
        return None
    item = entry.input
    minimum, maximum = (-inf if item.minimum is None else item.minimum), (inf if item.maximum is None else item.maximum)
    if item.whole and element.low >= 1:
        minimum = max(minimum, 1.0)  # 0 would mean another thing: a fleet that is sized, no limit
    return fitted(scenario.distribution, element.low, float(element.value), element.high, (minimum, maximum))


class Dice:
    """The streams of a run: each call gives the draws that follow those before."""

    def __init__(self, inputs: tuple[Uncertain, ...], seed: int) -> None:
        self._streams = {item.place: tuple(_streams(item, seed)) for item in inputs}
        self._inputs = inputs

    def next(self, count: int) -> Mapping[Place, Array]:
        """So many further draws of every input, with all axes."""
        found = {}
        for item in self._inputs:
            chances = np.stack([_chances(stream, count) for stream in self._streams[item.place]], axis=1)
            found[item.place] = laid_out(item.values(chances), item.entry)
        return found


def _streams(item: Uncertain, seed: int) -> Iterator[np.random.PCG64]:
    names = [*item.place]
    own = [element.where for element in item.entry.elements] if item.part_of_a_whole else [()]
    for where in own:
        digest = sha256("\n".join([*names, *where]).encode()).digest()
        yield np.random.PCG64([seed, int.from_bytes(digest, "big")])


def _chances(stream: np.random.PCG64, count: int) -> Array:
    """Numbers between 0 and 1, never one of them, from the stream's raw bits: numpy promises these for every version."""
    return ((stream.random_raw(count) >> np.uint64(64 - _FRACTION_BITS)).astype(float) + 0.5) / 2.0**_FRACTION_BITS
