"""Lopsided draws: why the base of an option is not in the middle of them.

Some inputs can raise the cost by more than they can lower it, or the reverse; and a promised time that can be kept in some draws alone
sizes the fleet in these only.
"""

from __future__ import annotations

from tco.engine.sensitivity import Sensitivity, Swing
from tco.engine.simulation.simulate import OptionSimulation

MOST = 3
LEAST_PART = 0.01
"""Share of an option's run rate below which a lopsided effect is not worth a word."""
LEAST_SHARE = 0.05
"""Share of the draws below which another fate than the base's does not move the middle."""


def lopsided(option: OptionSimulation, found: Sensitivity) -> tuple[Swing, ...]:
    """The inputs that do most to move the middle of an option's draws away from its base, the strongest first.

    An input whose ends change the cost by as much either way moves nothing; one that adds 30 at its dear end and takes off 10 at its
    cheap one moves the middle of all draws upwards.
    """
    if option.total is None or option.base is None:
        return ()
    base, sign = found.base[option.name], 1 if option.total.p50 > option.base else -1
    pulls = {number: sign * _pull(swing, option.name, base) for number, swing in enumerate(found.swings)}
    strongest = sorted((number for number, pull in pulls.items() if pull > LEAST_PART * base), key=lambda number: -pulls[number])
    return tuple(found.swings[number] for number in strongest[:MOST])


def _pull(swing: Swing, option: str, base: float) -> float:
    """The distance of both ends together from the base; 0 where the option is not possible at one of them."""
    low, high = swing.costs[option]
    return 0.0 if low is None or high is None else low + high - 2 * base


def why_not_central(option: OptionSimulation, found: Sensitivity, *, keeps_at_base: bool) -> str:
    """A clause for an option whose base lies outside of the middle of its own draws; empty for any other."""
    if option.is_central or option.total is None or option.base is None:
        return ""
    wrong, right = "what can go wrong", "what can go right"
    reason = f"{wrong} costs more than {right} saves" if option.total.p50 > option.base else f"{right} saves more than {wrong} costs"
    names = [_lower(swing.label) for swing in lopsided(option, found)]
    above_all = f", above all through {_listed(names)}" if names else ", in steps of whole machines"
    missed = not keeps_at_base and option.keeps_promises >= LEAST_SHARE
    fleets = "; it misses a hard requirement at the base, and in some draws has the fleet that meets all" if missed else ""
    return f"{reason}{above_all}{fleets}"


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _lower(name: str) -> str:
    """A label inside a sentence: its first letter small, unless it begins with an abbreviation."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
