"""Alternatives searched: a sentence on each option, what its stated configuration costs against the best that was found."""

from __future__ import annotations

from collections.abc import Iterator

from tco.findings import Findings
from tco.search.advice import changed
from tco.search.search import Found
from tco.search.single import LEAST
from tco.summary.answer.texts import listed
from tco.summary.numbers import count, money
from tco.summary.sentence import Figure, Sentence, write_sentence

LINE = "alternatives"
"""Where the workbook holds these figures: a sheet of values, which no line of the model computes."""
BEST = "{option}: the stated configuration is the cheapest of {size} that were searched."
DEARER = "{option}: costs {saving} more than the best of {size} configurations, which meets the same requirements: {best}."
MISSED = "{option}: misses {missed}; the cheapest of {size} configurations that meets every mandatory requirement costs {tco}: {best}."
NONE = "{option}: none of {size} configurations meets every mandatory requirement."
SETTINGS = (("tensor_parallel", "tensor parallel"), ("maximum_batch", "batch limit"))
"""Words of a scenario file, and what a reader calls them."""


def alternatives(findings: Findings) -> tuple[Sentence, ...]:
    """A sentence for each option on machines of which more than the stated configuration was searched."""
    return tuple(sentence for found in findings.alternatives if found.size > 1 for sentence in _told(findings, found))


def _told(findings: Findings, found: Found) -> Iterator[Sentence]:
    scenario = findings.results.scenario
    size = Figure(found.size, count(found.size), LINE)
    best, stated = found.best, found.stated
    if best is None or stated is None:
        yield write_sentence(NONE, option=found.option, size=size)
        return
    words = changed(found, scenario.option(found.option).sites)
    for word, shown in SETTINGS:
        words = words.replace(word, shown)
    if not set(stated.missed) <= set(best.missed):
        tco = Figure(best.tco, money(best.tco, scenario.currency), LINE)
        yield write_sentence(MISSED, option=found.option, missed=listed(list(stated.missed)), size=size, tco=tco, best=words)
    elif found.saving < LEAST * stated.tco:
        yield write_sentence(BEST, option=found.option, size=size)
    else:
        saving = Figure(found.saving, money(found.saving, scenario.currency), LINE)
        yield write_sentence(DEARER, option=found.option, saving=saving, size=size, best=words)
