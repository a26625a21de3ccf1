"""Rules for the options of a scenario: their names, their commitments, and hybrids with their parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from tco.errors import expected
from tco.model.options import KINDS
from tco.scenario.bind import Entries
from tco.scenario.elements import File
from tco.scenario.scenario import Element
from tco.scenario.yaml_data import Place

SHEETS = (
    "Cover", "Summary", "Inputs", "Catalogue", "Demand", "Comparison", "Volume", "Sensitivity", "Simulation", "Checks", "Roofline",
    "Data", "Requirements", "Alternatives", "Sources", "Scenario", "History",
)  # fmt: skip
"""Names that no option may have: those of the workbook's own sheets, and the one that Excel keeps for itself."""
TOLERANCE = 1e-6
"""The largest distance of a sum of shares from 1."""
WHOLE = {"carried_share": 1.0, "slice_from": 0.0, "slice_to": 1.0}
"""The values, by input, of an option that takes on all requests by itself."""


def check_options(file: File, entries: Entries) -> None:
    """Report the rules that options break to the file's problems."""
    _check_names(file)
    _check_parts(file, entries)
    _check_commitments(file, entries)


def _check_names(file: File) -> None:
    own = {name.casefold() for name in SHEETS}
    for option in file.filled.options:
        place: Place = ("options", option.position, "name")
        if re.search(r"[\\/*?:\[\]]|^'|'$", option.name):
            file.problems.tell(place, f"name: {option.name} becomes a sheet's name; expected none of \\ / * ? : [ ] and no ' at its ends")
        elif option.name.casefold() in own:
            file.problems.tell(place, f"name: {option.name} is a sheet of every workbook; expected another name")


# Hybrids and their parts


def _check_parts(file: File, entries: Entries) -> None:
    """A hybrid has parts, a part belongs to a hybrid, and any other option takes on all requests."""
    hybrids = {option.name: option for option in file.filled.options if KINDS[option.texts["kind"]].has_parts}
    parts: dict[str, list[str]] = {name: [] for name in hybrids}
    for option in file.filled.options:
        whole, place = option.texts.get("part_of"), ("options", option.position, "part_of")
        if whole is None:
            _check_whole(file, option.name, entries)
        elif whole not in hybrids:
            file.problems.tell(place, f"part_of: there is no option {whole} of kind hybrid{expected(whole, tuple(hybrids))}")
        elif option.name in hybrids:
            file.problems.tell(place, f"part_of: {option.name} is a hybrid itself; expected parts of other kinds")
        else:
            parts[whole].append(option.name)
    for name, own in parts.items():
        if len(own) < 2:
            place = ("options", hybrids[name].position, "kind")
            count = f"{len(own) or 'no'} part{'s' * (len(own) != 1)}"
            file.problems.tell(place, f"kind: the hybrid {name} has {count}; expected two options or more with part_of: {name}")
        elif all((part, key) in entries for part in own for key in WHOLE):
            if "split" not in hybrids[name].texts:
                _check_shared_out(file, name, own, entries)
            _check_begin(file, name, own, entries)
    _check_splits(file, parts)


def _check_splits(file: File, parts: Mapping[str, Sequence[str]]) -> None:
    """The split of a hybrid with two parts can be left to a search."""
    for option in file.filled.options:
        place: Place = ("options", option.position, "split")
        own = parts.get(option.name, ())
        if "split" in option.texts and len(own) > 2:
            told = (
                f"split: auto stands here, and {option.name} has {len(own)} parts; expected two, or a share in each part and no such line"
            )
            file.problems.tell(place, told)


def _check_whole(file: File, name: str, entries: Entries) -> None:
    for key, whole in WHOLE.items():
        for item in entries[name, key].elements if (name, key) in entries else ():
            if item.value != whole:
                key_told = item.path.split(".")[2]
                where = f" of {item.where[0]}" if item.where else ""
                told = f"{key_told}: {name} does not take on all requests{where}"
                file.problems.add([f"{item.place}: {told}; expected {whole:.0%}, or part_of with the name of a hybrid"])


