"""Drawing: every input with a low and a high is drawn from its own stream of chances between 0 and 1.

A stream belongs to an input as the Inputs sheet lists it. An assumption that options share is therefore drawn once for all of them:
options differ by what they are, never by their luck. All values within one input move together too: if traffic proves higher, it is
higher in all regions and months. An option that states its own value of a shared assumption has its own stream. Shares of a whole,
of regions or of request classes, are the exception: each share has its own stream, and all are then scaled to add up to 100 %.

A stream depends on the seed and on the input's name alone. Neither another uncertain input nor the size of the chunks changes it.
Inputs with a stated correlation take a part of each other's streams: a Gaussian copula.

    Dice(uncertain_inputs(scenario), seed=1).next(1000)  # {("self_hosted", "staff"): array of shape (1000, 1, …, 1), …}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from math import inf

import numpy as np

from tco.engine.input_arrays import laid_out
from tco.engine.simulation.distribution import Distribution, distribution_of
from tco.engine.simulation.normal_scores import normal_scores
from tco.language.vocabulary import round_down
from tco.scenario.checks import PARTS_OF_A_WHOLE
from tco.scenario.correlations import square_root, streams_of
from tco.scenario.scenario import Correlation, Element, Entry, Scenario

Array = np.ndarray
Place = tuple[str, str]
"""An input of a scenario: its owner and its key."""

_FRACTION_BITS = 53


@dataclass(frozen=True)
class Uncertain:
    """An input with at least one uncertain value: the distribution of each element, or None for one that is certain."""

    entry: Entry
    distributions: tuple[Distribution | None, ...]

    @property
    def place(self) -> Place:
        """Its owner and its key."""
        return self.entry.owner, self.entry.input.key

    @property
    def part_of_a_whole(self) -> bool:
        """True where its values add up to 100 %."""
        return self.entry.input.key in PARTS_OF_A_WHOLE

    def values(self, scores: Array) -> Array:
        """Values of shape (draws, elements), from normal scores of shape (draws, streams): one stream for all elements, or one for each."""
        columns = [
            distribution.at(scores[:, number % scores.shape[1]])
            if distribution
            else np.full(len(scores), float(self.entry.elements[number].value))
            for number, distribution in enumerate(self.distributions)
        ]
        found = np.stack(columns, axis=1)
        if self.entry.input.whole:
            return np.asarray(round_down(found + 0.5))
        return found / found.sum(axis=1, keepdims=True) if self.part_of_a_whole else found


def uncertain_inputs(scenario: Scenario) -> tuple[Uncertain, ...]:
    """Every input of a scenario that has a range, in the order of the entries."""
    found = (Uncertain(entry, tuple(_distribution(item, entry) for item in entry.elements)) for entry in scenario.entries.values())
    return tuple(item for item in found if any(item.distributions))


def _distribution(element: Element, entry: Entry) -> Distribution | None:
    if element.low is None or element.high is None or not element.is_uncertain:
        return None
    item = entry.input
    minimum, maximum = (-inf if item.minimum is None else item.minimum), (inf if item.maximum is None else item.maximum)
    if item.whole and element.low >= 1:
        minimum = max(minimum, 1.0)  # 0 has a meaning of its own: a fleet that is sized, or no limit
    return distribution_of(element.low, float(element.value), element.high, (minimum, maximum))


class Dice:
    """The streams of a run; each call of `next` continues them."""

    def __init__(self, inputs: tuple[Uncertain, ...], seed: int, correlations: tuple[Correlation, ...] = ()) -> None:
        self._streams = {item.place: tuple(_streams(item, seed)) for item in inputs}
        self._inputs = inputs
        self._together, matrix = streams_of(correlations, {item.place: item.entry for item in inputs})
        self._root = square_root(matrix) or []

    def next(self, count: int) -> Mapping[Place, Array]:
        """The next `count` draws of every uncertain input: arrays with all axes, along `draw` and the axes of the input."""
        scores = {
            item.place: np.stack([normal_scores(_chances(stream, count)) for stream in self._streams[item.place]], axis=1)
            for item in self._inputs
        }
        own = [scores[owner, key][:, number].copy() for owner, key, number in self._together]
        for (owner, key, number), weights in zip(self._together, self._root, strict=True):
            scores[owner, key][:, number] = sum(weight * column for weight, column in zip(weights, own, strict=False))
        return {item.place: laid_out(item.values(scores[item.place]), item.entry) for item in self._inputs}


def _streams(item: Uncertain, seed: int) -> Iterator[np.random.PCG64]:
    names = [*item.place]
    own = [element.where for element in item.entry.elements] if item.part_of_a_whole else [()]
    for where in own:
        digest = sha256("\n".join([*names, *where]).encode()).digest()
        yield np.random.PCG64([seed, int.from_bytes(digest, "big")])


def _chances(stream: np.random.PCG64, count: int) -> Array:
    """Chances between 0 and 1, both excluded, from the raw bits of a stream, which numpy promises to keep in every version."""
    return ((stream.random_raw(count) >> np.uint64(64 - _FRACTION_BITS)).astype(float) + 0.5) / 2.0**_FRACTION_BITS
