"""A small scenario for every way in which a comparison can end: for the tests of the summary, and for its pictures."""

# ruff: noqa: E501 — an option takes one line of YAML where that reads best

from __future__ import annotations

from pathlib import Path

from small_scenario import scenario_of

from tco.engine.evaluate import Results, evaluate
from tco.engine.simulation.simulate import simulate
from tco.findings import Findings

KEPT = "ttft: 900 ms, latency: 3 s, availability: 99.95%, processed_in: JP, quality: tested by the client"
SLOW = KEPT.replace("ttft: 900 ms, latency: 3 s", "ttft: 4 s, latency: 8 s")
GPU = "{name: %s, kind: cloud, instance: g6e.xlarge, plan: %s%s}"
CHAT = "  mix:\n    - {name: chat, share: 100%, input_tokens: 500, output_tokens: 200}"


def api(name: str, price: float, service: str = KEPT) -> str:
    """An API whose answers cost so many USD per million tokens, and its prompts a quarter of that."""
    return f"{{name: {name}, kind: api, price: gpt-5.4-mini, input_price: {price / 4}, output_price: {price}{', ' if service else ''}{service}}}"


def story(*options: str, baseline: str, workload: str = "  requests_per_day: 200_000", more: str = "") -> str:
    """A year in Japan for the client of the pictures."""
    return "\n".join(
        [
            "title: Assistant for customers",
            "client: Example Retail Group",
            "start: 2027-01",
            "months: 12",
            "workload:",
            workload,
            CHAT,
            "regions:",
            "  - {name: Tokyo, share: 60%, served_from: ap-northeast-1, allowed: [JP]}",
            "  - {name: Osaka, share: 40%, served_from: ap-northeast-1, allowed: [JP]}",
            "service_levels: {ttft: 2 s, latency: 30 s, availability: 99.9%}",
            "model: llama-3.1-8b",
            "precision: fp16",
            f"baseline: {baseline}",
            "options:",
            *(f"  - {option}" for option in options),
            more,
        ]
    )


