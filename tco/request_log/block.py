"""The figures of a request log as `workload:` and `regions:` of a scenario, each value with its source, date and confidence."""

from __future__ import annotations

from tco.request_log.figures import BUSIEST, Demand
from tco.scenario.yaml_text import block

DIGITS = 5
"""Significant digits of a figure."""


def scenario_text(demand: Demand, name: str) -> str:
    """YAML to paste into a scenario, below comments with what its reader should know."""
    source = f"{name}, {demand.first.isoformat()} to {demand.last.isoformat()}"

    def measured(value: object) -> dict[str, object]:
        return {"value": value, "source": source, "date": demand.last.isoformat(), "confidence": "measured"}

    def figure(value: float) -> dict[str, object]:
        return measured(float(f"{value:.{DIGITS}g}"))

    workload: dict[str, object] = {"requests_per_day": figure(demand.requests_per_day)}
    if demand.retry_share is not None:
        workload["retries"] = figure(demand.retry_share)
    workload["peak_to_average"] = figure(demand.peak_to_average)
    workload["hourly_profile"] = measured(list(demand.hours))
    mix = []
    for item in demand.classes:
        entry = {"name": item.name, "share": measured(item.share)}
        entry |= {"input_tokens": figure(item.input_tokens), "output_tokens": figure(item.output_tokens)}
        mix.append(entry | ({} if item.cached_share is None else {"cached_input": figure(item.cached_share)}))
    lines = [*_notes(demand, name), *block({"workload": {**workload, "mix": mix}}, 4)]
    if demand.regions:
        lines += ["", "# Each region also needs served_from, and may say where its data may be processed (allowed)."]
        lines += block({"regions": [{"name": region, "share": measured(share)} for region, share in demand.regions.items()]}, 3)
    return "\n".join(lines) + "\n"


def _notes(demand: Demand, name: str) -> list[str]:
    days = (demand.last - demand.first).days + 1
    notes = [
        f"# From {name}: {demand.rows:,} requests, {demand.first.isoformat()} to {demand.last.isoformat()} ({days} days by the calendar).",
        f"# The peak is the {BUSIEST}th percentile of all minutes against their mean; hours are those of the log's clock.",
    ]
    if demand.left_out:
        notes.append(f"# {demand.left_out:,} requests after the last whole day are left out, so that every hour counts as often.")
    if demand.without_length:
        notes.append(f"# {demand.without_length:,} requests without tokens count as load, and not in the lengths.")
    if demand.retry_share is not None:
        notes.append("# Retries: rows that are later attempts, or else failures, each taken to be sent again.")
    return notes