def _check_shared_out(file: File, hybrid: str, parts: list[str], entries: Entries) -> None:
    """At every level of the load, the parts that answer there take on all requests of a region."""
    slices = {part: tuple(_amount(entries[part, key].elements[0]) for key in ("slice_from", "slice_to")) for part in parts}
    levels = sorted({0.0, 1.0, *(level for pair in slices.values() for level in pair)})
    for place, element in enumerate(entries[parts[0], "carried_share"].elements):
        for low, high in pairwise(levels):
            taken = sum(
                _amount(entries[part, "carried_share"].elements[place])
                for part in parts
                if slices[part][0] <= low and high <= slices[part][1]
            )
            if abs(taken - 1) > TOLERANCE:
                between = "" if levels == [0.0, 1.0] else f" between {low:.6g} and {high:.6g} of the peak"
                told = f"share: the parts of {hybrid} take on {taken * 100:.10g}% of {element.where[0]}{between}"
                file.problems.add([f"{element.place}: {told}; expected 100%"])


def _check_begin(file: File, hybrid: str, parts: list[str], entries: Entries) -> None:
    """The parts of a hybrid go live together: until then somebody must answer the requests of each."""
    months = {part: entries[part, "go_live_month"].elements[0] for part in parts if (part, "go_live_month") in entries}
    if len({item.value for item in months.values()}) > 1:
        told = ", ".join(f"{part} in month {_amount(item):g}" for part, item in months.items())
        last = max(months.values(), key=_amount)
        file.problems.add([f"{last.place}: go_live_month: the parts of {hybrid} go live apart: {told}; expected one month for all"])


def _amount(item: Element) -> float:
    return float(item.value)


# Commitments


def _check_commitments(file: File, entries: Entries) -> None:
    """A commitment has a count or a coverage, a term, and a site from which its option serves."""
    for option in file.filled.options:
        _check_price(file, entries, option.name, ("options", option.position, "price_per_hour"))
        sites = [str(item.value) for item in entries[option.name, "site"].elements] if (option.name, "site") in entries else []
        for number, tranche in enumerate(option.commitments):
            place: Place = ("options", option.position, "commitments", tranche.position)
            if not any(file.given((*place, key)) for key in ("count", "coverage")):
                _tell(file, place, tranche.name, "nothing is committed; expected count, such as 4, or coverage, such as 60%")
            for problem in _problems(file, entries, option.name, number, sites):
                _tell(file, place, tranche.name, problem)


def _check_price(file: File, entries: Entries, option: str, place: Place) -> None:
    """A commitment keeps the price at which it was bought, so that a list of prices by month has no meaning beside one."""
    price, plan = entries.get((option, "price_per_hour")), entries.get((option, "plan"))
    row = file.catalogue["plans"].find(str(plan.elements[0].value)) if plan else None
    if price and "month" in price.dims and row and row.values["term"]:
        told = f"price_per_hour: a list by month stands beside the plan {row.values['name']}, which keeps its price for a term"
        file.problems.tell(place, f"{told}; expected one price, or a plan without a term")


def _tell(file: File, place: Place, name: str, problem: str) -> None:
    if not file.problems.told(place):
        file.problems.tell(place, f"commitments: {name}: {problem}")


def _problems(file: File, entries: Entries, option: str, number: int, sites: list[str]) -> Iterator[str]:
    def value(key: str) -> float | str:
        return entries[option, key].elements[number].value

    if value("tranche_count") and value("tranche_coverage"):
        yield "both count and coverage stand here; expected one of them"
    plans = file.catalogue["plans"]
    row = plans.find(str(value("tranche_plan")))
    if row and not row.values["term"] and not value("tranche_term"):
        bound = [str(other.values["name"]) for other in plans.rows if other.values["term"]]
        yield f"{row.values['name']} commits to nothing; expected a plan with a term, such as {', '.join(bound[:3])}, or term in months"
    site = str(value("tranche_site"))
    if site not in sites:
        yield f"the option serves nothing from {site}{expected(site, sites)}"
