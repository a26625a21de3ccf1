"""Renews the pictures of the README and of every sheet from apac-assistant, and those of the shapes of an outcome: `make pictures`.

Needs LibreOffice and poppler-utils. The shapes are the scenarios of `tests/outcome_shapes.py`.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from tco.documents import write_report
from tco.summary.fill_page import summary_page
from tco.summary.output.pdf import write
from tco.workbook.book import moment_of

HERE = Path(__file__).parent
TESTS = HERE.parent / "tests"
OUTCOMES = HERE / "outcomes"
NARROW = 420
"""The width of an outcome's picture in pixels: enough to read its headline, and to see that nothing collides."""
SCENARIO = HERE.parent / "scenarios" / "apac-assistant.yaml"
SHEETS = HERE / "sheets"
PAGE_OF_A_SHEET = re.compile(r"^\s*(\S.*?)\s{2,}tco \S+\s+Page \d+ of", re.MULTILINE)
"""The footer of a printed page, which begins with the name of its sheet."""
OPTIONS = ("Cloud GPU", "Inferentia", "Llama API", "GPT-4o mini")
"""Options whose sheets have no picture: they look like the one in the README."""
COLOURS = 160
"""The number of colours in the picture of a sheet: half the bytes, and as legible."""
SHEET = ("Instances paid", "Instance-hours at need", "Jan 2027")
"""Words on the printed page of the workbook that the README shows: the costs of an option by month."""


def main() -> None:
    """Write the documents again and turn their pages into pictures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        written = write_report(SCENARIO, folder)
        workbook, pdf = (next(file for file in written.files if file.suffix == suffix) for suffix in (".xlsx", ".pdf"))
        sheets = folder / "sheets"
        profile = f"-env:UserInstallation=file://{folder}/profile"
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(sheets), str(workbook)],
            check=True,
            capture_output=True,
        )
        printed = sheets / f"{workbook.stem}.pdf"
        pages = _texts(printed)
        page = next(number for number, content in enumerate(pages, start=1) if all(word in content for word in SHEET))
        _picture(printed, page, HERE / "workbook.png", 1100)
        for sheet, first in _first_pages(pages).items():
            if sheet not in OPTIONS:
                _small_picture(printed, first, SHEETS / f"{sheet.lower().replace(' ', '-')}.png")
        _picture(pdf, 1, HERE / "summary.png", 700)
        _picture(pdf, 2, HERE / "evidence.png", 700)
        _outcomes(folder)


def _outcomes(folder: Path) -> None:
    """Page 1 of every shape of an outcome."""
    sys.path.insert(0, str(TESTS))
    from outcome_shapes import SHAPES, results_of  # noqa: PLC0415  (beside the tests, not in the package)

    OUTCOMES.mkdir(exist_ok=True)
    for name in SHAPES:
        results = results_of(name, folder)
        pdf = folder / "outcome.pdf"
        write(summary_page(results, "0" * 64, "0" * 64), pdf, moment_of(results))
        _picture(pdf, 1, OUTCOMES / f"{name.replace(' ', '-')}.png", NARROW)


def _texts(pdf: Path) -> list[str]:
    """The text of every page; poppler reads seven hundred pages in the time that a Python library takes for ten."""
    run = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True)
    return run.stdout.split("\f")


def _first_pages(pages: list[str]) -> dict[str, int]:
    """The first page of every sheet, by its name."""
    found: dict[str, int] = {}
    for number, content in enumerate(pages, start=1):
        if footer := PAGE_OF_A_SHEET.search(content):
            found.setdefault(footer[1], number)
    return found


def _small_picture(pdf: Path, page: int, target: Path) -> None:
    """A page as a picture of few colours."""
    target.parent.mkdir(exist_ok=True)
    _picture(pdf, page, target, 1000)
    Image.open(target).convert("RGB").quantize(COLOURS).save(target, optimize=True)


def _picture(pdf: Path, page: int, target: Path, width: int) -> None:
    """One page of a PDF as a PNG of this width."""
    command = ["pdftoppm", "-png", "-singlefile", "-f", str(page), "-l", str(page), "-scale-to-x", str(width), "-scale-to-y", "-1"]
    subprocess.run([*command, str(pdf), str(target.with_suffix(""))], check=True)


if __name__ == "__main__":
    sys.exit(main())
