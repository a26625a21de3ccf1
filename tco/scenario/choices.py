"""Lists of an option that a search may choose from: their names, and what must stand beside an `auto`."""

from __future__ import annotations

from collections.abc import Iterator

from tco.catalogue.reader import load
from tco.errors import expected
from tco.language.line import AUTO, AUTO_WORD
from tco.scenario.elements import File
from tco.scenario.fill import Named
from tco.scenario.scenario import Amount, Entry, Option
from tco.scenario.yaml_data import Place

CHOSEN = {"instances": "instance", "precisions": "precision", "plans": "plan", "prices": "price"}
"""Keys of the model for what a list names, by the key of the list."""
COLUMNS = {
    "clouds": ("instance_types", "cloud"),
    "families": ("accelerators", "family"),
    "instances": ("instance_types", "name"),
    "precisions": ("precisions", "name"),
    "plans": ("plans", "name"),
    "providers": ("api_prices", "provider"),
    "models": ("api_prices", "model"),
    "prices": ("api_prices", "name"),
}
"""Table and column of the catalogue that holds the names of a list, by its key."""
NEEDS_A_LIST = {"precision": "precisions"}
"""Settings that change the answers: a search chooses among those alone that the scenario names."""


def is_auto(value: Amount) -> bool:
    """True for a value that is left to a search."""
    return value in (AUTO, AUTO_WORD)


def check_choices(file: File, options: tuple[Option, ...], entries: dict[tuple[str, str], Entry]) -> None:
    """Report names that the catalogue does not have, and an `auto` without the list that it needs."""
    for named, option in zip(file.filled.options, options, strict=True):
        for key, names in option.choices.items():
            known = _known(file, key)
            for name in names:
                if name not in known:
                    place: Place = ("options", named.position, key)
                    table = COLUMNS[key][0]
                    file.problems.tell(place, f"{key}: there is no {name} in the catalogue's {table}{expected(name, tuple(known))}")
        for problem in _without_list(named, option, entries):
            file.problems.tell(*problem)


def _known(file: File, key: str) -> dict[str, None]:
    """Names of the catalogue in use, and those of the installed one: a resolved scenario keeps only what its sites offer."""
    table, column = COLUMNS[key]
    rows = [*file.catalogue[table].rows, *load()[table].rows]
    names = dict.fromkeys(str(row.values[column]) for row in rows if row.values[column])
    return names | (dict.fromkeys(name.split("-")[0] for name in names) if key == "families" else {})


def _without_list(named: Named, option: Option, entries: dict[tuple[str, str], Entry]) -> Iterator[tuple[Place, str]]:
    for key, needed in NEEDS_A_LIST.items():
        owners = (option.name, option.kind.settings, "")
        entry = next((entries[owner, key] for owner in owners if (owner, key) in entries), None)
        reads = entry is not None and needed in option.kind.choices
        if entry and reads and is_auto(entry.elements[0].value) and needed not in option.choices:
            told = f"{key}: auto stands here without a list, and another {key} changes the answers"
            yield ("options", named.position, key), f"{told}; expected {needed}: [fp8, int8] in {option.name}, those that are good enough"
