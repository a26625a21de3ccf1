"""Recalculates a workbook in two engines that know nothing of ours, and says where they disagree.

A spreadsheet believes what is stored beside a formula until it recalculates, so "stored equals recalculated" is what the
tests must prove. formualizer is quick enough for every test; LibreOffice is a second opinion, and slow to start.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import formualizer
import openpyxl
from openpyxl.formula import Tokenizer
from openpyxl.utils import coordinate_to_tuple, get_column_letter, range_boundaries
from stored_results import stored_results

Value = float | str | bool | None
Book = dict[str, dict[str, Value]]

_ERRORS = {"Div": "#DIV/0!", "Na": "#N/A", "Name": "#NAME?", "Null": "#NULL!", "Num": "#NUM!", "Ref": "#REF!", "Value": "#VALUE!"}

_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""


def stored(path: Path) -> Book:
    """What the file itself holds beside its formulas: numbers as floats (dates as serial numbers), texts, booleans, error texts."""
    return _stored_at(path, path.stat().st_mtime_ns)


def opened(path: Path) -> openpyxl.Workbook:
    """The workbook at `path`, to be read and never changed: several tests of one book share it."""
    return _opened_at(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _stored_at(path: Path, _: int) -> Book:
    return stored_results(path)


@lru_cache(maxsize=2)
def _opened_at(path: Path, _: int) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path)


def by_formualizer(path: Path) -> Book:
    """Every formula of the file, recalculated by formualizer."""
    workbook = formualizer.load_workbook(str(path))
    workbook.set_temporal_egress("serial")
    workbook.evaluate_all()
    return {
        sheet: {coordinate: _plain(workbook.get_value(sheet, *coordinate_to_tuple(coordinate))) for coordinate in cells}
        for sheet, cells in stored(path).items()
    }


def _plain(value: Any) -> Value:
    if isinstance(value, dict):  # how formualizer returns an error
        kind = str(value.get("kind"))
        return _ERRORS.get(kind, f"#{kind.upper()}!")
    if value is None or isinstance(value, bool | str):
        return value
    return float(value)


def libreoffice() -> str | None:
    """The program to call, or None where LibreOffice is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def by_libreoffice(path: Path) -> Book:
    """Every formula of the file, recalculated by LibreOffice."""
    return by_libreoffice_many([path])[0]


def by_libreoffice_many(paths: Sequence[Path], seconds: float = 300) -> list[Book]:
    """Every formula of several files, recalculated by one start of LibreOffice, in the order of `paths`.

    Raises RuntimeError where LibreOffice is missing or leaves a file out.
    """
    with TemporaryDirectory() as folder:
        saved = saved_by_libreoffice(paths, Path(folder), seconds)
        return [_same_cells(stored(path), stored(copy)) for path, copy in zip(paths, saved, strict=True)]


