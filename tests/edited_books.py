"""Books whose file somebody edits without a spreadsheet program: one cell's XML changed, all else as it was, results too."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from tco.documents import write_report
from tco.engine.evaluate import evaluate
from tco.engine.simulation import SEED
from tco.engine.simulation.simulate import simulate
from tco.findings import Findings
from tco.search.settle import read
from tco.workbook.file.saving import sheet_parts
from tco.workbook.layout import Layout
from tco.workbook.one_month.layout import laid_out

API_ALONE = """\
title: A plan
currency: USD
start: 2027-01
months: 6
workload:
  requests_per_day: 500_000
  mix:
    - {name: chat, share: 100%, input_tokens: 500, output_tokens: 200}
regions:
  - {name: Singapore, share: 100%, served_from: ap-southeast-1}
model: llama-3.3-70b
baseline: API
options:
  - {name: API, kind: api, price: gpt-4o-mini}
"""
"""One option of the kind with the fewest lines, in one region."""

DRAWS = 50
"""Enough for a Simulation sheet; each audit draws it anew."""


@dataclass(frozen=True)
class Book:
    """The small scenario's workbook, and where its lines and inputs live."""

    path: Path
    layout: Layout

    def line(self, sheet: str, key: str, column: str = "D") -> str:
        """The first cell of a line."""
        return f"{column}{self.layout.sheet(sheet).blocks[key].first_row}"

    def input(self, key: str, owner: str = "", column: str = "E") -> str:
        """The first cell of an input."""
        return f"{column}{self.layout.inputs.blocks[owner, key].first_row}"


def book_of(text: str, folder: Path) -> Book:
    """The workbook of a scenario's text, as it is issued."""
    path = folder / "small.yaml"
    path.write_text(text, encoding="utf-8")
    write_report(path, folder, only="xlsx", draws=DRAWS)
    results = evaluate(read(path))
    return Book(folder / "small" / "small.xlsx", laid_out(results, Findings(results, simulate(results, DRAWS, SEED))))


def rewritten(path: Path, part: str, change: Callable[[str], str], target: Path) -> Path:
    """A copy of a workbook with one part of the file changed."""
    with ZipFile(path) as source, ZipFile(target, "w", ZIP_DEFLATED, compresslevel=1) as copy:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == part:
                text = change(content.decode())
                assert text != content.decode(), f"nothing was changed in {part}"
                content = text.encode()
            copy.writestr(entry, content)
    return target


def with_cells(path: Path, sheet: str, cells: Mapping[str, Callable[[str], str]], target: Path) -> Path:
    """A copy of a workbook in which some cells' XML is changed, and everything else, results too, stays as it was."""
    with ZipFile(path) as archive:
        part = sheet_parts(archive)[sheet]

    def change(text: str) -> str:
        for cell, edit in cells.items():
            found = re.search(rf'<c r="{cell}"[^>]*?(/>|>.*?</c>)', text, re.DOTALL)
            assert found, f"{sheet}!{cell} is empty"
            text = text[: found.start()] + edit(found[0]) + text[found.end() :]
        return text

    return rewritten(path, part, change, target)


def typed(value: object) -> Callable[[str], str]:
    """A number or a text in place of whatever the cell holds."""

    def edit(cell: str) -> str:
        name, style = re.search(r'r="(\w+)"', cell), re.search(r' s="\d+"', cell)
        assert name
        kind, inside = ("n", f"<v>{value!r}</v>") if isinstance(value, int | float) else ("inlineStr", f"<is><t>{value}</t></is>")
        return f'<c r="{name[1]}"{style[0] if style else ""} t="{kind}">{inside}</c>'

    return edit


def pasted(cell: str) -> str:
    """The cell's value without its formula."""
    return re.sub(r"<f>.*?</f>", "", cell)


def cleared(cell: str) -> str:
    """An empty cell."""
    return re.sub(r"<f>.*?</f>|<v>.*?</v>|<is>.*?</is>", "", cell)


def formula(old: str, new: str) -> Callable[[str], str]:
    """The formula with one piece replaced; its result stays."""

    def edit(cell: str) -> str:
        assert old in cell, cell
        return cell.replace(old, new, 1)

    return edit


def result(cell: str) -> str:
    """Another stored result beside the same formula."""
    return re.sub(r"<v>(.*?)</v>", lambda found: f"<v>{float(found[1]) * 0.9!r}</v>", cell)
