"""The reference of inputs in docs/ is made from the model and must be current; so must the code that the design quotes."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import tco.model
from tco.model.options import inputs

REFERENCE = Path(__file__).parents[1] / "docs" / "reference.py"


def test_the_reference_of_inputs_is_current():
    """`make docs` would write what stands there."""
    made = runpy.run_path(str(REFERENCE), run_name="reference")
    assert made["text"]() == made["TARGET"].read_text(encoding="utf-8")


def test_the_design_quotes_lines_of_the_model_as_they_are():
    """Expected: every block of code in docs/design.md, word for word in a file of tco/model."""
    blocks = re.findall(r"```python\n(.*?)```", REFERENCE.with_name("design.md").read_text(encoding="utf-8"), re.DOTALL)
    model = [file.read_text(encoding="utf-8") for file in Path(tco.model.__path__[0]).rglob("*.py")]
    assert len(blocks) == 2
    assert [block for block in blocks if not any(block in text for text in model)] == []


def test_every_input_of_the_model_is_in_the_reference():
    """A key that a scenario may use is found where a consultant looks."""
    text = REFERENCE.with_name("inputs.md").read_text(encoding="utf-8")
    missing = [item.key for item in inputs().values() if item.path and "*" not in item.path and f"`{item.path.split('.')[-1]}`" not in text]
    assert missing == []
