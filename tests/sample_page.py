"""A summary page made by hand, for the tests of its layout: plausible figures, no model behind them."""

from __future__ import annotations

from tco.summary.charts.bridge import BridgeChart, Step
from tco.summary.charts.cost_bars import Bar, BarChart
from tco.summary.charts.cost_lines import Line, LineChart
from tco.summary.charts.parts import PartRow, PartsChart
from tco.summary.charts.svg import Mark
from tco.summary.charts.tornado import Swing, TornadoChart
from tco.summary.charts.volume import VolumeChart, VolumeLine
from tco.summary.numbers import count, duration, money, percent
from tco.summary.page import Foot, KeyFigure, Paper, SummaryPage
from tco.summary.sentence import Figure, Sentence, write_sentence
from tco.summary.tables import (
    Assumption,
    OptionRow,
    OptionsTable,
    Promise,
    PromiseHeading,
    QuarterTable,
    Question,
    Risk,
    Source,
    Sureness,
)

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
USUAL_TOTALS: dict[str, float | None] = {
    "Inferentia, reserved 1 year": 614_005.92,
    "Cloud GPU": 1_033_434.72,
    "API": 35_587.5,
    "Llama API": 471_203.4,
    "Hong Kong colocation": None,
}
KEPT = Promise("kept")


def dollars(value: float | None, line: str) -> Figure:
    """A figure of money in USD."""
    return Figure(value, money(value, "USD"), line if value is not None else "")


SWINGS = tuple(
    Swing(label, Sentence(span), dollars(low, "sensitivity"), dollars(high, "sensitivity"), assumed)
    for label, span, low, high, assumed in (
        ("Peak to average", "2 to 5", 38_000.0, 84_000.0, False),
        ("Target utilisation", "55% to 80%", 66_000.0, 44_000.0, True),
        ("Staff", "1 FTE to 4 FTE", 44_000.0, 65_000.0, True),
        ("Growth per month, from a name that is too long for its place", "0% to 5%", 51_167.16, 63_000.0, True),
    )
)
VOLUMES = tuple(50_000.0 * 1.2**step for step in range(26))


PARTS = (
    ("Production compute", "production_compute_total", 0.71, False),
    ("Staff", "people_total", 0.26, True),
    ("Implementation", "implementation_total", 0.03, True),
)


def sample_parts(totals: dict[str, float | None], best: str) -> PartsChart:
    """The same three classes of every option."""
    possible = {name: total for name, total in totals.items() if total is not None}
    return PartsChart(
        Sentence("Compute is the larger part of every self-hosted option; staff comes next"),
        "TCO over 12 months by class of a budget, USD",
        Sentence("Bars of the classes of the cost by option."),
        tuple(possible),
        best,
        (
            *(
                PartRow(label, tuple(dollars(total * part, line) for total in possible.values()), assumed=assumed)
                for label, line, part, assumed in PARTS
            ),
            PartRow("Total", tuple(dollars(total, "tco") for total in possible.values()), total=True),
        ),
    )


def sample_bridge(totals: dict[str, float | None], best: str, baseline: str) -> BridgeChart | None:
    """Steps from the baseline to the recommended option: one part falls by more than the total, and another rises."""
    start, end = totals[baseline], totals[best]
    if baseline == best or start is None or end is None:
        return None
    shares = (("Production compute", 1.3, False), ("Staff", -0.4, True), ("Implementation", 0.1, True))
    return BridgeChart(
        Sentence("Compute makes the difference"),
        "TCO over 12 months by class of a budget, USD; hatched: assumed",
        Sentence("Steps from the baseline to the recommended option."),
        (baseline, best),
        (dollars(start, "tco"), dollars(end, "tco")),
        best,
        tuple(Step(label, dollars((end - start) * share, "difference"), assumed) for label, share, assumed in shares),
    )


