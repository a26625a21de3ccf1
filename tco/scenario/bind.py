"""Binding a filled form to the inputs of the models that its options need."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tco.catalogue.reader import excerpt
from tco.catalogue.table import Catalogue
from tco.errors import expected
from tco.language.line import Input
from tco.model.demand.time_zones import region_clock
from tco.model.options import KINDS, checks_model, comparison_model, demand_model, option_model, run_rate_model
from tco.scenario.currency import DOLLAR_RATE, RATES, rate_input, rates_given
from tco.scenario.elements import DEFAULTS_DATE, File, Spot, element, name_element
from tco.scenario.fill import Named
from tco.scenario.form import REPLACEABLE, ROWS, SHARED, head, last, of_commitment
from tco.scenario.quantity import DOLLAR, Given, is_code, shown
from tco.scenario.scenario import Element, Entry, Option
from tco.scenario.source import join
from tco.scenario.time_zones import TIME_ZONE, hours_of
from tco.scenario.yaml_data import Place

NO_COMMITMENT = ("1",)
"""The only tranche of an option without commitments: it commits nothing, until somebody fills it in the workbook."""

Entries = dict[tuple[str, str], Entry]
"""The inputs of a scenario, by owner and key."""
Served = dict[str, tuple[Given, Place]]
"""The site of each region, by the region's name, with the place that gives it."""


def bind(file: File) -> tuple[tuple[Option, ...], Entries]:
    """The options of a file and every input that they read. What is missing or unknown is reported to the file's problems."""
    served = {option.name: _served(file, option) for option in file.filled.options}
    options = tuple(_option(option, served[option.name]) for option in file.filled.options)
    entries: Entries = {}
    for entry in _entries(file, options, served):
        entries.setdefault((entry.owner, entry.input.key), entry)
    return options, entries


def catalogue_for(catalogue: Catalogue, options: tuple[Option, ...], entries: Entries, currency: str) -> Catalogue:
    """The part of the catalogue that these options can choose from."""
    sites = {site: None for option in options for site in option.sites}
    used = {str(item.value) for (_, key), entry in entries.items() if key == "instance" for item in entry.elements}
    used |= {name for option in options for name in option.choices.get("instances", ())}
    if any(option.kind.buys for option in options):
        used |= set(catalogue["servers"].names())
    return excerpt(catalogue, sites, used, currency)


def _option(option: Named, served: Served) -> Option:
    texts = option.texts
    sites = tuple(dict.fromkeys(str(given.value) for given, _ in served.values()))
    return Option(
        option.name,
        KINDS[texts["kind"]],
        sites,
        texts.get("quality", "not established"),
        texts.get("note", ""),
        tuple(item.name for item in option.commitments) or NO_COMMITMENT,
        texts.get("part_of", ""),
        option.choices,
        texts.get("split", ""),
    )


def _served(file: File, option: Named) -> Served:
    """The site of each region, as the option gives it or else the region; empty for an option without sites."""
    if "served_from" not in option_model(option.texts["kind"]).inputs:
        return {}
    place: Place = ("options", option.position, "served_from")
    _refuse_unknown_elements(file, place, [region.name for region in file.filled.regions], "region")
    found: Served = {}
    sites = file.catalogue["sites"].names()
    for region in file.filled.regions:
        given, here = file.nearest((*place, region.name), ("regions", region.position, "served_from"))
        if given is None and "served_from" in region.texts:
            given = Given(region.texts["served_from"])
        if given is None:
            if not file.problems.told(here) and not file.problems.told(place):
                missing = f"served_from is missing for {region.name}: the option {option.name} needs a site"
                file.problems.tell(here, f"{missing}; expected one such as ap-southeast-1, here or in the option")
        elif given.value not in sites:
            file.problems.tell(here, f"served_from: there is no {given.value} in the catalogue's sites{expected(str(given.value), sites)}")
        else:
            found[region.name] = (given, here)
    return found


def _refuse_unknown_elements(file: File, place: Place, names: list[str], what: str) -> None:
    for known in file.filled.values:
        if len(known) == len(place) + 1 and known[: len(place)] == place and known[-1] not in names:
            file.problems.tell(known, f"{place[-1]}: there is no {what} {known[-1]} here{expected(str(known[-1]), names)}")


