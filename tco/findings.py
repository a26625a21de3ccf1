"""The findings beside the plan itself, and the limits of what they say, for both documents.

Speed bands, sensitivity, crossings, the prices of requirements, searches and the simulation are each found once, when the workbook or the
summary first asks for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from tco.engine.crossings import Crossing, crossings
from tco.engine.evaluate import Results
from tco.engine.proof import Proof, proofs
from tco.engine.requirements import Requirements, requirements
from tco.engine.sensitivity import Sensitivity, sensitivity
from tco.engine.simulation.lopsided import why_not_central
from tco.engine.simulation.simulate import Simulation
from tco.engine.speed_band import SpeedBand, speed_bands
from tco.search.prices import FoundPrices, searched_prices
from tco.search.search import Found, on_machines, searched


@dataclass(frozen=True)
class Findings:
    """The findings of one scenario; a simulation only where one was run."""

    results: Results
    simulation: Simulation | None = None
    varied: frozenset[str] | None = None
    """Paths of the inputs that the workbook's Sensitivity sheet has columns for, and that the page may show; all of them for None."""

    def shown_with(self, varied: frozenset[str]) -> Findings:
        """The same findings for a page that shows these inputs at most; what was found already is not searched again."""
        found = replace(self, varied=varied)
        found.__dict__.update({name: value for name, value in self.__dict__.items() if name not in found.__dict__})
        return found

    @cached_property
    def bands(self) -> Mapping[str, SpeedBand]:
        """The speed band of every option whose speed is modelled, by name."""
        return speed_bands(self.results)

    @cached_property
    def sensitivity(self) -> Sensitivity:
        """The effect of every uncertain input on the run rate."""
        return sensitivity(self.results)

    @cached_property
    def asides(self) -> Mapping[str, str]:
        """Why the base of an option is not in the middle of its own draws, by name; only options of which this is true."""
        aside = (option for option in (self.simulation.options.values() if self.simulation else ()) if not option.is_central)
        return {
            option.name: why_not_central(
                option, self.sensitivity, keeps_at_base=bool(self.results.options[option.name].value("hard_promises_kept"))
            )
            for option in aside
        }

    @cached_property
    def crossings(self) -> tuple[Crossing, ...]:
        """The volumes at which the run rates of two options cross."""
        return crossings(self.results)

    @cached_property
    def requirements(self) -> Requirements:
        """What each requirement costs, fleets sized anew without it."""
        return requirements(self.results)

    @cached_property
    def alternatives(self) -> tuple[Found, ...]:
        """The cheapest configurations of every option on machines, as a search finds them."""
        scenario = self.results.scenario
        return tuple(searched(scenario, option.name) for option in scenario.options if on_machines(option))

    @cached_property
    def prices(self) -> tuple[FoundPrices, ...]:
        """Prices of APIs in the place of every API option's own."""
        scenario = self.results.scenario
        return tuple(searched_prices(scenario, option.name) for option in scenario.options if option.kind.own_model)

    @cached_property
    def proofs(self) -> tuple[Proof, ...]:
        """Cheaper options that lack only evidence, the nearest substitute first."""
        return proofs(self.results)


LIMITATIONS = (
    "Speeds are estimates of a closed-form model fitted on published benchmarks; measure the chosen option before signing a commitment.",
    "Availability is modelled from independent failures of instances; it is not a provider's contract.",
    "Prices are list prices of their date; capacity, quota and lead time of an instance type are not established.",
    "What owned servers are worth when the horizon ends stands beside the total and is not counted as a saving.",
    "Where data may be processed is the client's policy as stated; nothing here is legal advice.",
    "Options that serve another model are compared by cost only; equal quality is the client's to test.",
    "Income tax, indirect tax and price changes that no input states are not counted.",
)
"""Limitations of the model that hold for every scenario: sentences that both documents print."""
