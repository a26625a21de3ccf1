"""`make bench`: speed as ratios against floors measured in the same run, because machines are noisy.

Each pair is run in turn, A B A B …; the median of the pairwise ratios counts. Writes `output/bench.json` and exits with 1
where a ratio is above its limit.
"""

from __future__ import annotations

import json
import os
import pickle
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from openpyxl import Workbook
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from tco.documents import feasible_results
from tco.findings import Findings
from tco.scenario.resolved import scenario_sha256
from tco.summary.fill_page import summary_page
from tco.summary.output.fonts import font_configuration
from tco.summary.output.pdf import render_pdf, to_html
from tco.workbook.book import build_book, moment_of, write_book
from tco.workbook.file.saving import save

ROOT = Path(__file__).resolve().parents[2]
SCENARIO = ROOT / "scenarios" / "apac-assistant.yaml"
FLOOR, MANY = Path(__file__).with_name("floor.py"), Path(__file__).with_name("many.py")
CANDIDATES = Path(__file__).with_name("candidates.py")
REPORTS = 200
MOST_MEMORY = 500.0
"""MB that a search of 2,000 candidates may hold."""


@dataclass(frozen=True)
class Ratio:
    """One measurement: what is compared, the median ratio, and the limit that was promised."""

    name: str
    ratio: float
    limit: float
    command: str


def pairwise(ours: Callable[[], object], floor: Callable[[], object], rounds: int) -> float:
    """The median of ours ÷ floor over alternating rounds, after one warm-up of each."""
    ours()
    floor()
    return statistics.median(_seconds(ours) / _seconds(floor) for _ in range(rounds))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def workbook(folder: Path) -> Ratio:
    """Saving with results beside every formula, against plain openpyxl on the same cells without."""
    results = feasible_results(SCENARIO)
    digest = scenario_sha256(results.scenario)
    book, written = build_book(Findings(results), digest)
    plain: Workbook = build_book(Findings(results), digest)[0]
    ratio = pairwise(
        lambda: save(book, written, folder / "ours.xlsx", moment_of(results)),
        lambda: plain.save(folder / "plain.xlsx"),
        9,
    )
    return Ratio("save the workbook with results ÷ plain openpyxl without", ratio, 1.3, "save(book, results, …) ÷ Workbook.save(…)")


def pdf() -> Ratio:
    """Our rendering, against WeasyPrint on the same HTML, both warm and with the same fonts."""
    results = feasible_results(SCENARIO)
    html = to_html(summary_page(results, scenario_sha256(results.scenario), "0" * 64))
    fonts: FontConfiguration = font_configuration()
    ratio = pairwise(lambda: render_pdf(html, moment_of(results)), lambda: HTML(string=html).write_pdf(font_config=fonts), 9)
    return Ratio("render the PDF ÷ bare WeasyPrint on the same HTML, warm", ratio, 1.15, "render_pdf(html) ÷ HTML(string=html).write_pdf()")


def cold_report(folder: Path) -> Ratio:
    """A cold `tco report`, against the sum of its floors: imports, YAML, plain openpyxl, bare WeasyPrint, one process each time."""
    results = feasible_results(SCENARIO)
    digest = scenario_sha256(results.scenario)
    book, _ = build_book(Findings(results), digest)
    cells = {
        sheet.title: [(cell.row, cell.column, cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
        for sheet in book.worksheets
    }
    given = folder / "floor.pickle"
    given.write_bytes(pickle.dumps((cells, to_html(summary_page(results, digest, "0" * 64)), SCENARIO)))
    tco = Path(sys.executable).with_name("tco")
    ratio = pairwise(
        lambda: _run([str(tco), "report", str(SCENARIO), "-o", str(folder / "report")]),
        lambda: _run([sys.executable, str(FLOOR), str(given), str(folder / "floor")]),
        5,
    )
    return Ratio("cold `tco report` ÷ the sum of its floors", ratio, 1.25, "tco report scenarios/apac-assistant.yaml")


def help_text() -> Ratio:
    """`tco --help`, against importing click."""
    tco = Path(sys.executable).with_name("tco")
    ratio = pairwise(lambda: _run([str(tco), "--help"]), lambda: _run([sys.executable, "-c", "import click"]), 15)
    return Ratio("`tco --help` ÷ importing click", ratio, 1.5, "tco --help")


def memory(folder: Path) -> Ratio:
    """The memory of a process after so many reports, against what it had after ten.

    No object of ours is left of a report; bare WeasyPrint 70 grows outside Python, by about 0.1 MB each time.
    """
    results = feasible_results(SCENARIO)
    digest = scenario_sha256(results.scenario)
    write_book(Findings(results), folder / "attached.xlsx", digest)
    given = folder / "many.pickle"
    given.write_bytes(pickle.dumps((summary_page(results, digest, "0" * 64), (folder / "attached.xlsx").read_bytes(), moment_of(results))))
    run = subprocess.run([sys.executable, str(MANY), str(given), str(REPORTS)], check=True, capture_output=True, text=True)
    after_ten, at_the_end = map(float, run.stdout.split())
    name = f"memory after {REPORTS} reports in one process ÷ after ten"
    return Ratio(name, at_the_end / after_ten, 1.05, "render_pdf(to_html(page), moment, (workbook,)) in one process")


def search() -> list[Ratio]:
    """1,000 candidates at two sites over twelve months at once against one by one; twice as many; the memory of both in a process."""
    run = subprocess.run([sys.executable, str(CANDIDATES)], check=True, capture_output=True, text=True)
    found = json.loads(run.stdout)
    told = f"{found['seconds']:.2f} s; a search of {found['configurations']:,} configurations {found['whole_search']:.2f} s"
    command = "judged(trial, settings) ÷ evaluate(with_values(…)) for each"
    return [
        Ratio(f"search: 1,000 candidates × 2 sites × 12 months ÷ each evaluated alone ({told})", found["ratio"], 0.1, command),
        Ratio("search: 2,000 candidates ÷ 1,000", found["growth"], 2.2, "judged(trial, settings) with twice as many"),
        Ratio(f"search: peak memory of the process ÷ {MOST_MEMORY:g} MB", found["peak"] / MOST_MEMORY, 1.0, str(CANDIDATES.name)),
    ]


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""})


def main() -> int:
    """Measure, print and write `output/bench.json`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ratios = [workbook(folder), pdf(), cold_report(folder), help_text(), memory(folder), *search()]
    for item in ratios:
        print(f"{'ok  ' if item.ratio <= item.limit else 'OVER'}  {item.ratio:5.2f}  (limit {item.limit:.2f})  {item.name}")
    target = ROOT / "output" / "bench.json"
    target.write_text(json.dumps([asdict(item) for item in ratios], indent=1) + "\n", encoding="utf-8")
    return int(any(item.ratio > item.limit for item in ratios))


if __name__ == "__main__":
    sys.exit(main())