def _entries(file: File, options: tuple[Option, ...], served: dict[str, Served]) -> Iterator[Entry]:
    shared = {**demand_model().inputs, **comparison_model().inputs, **run_rate_model().inputs, **checks_model().inputs}
    for item in shared.values():
        if item.path == "options.*.name":
            yield Entry(item, "", item.by, tuple(name_element(file, option.name) for option in options if not option.part_of))
        elif item.by == ("clock",):
            yield Entry(item, "", item.by, tuple(_clocks(file, item)))
        elif item.path:
            yield _shared(file, item, "")
    for named, option in zip(file.filled.options, options, strict=True):
        for item in option_model(option.kind.name).inputs.values():
            if item.key in shared or not item.path:
                continue
            if item.of_option:
                yield _of_option(file, item, named, option, served[option.name])
            else:
                yield _own(file, item, named, option) or _shared(file, item, option.kind.settings)
    yield from _rates(file)


def _clocks(file: File, item: Input) -> Iterator[Element]:
    """The names of the clocks that the regions keep, each once and in their order, or the hours by which each is ahead of UTC."""
    given = (file.given((*ROWS["regions"], region.position, TIME_ZONE)) for region in file.filled.regions)
    for name in dict.fromkeys(str(found.value if found else region_clock.default) for found in given):
        named = replace(name_element(file, name), value=name if item.is_text else float(hours_of(name)))
        yield named if name != region_clock.default else replace(named, source=region_clock.source, date=DEFAULTS_DATE)


def _rates(file: File) -> Iterator[Entry]:
    """The rates of currencies other than the dollar. No line reads them: they convert amounts that are stated in these currencies."""
    if RATES in file.filled.values:
        told = "one value stands here; expected a rate for each currency, such as {EUR: {value: 1.08, source: …, date: …}}"
        file.problems.tell(RATES, f"{RATES[-1]}: {told}")
    for code in rates_given(file.filled.values):
        place: Place = (*RATES, code)
        if not is_code(code):
            told = f"{shown(code)} is no currency code; expected three capital letters such as EUR or HKD"
        elif code == file.currency:
            told = f"{code} is the scenario's own currency; expected rates of others, or no such line"
        elif code == DOLLAR:
            told = f"the rate of {DOLLAR} stands in finance.{DOLLAR_RATE}; expected it there, as {file.currency} per 1 {DOLLAR}"
        else:
            item = rate_input(code)
            yield Entry(item, "", (), (element(file, item, file.given(place), Spot(place, item.path)),))
            continue
        file.problems.tell(place, f"{RATES[-1]}: {told}")


def _shared(file: File, item: Input, section: str) -> Entry:
    """An input that all options share, or all of one section."""
    for start, place in ROWS.items():
        if item.path.startswith(f"{start}.*."):
            return _of_rows(file, item, place)
    if isinstance(item.default, tuple):
        return _of_list(file, item)
    path = item.path.replace("{kind}", section)
    names = tuple(path.split("."))
    return Entry(item, names[0] if names[0] in SHARED else "", *_elements(file, item, names, path, section))


def _of_list(file: File, item: Input) -> Entry:
    """An input along an axis of its own, whose elements are named after the axis and their number."""
    place: Place = tuple(step for step in item.path.split(".") if step != "*")
    (axis,) = item.by
    usual = {f"{axis} {number}": value for number, value in enumerate(item.default, start=1)}
    _refuse_unknown_elements(file, place, list(usual), axis)
    elements = []
    for name, value in usual.items():
        given, here = file.nearest((*place, name), (*place, name))
        elements.append(element(file, replace(item, default=value), given, Spot(here, join(*map(str, place), name), (name,))))
    return Entry(item, "", item.by, tuple(elements))


def _own(file: File, item: Input, named: Named, option: Option) -> Entry | None:
    """A shared assumption that an option replaces by its own; None where it does not."""
    key = last(item.path)
    place: Place = ("options", named.position, key)
    if head(item) not in REPLACEABLE or place not in file.filled.values:
        return None
    return Entry(item, option.name, *_elements(file, item, place, join("options", option.name, key), option.kind.settings))


