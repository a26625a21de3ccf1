"""Every number in the PDF is in the workbook: parsed from the text of the file, not from the data that made it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

import pypdf
import pytest
import recalculate
from conftest import FEW, Written

from tco.engine.evaluate import Results
from tco.engine.simulation import REPORT_DRAWS, SEED
from tco.engine.simulation.simulate import simulate
from tco.findings import Findings
from tco.scenario.catalogue_section import sha256 as catalogue_sha256
from tco.summary import numbers
from tco.summary.answer.facts import MONTHS
from tco.summary.fill_page import summary_page
from tco.summary.page import SummaryPage
from tco.summary.page_setting import choose_setting, draw_page

DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:bn|m|k|%)?(?![\w$]|[.,]\d)"
CONVENTIONS = (
    r"P10|P35|P50|P65|P80|P90",
    r"older than 90 days",
    r"Page \d+ of \d+",
    r"\[\d+\]",
    r"(?<=\s)\d+\. ",  # the numbers of a list
    r"\d{4}-\d{2}-\d{2}",
    rf"(?:\d{{1,2}} )?(?:{'|'.join((*MONTHS, *(month[:3] for month in MONTHS)))}) \d{{4}}",
)
"""Texts with digits that are no figures: conventions that the page names, places in a list, dates."""
SHORT = 40
"""Longer texts may be broken anywhere, at a slash say, where the file then has a space."""
MOST_PAGES_HAVE = 60
"""Fewer numbers would mean that the text was not read."""


def numbers_in(text: str, currency: str) -> list[str]:
    """Every number with its sign of currency and its scale, as `tco.summary.numbers` writes it."""
    return re.findall(rf"−?(?:[A-Z]{{1,2}}\$|[€£₹₩₫]|\b{currency} )?{DIGITS}", text)


def spaced(text: str) -> str:
    """Text as one line; a line that ends with a hyphen goes on without a space."""
    return " ".join(re.sub(r"-\s*\n\s*", "-", text).replace(numbers.HARD_SPACE, " ").split())


def words_of(results: Results, page: SummaryPage) -> Iterator[str]:
    """Texts with digits that are nobody's figure: names of the client's and the catalogue's things, sources, notes, the foot."""
    scenario, foot = results.scenario, page.foot
    yield from (scenario.title, scenario.client, *scenario.notes, str(page.limitations), *scenario.regions, *scenario.classes)
    for option in scenario.options:
        yield from (option.name, option.quality)
    for source in page.sources:
        yield f"{source.text}, {source.date}" if source.date else source.text
    yield from (assumption.source for assumption in page.assumptions)
    for table in scenario.catalogue.tables.values():
        yield from (text for row in table.rows for text in map(str, row.values.values()) if is_name(text))
    identity = f"{foot.catalogue_date}, {foot.catalogue_sha256[:12]} · tco {foot.program_version}"
    yield f"{foot.scenario} · scenario {foot.scenario_sha256[:12]} · catalogue {identity}"


def is_name(text: str) -> bool:
    """True for a text of the catalogue that mixes letters and digits."""
    return bool(re.search(r"[A-Za-z]", text)) and bool(re.search(r"\d", text))


def ticks_of(page: SummaryPage) -> list[str]:
    """The labels of axes, which are round numbers and no figures."""
    drawings = draw_page(page, choose_setting(page))
    return [label.text for drawing in (drawings.lines, drawings.volumes) if drawing for label in drawing.labels if label.kind == "axis"]


def shown(pdf: Path, results: Results, page: SummaryPage) -> list[str]:
    """Every number in the text of a PDF that claims to be a figure."""
    text = spaced("\n".join(sheet.extract_text() for sheet in pypdf.PdfReader(pdf).pages))
    for words in sorted({spaced(words) for words in words_of(results, page)}, key=len, reverse=True):
        text = re.sub(r" ?".join(map(re.escape, words.split(" ") if len(words) < SHORT else words.replace(" ", ""))), " ", text)
    for pattern in CONVENTIONS:
        text = re.sub(pattern, " ", text)
    figures = numbers_in(text, results.scenario.currency)
    for tick in ticks_of(page):
        if spaced(tick) in figures:
            figures.remove(spaced(tick))
    return figures


@cache
def readings(value: float, currency: str) -> frozenset[str]:
    """The texts that a value may have on the page, with either sign and without its unit."""
    plain = (numbers.number, numbers.short_number, numbers.count, numbers.percent)
    texts = {read(size) for size in (value, -value) for read in plain}
    texts |= {numbers.money(size, currency) for size in (value, -value)} | {numbers.availability(value), numbers.duration(value)}
    return frozenset(text.replace(numbers.HARD_SPACE, " ").removeprefix("> ") for text in texts)


def stored(book: Path) -> set[float]:
    """Every number in a cell of the workbook, stored results included."""
    results = (value for cells in recalculate.stored(book).values() for value in cells.values())
    typed = (cell for sheet in recalculate.opened(book).worksheets for row in sheet.iter_rows(values_only=True) for cell in row)
    return {float(cell) for cell in (*results, *typed) if isinstance(cell, int | float) and not isinstance(cell, bool)}


def readable(values: set[float], currency: str) -> set[str]:
    """Every text that any of these values may read as; a duration loses its unit as in the text of the PDF."""
    texts = {text for value in values for text in readings(value, currency)}
    return texts | {text.removesuffix(" ms").removesuffix(" s") for text in texts}


def page_of(written: Written) -> SummaryPage:
    """The page as the report made it."""
    results = written.results
    digest = sha256(written.file(".resolved.yaml").read_bytes()).hexdigest()
    findings = Findings(results, simulate(results, REPORT_DRAWS, SEED))
    return summary_page(results, digest, catalogue_sha256(results.scenario.catalogue), findings)


@FEW
def test_every_number_of_the_pdf_stands_in_the_workbook(written: Written) -> None:
    """Expected: each number in the text of the file is a cell of the workbook, after rounding."""
    printed = shown(written.file(".pdf"), written.results, page_of(written))
    known = readable(stored(written.book), written.results.scenario.currency)
    assert len(printed) > MOST_PAGES_HAVE
    assert sorted({number for number in printed if number not in known}) == []


@pytest.mark.parametrize("planted", ["US$7.77m", "77.7%", "7.77", "−US$7.77k", "7,777"])
def test_a_number_that_the_workbook_does_not_hold_is_found(planted: str) -> None:
    """Expected: a planted figure is found, so that the test above can fail."""
    assert numbers_in(f"costs {planted}, over 12 months", "USD") == [planted, "12"]
    assert planted not in readable({1.0, 12.0}, "USD")
