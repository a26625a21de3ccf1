"""Rules between the values of a scenario: shares that add up, currencies, country codes, facts that a choice needs."""

from __future__ import annotations

from collections.abc import Iterator

from tco.errors import MOST_NAMES
from tco.model.constants import DEFINITION
from tco.model.demand.hours_of_day import active_hours, hourly_profile
from tco.model.promises.residency import MOST_COUNTRIES
from tco.scenario.bind import Entries
from tco.scenario.check_options import check_options
from tco.scenario.elements import RATES_TABLE, File
from tco.scenario.form import last
from tco.scenario.jurisdictions import CODES, mistake
from tco.scenario.quantity import DOLLAR, wanted
from tco.scenario.scenario import Element, Entry
from tco.scenario.yaml_data import Place

MODEL_FACTS = (
    "dense_parameters", "layers", "hidden", "attention_width", "kv_heads", "kv_values", "experts", "experts_per_token", "maximum_context",
)  # fmt: skip
CHIP_FACTS = ("memory", "bandwidth", "flops_fp16", "link_bandwidth", "interconnect", "engine")
PARTS_OF_A_WHOLE: dict[str, tuple[Place, str]] = {"region_share": (("regions",), "regions"), "class_share": (("workload", "mix"), "mix")}
"""Inputs whose values add up to 100 %, with their place in a file and their name in a message."""
NEEDED = {
    "model": (("models", MODEL_FACTS),),
    "precision": (("precisions", ("weight_bytes", "expert_weight_bytes", "compute_number")),),
    "kv_precision": (("precisions", ("kv_bytes",)),),
    "slow_interconnect": (("interconnects", ("bandwidth",)),),
    "instance": (("instance_types", ("accelerator", "accelerators")), ("accelerators", CHIP_FACTS)),
}  # fmt: skip
"""Facts that a choice needs, by input: without one of them the model would divide by 0 or count something as free."""


def check(file: File, entries: Entries) -> None:
    """Report the rules that values break to the file's problems."""
    check_options(file, entries)
    _check_shares(file, entries)
    _check_prompts(file, entries)
    _check_growth(file, entries)
    _check_volume(file, entries)
    _check_clocks(file, entries)
    _check_currency(file)
    _check_definitions(file, entries)
    for (_, key), entry in entries.items():
        for item in entry.elements:
            if key in CODES:
                _check_codes(file, item, last(entry.input.path), CODES[key])
            for problem in _missing_facts(file, entry, item):
                file.problems.add([f"{item.place}: {problem}"])


def _check_shares(file: File, entries: Entries) -> None:
    for key, (place, what) in PARTS_OF_A_WHOLE.items():
        entry = entries["", key]
        whole = sum(float(item.value) for item in entry.elements)
        if abs(whole - 1) > 1e-6 and not file.problems.told(place):
            file.problems.tell(place, f"{what}: the shares add up to {whole * 100:.10g}%; expected 100%")


def _check_prompts(file: File, entries: Entries) -> None:
    """A part of a prompt is read from the cache or written to it, never both."""
    if ("", "class_cache_writes") not in entries:
        return
    pairs = zip(entries["", "class_cached"].elements, entries["", "class_cache_writes"].elements, strict=True)
    for cached, written in pairs:
        both = float(cached.value) + float(written.value)
        if both > 1:
            file.problems.add(
                [f"{written.place}: cached_input and cache_writes are {both:.0%} of the prompt together; expected at most 100%"]
            )


def _check_growth(file: File, entries: Entries) -> None:
    growth = entries["", "growth_per_month"].elements[0]
    for key, what in (("requests_per_day", "requests"), ("users", "users")):
        if entries["", key].dims and growth.value:
            place: Place = ("workload", "growth_per_month")
            told = f"growth_per_month: growth stands beside a list of {what} by month; expected one of them: set growth to 0%"
            file.problems.tell(place, told)