def _elements(file: File, item: Input, place: Place, path: str, section: str) -> tuple[tuple[str, ...], tuple[Element, ...]]:
    """The axes and elements of a single value, or of a list by month."""
    given = file.filled.values.get(place)
    if not isinstance(given, tuple):
        return (), (element(file, item, given, Spot(place, path, (), section)),)
    return ("month",), _listed(file, item, given, place, path)


def _listed(file: File, item: Input, given: tuple[Given | None, ...], place: Place, path: str) -> tuple[Element, ...]:
    """The elements of a list by month. A wrong length, and months in different currencies, are reported to the file's problems."""
    if len(given) != file.months:
        problem = f"the list has {len(given)} values, but the horizon has {file.months} months; expected one for each month"
        file.problems.tell(place, f"{place[-1]}: {problem}")
    if len({part.currency for part in given if part}) > 1:
        told = f"{place[-1]}: the months stand in different currencies; expected one currency for the whole list"
        file.problems.tell(place, told)
    months = ((str(number + 1), number, part) for number, part in enumerate(given) if part)
    return tuple(element(file, item, part, Spot((*place, number), f"{path}.{month}", (month,))) for month, number, part in months)


def _of_rows(file: File, item: Input, place: Place) -> Entry:
    """An input of every region or request class."""
    rows, key = file.filled.regions if place == ("regions",) else file.filled.classes, last(item.path)
    elements = []
    for row in rows:
        here = (*place, row.position, key)
        path = join(*map(str, place), row.name, key)
        elements.append(
            name_element(file, row.name) if key == "name" else element(file, item, file.given(here), Spot(here, path, (row.name,)))
        )
    return Entry(item, "", item.by, tuple(elements))


def _of_option(file: File, item: Input, named: Named, option: Option, served: Served) -> Entry:
    """An input that every option has: one value, or one for each of its sites or regions."""
    if of_commitment(item):
        return _of_commitment(file, item, named, option)
    key = last(item.path)
    place: Place = ("options", named.position, key)
    if key == "sites":
        return Entry(item, option.name, item.by, tuple(name_element(file, site) for site in option.sites))
    if not item.by:
        return Entry(item, option.name, *_elements(file, item, place, join("options", option.name, key), ""))
    names = list(option.sites) if item.by == ("site",) else [region.name for region in file.filled.regions]
    if key != "served_from" and len(served) == len(file.filled.regions):
        _refuse_unknown_elements(file, place, names, item.by[0])
    if any(file.series((*place, name)) for name in names):
        return _by_month(file, item, names, place, option)
    elements = []
    for name in names:
        at = file.nearest((*place, name), (*place, name)) if key != "served_from" else served.get(name)
        if at:
            elements.append(element(file, item, at[0], Spot(at[1], join("options", option.name, key, name), (name,))))
    return Entry(item, option.name, item.by, tuple(elements))


def _by_month(file: File, item: Input, names: list[str], place: Place, option: Option) -> Entry:
    """An input by site or region and month. Where one site has a list by month, the single value of another holds in every month."""
    elements: list[Element] = []
    for name in names:
        series, path = file.series((*place, name)), join("options", option.name, str(place[-1]), name)
        if series:
            found = _listed(file, item, series[0], series[1], path)
        else:
            given, here = file.nearest((*place, name), (*place, name))
            one = element(file, item, given, Spot(here, path, ()))
            months = [str(number + 1) for number in range(file.months)]
            found = tuple(replace(one, path=f"{path}.{month}", where=(month,)) for month in months)
        elements += [replace(part, where=(name, *part.where)) for part in found]
    return Entry(item, option.name, (*item.by, "month"), tuple(elements))


def _of_commitment(file: File, item: Input, named: Named, option: Option) -> Entry:
    """An input of every commitment, or of the empty tranche of an option without commitments."""
    key = last(item.path)
    elements = []
    for number, name in enumerate(option.tranches):
        position = named.commitments[number].position if named.commitments else 0
        here: Place = ("options", named.position, "commitments", position, key)
        given = file.given(here)
        if item.key == "tranche_site" and given is None and option.sites:
            given = Given(option.sites[0], source="Follows from the option: its first site")
        spot = Spot(here, join("options", option.name, "commitments", name, key), (name,))
        elements.append(name_element(file, name) if key == "name" else element(file, item, given, spot))
    return Entry(item, option.name, item.by, tuple(elements))
