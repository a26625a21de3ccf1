"""A search of 1,000 and of 2,000 candidates at two sites over twelve months, against evaluating each alone; prints its figures as JSON."""

from __future__ import annotations

import json
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import islice, product
from pathlib import Path

from tco.engine.evaluate import evaluate
from tco.scenario.reading import read
from tco.search.candidates import judged
from tco.search.search import searched
from tco.search.trial import Setting, Trial

SCENARIO = """\
title: Candidates of a search
start: 2027-01
months: 12
workload:
  requests_per_day: 800_000
  growth_per_month: 3%
  hourly_profile: office
  mix: [{name: chat, share: 100%, input_tokens: 500, output_tokens: 200}]
regions:
  - {name: United States, share: 60%, served_from: us-east-1}
  - {name: Australia, share: 40%, served_from: ap-southeast-2}
service_levels: {latency: 10 s, availability: 99.9%}
model: llama-3.3-70b
precision: fp8
options:
  - {name: Machines, kind: cloud, instance: p5.48xlarge, tensor_parallel: 8}
"""
OPTION, CANDIDATES, ROUNDS, EVERY = "Machines", 1000, 5, 20
TYPES = ("p5.48xlarge", "p5en.48xlarge", "g6e.48xlarge", "p4d.24xlarge")
SHARED = {
    "precision": ("fp8", "int8"),
    "tensor_parallel_given": (2.0, 4.0, 8.0),
    "server_batch": (16.0, 32.0, 64.0, 128.0),
    "spares": (-1.0, 1.0, 2.0),
    "autoscaling": (0.0, 1.0),
    "plan": ("on-demand", "reserved-1yr"),
}
"""Settings of every candidate: more than 2,000 configurations with the types of both sites."""


def candidates(trial: Trial, count: int) -> list[Setting]:
    """So many configurations, spread over the types of both sites."""
    shared = [[(key, value) for value in SHARED[key]] for key in trial.keys]
    return [Setting(types, values) for values, types in islice(product(product(*shared), product(TYPES, repeat=2)), count)]


def one_by_one(trial: Trial, settings: Sequence[Setting]) -> list[float]:
    """The cost of each configuration, typed into the scenario."""
    costs = []
    for setting in settings:
        moved = trial.scenario.with_values(trial.paths(setting))
        costs.append(evaluate(moved, wanted=("tco", "eligible", "gaps"), settled=trial.settled).options[OPTION].value("tco"))
    return costs


def seconds(work: Callable[[], object]) -> float:
    """Seconds that a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def cpu_seconds(work: Callable[[], object]) -> float:
    """Seconds for which a piece of work keeps a processor busy, whatever else the machine does."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    """Measure in turn, A B A B …; medians count, and of growth the least times.

    The peak is that of the whole process, so that nothing larger may run before.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "candidates.yaml"
        path.write_text(SCENARIO, encoding="utf-8")
        scenario = read(path)
    trial = Trial(scenario, OPTION)
    many = candidates(trial, 2 * CANDIDATES)
    some, few = many[:CANDIDATES], many[:CANDIDATES:EVERY]
    costs = [candidate.tco for candidate in judged(trial, some)]
    alone = one_by_one(trial, few)
    assert all(abs(ours - theirs) < 1e-6 * theirs for ours, theirs in zip(costs[::EVERY], alone, strict=True)), "the same figures"
    busy = [(cpu_seconds(lambda: judged(trial, some)), cpu_seconds(lambda: judged(trial, many))) for _ in range(ROUNDS)]
    rounds = [(seconds(lambda: judged(trial, some)), seconds(lambda: one_by_one(trial, few))) for _ in range(ROUNDS)]
    whole, found = seconds(lambda: searched(scenario, OPTION)), searched(scenario, OPTION)
    figures = {
        "seconds": statistics.median(one for one, _ in rounds),
        "ratio": statistics.median(one / (alone * EVERY) for one, alone in rounds),
        "growth": min(twice for _, twice in busy) / min(once for once, _ in busy),
        "whole_search": whole,
        "configurations": found.size,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000,  # kB on Linux
    }
    json.dump(figures, sys.stdout)


if __name__ == "__main__":
    main()
