"""What a scenario file gets wrong is told all at once, each with its line, what was expected, and what was probably meant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from small_scenario import TEXT, changed, problems_of

from tco.errors import ScenarioError
from tco.search.settle import read

SLIPS = YAML(typ="safe").load(Path(__file__).parent / "bad" / "slips.yaml")
"""What stands in the small scenario, what stands there instead, and every message that must come of it."""


@pytest.mark.parametrize("slip", SLIPS, ids=[str(slip["stands"])[:50] for slip in SLIPS])
def test_a_slip_is_told_with_its_line_and_its_remedy(slip: dict[str, Any], tmp_path: Path) -> None:
    """Exactly these messages, in the order of the file."""
    assert problems_of(changed(slip["instead_of"], slip["stands"]), tmp_path) == slip["told"]


def test_the_small_scenario_itself_is_right(tmp_path: Path) -> None:
    """No problem: so every case above comes of its one change."""
    assert problems_of(TEXT, tmp_path) == []


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    """A misspelt key, a wrong number, an unknown name and a broken sum of one file stand in one list, in the order of its lines."""
    text = (
        changed("months: 12", "monts: 12").replace("share: 60%", "share: 10%").replace("gpt-4o-mini", "gpt-4o-mni").replace("2 s", "soon")
    )
    assert [problem.split(": ", 1)[0] for problem in problems_of(text, tmp_path)] == ["s.yaml:4", "s.yaml:10", "s.yaml:14", "s.yaml:20"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "s.yaml:1: the file is empty; expected title, start, workload, regions and options"),
        (b"# only a comment\n", "s.yaml:1: the file is empty; expected title, start, workload, regions and options"),
        (b"- a\n- b\n", "s.yaml:1: a list stands at the top; expected a mapping with title, start, workload, regions and options"),
        (b"just text", "s.yaml:1: a single value stands at the top; expected a mapping with title, start, workload, regions and options"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "s.yaml:1: this is not UTF-8 text; expected a YAML file saved as UTF-8"),
        (b"title: a\nclient: \x00\n", "s.yaml:2: a control character or half a character; expected plain text in UTF-8"),
        ("title: a".encode("utf-16"), "s.yaml:1: this is not UTF-8 text; expected a YAML file saved as UTF-8"),
        (b"title: a\n---\ntitle: b\n", "s.yaml:2: a second document begins here; expected one scenario in a file"),
        (b"? [a]\n: b\n", "s.yaml:1: a key that is no name; expected key: value"),
        (b"- " * 5000, "s.yaml:1: nested more than 40 deep; expected the sections of a scenario"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_scenario_is_refused_in_one_sentence(content: bytes, message: str, tmp_path: Path) -> None:
    """One message, no traceback."""
    assert problems_of(content, tmp_path) == [message]


def test_aliases_of_aliases_cannot_exhaust_the_machine(tmp_path: Path) -> None:
    """Ten levels of ten aliases would be ten thousand million values: the file is refused at the line where they grow too many."""
    levels = "\n".join(f"  l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]" for n in range(1, 11))
    told = problems_of(TEXT + f"catalogue:\n  l0: &l0 x\n{levels}\n", tmp_path)
    assert told == ["s.yaml:29: more than 200,000 values, repeated aliases counted; expected a file without aliases of aliases"]


def test_a_missing_file_names_the_one_that_was_meant(tmp_path: Path) -> None:
    """The name that differs by a letter."""
    (tmp_path / "plan.yaml").write_text(TEXT)
    with pytest.raises(ScenarioError, match=r"plam\.yaml: no such file; did you mean plan\.yaml\?"):
        read(tmp_path / "plam.yaml")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    """A sentence, no traceback."""
    with pytest.raises(ScenarioError, match="this is a folder; expected a scenario file"):
        read(tmp_path)
