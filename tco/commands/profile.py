"""`tco profile`: a request log becomes the `workload:` of a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from tco.request_log.block import scenario_text
from tco.request_log.figures import demand_of
from tco.request_log.reading import read_log


def print_profile(path: Path, names: Mapping[str, str], classes: int, time_zone: str) -> None:
    """Print what the log says of demand, as YAML; raises ScenarioError where it says nothing."""
    demand = demand_of(read_log(path, names, time_zone), classes)
    click.echo(scenario_text(demand, path.name), nl=False)
