"""Cost classes: the cost of an option by the classes of a budget, in every month.

The lines are made from all lines that have a category, so that a new cost line is counted without being named anywhere else.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from operator import add
from typing import Any

from tco.language.dimensions import Dimensions, dimensions_of
from tco.language.line import Line, Model, Section, applied
from tco.language.vocabulary import total
from tco.model.money.cost_categories import CATEGORIES, COST_CLASSES

TITLE = "Cost by class"
PLACES = ("site", "region")
"""Axes along which a component may run beside the month."""


def by_class(model: Model) -> Section:
    """The classes of a kind of option, each by month and over the horizon, made from its lines with a category."""
    axes = _axes(model)
    found: dict[str, list[Line]] = {key: [] for key in COST_CLASSES}
    for item in model.lines.values():
        if item.category:
            found[CATEGORIES[item.category].budget].append(item)
    return Section(TITLE, (line for key, components in found.items() for line in _class(key, components, axes)))


def of_parts(model: Model) -> Section:
    """The classes of a hybrid, each by month and over the horizon: the sums of its parts' classes."""
    return Section(TITLE, (line for key in COST_CLASSES for line in _class_of_parts(key, model)))


def _class_of_parts(key: str, model: Model) -> Iterator[Line]:
    month = f"{key}_cost"
    if month not in model.lines:  # answers on devices have one already
        yield applied(of_all_parts, month, f"{COST_CLASSES[key]} of the month", "money/month", f"part_{month}")
    yield applied(of_all_months, f"{key}_total", f"{COST_CLASSES[key]} over the horizon", "money", month)


def of_all_parts(cost):
    """Of all parts."""
    return total(cost, over="option")


def of_all_months(cost):
    """Over all months."""
    return total(cost, over="month")


def _axes(model: Model) -> Mapping[str, Dimensions]:
    """The axes of every line in any scenario; lists by month are not known here, and not needed."""
    known: dict[str, Dimensions] = {}
    for part in (*model.reads, model):
        known |= {key: item.by for key, item in part.inputs.items()}
        for key, item in part.lines.items():
            known[key] = dimensions_of(item.leaves, known)
    return known


def _class(key: str, components: list[Line], axes: Mapping[str, Dimensions]) -> Iterator[Line]:
    """The lines of one class: its components of a place, those of the month, and all months."""
    label, month = COST_CLASSES[key], f"{key}_cost"
    if not components:
        yield applied(nothing, month, f"{label} of the month", "money/month", "cost")
    elif [item.key for item in components] != [month]:
        yield from _month(key, components, axes)
    yield applied(of_all_months, f"{key}_total", f"{label} over the horizon", "money", month)


def _month(key: str, components: list[Line], axes: Mapping[str, Dimensions]) -> Iterator[Line]:
    """The cost of a class in a month, after that of a place where a place has several components."""
    terms: list[tuple[str, str]] = []
    for axis in PLACES:
        here = [item for item in components if axis in axes[item.key]]
        if len(here) > 1:
            terms.append((f"{key}_by_{axis}", axis))
            yield _sum(terms[-1][0], f"{COST_CLASSES[key]} of a {axis}", [(item.key, "") for item in here], here)
        else:
            terms += [(item.key, axis) for item in here]
    terms += [(item.key, "") for item in components if not set(PLACES).intersection(axes[item.key])]
    yield _sum(f"{key}_cost", f"{COST_CLASSES[key]} of the month", terms, components)


def nothing(cost):
    """None: an option of this kind has no such cost."""
    return 0 * cost


def _sum(key: str, label: str, terms: list[tuple[str, str]], components: Iterable[Line]) -> Line:
    """A line by month that adds up lines, each along an axis where one is named; its sentence lists the components."""
    axes = [axis for _, axis in terms]

    def rule(*parts: Any) -> Any:
        first, *rest = (total(part, over=axis) if axis else part for part, axis in zip(parts, axes, strict=True))
        return reduce(add, rest, first) if rest or axes[0] else 1 * first

    return applied(rule, key, label, "money/month", *(need for need, _ in terms), sentence=_listed(item.label for item in components))


def _listed(labels: Iterable[str]) -> str:
    """The names of the components, as a sentence."""
    first, *rest = labels
    return f"{', '.join([first, *(name[:1].lower() + name[1:] for name in rest)])}."
