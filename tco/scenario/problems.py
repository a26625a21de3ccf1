"""The problems of a scenario file, gathered so that all are reported at once, each with its line and its remedy."""

from __future__ import annotations

from tco.errors import ScenarioError
from tco.scenario.source import Source
from tco.scenario.yaml_data import Place


class Problems:
    """The problems of one file, in the order of its lines; a place may have several."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.found: dict[str, int] = {}
        self.places: set[Place] = set()
        self.remarks: list[str] = []

    def tell(self, place: Place, problem: str) -> None:
        """Note a problem: what is wrong; what was expected; did you mean."""
        self.places.add(place)
        self.found.setdefault(f"{self.source.where(place)}: {problem}", self.source.line(place))

    def remark(self, place: Place, remark: str) -> None:
        """Note what is no problem and yet worth knowing."""
        told = f"{self.source.where(place)}: {remark}"
        self.remarks += [] if told in self.remarks else [told]

    def add(self, problems: list[str]) -> None:
        """Note problems that already begin with their `file:line`."""
        for problem in problems:
            place = problem.removeprefix(f"{self.source.path}:").split(":", 1)[0]
            self.found.setdefault(problem, int(place) if place.isdigit() else 0)

    def excuse(self, place: Place) -> None:
        """Keep later checks from saying that something is missing at a place, because another message has said so."""
        self.places.add(place)

    def told(self, place: Place) -> bool:
        """True where a message is about this place or one inside it."""
        return any(known[: len(place)] == place for known in self.places)

    def stop(self) -> None:
        """Raise ScenarioError with all problems, if there are any."""
        if self.found:
            raise ScenarioError(sorted(self.found, key=self.found.__getitem__))
