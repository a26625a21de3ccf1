"""The space of a search: what may be chosen for an option, and what is left out with the reason.

A search takes nothing that changes what is bought unasked: no precision but the stated one, for it changes the answers; no instances that
may be taken back, for the modelled availability knows nothing of that; no term that goes on after the horizon, for the total would not
show its end. Each is searched where the scenario or the user names it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

import numpy as np

from tco.catalogue.table import Catalogue, Row
from tco.engine.prices_in_use import PRICES, price_column
from tco.errors import TcoError, expected
from tco.language.line import AUTO
from tco.scenario.checks import CHIP_FACTS
from tco.scenario.scenario import Amount
from tco.search.trial import INSTANCE, Trial

BATCHES = (8, 16, 32, 64, 128, 256, 512)
"""Batch limits that are tried beside the stated one."""
MOST_DEGREE = 64
"""Chips that hold one replica at most, where the scenario states no more."""
WORDS: Mapping[str, str] = {
    INSTANCE: "instance",
    "precision": "precision",
    "tensor_parallel_given": "tensor_parallel",
    "server_batch": "maximum_batch",
    "spares": "spares",
    "autoscaling": "autoscaling",
    "plan": "plan",
}
"""Keys of a scenario file for what is searched, by the model's keys."""
FIXED_FLEET = "instances_per_region"


@dataclass(frozen=True)
class Space:
    """What may be chosen: types of instance by site, and the values of each setting that the sites share."""

    instances: tuple[tuple[str, ...], ...]
    shared: Mapping[str, tuple[Amount, ...]]
    left_out: tuple[str, ...] = ()
    """What is not searched, with the reason: sentences."""

    @property
    def size(self) -> int:
        """Configurations, if each were tried by itself."""
        count = 1
        for choices in (*self.instances, *self.shared.values()):
            count *= len(choices)
        return count


@dataclass(frozen=True)
class Choices:
    """What a user leaves to a search of an option."""

    free: frozenset[str] | None = None
    """Settings that may be chosen, by their keys in the model; all of them for None."""
    sites: frozenset[str] | None = None
    """Sites whose type of instance may be chosen; all of them for None."""
    over: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Choices of settings by their words in a scenario file, in place of the usual ones."""

    def may_choose(self, site: str) -> bool:
        """True for a site whose type of instance may be chosen."""
        return self.sites is None or site in self.sites


EVERYTHING = Choices()
"""Every setting, with the usual choices."""


def space_of(trial: Trial, choices: Choices = EVERYTHING) -> Space:
    """The space of an option. Raises TcoError for a word or a choice that is not known."""
    asked = _asked(trial, choices.over)
    stated, left_out = trial.lead, []
    fixed = any(float(item.value) for item in trial.scenario.entry(FIXED_FLEET, trial.option).elements)
    free = frozenset((INSTANCE, *trial.keys)) if choices.free is None else choices.free
    if fixed:
        left_out.append(f"the fleet is fixed by {FIXED_FLEET}: other types and degrees are not searched")
        free -= {INSTANCE, "tensor_parallel_given", "server_batch", "precision"}
    if INSTANCE in free and _counted(trial):
        left_out.append("commitments buy a fixed number of instances of the stated type: other types are not searched")
        free -= {INSTANCE}
    own_prices = [site for site, own in zip(trial.sites, stated.instances, strict=True) if trial.has_own_price(site, own)]
    if own_prices and "plan" not in asked:
        left_out.append(f"price_per_hour is stated at {', '.join(own_prices)}, whatever the plan: other plans are not searched")
        free -= {"plan"}
    instances = tuple(
        tuple(_instances(trial, site, asked, left_out)) if INSTANCE in free and trial.serves(place) and choices.may_choose(site) else (own,)
        for place, (site, own) in enumerate(zip(trial.sites, stated.instances, strict=True))
    )
    usual: Mapping[str, Callable[[], tuple[Amount, ...]]] = {
        "tensor_parallel_given": lambda: _degrees(trial),
        "server_batch": lambda: _in_order(trial.number("server_batch"), BATCHES),
        "spares": lambda: tuple(dict.fromkeys((stated.values["spares"], float(AUTO)))),
        "autoscaling": lambda: (0.0, 1.0) if _hours_differ(trial) else (stated.values["autoscaling"],),
        "plan": lambda: _plans(trial, left_out),
    }
    shared: dict[str, tuple[Amount, ...]] = {}
    for key in trial.keys:
        if key in asked:
            shared[key] = asked[key]
        elif key in free and key in usual:
            shared[key] = usual[key]()
        else:
            shared[key] = (stated.values[key],)
    return Space(instances, shared, tuple(dict.fromkeys(left_out)))


def _counted(trial: Trial) -> bool:
    """True where a commitment buys a number of instances: so many of another type would be another fleet."""
    return "tranche_count" in trial.inputs and any(item.value for item in trial.scenario.entry("tranche_count", trial.option).elements)


# What the user names


def _asked(trial: Trial, over: Mapping[str, Sequence[str]]) -> dict[str, tuple[Amount, ...]]:
    """The choices that are named, by the model's keys, each checked against what there is."""
    option = trial.scenario.option(trial.option)
    plural = {"instances": INSTANCE, "precisions": "precision", "plans": "plan"}
    named = {plural[word]: list(names) for word, names in option.choices.items() if word in plural}
    keys = {word: key for key, word in WORDS.items()}
    for word, names in over.items():
        if word not in keys or (keys[word] != INSTANCE and keys[word] not in trial.keys):
            known = tuple(word for key, word in WORDS.items() if key == INSTANCE or key in trial.keys)
            raise TcoError(f"--over {word}: {trial.option} has no such setting to search{expected(word, known)}")
        named[keys[word]] = list(names)
    return {key: tuple(_choice(trial, key, name) for name in names) for key, names in named.items()}