def _check_volume(file: File, entries: Entries) -> None:
    """The volume is given as requests, or as users and the requests of each, but not as both."""
    requests, users, each = (("workload", key) for key in ("requests_per_day", "users", "requests_per_user_per_day"))
    by_user = bool(entries["", "requests_per_user"].elements[0].value)
    if any(item.value for item in entries["", "requests_per_day"].elements) and by_user:
        file.problems.tell(each, "requests_per_user_per_day: the volume stands here twice; expected this, or requests_per_day")
    elif by_user and not any(item.value for item in entries["", "users"].elements) and not file.problems.told(users):
        file.problems.tell(users, "workload.users is missing; expected how many people send requests_per_user_per_day")
    elif not by_user and requests not in file.filled.values and not (file.problems.told(requests) or file.problems.told(each)):
        item = entries["", "requests_per_day"].input
        what = f"{item.note[:1].lower()}{item.note[1:].rstrip('.')}"
        file.problems.tell(requests, f"workload.requests_per_day is missing; expected {wanted(item)}: {what}")


def _check_clocks(file: File, entries: Entries) -> None:
    """Several clocks change nothing where every hour is as busy as the peak, which is worth knowing."""
    profile, active = (entries["", key].elements[0].value for key in ("hourly_profile", "active_hours"))
    if len(entries["", "clock"].elements) > 1 and profile == hourly_profile.default and active == active_hours.default:
        told = "time zones change nothing, for the plan states no hourly profile and no opening hours: every hour is as busy as the peak"
        file.problems.remark(("regions",), f"time_zone: {told}")


def _check_currency(file: File) -> None:
    given, currency = file.filled.texts.get("currency", "USD"), file.currency
    place: Place = ("finance", "exchange_rate")
    if given != currency:
        file.problems.tell(("currency",), f"currency: {given} is no currency code; expected three capital letters such as USD or HKD")
    rate = file.given(place)
    if currency == "USD" and rate and rate.value != 1:
        file.problems.tell(place, f"exchange_rate: {rate.value:g} USD per USD; expected 1, or the currency that this rate is for")
    if file.converted:
        paths = ", ".join(dict.fromkeys(file.converted))
        file.problems.remark(("currency",), f"currency: defaults in USD are converted by finance.exchange_rate: {paths}")
    unknown = currency != DOLLAR and file.catalogue[RATES_TABLE].find(currency) is None
    if unknown and place not in file.filled.values and not file.problems.told(place):
        file.problems.tell(
            ("currency",),
            f"currency: prices are in USD; expected finance: {{exchange_rate: {{value: {currency} per USD, source: …, date: …}}}}",
        )


def _check_definitions(file: File, entries: Entries) -> None:
    """Values that hold by definition appear in a resolved scenario too, but nobody may change them: the lines of the model rely on them."""
    for entry in entries.values():
        if entry.input.source == DEFINITION and entry.input.path.startswith("constants."):
            (item,) = entry.elements
            if item.value != entry.input.default:
                key, default = last(entry.input.path), entry.input.default
                kept = default if isinstance(default, str) else f"{default:,g}"
                file.problems.add([f"{item.place}: {key}: this is {kept} by definition; expected no other value"])


def _check_codes(file: File, item: Element, key: str, word: str) -> None:
    """Country codes are compared letter by letter, so that a slip would break or keep a promise by accident."""
    if item.value == word:
        return
    codes = str(item.value).split(", ")
    if key == "processed_in" and len(codes) > MOST_COUNTRIES:
        told = f"{key}: {len(codes)} countries; expected at most {MOST_COUNTRIES}, or one list for each region of the scenario"
        file.problems.add([f"{item.place}: {told}"])
    for code in codes:
        if remedy := mistake(code):
            file.problems.add([f"{item.place}: {key}: {code} is no country code; {remedy}, or '{word}' alone"])


def _missing_facts(file: File, entry: Entry, item: Element) -> Iterator[str]:
    name, key = str(item.value), last(entry.input.path)
    for table, columns in NEEDED.get(entry.input.key, ()):
        row = file.catalogue[table].find(name)
        if row is None:
            return
        for column in columns:
            if not row.values[column]:
                known = [str(other.values["name"]) for other in file.catalogue[table].rows if other.values[column]]
                instead = f"expected {', '.join(known[:MOST_NAMES])}" if len(known) <= MOST_NAMES else "expected another"
                yield f"{key}: the catalogue knows no {column} of {name}; {instead}, or the fact with its source under catalogue: {table}"
        name = str(row.values.get("accelerator") or "")
