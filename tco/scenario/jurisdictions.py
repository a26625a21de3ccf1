"""Jurisdictions: the countries in which data may be processed, by ISO 3166-1 codes and by groups of countries.

A list of a region's rule names every country, because the workbook looks for each place of processing in it. A group in `allowed` is
therefore replaced by its members. `EU` stays in the list beside them, so that a provider may say "in the EU" without naming a country.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from tco.model.constants import NOT_ESTABLISHED, any_place

RULE = "allowed"
"""The key of the input that holds what a region's rule allows; any other list of countries says where requests are processed."""
CODES = {RULE: str(any_place.default), "processed_in": NOT_ESTABLISHED}
"""Inputs that hold lists of countries, and the word that is allowed instead."""
UNION = "EU"
"""The one group with a code of two letters, as those of countries: a list may hold it."""
SEPARATOR = ", "
_NOT_ISO = {"UK": "GB", "EL": "GR"}
"""Codes in use that ISO 3166-1 has not, and what it has instead."""


@dataclass(frozen=True)
class Group:
    """A group of countries, with the origin of the list of its members."""

    members: tuple[str, ...]
    source: str


@cache
def groups() -> Mapping[str, Group]:
    """Every group that a scenario may name, members of the union instead of it."""
    text = Path(__file__).with_name("country_groups.yaml").read_text(encoding="utf-8")
    found = {name: Group(tuple(entry["members"]), entry["source"]) for name, entry in YAML(typ="safe").load(text).items()}
    return {name: Group(tuple(_flat(group.members, found)), group.source) for name, group in found.items()}


def _flat(members: Iterable[str], found: Mapping[str, Group]) -> Iterable[str]:
    for member in members:
        yield from found[member].members if member in found else (member,)


def members_of(key: str, codes: str) -> str:
    """A list of codes with the members of every group in it, each code once; a text that is no such list stays as it is.

    `key` is the input's: in a region's rule the union is listed beside its members, and a place of processing keeps it as it is.
    """
    names = codes.split(SEPARATOR)
    if not set(names) & groups().keys():
        return codes
    found: list[str] = []
    for name in names:
        members = groups()[name].members if name in groups() else (name,)
        if key != RULE and set(members) >= set(groups()[UNION].members):
            members = (UNION, *(code for code in members if code not in groups()[UNION].members))
        found += members
    if key == RULE and set(found) >= set(groups()[UNION].members):
        found.insert(0, UNION)
    return SEPARATOR.join(dict.fromkeys(found))


def in_short(codes: str) -> str:
    """A list of codes for a sentence: the union without its members."""
    names = codes.split(SEPARATOR)
    members = groups()[UNION].members
    return SEPARATOR.join(name for name in names if UNION not in names or name not in members)


def sources_of(codes: str) -> str:
    """Origins of the members of the groups in a list; empty where there is none."""
    return "; ".join(groups()[name].source for name in codes.split(SEPARATOR) if name in groups())


def mistake(code: str) -> str:
    """The remedy for a text that is neither a country's code nor a group; empty where it is one of them."""
    import pycountry  # noqa: PLC0415  (a tenth of a second, for scenarios with a rule only)

    known = pycountry.countries.get(alpha_2=code)
    if code in groups() or (known is not None and known.alpha_2 == code):
        return ""
    near = _NOT_ISO.get(code.upper())
    if near is None:
        try:
            near = pycountry.countries.lookup(code).alpha_2
        except LookupError:
            near = next(iter(get_close_matches(code.upper(), groups(), 1)), None)
    return f"did you mean {near}" if near else f"expected two capital letters such as HK or SG, a group such as {', '.join(groups())}"
