"""Imports point one way, and every heavy library has one door."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "tco").rglob("*.py"))

LAYERS = (
    ("errors", "limitations", "colour"), ("atomic",), ("formula",), ("word",), ("vocabulary",),
    ("lookup", "printing", "dimensions"), ("line",),
    ("model", "reach"), ("catalogue",), ("scenario",), ("units",), ("input_arrays",), ("evaluate",), ("run_rate", "prices_in_use"),
    ("feasibility", "break_even", "cheapest_split", "speed_band", "accuracy", "sensitivity", "simulation"), ("crossings", "export"),
    ("findings",),
    ("workbook", "summary"), ("report",), ("request_log",), ("commands",), ("cli",),
)  # fmt: skip
"""Each may import what stands before it, and never its neighbour."""

HEIGHT = {name: height for height, names in enumerate(LAYERS) for name in names}

ALLOWED_IN_THE_MODEL = ("tco.line", "tco.lookup", "tco.vocabulary", "tco.model")
WIRING = "options.py"
"""Says which rooms make which kind of option: the one file of the model that is not a list of lines."""

DOORS = {
    "openpyxl": ("workbook",),
    "weasyprint": ("summary", "commands"),  # doctor asks whether it can be imported
    "jinja2": ("summary",),
    "pypdfium2": ("summary",),
    "pandas": ("commands", "request_log"),
    "click": ("cli", "commands"),
    "rich": ("commands",),
    "pint": ("units",),
    "numpy": (
        "word",
        "vocabulary",
        "lookup",
        "input_arrays",
        "evaluate",
        "run_rate",
        "sensitivity",
        "crossings",
        "feasibility",
        "break_even",
        "accuracy",
        "export",
        "simulation",
        "workbook",
        "summary",
        "request_log",
        "cli",
    ),
}


@cache
def imported(file: Path) -> frozenset[str]:
    """Every module that a file imports, at the top or inside a function; names imported from `tco` itself count as modules."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            parents = ("tco", "tco.model")
            found |= {f"{node.module}.{alias.name}" for alias in node.names} if node.module in parents else {str(node.module)}
    return frozenset(found)


def part(name: str) -> str:
    """The part of the program that a module belongs to: what follows `tco.`."""
    return name.split(".")[1]


def part_of(file: Path) -> str:
    return file.relative_to(ROOT / "tco").with_suffix("").parts[0]


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_a_file_imports_only_from_below(file: Path) -> None:
    here = part_of(file)
    if here in ("__init__", "__main__"):
        return
    assert here in HEIGHT, f"{here} has no place among the layers: give it one"
    for name in imported(file):
        if name.startswith("tco.") and part(name) not in (here, "__version__"):
            assert HEIGHT[part(name)] < HEIGHT[here], f"{name_of(file)} imports {name}"


@pytest.mark.parametrize("file", [file for file in FILES if part_of(file) == "model" and file.name != WIRING], ids=name_of)
def test_the_model_reads_only_lines_and_words(file: Path) -> None:
    """No numpy, no files, no catalogue: the domain stands alone."""
    for name in imported(file):
        assert name.startswith(ALLOWED_IN_THE_MODEL), f"{name_of(file)} imports {name}"


@pytest.mark.parametrize("library", DOORS)
def test_a_library_has_its_own_doors(library: str) -> None:
    users = {part_of(file) for file in FILES if any(name.split(".")[0] == library for name in imported(file))}
    assert users <= set(DOORS[library])


def test_the_walk_sees_imports_inside_functions() -> None:
    """Otherwise the doors above could not be seen to stand open."""
    assert "pint" in imported(ROOT / "tco" / "units.py")
    assert "tco.model.fleet" in imported(ROOT / "tco" / "model" / "options.py")


def test_evaluating_needs_no_heavy_library() -> None:
    heavy = ("openpyxl", "weasyprint", "pandas", "pint", "jinja2")
    program = f"import sys, tco.evaluate, tco.scenario.reading; print([name for name in {heavy} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert found.stdout.strip() == "[]"
