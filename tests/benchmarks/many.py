"""Many reports in one process: prints its memory in MB after the tenth and after the last."""

from __future__ import annotations

import pickle
import sys
from dataclasses import replace
from pathlib import Path

from tco.summary.output.pdf import render_pdf
from tco.summary.output.pdf_archive import WORKBOOK_TYPE, Attached
from tco.summary.output.template import to_html


def memory() -> float:
    """What this process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


def main(given: Path, reports: int) -> None:
    """Each report for a client of its own, with the workbook attached."""
    page, book, moment = pickle.loads(given.read_bytes())
    for number in range(1, reports + 1):
        attached = (Attached("book.xlsx", WORKBOOK_TYPE, "workbook", book),)
        render_pdf(to_html(replace(page, client=f"Client {number}")), moment, attached)
        if number in (10, reports):
            print(round(memory(), 1))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
