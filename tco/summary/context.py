"""From results to the page: what stands where, filled from the answer, the evidence and the model's lines."""

from __future__ import annotations

from tco import __version__
from tco.evaluate import Results
from tco.findings import Findings
from tco.limitations import LIMITATIONS
from tco.summary.answer import Answer
from tco.summary.assumptions import assumptions
from tco.summary.bridge_chart import bridge_chart
from tco.summary.cost_charts import cost_bars, cost_lines
from tco.summary.decision import decision
from tco.summary.headline import headline, reasons, recommendation
from tco.summary.key_figures import key_figures
from tco.summary.next_steps import next_steps, sureness
from tco.summary.options_table import options_table
from tco.summary.page import HOUSE_ACCENT, Foot, SummaryPage
from tco.summary.parts_chart import parts_chart
from tco.summary.quarters import quarters
from tco.summary.questions import questions
from tco.summary.risks import risks
from tco.summary.sensitivity_chart import tornado_chart
from tco.summary.sentence import Sentence
from tco.summary.sources import sources
from tco.summary.volume_chart import volume_chart, volumes_of


def summary_page(results: Results, sha256: str, catalogue_sha256: str, findings: Findings | None = None) -> SummaryPage:
    """The executive summary of evaluated results; what the engine finds beside them is computed here unless it is given."""
    scenario = results.scenario
    found = findings or Findings(results)
    answer = Answer(results, found.bands, found.simulation)
    rests_on = assumptions(results)
    volumes = volumes_of(results, found.crossings)
    return SummaryPage(
        title=scenario.title,
        client=scenario.client,
        prepared_for=scenario.client,
        date=f"{scenario.as_of:%-d %B %Y}",
        headline=headline(answer),
        recommendation=recommendation(answer),
        reasons=reasons(answer),
        decision=decision(answer),
        key_figures=key_figures(answer, volumes),
        bar_chart=cost_bars(answer),
        line_chart=cost_lines(answer),
        options=options_table(answer),
        questions=questions(answer),
        tornado=tornado_chart(answer, found.sensitivity),
        volumes=volume_chart(answer, volumes),
        parts=parts_chart(answer),
        bridge=bridge_chart(answer),
        quarters=quarters(answer),
        assumptions=rests_on,
        sureness=sureness(rests_on),
        risks=risks(answer),
        next_steps=next_steps(answer),
        sources=sources(results),
        disagreements=tuple(Sentence(note) for note in scenario.notes),
        limitations=Sentence(" ".join(LIMITATIONS)),
        foot=Foot(scenario.name, sha256, scenario.catalogue.date, catalogue_sha256, __version__),
        paper=scenario.brand.paper,
        accent=scenario.brand.readable_accent or HOUSE_ACCENT,
        logo=scenario.brand.logo,
    )
