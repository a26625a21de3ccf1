"""The Python face: the code of docs/python.md runs and prints what the page says; importing the package costs next to nothing."""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from conftest import SCENARIOS

import tco

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "python.md"
EXAMPLE = re.compile(r"```python\n(.*?)```\n(?:\n```text\n(.*?)```)?", re.DOTALL)


def test_the_code_of_the_page_prints_what_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Example after example in one namespace, as a reader would paste them."""
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {"folder": tmp_path}
    examples = EXAMPLE.findall(PAGE.read_text(encoding="utf-8"))
    assert len(examples) >= 6
    with pd.option_context("display.width", 120, "display.max_columns", 20):
        for code, expected in examples:
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec(compile(code, str(PAGE), "exec"), names)
            assert printed.getvalue() == expected, code


def test_every_name_of_the_face_is_there_and_documented() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name in tco.__all__:
        assert getattr(tco, name).__doc__, name
        assert f"tco.{name}" in page, name
    assert set(tco.__all__) <= set(dir(tco))


def test_an_unknown_name_is_no_part_of_the_face() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'costs'"):
        tco.costs  # noqa: B018


def test_importing_the_package_loads_nothing() -> None:
    """Not even typing: a program that asks for the version alone pays for nothing else."""
    code = "import sys; import __future__; before = set(sys.modules); import tco; print(sorted(set(sys.modules) - before))"
    found = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT)})
    assert found.stdout.strip() == "['tco']"


def test_totals_are_those_of_the_options() -> None:
    results = tco.evaluate(SCENARIOS["apac-published"])
    assert {name: evaluated.value("tco") for name, evaluated in results.options.items()} == tco.totals(results)["tco"].to_dict()


def test_a_scenario_that_was_read_gives_what_its_path_gives() -> None:
    path = SCENARIOS["apac-published"]
    pd.testing.assert_frame_equal(tco.totals(tco.evaluate(path)), tco.totals(tco.evaluate(tco.read(path))))


def test_lines_of_one_option_have_no_empty_axes() -> None:
    results = tco.evaluate(SCENARIOS["apac-published"])
    table = tco.lines(results, "cost", option="API")
    assert list(table.columns) == ["sheet", "line", "label", "unit", "month", "value"]
    assert table["value"].sum() == pytest.approx(results.options["API"].value("tco"))


def test_an_unknown_line_is_refused_by_name() -> None:
    with pytest.raises(KeyError, match="no line is called costs"):
        tco.lines(tco.evaluate(SCENARIOS["apac-published"]), "costs")
