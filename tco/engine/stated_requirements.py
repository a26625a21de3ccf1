"""Stated requirements: which a scenario has, at what values, and the state of it in which one is left out."""

from __future__ import annotations

from tco.engine.evaluate import Evaluated, Results
from tco.engine.many_states import State
from tco.model.promises.verdict import JUDGED, TIMES
from tco.scenario.scenario import Amount, Scenario

REQUIREMENTS = tuple(JUDGED)
"""Keys of everything that may be required of a service."""
REQUIRED_TIMES = tuple(TIMES)
"""Those that are times of an answer, in seconds."""
UNPROVEN = "unproven"
"""Key of all requirements together that nobody has established for an option, each left out for the options that lack it."""
LABELS = {**{key: name for key, (name, *_) in JUDGED.items()}, UNPROVEN: "All not yet confirmed"}
"""Names of requirements, by key."""
_LIMITS = ("limits_asked", "requests_limit", "tokens_limit")
"""Inputs that judge rate limits: what the client asks for, and what options state."""


def asked(results: Results) -> tuple[str, ...]:
    """Keys of the requirements that any option is held to."""
    word = _word(results.scenario, "row_not_promised")
    return tuple(key for key in REQUIREMENTS if any(one.value(f"{key}_status") != word for one in results.compared.values()))


def unproven(evaluated: Evaluated) -> tuple[str, ...]:
    """Keys of the mandatory requirements that nobody has established for an option."""
    return tuple(key for key in REQUIREMENTS if evaluated.value(f"{key}_hard_gap") > evaluated.value(f"{key}_breach"))


def stated(scenario: Scenario, key: str) -> float:
    """The required time or availability in the scenario's case; 0 where none is required."""
    return float(_word(scenario, f"{key}_promise"))


def ruled_regions(scenario: Scenario) -> dict[str, str]:
    """Regions with a rule on where their data may be processed, and the countries that it allows."""
    entry, anywhere = scenario.entry("allowed"), str(_word(scenario, "any_place"))
    rules = {element.where[0]: str(element.in_case(scenario.case, entry.input.rises)) for element in entry.elements}
    return {region: rule for region, rule in rules.items() if rule.lower() != anywhere.lower()}


def as_text(key: str, value: float | str) -> str:
    """A requirement's value as a reader sees it: "2 s", "99.9 %", the name of a region."""
    if isinstance(value, str):
        return value
    return f"{value * 100:.6g} %" if key == "availability" else f"{value:.4g} s"


def left_out(scenario: Scenario, key: str) -> State:
    """The values with which a requirement is not made at all."""
    if key == "residency":
        return anywhere(scenario, scenario.regions)
    keys = _LIMITS if key == "limits" else (f"{key}_promise",)
    return {element.path: 0.0 for (_, name), entry in scenario.entries.items() if name in keys for element in entry.elements}


def anywhere(scenario: Scenario, regions: tuple[str, ...]) -> State:
    """The values with which the data of these regions may be processed anywhere."""
    word = _word(scenario, "any_place")
    return {element.path: word for element in scenario.entry("allowed").elements if element.where[0] in regions}


def _word(scenario: Scenario, key: str) -> Amount:
    """The value of an input that has one."""
    entry = scenario.entry(key)
    return entry.elements[0].in_case(scenario.case, entry.input.rises)