def sample_page(
    totals: dict[str, float | None] | None = None, *, client: str = "Example Retail Group", language: str = "en", paper: Paper = "A4"
) -> SummaryPage:
    """A page for the given options, the first recommended and the second, if any, the baseline; None is not possible."""
    totals = USUAL_TOTALS if totals is None else totals
    best = next(iter(totals))
    baseline = list(totals)[1] if len(totals) > 1 else best
    tco, against = dollars(totals[best], "tco"), dollars(totals[baseline], "tco")
    saved = (totals[baseline] or 0.0) - (totals[best] or 0.0)
    saved_share = saved / (totals[baseline] or 1.0)
    saving, share = dollars(saved, "saving"), Figure(saved_share, percent(saved_share), "saving_share")
    per_request = dollars((totals[best] or 0.0) / 182_500, "cost_per_thousand_requests")
    return SummaryPage(
        title="APAC customer assistant",
        client=client,
        prepared_for="Chief Information Officer",
        date="20 November 2026",
        headline=write_sentence(
            "Serve from {best} and save {saving} a year against {baseline}", best=best, saving=saving, baseline=baseline
        ),
        recommendation=write_sentence("Commit to nine instances for one year: {tco} over 12 months, every promise kept.", tco=tco),
        reasons=(
            write_sentence("It costs {share} less than {baseline} at the same promises.", share=share, baseline=baseline),
            write_sentence("Answers begin within {ttft}, inside the limit of two seconds.", ttft=Figure(0.62, duration(0.62), "ttft")),
            Sentence("Customer data stays in the countries that each market's policy allows."),
        ),
        decision=write_sentence(
            "Approve {tco} for January to December 2027, by 11 December 2026, so that capacity is held before go-live.", tco=tco
        ),
        key_figures=(
            KeyFigure("TCO over 12 months", tco, write_sentence("against {against} for {baseline}", against=against, baseline=baseline)),
            KeyFigure("Saving a year", saving, write_sentence("{share} of the baseline", share=share)),
            KeyFigure(
                "Full cost per 1,000 requests",
                per_request,
                write_sentence("{low} to {high} (P10 to P90)", low=dollars(2.84, "cost_p10"), high=dollars(4.34, "cost_p90")),
            ),
            KeyFigure("Break-even against API", Figure(None, "not reached", ""), Sentence("within ten times today's volume")),
        ),
        bar_chart=BarChart(
            write_sentence("{best} costs {share} less than {baseline}", best=best, share=share, baseline=baseline),
            "TCO over 12 months, USD; whiskers: P10 to P90",
            Sentence("Bars of TCO by option: " + ", ".join(f"{name} {money(total, 'USD')}" for name, total in totals.items())),
            tuple(
                Bar(
                    name,
                    dollars(total, "tco"),
                    recommended=name == best,
                    reason="" if total is not None else "not possible: no accelerators offered",
                    ends=(dollars(total * 0.8, "tco_p10"), dollars(total * 1.25, "tco_p90")) if total is not None and name != "API" else (),
                )
                for name, total in totals.items()
            ),
        ),
        line_chart=LineChart(
            write_sentence(
                "The gap to {baseline} opens in month one and widens by {gap} each month", baseline=baseline, gap=dollars(saved / 12, "gap")
            ),
            "Cumulative cost, USD",
            Sentence("Lines of cumulative cost by month; each rises evenly to its TCO."),
            tuple(f"{month} 2027" for month in MONTHS),
            "USD",
            tuple(
                Line(name, tuple(total / 12 * month for month in range(1, 13)), dollars(total, "tco"), name == best, name == baseline)
                for name, total in totals.items()
                if total is not None
            ),
        ),
        options=OptionsTable(
            "12 months from January 2027, USD, nominal, before income tax; saving against the baseline",
            (
                PromiseHeading("TTFT", write_sentence("≤ {limit}", limit=Figure(2.0, duration(2.0), "promised_ttft"))),
                PromiseHeading("Latency", write_sentence("≤ {limit}", limit=Figure(5.0, duration(5.0), "promised_latency"))),
                PromiseHeading("Availability", write_sentence("≥ {limit}", limit=Figure(0.999, percent(0.999), "promised_availability"))),
                PromiseHeading("Residency", Sentence("as allowed")),
            ),
            tuple(
                OptionRow(
                    name,
                    "API, gpt-4o-mini, pay as you go"
                    if "API" in name
                    else "cloud, reserved 1 year, no upfront, 9\N{NO-BREAK SPACE}\N{MULTIPLICATION SIGN}\N{NO-BREAK SPACE}inf2.48xlarge",
                    dollars(total, "tco"),
                    dollars(None if total is None else total / 25_550_000, "usage_price"),
                    dollars(None if total is None else total / 182_500, "cost_per_thousand_requests"),
                    Figure(None, "baseline", "")
                    if name == baseline
                    else dollars(None if total is None else (totals[baseline] or 0) - total, "saving"),
                    (
                        Promise("kept", write_sentence("{ttft}", ttft=Figure(0.62, duration(0.62), "ttft"))),
                        Promise("kept", write_sentence("{latency}", latency=Figure(4.1, duration(4.1), "latency"))),
                        Promise("not established" if "API" in name else "kept"),
                        Promise("broken", Sentence("leaves HK")) if name == "API" else KEPT,
                    ),
                    recommended=name == best,
                    baseline=name == baseline,
                    possible=total is not None,
                    reason="" if total is not None else "no accelerated instances are offered at ap-east-1",
                    note="another model, quality not established" if name == "API" else "",
                )
                for name, total in totals.items()
            ),
            "Three significant figures; may not add due to rounding. “Not established” means that nobody has measured or promised it.",
        ),
        assumptions=(
            Assumption(
                "Requests a day", Figure(500_000, count(500_000), "requests_per_day"), Sentence("", ()), "Client brief", "published", (1,)
            ),
            Assumption(
                "Peak to average",
                Figure(3, count(3), "peak_to_average"),
                Sentence("2 to 5"),
                "Request logs, fourth quarter of 2025",
                "measured",
                (2,),
            ),
            Assumption(
                "Output tokens a request",
                Figure(200, count(200), "output_tokens"),
                Sentence("150 to 260"),
                "Request logs",
                "measured",
                (2,),
            ),
            Assumption(
                "Target utilisation", Figure(0.7, percent(0.7), "target_utilisation"), Sentence("55% to 80%"), "Judgement", "assumed"
            ),
            Assumption(
                "Derate from benchmark to traffic",
                Figure(0.7, percent(0.7), "derate"),
                Sentence("60% to 85%"),
                "Published load tests",
                "published",
                (4,),
            ),
            Assumption(
                "inf2.48xlarge, list price an hour", dollars(12.98, "list_price"), Sentence(""), "Provider's price list", "published", (3,)
            ),
            Assumption(
                "Discount, reserved 1 year",
                Figure(0.4, percent(0.4), "discount"),
                Sentence("36% to 42%"),
                "Provider's price list",
                "published",
                (3,),
            ),
            Assumption("Staff, self-hosted", Figure(2, count(2, "FTE"), "staff"), Sentence("1 to 4 FTE"), "Judgement", "assumed"),
            Assumption("Migration and compilation", dollars(80_000, "migration"), Sentence("US$40k to US$200k"), "Judgement", "assumed"),
            Assumption(
                "Discount rate", Figure(0.08, percent(0.08), "discount_rate"), Sentence("6% to 12%"), "Client's treasury", "published", (1,)
            ),
        ),
        risks=(
            Risk(Sentence("Prices of ap-southeast-1 are older than 90 days."), warning=True),
            Risk(Sentence("API prices may fall faster than the commitment runs."), Sentence("a cut of more than half before June 2027")),
            Risk(
                Sentence("Traffic may not arrive: the commitment is paid whether used or not."),
                Sentence("fewer than 200 thousand requests a day by March"),
            ),
            Risk(
                Sentence("The compiled model may answer differently from the GPU build."),
                Sentence("evaluation scores below the client's floor"),
            ),
            Risk(Sentence("Quota for nine instances at two sites is not yet granted."), Sentence("no confirmation by 4 December 2026")),
        ),
        sources=(
            Source("Client brief and treasury note, by mail", "12 November 2026"),
            Source("Request logs of the present assistant, fourth quarter", "31 December 2025"),
            Source("Amazon EC2 on-demand and reserved price list", "1 November 2026"),
            Source("Reproducible performance metrics for LLM inference, Anyscale", "1 November 2023"),
            Source("Efficient Memory Management for Large Language Model Serving with PagedAttention, SOSP", "23 October 2023"),
            Source("OpenAI API pricing", "10 November 2026"),
        ),
        disagreements=(
            Sentence("A published study prices p4d.24xlarge in Singapore at its Virginia price; the regional price is used here."),
            Sentence(
                "The same study counts six instances “for redundancy”; the load alone needs fewer, and the table says what buys them."
            ),
        ),
        limitations=Sentence(
            "Throughput is computed from published hardware data and a fit to 290 measured rows; the median error is 15%. "
            "Quality of answers was not tested. This is not legal advice on where data may be processed."
        ),
        foot=Foot("apac-assistant", "9f2c41d07be35a18c6f0", "1 November 2026", "3b77a0e1c5d2f498aa01", "0.1.0"),
        questions=(
            Question(
                "What do we pay today, and what changes?",
                write_sentence("Today {spend} a month, and nothing changes for the users.", spend=dollars(86_119.56, "month_spend")),
            ),
            Question("What is to be approved?", write_sentence("Payments of {tco} over 12 months.", tco=tco)),
            Question("By when must we decide?", Sentence("Before January 2027; the lead time is not established."), is_open=True),
            Question("What does it cost to leave?", Sentence("Nothing stays payable after the last month.")),
            Question("Who runs it?", write_sentence("{staff} full-time posts.", staff=Figure(2, count(2), "staff"))),
            Question("Can the capacity be had?", Sentence("Quota and lead time are not established."), is_open=True),
            Question("Are the options of equal quality?", Sentence("Not established for API; the client tests it."), is_open=True),
        ),
        parts=sample_parts(totals, best),
        bridge=sample_bridge(totals, best, baseline),
        tornado=TornadoChart(
            write_sentence("Peak to average moves the month the most: {low} to {high}", low=SWINGS[0].at_low, high=SWINGS[0].at_high),
            "Cost of a month, USD; one input at a time at its low and high; hatched: assumed",
            Sentence("Bars of the cost of a month, the widest first."),
            dollars(51_167.16, "sensitivity"),
            SWINGS,
        ),
        volumes=VolumeChart(
            write_sentence("From {volume} requests a day {best} costs less", volume=Figure(300_000, "300k", "volume"), best=best),
            "Cost of a month by requests a day, USD",
            Sentence("Lines of the cost of a month against requests a day."),
            "USD",
            VOLUMES,
            tuple(
                VolumeLine(name, tuple(total / 12 * (0.5 + volume / 1e6) for volume in VOLUMES), name == best)
                for name, total in totals.items()
                if total is not None
            ),
            (
                Mark(500_000, 0.0, write_sentence("plan: {volume} a day", volume=Figure(500_000, "500k", "volume"))),
                Mark(300_000, 30_000, write_sentence("break-even: {volume} a day", volume=Figure(300_000, "300k", "volume"))),
            ),
        ),
        quarters=QuarterTable(
            Sentence("Every quarter takes the same"),
            "Payments in the quarter that ends with the month, USD",
            ("Mar 2027", "Jun 2027", "Sep 2027", "Dec 2027"),
            tuple(dollars((totals[best] or 0.0) / 4, "quarter_cash") for _ in range(4)),
        ),
        next_steps=(
            Sentence("Benchmark the chosen option before signing."),
            Sentence("Ask the provider for a quota of nine instances and its lead time."),
        ),
        sureness=(
            Sureness("measured", ("Peak to average", "Output tokens a request")),
            Sureness("published", ("Requests a day", "Derate from benchmark to traffic")),
            Sureness("assumed", ("Target utilisation", "Staff, self-hosted", "Migration and compilation")),
        ),
        language=language,
        paper=paper,
    )