def _choice(trial: Trial, key: str, name: str) -> Amount:
    table = trial.inputs[key].choices
    if table in trial.scenario.catalogue.tables:
        known = trial.scenario.catalogue[table].names()
        if name not in known:
            raise TcoError(f"{WORDS[key]}: there is no {name} among the catalogue's {table} at these sites{expected(name, known)}")
        return name
    if name == "auto" and trial.inputs[key].auto:
        return float(AUTO)
    try:
        return float(int(name))
    except ValueError:
        raise TcoError(f"{WORDS[key]}: {name} is no whole number; expected one such as 4") from None


# What there is


def _instances(trial: Trial, site: str, asked: Mapping[str, tuple[Amount, ...]], left_out: list[str]) -> Iterator[str]:
    """Yield the types of instance that a site offers, in the order of the catalogue, the stated one among them."""
    catalogue, option = trial.scenario.catalogue, trial.scenario.option(trial.option)
    clouds, families = (option.choices.get(key, ()) for key in ("clouds", "families"))
    own = trial.lead.instances[trial.sites.index(site)]
    offered = (
        set(catalogue["servers"].names())
        if option.kind.buys
        else {str(row.values["instance"]) for row in catalogue["offers"].rows if row.values["site"] == site}
    )
    for row in catalogue["instance_types"].rows:
        name = str(row.values["name"])
        if INSTANCE in asked:
            if name in asked[INSTANCE]:
                yield name
        elif name == own or (
            name in offered and (not clouds or row.values["cloud"] in clouds) and (not families or is_of(catalogue, name, families))
        ):
            if unknown := _unknown(catalogue, row):
                left_out.append(f"{name}: the catalogue knows no {unknown} of its chips")
            else:
                yield name


def is_of(catalogue: Catalogue, instance: str, families: Sequence[str]) -> bool:
    """True for a type whose chips are of one of these families; `ampere` is also `ampere-pcie` and every other variant of it."""
    family = family_of(catalogue, instance)
    return any(family == named or family.startswith(f"{named}-") for named in families)


def family_of(catalogue: Catalogue, instance: str) -> str:
    """The family of a type's chips, such as hopper or neuron; empty for a type that the catalogue does not have."""
    row = catalogue["instance_types"].find(instance)
    chip = catalogue["accelerators"].find(str(row.values["accelerator"])) if row else None
    return str(chip.values["family"]) if chip else ""


def _unknown(catalogue: Catalogue, row: Row) -> str:
    chip = catalogue["accelerators"].find(str(row.values["accelerator"]))
    return next((fact for fact in CHIP_FACTS if chip is None or not chip.values[fact]), "")


