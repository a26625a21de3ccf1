"""A small scenario that is right, as text with known lines, for tests that change one thing in it."""

from __future__ import annotations

from pathlib import Path

from tco.errors import ScenarioError
from tco.scenario.scenario import Scenario
from tco.search.settle import read

TEXT = """\
title: A plan
currency: USD
start: 2027-01
months: 12
case: base
workload:
  requests_per_day: 500_000
  mix:
    - {name: chat, share: 100%, input_tokens: 500, output_tokens: 200}
regions:
  - {name: Singapore, share: 60%, served_from: ap-southeast-1, allowed: [SG]}
  - {name: Sydney, share: 40%, served_from: ap-southeast-2, allowed: [AU]}
service_levels:
  ttft: 2 s
model: llama-3.3-70b
baseline: Machines
self_hosted: {staff: 2}
options:
  - {name: Machines, kind: cloud, instance: inf2.48xlarge}
  - {name: API, kind: api, price: gpt-4o-mini}
notes: []
"""


def changed(old: str, new: str) -> str:
    """The text with one piece replaced, which must stand in it."""
    assert old in TEXT, f"{old!r} is not in the small scenario"
    return TEXT.replace(old, new, 1)


def scenario_of(text: str | bytes, folder: Path, *settings: str) -> Scenario:
    """The scenario of a text, read from a file called s.yaml."""
    path = folder / "s.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path, settings)


def problems_of(text: str | bytes, folder: Path, *settings: str) -> list[str]:
    """What is wrong with a text, without the folder that its file lies in."""
    try:
        scenario_of(text, folder, *settings)
    except ScenarioError as refused:
        return [problem.replace(f"{folder}/", "") for problem in refused.problems]
    return []
