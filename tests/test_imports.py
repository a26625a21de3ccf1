"""Imports point one way, and every heavy library has one door."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "tco").rglob("*.py"))
MODULES = {".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file for file in FILES}

ALLOWED = {
    "errors": (),
    "files": ("errors",),
    "language": ("errors",),
    "catalogue": ("errors", "language"),
    "model.constants": ("language",),
    "model.demand": ("language",),
    "model.serving": ("language", "model.demand"),
    "model.cloud": ("language", "model.serving"),
    "model.owned": ("language", "model.serving"),
    "model.api": ("language",),
    "model.money": ("language",),
    "model.promises": ("language", "model.constants"),
    "model.comparison": ("language", "model.money"),
    "model.checks": ("language",),
    "model.options": ("language", "model"),
    "scenario": ("errors", "language", "catalogue", "model"),
    "engine": ("errors", "language", "catalogue", "model", "scenario"),
    "search": ("errors", "language", "catalogue", "model", "scenario", "engine"),
    "engine.simulation": ("errors", "language", "model", "scenario", "engine"),
    "accuracy": ("errors", "language", "catalogue", "model", "engine"),
    "request_log": ("errors", "catalogue", "scenario"),
    "workbook.look": ("scenario", "workbook"),
    "workbook.file": ("errors", "files", "workbook"),
    "workbook": ("errors", "files", "language", "catalogue", "model", "scenario", "engine", "search", "findings"),
    "summary": ("errors", "files", "language", "catalogue", "model", "scenario", "engine", "search", "findings"),
    "findings": ("engine", "search"),
    "documents": ("errors", "files", "scenario", "engine", "search", "findings", "workbook", "summary"),
    "interface": ("errors", "language", "model", "scenario", "engine", "search", "documents"),
    "commands": (
        "errors", "files", "language", "catalogue", "model", "scenario", "engine", "search", "findings", "accuracy",
        "request_log",
        "workbook", "summary", "documents",
    ),
    "cli": ("errors", "catalogue", "engine", "request_log", "commands"),
}  # fmt: skip
"""What each room may import besides itself: the arrows of the house. A room's name stands for all rooms inside it."""

ALLOWED_IN_THE_MODEL = ("tco.language", "tco.model")
WIRING = ("options.py", "cost_classes.py")
"""Compose kinds of option and classes of cost: the files of the model that are not lists of lines."""

DOORS = {
    "openpyxl": ("workbook",),
    "weasyprint": ("summary", "commands"),  # doctor asks whether it can be imported
    "jinja2": ("summary",),
    "pypdfium2": ("summary",),
    "pandas": ("commands", "interface", "request_log"),
    "click": ("cli", "commands"),
    "rich": ("commands",),
    "pint": ("engine",),
    "numpy": ("language", "engine", "search", "accuracy", "workbook", "summary", "request_log", "cli"),
}


def room_of(module: str) -> str:
    """The longest of the named rooms that a module stands in."""
    inside = module.removeprefix("tco.")
    return max((room for room in ALLOWED if f"{inside}.".startswith(f"{room}.")), key=len, default="")


@cache
def imported(file: Path) -> frozenset[str]:
    """Every module that a file imports, at the top, inside a function or for types; names that are modules count as such."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= names & MODULES.keys()
            if names - MODULES.keys():
                found.add(str(node.module))
    return frozenset(found)


def breaches(module: str, names: frozenset[str]) -> Iterator[str]:
    """What a module imports from a room that its own may not read."""
    here = room_of(module)
    for name in sorted(names):
        if name.startswith("tco.") and (there := room_of(name)) != here:
            allowed = any(f"{there}.".startswith(f"{room}.") for room in ALLOWED[here]) or there.startswith(f"{here}.")
            if not allowed:
                yield f"{module} imports {name}: {here} may read {', '.join(ALLOWED[here]) or 'nothing'}"


@pytest.mark.parametrize("module", [name for name in MODULES if name not in ("tco", "tco.model")])
def test_a_file_imports_only_what_its_room_may_read(module: str) -> None:
    assert room_of(module), f"{module} stands in no room: give it one"
    assert list(breaches(module, imported(MODULES[module]))) == []


def test_an_arrow_that_is_not_allowed_is_seen() -> None:
    assert list(breaches("tco.model.serving.fleet", frozenset({"tco.engine.evaluate"})))
    assert list(breaches("tco.engine.evaluate", frozenset({"tco.workbook.layout"})))
    assert list(breaches("tco.language.line", frozenset({"tco.model.options"})))


def circles(arrows: dict[str, set[str]]) -> list[tuple[str, ...]]:
    """Modules that import each other, by whatever way: the strongly connected components of two or more (Tarjan 1972)."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    found: list[tuple[str, ...]] = []

    def visit(name: str) -> None:
        number[name] = lowest[name] = len(number)
        stack.append(name)
        for other in sorted(arrows.get(name, ())):
            if other not in number:
                visit(other)
                lowest[name] = min(lowest[name], lowest[other])
            elif other in stack:
                lowest[name] = min(lowest[name], number[other])
        if lowest[name] == number[name]:
            start = stack.index(name)
            if len(stack) - start > 1:
                found.append(tuple(sorted(stack[start:])))
            del stack[start:]

    for name in arrows:
        if name not in number:
            visit(name)
    return found


def test_no_files_import_each_other() -> None:
    """Not even for types: a package's face counts as what it names."""
    faces = {name for name, file in MODULES.items() if file.name == "__init__.py"}
    assert (
        circles({name: {other for other in imported(file) if other in MODULES and other not in faces} for name, file in MODULES.items()})
        == []
    )


def test_a_circle_is_seen() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [("a", "b", "c")]


@pytest.mark.parametrize("module", [name for name, file in MODULES.items() if name.startswith("tco.model.") and file.name not in WIRING])
def test_the_model_reads_only_lines_and_words(module: str) -> None:
    """No numpy, no files, no catalogue: the domain stands alone."""
    for name in imported(MODULES[module]):
        assert name.startswith(ALLOWED_IN_THE_MODEL), f"{module} imports {name}"


@pytest.mark.parametrize("library", DOORS)
def test_a_library_has_its_own_doors(library: str) -> None:
    users = {name.split(".")[1] for name, file in MODULES.items() if any(found.split(".")[0] == library for found in imported(file))}
    assert users <= set(DOORS[library])


def test_the_walk_sees_imports_inside_functions() -> None:
    """Otherwise the doors above could not be seen to stand open."""
    assert "pint" in imported(MODULES["tco.engine.units"])
    assert "tco.model.serving" in imported(MODULES["tco.model.options"])


def test_evaluating_needs_no_heavy_library() -> None:
    heavy = ("openpyxl", "weasyprint", "pandas", "pint", "jinja2")
    program = f"import sys, tco.engine.evaluate, tco.scenario.reading; print([name for name in {heavy} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert found.stdout.strip() == "[]"


# Files


def lengths() -> dict[str, int]:
    return {name: len(file.read_text(encoding="utf-8").splitlines()) for name, file in MODULES.items() if file.name != "__init__.py"}


def test_files_hold_one_topic_each() -> None:
    """Long enough to be worth opening, short enough to be read in one sitting."""
    found = lengths()
    assert {name: length for name, length in found.items() if not 30 <= length <= 350} == {}
    assert 120 <= sorted(found.values())[len(found) // 2] <= 200
