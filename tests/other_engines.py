"""Recalculates a workbook in Gnumeric and in IronCalc, two more engines that know nothing of ours, where they are installed."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl.utils import coordinate_to_tuple
from recalculate import Book, Value, stored
from stored_results import stored_results

needs_gnumeric = pytest.mark.skipif(shutil.which("ssconvert") is None, reason="Gnumeric is not installed: `apt-get install gnumeric`")
needs_ironcalc = pytest.mark.skipif(
    importlib.util.find_spec("ironcalc") is None, reason="IronCalc is not installed: `pip install -e '.[clients]'`"
)

_RESULT = re.compile(rb'(<c\b[^>]*?)(?: t="\w+")?(><f>[^<]*</f>)<v>[^<]*</v>')


def by_gnumeric(path: Path, seconds: float = 300) -> Book:
    """Every formula of the file, recalculated by Gnumeric; the results that the file holds are made wrong first.

    Raises RuntimeError where ssconvert leaves no file.
    """
    with TemporaryDirectory() as folder:
        spoilt, saved = Path(folder, "spoilt.xlsx"), Path(folder, "saved.xlsx")
        _with_wrong_results(path, spoilt)
        command = ["ssconvert", "--recalc", "--export-type=Gnumeric_Excel:xlsx2", str(spoilt), str(saved)]
        run = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False, env={**os.environ, "LC_ALL": "C.UTF-8"})
        if not saved.exists():
            raise RuntimeError(f"Gnumeric did not recalculate {path}: {run.stderr.strip()}")
        found = stored_results(saved)
    return {sheet: {cell: found.get(sheet, {}).get(cell) for cell in cells} for sheet, cells in stored(path).items()}


def by_ironcalc(path: Path) -> Book:
    """Every formula of the file, recalculated by IronCalc; the results that the file holds are made wrong first."""
    ironcalc: Any = importlib.import_module("ironcalc")
    with TemporaryDirectory() as folder:
        spoilt = Path(folder, "spoilt.xlsx")
        _with_wrong_results(path, spoilt)
        model = ironcalc.load_from_xlsx(str(spoilt))
        model.evaluate()
        numbers = {sheet["name"]: number for number, sheet in enumerate(model.get_worksheets_properties())}
        return {
            sheet: {cell: _plain(model.get_cell_value(numbers[sheet], *coordinate_to_tuple(cell))) for cell in cells}
            for sheet, cells in stored(path).items()
        }


def _plain(value: Any) -> Value:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _with_wrong_results(path: Path, copy: Path) -> None:
    """The book with a wrong number beside each formula, so that an engine that believed the file is found out."""
    with ZipFile(path) as source, ZipFile(copy, "w", ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename.startswith("xl/worksheets/sheet"):
                content = _RESULT.sub(rb"\1\2<v>-99.125</v>", content)
            target.writestr(entry.filename, content)