MAY_BE_LATE = KEPT.replace("latency: 3 s", "latency: {value: 2.95 s, low: 2 s, high: 9 s}")
DRAWS = 400
DRAWN = ("leaning", "undecided", "split three ways", "alone and late")
"""Shapes that a simulation makes."""
GROWING = "  requests_per_day: 400_000\n  growth_per_month: 30%"
LEAN = "self_hosted: {staff: 0.5, spares: 3, non_production: 0%}"
SHRINKING = "  requests_per_day: [8_000_000, 8_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000]"
SHAPES = {
    "dominates": story(GPU % ("Machines", "on-demand", ""), api("API", 0.6), baseline="Machines"),
    "cheaper fails": story(GPU % ("Machines", "on-demand", ""), api("API", 2), api("Slow API", 0.6, SLOW), baseline="Machines"),
    "dearer": story(api("Slow API", 0.6, SLOW), api("API", 2), baseline="Slow API"),
    "open": story(api("Slow API", 0.6, SLOW), api("Unknown API", 2, ""), baseline="Slow API"),
    "broken": story(api("Slow API", 0.6, SLOW), api("Slower API", 0.5, SLOW.replace("4 s", "9 s")), baseline="Slow API"),
    "stay": story(api("API", 0.6), GPU % ("Machines", "on-demand", ""), baseline="API"),
    "tie": story(
        GPU % ("Machines", "on-demand", ""),
        "{name: Other machines, kind: cloud, instance: p5.48xlarge, price_per_hour: {value: 24.5, source: a quote}, spares: 1}",
        baseline="Machines",
        workload="  requests_per_day: 3_000_000",
        more=LEAN,
    ),
    "overtaken": story(api("API", 1.4), GPU % ("Machines", "on-demand", ""), baseline="API", workload=GROWING, more=LEAN),
    "uncommitted": story(
        GPU % ("Reserved", "reserved-1yr", ""),
        GPU % ("On demand", "on-demand", ""), baseline="Reserved", workload=SHRINKING, more=LEAN
    ),
    "leaning": story(
        api("API", 0.6, f"{KEPT}, migration: {{value: 25_000, low: 10_000, high: 60_000}}"),
        api("Other API", 0.7, f"{KEPT}, migration: {{value: 35_000, low: 15_000, high: 80_000}}"), baseline="Other API",
    ),
    "undecided": story(
        api("API", 0.6, MAY_BE_LATE), api("Other API", 0.8, f"{KEPT}, migration: {{value: 35_000, low: 30_000, high: 50_000}}"), baseline="Other API"
    ).replace("latency: 30 s", "latency: 3 s"),
    "split three ways": story(
        *(api(name, 0.6, f"{KEPT}, migration: {{value: {cost}, low: 10_000, high: 60_000}}") for name, cost in (("API", 25_000), ("Second API", 25_500), ("Third API", 26_000))),
        baseline="Third API",
    ),
    "alone and late": story(api("API", 0.6, MAY_BE_LATE.replace("ttft: 900 ms", "ttft: {value: 1.98 s, low: 1 s, high: 5 s}")), baseline="API")
    .replace("latency: 30 s", "latency: 3 s"),
    "nothing asked": story(api("API", 0.6), api("Other API", 0.9), baseline="API")
    .replace("service_levels: {ttft: 2 s, latency: 30 s, availability: 99.9%}", "").replace("[JP]", "any"),
    "nothing asked of one": story(api("API", 0.6), baseline="API")
    .replace("service_levels: {ttft: 2 s, latency: 30 s, availability: 99.9%}", "").replace("[JP]", "any"),
    "alone": story(api("API", 0.6), baseline="API"),
    "idle": story(GPU % ("Machines", "on-demand", ""), api("API", 0.6), baseline="Machines", workload="  requests_per_day: 0"),
    "new": story("{name: Own machines, kind: cloud, instance: p4de.24xlarge, plan: reserved-1yr}", api("API", 0.6), baseline="Own machines"),
    "impossible": story("{name: Own machines, kind: cloud, instance: p4de.24xlarge, plan: reserved-1yr}", baseline="Own machines"),
    "soft promise missed": story(
        GPU % ("Machines", "on-demand", ""), api("Slow API", 0.6, SLOW), baseline="Machines", more=""
    ).replace("ttft: 2 s,", "ttft: 2 s, ttft_hard: 0,"),
    "what runs today is the cheapest": story(
        "{name: Today, kind: current, ttft: 900 ms, latency: 3 s, availability: 99.95%}", api("API", 6), baseline="Today",
        more="finance: {current_spend: 9_000}",
    ).replace("[JP]", "any"),
    "servers are bought": story(
        GPU % ("Rented", "on-demand", ""), "{name: Bought, kind: owned, instance: hgx-h200, served_from: hong-kong-colo, tensor_parallel: 1}",
        baseline="Rented", workload="  requests_per_day: 6_000_000", more="self_hosted: {staff: 1, non_production: 0%}",
    ).replace("[JP]", "any"),
    "a hybrid shares the requests": story(
        GPU % ("Machines", "on-demand", ""),
        api("API abroad", 0.3, KEPT.replace("JP", "US")),
        "{name: Both, kind: hybrid}",
        GPU % ("Machines for Tokyo", "on-demand", ", part_of: Both, share: {Tokyo: 100%, Osaka: 0%}"),
        "{name: API for Osaka, part_of: Both, share: {Tokyo: 0%, Osaka: 100%}, staff: 0, migration: 0, " + api("", 0.3, KEPT.replace("JP", "US")).partition(", ")[2],
        baseline="Machines", workload="  requests_per_day: 2_000_000", more=LEAN,
    ).replace("served_from: ap-northeast-1, allowed: [JP]}\n  - {name: Osaka, share: 40%, served_from: ap-northeast-1, allowed: [JP]}",
              "served_from: ap-northeast-1, allowed: [JP]}\n  - {name: Osaka, share: 40%, served_from: ap-northeast-1}"),
}  # fmt: skip


def results_of(name: str, folder: Path, *settings: str) -> Results:
    """The results of one shape, impossible options and all."""
    return evaluate(scenario_of(SHAPES[name], folder, *settings))


def findings_of(name: str, folder: Path) -> Findings:
    """The findings of one shape, with a simulation where it takes one to make the shape."""
    results = results_of(name, folder)
    return Findings(results, simulate(results, DRAWS) if name in DRAWN else None)
