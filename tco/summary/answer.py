"""The answer: headline, recommendation, reasons and decision, by rules that hold for every outcome of a comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tco.evaluate import Results, Sheet
from tco.summary.numbers import availability, count, duration, money, percent
from tco.summary.page import Figure, KeyFigure, Sentence, write_sentence

PROMISE_NAMES = {
    "ttft": "time to first token",
    "tpot": "time per output token",
    "latency": "latency",
    "availability": "availability",
    "residency": "residency",
    "limits": "rate limits",
}


@dataclass(frozen=True)
class Answer:
    """The outcome of a comparison, with the figures that its sentences quote."""

    results: Results

    @property
    def currency(self) -> str:
        """The scenario's currency code."""
        return self.results.scenario.currency

    @cached_property
    def possible(self) -> list[Sheet]:
        """Options that can be bought and run, cheapest first."""
        return sorted((sheet for sheet in self.results.compared.values() if sheet.value("possible")), key=lambda sheet: sheet.value("tco"))

    @cached_property
    def best(self) -> Sheet | None:
        """The recommended option, or None where no option keeps every hard promise."""
        comparison = self.results.comparison
        return self.results.options[comparison.text("recommended")] if comparison.value("any_eligible") else None

    @cached_property
    def every(self) -> str:
        """How the page says "every promise": only hard ones decide, which needs saying where a promise is soft."""
        return "every promise" if all(map(self.is_hard, PROMISE_NAMES)) else "every hard promise"

    def is_hard(self, promise: str) -> bool:
        """Whether an option that does not keep this promise cannot be recommended."""
        return bool(self.results.scenario.entry(f"{promise}_hard").elements[0].value)

    @cached_property
    def shown(self) -> Sheet | None:
        """The option whose figures lead the page: the recommended one, or else the cheapest possible one."""
        return self.best or (self.possible[0] if self.possible else None)

    @cached_property
    def baseline(self) -> Sheet:
        """The option that savings are measured against."""
        entry = self.results.scenario.entry("baseline")
        return self.results.options[str(entry.elements[0].value)]

    @cached_property
    def months(self) -> Figure:
        """The length of the horizon."""
        value = float(self.results.scenario.entry("horizon").elements[0].value)
        return Figure(value, count(value), "horizon")

    def money(self, sheet: Sheet, line: str) -> Figure:
        """A line of an option in the scenario's currency."""
        value = sheet.value(line)
        return Figure(value, money(value, self.currency), line)

    def saving(self, sheet: Sheet) -> float:
        """Against the baseline; positive is favourable."""
        return float(self.results.comparison.along("saving", "option")[list(self.results.compared).index(sheet.option)])

    def saved(self, sheet: Sheet) -> Figure:
        """The size of the saving, without its sign."""
        value = self.saving(sheet)
        return Figure(abs(value), money(abs(value), self.currency), "saving")

    def saved_share(self, sheet: Sheet) -> Figure:
        """The size of the saving as a share of the baseline, without its sign."""
        value = float(self.results.comparison.along("saving_share", "option")[list(self.results.compared).index(sheet.option)])
        return Figure(abs(value), percent(abs(value)), "saving_share")

    def failing(self, sheet: Sheet, row: int) -> list[str]:
        """Names of the promises of an option with this status: 1 broken, 3 not established."""
        return [name for promise, name in PROMISE_NAMES.items() if sheet.value(f"{promise}_status") == row]

    def headline(self) -> Sentence:
        """The answer in one sentence, with its number."""
        if not self.possible:
            return Sentence("No option is possible as planned")
        if self.best is None:
            cheapest = self.possible[0]
            return write_sentence(
                f"No option keeps {self.every}; {{option}} comes cheapest at {{tco}}",
                option=cheapest.option,
                tco=self.money(cheapest, "tco"),
            )
        best, baseline = self.best, self.baseline
        if len(self.results.compared) == 1:
            return write_sentence(
                f"{{option}} keeps {self.every} for {{tco}} over {{months}} months",
                option=best.option,
                tco=self.money(best, "tco"),
                months=self.months,
            )
        if best.option == baseline.option:
            return write_sentence(
                f"Stay with {{option}}: at {{tco}} it is the cheapest that keeps {self.every}",
                option=best.option,
                tco=self.money(best, "tco"),
            )
        if not baseline.value("possible"):
            return write_sentence(
                "Serve from {option} at {tco}: {baseline} is not possible",
                option=best.option,
                tco=self.money(best, "tco"),
                baseline=baseline.option,
            )
        if self.saving(best) > 0:
            return write_sentence(
                "Serve from {option} and save {saved} over {months} months against {baseline}",
                option=best.option,
                saved=self.saved(best),
                months=self.months,
                baseline=baseline.option,
            )
        return write_sentence(
            f"Serve from {{option}} at {{tco}}: {{baseline}} costs {{saved}} less but does not keep {self.every}",
            option=best.option,
            tco=self.money(best, "tco"),
            baseline=baseline.option,
            saved=self.saved(best),
        )

    def recommendation(self) -> Sentence:
        """What to do, in two lines."""
        if not self.possible:
            reasons = "; ".join(f"{name}: {sheet.text('reason')}" for name, sheet in self.results.compared.items())
            return Sentence(f"Nothing can be recommended. {reasons}.")
        if self.best is None:
            gaps = [f"{sheet.option}: {self.hard_gaps(sheet)}" for sheet in self.possible[:4]]
            return Sentence(f"Do not commit yet. What stands in the way: {'; '.join(gaps)}.")
        return write_sentence(
            "Choose {option}: {tco} over {months} months, {month} in an average month. "
            f"It is the cheapest of the options that keep {self.every}.{self._soft_gaps()}",
            option=self.best.option,
            tco=self.money(self.best, "tco"),
            months=self.months,
            month=self.money(self.best, "tco_per_month"),
        )

    def _soft_gaps(self) -> str:
        """What the recommended option does not keep, which only soft promises can be."""
        if self.best is None or self.best.value("promises_kept"):
            return ""
        return f" Of the soft promises, its {self.gaps(self.best)}."

    def hard_gaps(self, sheet: Sheet) -> str:
        """Which of the promises that stand in the way an option breaks or leaves open, in words."""
        hard = [name for promise, name in PROMISE_NAMES.items() if self.is_hard(promise)]
        return self.gaps(sheet, hard)

    def gaps(self, sheet: Sheet, among: Sequence[str] = tuple(PROMISE_NAMES.values())) -> str:
        """Which promises an option breaks or leaves open, in words."""
        broken, unknown = ([name for name in self.failing(sheet, row) if name in among] for row in (1, 3))
        parts = [
            f"{_listed(names)} {'is' if len(names) == 1 else 'are'} {word}"
            for names, word in ((broken, "broken"), (unknown, "not established"))
            if names
        ]
        return " and ".join(parts) or "every promise is kept"

    def reasons(self) -> tuple[Sentence, ...]:
        """At most three, each with the figures that carry it."""
        if self.shown is None:
            return ()
        found = [self._cost_reason(), self._promise_reason(), self._cheaper_reason(), self._fleet_reason()]
        return tuple(reason for reason in found if reason is not None)[:3]

    def _cost_reason(self) -> Sentence | None:
        sheet = self.shown
        if sheet is None or sheet.option == self.baseline.option or not self.baseline.value("possible"):
            return None
        word = "less" if self.saving(sheet) >= 0 else "more"
        return write_sentence(
            "{option} costs {share} {word} than {baseline}: {tco} against {against}.",
            option=sheet.option,
            share=self.saved_share(sheet),
            word=word,
            baseline=self.baseline.option,
            tco=self.money(sheet, "tco"),
            against=self.money(self.baseline, "tco"),
        )

    def _promise_reason(self) -> Sentence | None:
        sheet = self.best
        if sheet is None or not (sheet.value("service_ttft") and sheet.value("service_latency") and sheet.value("availability_known")):
            return None
        modelled = "instance_availability" in sheet.model.inputs
        return write_sentence(
            "{who} its first token at {ttft}, its last at {latency}, and its availability at {availability}.",
            who="The model puts" if modelled else "The scenario states",
            ttft=Figure(sheet.value("service_ttft"), duration(sheet.value("service_ttft")), "service_ttft"),
            latency=Figure(sheet.value("service_latency"), duration(sheet.value("service_latency")), "service_latency"),
            availability=Figure(
                sheet.value("service_availability"), availability(sheet.value("service_availability")), "service_availability"
            ),
        )

    def _cheaper_reason(self) -> Sentence | None:
        """The cheapest option that is cheaper than the recommended one, and why it is not recommended."""
        cheaper = [sheet for sheet in self.possible if self.best is not None and sheet.value("tco") < self.best.value("tco")]
        if not cheaper:
            return None
        return write_sentence(
            "{option} would cost {tco}, but its {gaps}.",
            option=cheaper[0].option,
            tco=self.money(cheaper[0], "tco"),
            gaps=self.hard_gaps(cheaper[0]),
        )

    def _fleet_reason(self) -> Sentence | None:
        sheet = self.shown
        if sheet is None or "largest_fleet" not in sheet.values:
            return None
        fleet = Figure(sheet.value("largest_fleet"), count(sheet.value("largest_fleet")), "largest_fleet")
        driver = str(sheet.values["bought_by"].reshape(-1)[-1])
        return write_sentence("Its largest fleet is {fleet} instances; what buys them is {driver}.", fleet=fleet, driver=driver)

    def decision(self) -> Sentence:
        """What the reader is asked for."""
        start = f"{self.results.scenario.start:%B %Y}"
        if self.best is None:
            return Sentence(
                "Decide which promise may give way, or have the open ones established by a test or a contract, before money is committed."
            )
        commitment = self.best.value("remaining_commitment")
        if commitment > 0:
            return write_sentence(
                "Approve {tco} over {months} months from {start}; {rest} stays payable afterwards.",
                tco=self.money(self.best, "tco"),
                months=self.months,
                start=start,
                rest=self.money(self.best, "remaining_commitment"),
            )
        return write_sentence(
            "Approve {tco} over {months} months from {start}; nothing stays payable afterwards.",
            tco=self.money(self.best, "tco"),
            months=self.months,
            start=start,
        )

    def key_figures(self) -> tuple[KeyFigure, ...]:
        """Four figures of the option that leads the page, each with a comparator."""
        sheet, baseline = self.shown, self.baseline
        if sheet is None:
            unknown = Figure(None, "not established", "")
            return tuple(
                KeyFigure(label, unknown, Sentence("no option is possible"))
                for label in ("Total cost", "Saving", "Per million output tokens", "Per month")
            )
        against = (
            write_sentence("{tco} for {baseline}", tco=self.money(baseline, "tco"), baseline=baseline.option)
            if sheet is not baseline
            else Sentence("the baseline itself")
        )
        saving = self.saving(sheet)
        saved = Figure(saving, money(saving, self.currency), "saving") if sheet is not baseline else Figure(None, "none", "")
        traffic = sheet.value("horizon_output") > 0
        per_million = self.money(sheet, "cost_per_million_output_tokens") if traffic else Figure(None, "not established", "")
        total = (
            write_sentence("{figure} per million input and output tokens", figure=self.money(sheet, "cost_per_million_tokens"))
            if traffic
            else Sentence("no traffic")
        )
        return (
            KeyFigure(f"Total cost, {self.months} months", self.money(sheet, "tco"), against),
            KeyFigure(
                f"Saving against {baseline.option}",
                saved,
                write_sentence("{share} of its cost", share=Figure(self._share(sheet), percent(self._share(sheet)), "saving_share"))
                if sheet is not baseline
                else Sentence("it is the baseline"),
            ),
            KeyFigure("Per million output tokens", per_million, total),
            KeyFigure(
                "Average month",
                self.money(sheet, "tco_per_month"),
                write_sentence("service at list price {list_price}", list_price=self.money(sheet, "list_cost_per_month")),
            ),
        )

    def _share(self, sheet: Sheet) -> float:
        return float(self.results.comparison.along("saving_share", "option")[list(self.results.compared).index(sheet.option)])


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
