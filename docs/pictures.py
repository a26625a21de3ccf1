"""Renews the pictures of the README from apac-assistant: `make pictures` (needs LibreOffice and poppler-utils)."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from pypdf import PdfReader

from tco.report import write_report

HERE = Path(__file__).parent
SCENARIO = HERE.parent / "scenarios" / "apac-assistant.yaml"
SHEET = ("Price per instance-hour", "Instances paid", "Cost of a site")
"""Words of the page of a workbook that is shown: an option's costs by month."""


def main() -> None:
    """Write the documents anew and turn one page of each into a small PNG."""
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
        pages = PdfReader(printed).pages
        page = next(number for number, content in enumerate(pages, start=1) if all(word in content.extract_text() for word in SHEET))
        _picture(printed, page, HERE / "workbook.png", 1100)
        _picture(pdf, 1, HERE / "summary.png", 700)


def _picture(pdf: Path, page: int, target: Path, width: int) -> None:
    """One page of a PDF as a PNG of this width."""
    command = ["pdftoppm", "-png", "-singlefile", "-f", str(page), "-l", str(page), "-scale-to-x", str(width), "-scale-to-y", "-1"]
    subprocess.run([*command, str(pdf), str(target.with_suffix(""))], check=True)


if __name__ == "__main__":
    sys.exit(main())
