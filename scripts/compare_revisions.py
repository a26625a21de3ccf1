"""Compare the results and documents of two revisions: figures as JSON, stored values of the workbook, texts of the PDF.

Usage: .venv/bin/python scripts/compare_revisions.py REVISION [SCENARIO…]

The working tree is compared with REVISION, a commit of this repository, on every scenario of the working tree or on the named ones.
Each side runs its own code in its own process, by the public commands alone: the code of the two may be arranged differently.
Version numbers and hashes are ignored. The exit code is 0 where nothing else differs, otherwise 1.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import openpyxl
import pypdf

ROOT = Path(__file__).parents[1]
PROGRAM = "import sys; from tco.cli import main; sys.exit(main())"
NAMELESS = re.compile(r"\b[0-9a-f]{8,64}\b|\b\d+\.\d+\.\d+\b")
"""Hashes, whole or shortened, and version numbers: the only things that may differ."""
FOOT = re.compile(r"(\n[^\n]* · [^\n]*)?\nPage \d+ of \d+.*$", re.DOTALL)
"""The foot of a page: title, number, scenario and versions."""
BROKEN = re.compile(r"(?<=[-/])\n")
"""A line that ends within a word."""
MOST_TOLD = 12
"""The most differences that are printed for a scenario."""


def run(tree: Path, *words: str) -> bytes:
    """The output of `tco` in a tree. Ends the comparison where it fails."""
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    done = subprocess.run([sys.executable, "-c", PROGRAM, *words], cwd=tree, env=environment, capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"{tree}: tco {' '.join(words)} ended with {done.returncode}:\n{done.stderr.decode()}")
    return done.stdout


def plain(value: Any) -> Any:
    """Data without version numbers and hashes."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return NAMELESS.sub("…", value) if isinstance(value, str) else value


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every figure and word of a JSON document with its path."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, f"{path}/{key}")
    elif isinstance(value, list) and any(isinstance(item, (dict, list)) for item in value):
        for number, item in enumerate(value):
            yield from leaves(item, f"{path}/{number}")
    else:
        yield path, value


def rows(book: Path) -> Counter[tuple[Any, ...]]:
    """Every row of every sheet as its label and stored values, counted: rows may move within their sheet, but keep their values."""
    opened = openpyxl.load_workbook(book, read_only=True, data_only=True)
    found: Counter[tuple[Any, ...]] = Counter()
    for sheet in opened.worksheets:
        for row in sheet.iter_rows(values_only=True):
            values = tuple(_told(value) for value in row if value is not None)
            if values:
                found[(sheet.title, *values)] += 1
    return found


def _told(value: Any) -> Any:
    """A cell without the words of its formula, which repeat how the figure beside them is computed."""
    return plain(value.partition("\n= ")[0] if isinstance(value, str) else value)


def words(pdf: Path) -> Counter[str]:
    """The words of a document, counted: they may move to other lines and pages, but none may be added, removed or changed.

    The foot of each page is left out, because the number of pages may differ.
    """
    pages = (NAMELESS.sub("…", page.extract_text()) for page in pypdf.PdfReader(pdf).pages)
    return Counter(word for page in pages for word in BROKEN.sub("", FOOT.sub("", page)).split())


def written(tree: Path, scenario: str, folder: Path) -> dict[str, Any]:
    """All results and documents of a scenario on one side, as a mapping for each."""
    path = f"scenarios/{scenario}.yaml"
    run(tree, "report", path, "-o", str(folder))
    stem = folder / scenario / scenario
    return {
        "evaluate": dict(leaves(plain(json.loads(run(tree, "evaluate", path, "--format", "json"))))),
        "simulate": dict(leaves(plain(json.loads(run(tree, "simulate", path, "--draws", "300", "--format", "json"))))),
        "workbook": rows(stem.with_suffix(".xlsx")),
        "pdf": words(stem.with_suffix(".pdf")),
    }


def differences(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    """The differences in words."""
    for part, old in before.items():
        new = after[part]
        for key in [*old, *(key for key in new if key not in old)]:
            if old.get(key) != new.get(key):
                yield f"{part} {str(key)[:160]}: {str(old.get(key))[:160]} → {str(new.get(key))[:160]}"


def main() -> int:
    """Compare the working tree with a revision. Returns the exit code."""
    revision, *names = sys.argv[1:] or ["HEAD"]
    names = names or sorted(path.stem for path in (ROOT / "scenarios").glob("*.yaml"))
    found = 0
    with tempfile.TemporaryDirectory() as place:
        former = Path(place) / "former"
        subprocess.run(["git", "clone", "--quiet", "--shared", str(ROOT), str(former)], check=True)
        subprocess.run(["git", "checkout", "--quiet", revision], cwd=former, check=True)
        for name in names:
            sides = ((former, Path(place) / "a"), (ROOT, Path(place) / "b"))
            with ThreadPoolExecutor(2) as pool:
                before, after = pool.map(lambda side, name=name: written(side[0], name, side[1]), sides)
            told = list(differences(before, after))
            found += len(told)
            counted = sum(len(before[part]) for part in before)
            print(f"{name}: {len(told)} differences among {counted:,} figures, rows and words", flush=True)
            for line in told[:MOST_TOLD]:
                print(f"  {line}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
