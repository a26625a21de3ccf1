"""A scenario as large as a book must bear, as text: ten regions with a site each, sixty months, eight options of three kinds."""

from __future__ import annotations

SITES = {
    "Singapore": ("ap-southeast-1", "SG"),
    "Sydney": ("ap-southeast-2", "AU"),
    "Tokyo": ("ap-northeast-1", "JP"),
    "Seoul": ("ap-northeast-2", "KR"),
    "Mumbai": ("ap-south-1", "IN"),
    "Frankfurt": ("eu-central-1", "DE"),
    "Stockholm": ("eu-north-1", "SE"),
    "London": ("eu-west-2", "GB"),
    "Virginia": ("us-east-1", "US"),
    "Oregon": ("us-west-2", "US"),
}
CENTRES = ("singapore-colo", "sydney-colo", "taiwan-colo", "frankfurt-colo", "chicago-colo")
HEAD = """\
title: Ten regions, sixty months, eight options
client: Example Retail Group
currency: USD
start: 2027-01
months: {months}
workload:
  requests_per_day: 5_000_000
  growth_per_month: 2%
  peak_to_average: {{value: 3, low: 2, high: 5, source: request logs, confidence: measured}}
  mix:
    - {{name: chat, share: 70%, input_tokens: 500, output_tokens: 200}}
    - {{name: documents, share: 30%, input_tokens: 4_000, output_tokens: 500}}
regions:
{regions}
service_levels: {{ttft: 2 s, latency: 15 s, availability: 99.9%}}
model: llama-3.3-70b
precision: fp8
baseline: H100 on demand
self_hosted: {{autoscaling: 1, spares: 2, staff: 3}}
options:
{options}
"""


def text(regions: int = 10, months: int = 60, options: int = 8) -> str:
    """The scenario with so many regions, months and options, up to ten, any and eight."""
    names = list(SITES)[:regions]
    homes = ", ".join(f"{name}: {CENTRES[number % len(CENTRES)]}" for number, name in enumerate(names))
    shares = [100 // regions + (number < 100 % regions) for number in range(regions)]
    rows = [
        f"  - {{name: {name}, share: {share}%, served_from: {SITES[name][0]}, allowed: [{SITES[name][1]}]}}"
        for name, share in zip(names, shares, strict=True)
    ]
    price = "{{value: {price}, low: {low}, high: {high}, source: a quote, confidence: assumed}}"
    rented = f"kind: cloud, tensor_parallel: 4, price_per_hour: {price}"
    owned = f"kind: owned, instance: dgx-h100, tensor_parallel: 4, served_from: {{{homes}}}"
    reserve = "commitments: [{name: base, plan: reserved-1yr, coverage: 60%, price_per_hour: {value: 40, source: a quote}}]"
    every = [
        f"{{name: H100 on demand, {rented.format(price=55, low=45, high=65)}, instance: p5.48xlarge}}",
        f"{{name: H200, {rented.format(price=63, low=50, high=75)}, instance: p5en.48xlarge}}",
        f"{{name: L40S, {rented.format(price=22, low=18, high=30)}, instance: g6e.48xlarge}}",
        f"{{name: H100 committed, {rented.format(price=55, low=45, high=65)}, instance: p5.48xlarge, {reserve}}}",
        f"{{name: Owned H100, {owned}}}",
        f"{{name: Owned H100 annuity, {owned}, depreciation: annuity}}",
        "{name: Llama API, kind: api, price: bedrock/llama-3.3-70b, quality: the same model}",
        "{name: Small API, kind: api, price: gpt-4o-mini, quality: not established}",
    ]
    return HEAD.format(months=months, regions="\n".join(rows), options="\n".join(f"  - {option}" for option in every[:options]))