def _degrees(trial: Trial) -> tuple[Amount, ...]:
    """Powers of two that divide the attention heads, and the degree of the scenario, 0 of which leaves it to the model."""
    stated, heads = trial.number("tensor_parallel_given"), attention_heads(trial)
    powers = (2**power for power in range(MOST_DEGREE.bit_length()))
    divide = [float(degree) for degree in powers if degree <= max(MOST_DEGREE, stated) and (not heads or heads % degree == 0)]
    return tuple(sorted({*divide, stated} if "tensor_parallel_given" not in trial.left else divide))


def attention_heads(trial: Trial) -> int:
    """Attention heads of the model, from the shapes of the catalogue; 0 where they do not tell them, as with latent attention."""
    row = trial.scenario.catalogue["models"].find(str(trial.scenario.entry("model", trial.option).elements[0].value))
    shapes = ("kv_values", "layers", "kv_heads", "attention_width")
    values, layers, kv_heads, width = (float((row.values[key] if row else 0) or 0) for key in shapes)
    head = values / (2 * layers * kv_heads) if layers * kv_heads else 0
    heads = width / head if head else 0
    return int(heads) if heads == int(heads) and kv_heads and heads % kv_heads == 0 and head % 2 == 0 else 0


def _in_order(stated: float, more: Sequence[int]) -> tuple[Amount, ...]:
    return tuple(sorted({stated, *map(float, more)}))


def _hours_differ(trial: Trial) -> bool:
    """True where the load is not the same in every hour of every day, so that a fleet can follow it."""
    levels = trial.settled.options[trial.option].values["own_level"]
    return bool(np.ptp(levels) > 0 or trial.settled.demand.values["active_share"].min() < 1)


def _plans(trial: Trial, left_out: list[str]) -> tuple[Amount, ...]:
    """Plans with a price at every site, the stated one among them: none that can be taken back, none beyond the horizon."""
    catalogue, stated = trial.scenario.catalogue, trial.lead.values["plan"]
    found, taken, beyond = list[Amount](), list[str](), list[str]()
    horizon = float(trial.scenario.entry("horizon").elements[0].value)
    for row in catalogue["plans"].rows:
        name, term = str(row.values["name"]), float(row.values["term"] or 0)
        if name != stated and row.values["off_on_demand"] and not trial.number("savings_discount"):
            continue  # a savings plan without its discount has no price
        if name != stated and not all(_priced(catalogue, row, site) for site in trial.sites):
            continue
        if name != stated and row.values["interruptible"]:
            taken.append(name)
        elif name != stated and term > horizon:
            beyond.append(name)
        else:
            found.append(name)
    if taken:
        left_out.append(
            f"{', '.join(taken)}: instances may be taken back, which the modelled availability does not know; name it to search it"
        )
    if beyond:
        left_out.append(f"{', '.join(beyond)}: the term goes on after the horizon of {horizon:g} months; name it to search it")
    return tuple(found)


def _priced(catalogue: Catalogue, plan: Row, site: str) -> bool:
    return any(row.values[price_column(plan)] for row in catalogue["offers"].rows if row.values["site"] == site)


def dearer_twins(trial: Trial, site: str, names: Sequence[str]) -> Mapping[str, str]:
    """Types that another with the same chips undercuts in every price column at a site, each with that other one.

    The model reads nothing of a type but its chips, so that such a type is never cheaper at any setting.
    """
    catalogue = trial.scenario.catalogue
    chips = {str(row.values["name"]): (row.values["accelerator"], row.values["accelerators"]) for row in catalogue["instance_types"].rows}
    offers = {str(row.values["instance"]): row for row in catalogue["offers"].rows if row.values["site"] == site}
    prices = {name: [float(offers[name].values[column] or inf) for column in PRICES] for name in names if name in offers}
    found: dict[str, str] = {}
    for name, own in prices.items():
        for other, theirs in prices.items():
            undercuts = all(theirs[place] <= own[place] for place in range(len(PRICES)))
            equal = theirs == own
            if trial.has_own_price(site, name) or trial.has_own_price(site, other):
                continue  # the catalogue's prices are then not those that are paid
            if other != name and chips[other] == chips[name] and undercuts and (not equal or names.index(other) < names.index(name)):
                found.setdefault(name, other)
    return found