def saved_by_libreoffice(paths: Sequence[Path], target: Path, seconds: float = 300) -> list[Path]:
    """Copies of several files in the folder `target`, recalculated and saved by one start of LibreOffice, in the order of `paths`.

    Works on copies under a profile of its own that always recalculates, so that neither the reader's settings nor a
    running LibreOffice can interfere. Raises RuntimeError where LibreOffice is missing or leaves a file out.
    """
    program = libreoffice()
    if program is None:
        raise RuntimeError("LibreOffice is missing; install it with `apt-get install --no-install-recommends libreoffice-calc`")
    if not paths:
        return []
    with TemporaryDirectory() as folder:
        profile, copies = (Path(folder, name) for name in ("profile", "copies"))
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
        copies.mkdir()
        names = [f"{number}.xlsx" for number in range(len(paths))]
        for path, name in zip(paths, names, strict=True):
            _copy_without_formats(path, copies / name)
        options = [f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
        command = [program, *options, "--outdir", str(target), *(str(copies / name) for name in names)]
        run = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
        if left_out := [path for path, name in zip(paths, names, strict=True) if not (target / name).exists()]:
            raise RuntimeError(f"LibreOffice did not recalculate {left_out}: {run.stderr.strip() or run.stdout.strip()}")
        return [target / name for name in names]


def _copy_without_formats(path: Path, copy: Path) -> None:
    """LibreOffice keeps TRUE as the number 1 and knows it for a boolean by its format alone: a number format hides it."""
    with ZipFile(path) as source, ZipFile(copy, "w", ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename.startswith("xl/worksheets/sheet"):
                content = re.sub(rb'(<c\b[^>]*?) s="\d+"', rb"\1", content)
            target.writestr(entry, content)


def _same_cells(wanted: Book, found: Book) -> Book:
    return {sheet: {cell: found[sheet][cell] for cell in cells if cell in found.get(sheet, {})} for sheet, cells in wanted.items()}


def disagreements(expected: Book, found: Book, relative: float = 1e-9, path: Path | None = None) -> list[str]:
    """Each cell that one side lacks or that differs, as `Sheet!A1: expected …, found …`; empty when the books agree.

    Numbers may differ by `relative`. Where a difference of large numbers nearly cancels, no engine can be that exact:
    given the book's `path`, `relative` times the largest number that the formula reads is allowed as well.
    """
    lines = []
    precedents = None
    for sheet, coordinate in _all_cells(expected, found):
        wanted: Any = expected.get(sheet, {}).get(coordinate, _ABSENT)
        got: Any = found.get(sheet, {}).get(coordinate, _ABSENT)
        if _equal(wanted, got, relative):
            continue
        if path is not None and _is_number(wanted) and _is_number(got):
            precedents = precedents or _Precedents(path, expected)
            if abs(wanted - got) <= relative * precedents.largest(sheet, coordinate):
                continue
        lines.append(f"{sheet}!{coordinate}: expected {wanted!r}, found {got!r}")
    return lines


class _Absent:
    def __repr__(self) -> str:
        return "no formula"


_ABSENT = _Absent()


def _all_cells(expected: Book, found: Book) -> Iterator[tuple[str, str]]:
    for sheet in [*expected, *(title for title in found if title not in expected)]:
        wanted, got = expected.get(sheet, {}), found.get(sheet, {})
        yield from ((sheet, cell) for cell in [*wanted, *(cell for cell in got if cell not in wanted)])


def _is_number(value: Any) -> bool:
    return isinstance(value, float | int) and not isinstance(value, bool)


def _equal(wanted: Any, got: Any, relative: float) -> bool:
    if _is_number(wanted) and _is_number(got):
        return bool(abs(wanted - got) <= relative * max(abs(wanted), abs(got)))
    return wanted is not None and type(wanted) is type(got) and bool(wanted == got)  # None: nothing stored, which is never right


class _Precedents:
    """The numbers that a formula reads directly."""

    def __init__(self, path: Path, results: Book) -> None:
        self._workbook = opened(path)
        self._results = results

    def largest(self, sheet: str, coordinate: str) -> float:
        formula = self._workbook[sheet][coordinate].value
        operands = [token.value for token in Tokenizer(formula).items if token.type == "OPERAND" and token.subtype == "RANGE"]
        return max((abs(number) for operand in operands for number in self._numbers(sheet, operand)), default=0.0)

    def _numbers(self, sheet: str, operand: str) -> Iterator[float]:
        if operand in self._workbook.defined_names:
            operand = self._workbook.defined_names[operand].attr_text or ""
        where, _, area = operand.rpartition("!")
        title = where.strip("'").replace("''", "'") or sheet
        left, top, right, bottom = range_boundaries(area)
        for row in range(top or 1, (bottom or 0) + 1):
            for column in range(left or 1, (right or 0) + 1):
                result = self._results.get(title, {}).get(f"{get_column_letter(column)}{row}")
                value = self._workbook[title].cell(row, column).value if result is None else result
                if _is_number(value):
                    yield float(str(value))


def edited(path: Path, changes: Mapping[tuple[str, str], Any], target: Path) -> Path:
    """`path` as somebody would leave it who typed `changes[sheet, coordinate]` and had no spreadsheet to recalculate.

    The copy at `target` holds no stored results. Raises ValueError where a change would overwrite a formula.
    """
    workbook = openpyxl.load_workbook(path)
    for (sheet, coordinate), value in changes.items():
        cell = workbook[sheet][coordinate]
        if cell.data_type == "f":
            raise ValueError(f"{sheet}!{coordinate} is a formula, not an input: {cell.value}")
        cell.value = value
    workbook.save(target)
    return target
