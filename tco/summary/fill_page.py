"""Fills the page: every field of the summary from the results of a run."""

from __future__ import annotations

from tco import __version__
from tco.engine.evaluate import Results
from tco.findings import LIMITATIONS, Findings
from tco.summary.answer.decision import decision
from tco.summary.answer.facts import Answer
from tco.summary.answer.headline import headline, reasons, recommendation
from tco.summary.answer.key_figures import key_figures, quarters
from tco.summary.answer.options_table import options_table
from tco.summary.answer.volumes import volumes_of
from tco.summary.charts.bridge import bridge_chart
from tco.summary.charts.cost_bars import cost_bars
from tco.summary.charts.cost_lines import cost_lines
from tco.summary.charts.parts import parts_chart
from tco.summary.charts.tornado import tornado_chart
from tco.summary.charts.volume import volume_chart
from tco.summary.evidence.alternatives import alternatives
from tco.summary.evidence.assumptions import assumptions
from tco.summary.evidence.budgets import budget_table
from tco.summary.evidence.next_steps import next_steps, sureness
from tco.summary.evidence.questions import questions
from tco.summary.evidence.risks import risks
from tco.summary.evidence.sources import sources
from tco.summary.page import HOUSE_ACCENT, Foot, SummaryPage
from tco.summary.sentence import Sentence


def summary_page(results: Results, sha256: str, catalogue_sha256: str, findings: Findings | None = None) -> SummaryPage:
    """The executive summary of evaluated results. Findings that are not given are computed here."""
    scenario = results.scenario
    findings = findings or Findings(results)
    volumes = volumes_of(results, findings.crossings)
    answer = Answer(results, findings.bands, findings.simulation, volumes, findings.requirements, findings.asides)
    rests_on = assumptions(results)
    return SummaryPage(
        title=scenario.title,
        client=scenario.client,
        prepared_for=scenario.client,
        date=f"{scenario.as_of:%-d %B %Y}",
        headline=headline(answer),
        recommendation=recommendation(answer),
        reasons=reasons(answer),
        decision=decision(answer),
        key_figures=key_figures(answer),
        bar_chart=cost_bars(answer),
        line_chart=cost_lines(answer),
        options=options_table(answer),
        questions=questions(answer),
        tornado=tornado_chart(answer, findings.sensitivity, findings.varied),
        volumes=volume_chart(answer),
        parts=parts_chart(answer),
        bridge=bridge_chart(answer),
        quarters=quarters(answer),
        budgets=budget_table(answer),
        assumptions=rests_on,
        sureness=sureness(rests_on),
        risks=risks(answer),
        next_steps=next_steps(answer),
        alternatives=alternatives(findings),
        sources=sources(results),
        disagreements=tuple(Sentence(note) for note in scenario.notes),
        limitations=Sentence(" ".join(LIMITATIONS)),
        foot=Foot(scenario.name, sha256, scenario.catalogue.date, catalogue_sha256, __version__),
        paper=scenario.brand.paper,
        accent=scenario.brand.readable_accent or HOUSE_ACCENT,
        logo=scenario.brand.logo,
    )
