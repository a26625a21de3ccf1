"""What must hold in the commitments of an option: a count or a coverage, a term, a site that it serves from."""

from __future__ import annotations

from collections.abc import Iterator

from tco.errors import expected
from tco.scenario.bind import Entries
from tco.scenario.elements import File
from tco.scenario.yaml_data import Place


def check_commitments(file: File, entries: Entries) -> None:
    """Tell the file's problems what does not hold in any commitment that it gives."""
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
    """What is committed keeps the price at which it was bought: a list by month has no meaning there."""
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
