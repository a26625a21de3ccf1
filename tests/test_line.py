"""Lines and the model they form: what a function becomes, and what a mistake in one says."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from itertools import count
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tco.errors import ModelError
from tco.language.formula import Call, Number, Operation, Reference, Span
from tco.language.line import Input, build, inputs_of, line

if TYPE_CHECKING:
    from pathlib import Path

Write = Callable[[str], ModuleType]
IMPORTS = "from tco.language.line import Input, Section, applied, line\nfrom tco.language.vocabulary import choose, round_up, total\n"
HEADER = f'"""Bread and what it takes."""\n\n{IMPORTS}BAKERY = Section("Bakery")\n'
NUMBERS = count()

FLOUR = Input("Flour", "kg", "flour", "Flour in the store.", 10.0, key="flour")
LOAF = Input("Flour per loaf", "kg", "loaf", "Flour that a loaf takes.", 0.5, key="loaf")
KNOWN = {"flour": FLOUR, "loaf": LOAF}


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A module of the model, as a file of its own, so that messages can name its lines."""

    def define(body: str) -> ModuleType:
        file = tmp_path / f"bakery_{next(NUMBERS)}.py"
        file.write_text(HEADER + body, encoding="utf-8")
        spec = importlib.util.spec_from_file_location(file.stem, file)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return define


LOAVES = '''
@BAKERY.line("Loaves", "loaves", "Baker's handbook")
def loaves(flour, loaf):
    """Whole loaves that the flour gives."""
    return round_up(flour / loaf)
'''


def test_a_function_becomes_a_line_with_its_name_needs_and_sentence(write: Write) -> None:
    found = write(LOAVES).loaves
    assert (found.key, found.label, found.unit, found.source) == ("loaves", "Loaves", "loaves", "Baker's handbook")
    assert found.needs == ("flour", "loaf")
    assert found.sentence == "Whole loaves that the flour gives."


def test_a_line_says_where_it_stands(write: Write) -> None:
    module = write(LOAVES)
    assert (module.loaves.file, module.loaves.number) == (module.__file__, 7)


def test_a_line_computes_on_numbers_and_on_arrays(write: Write) -> None:
    loaves = write(LOAVES).loaves
    assert loaves(10.0, 3.0) == 4
    assert loaves(np.array([1.0, 2.0]), 0.4).tolist() == [3, 5]


def test_a_line_read_with_references_is_a_tree(write: Write) -> None:
    model = build("Bakery", [write(LOAVES).BAKERY], KNOWN, ())
    assert model.lines["loaves"].formula == Call("round_up", (Operation("/", Reference("flour"), Reference("loaf")),))


def test_a_line_that_needs_nothing_is_a_constant(write: Write) -> None:
    module = write('\n@BAKERY.line("Loaves left", "loaves")\ndef left():\n    """None."""\n    return 0\n')
    assert build("Bakery", [module.BAKERY], KNOWN, ()).lines["left"].formula == Number(0)


def test_a_line_without_a_sentence_is_refused(write: Write) -> None:
    with pytest.raises(ModelError, match=r"bakery_\d+\.py:7: line loaves has no docstring; say in one sentence what it is"):
        write('\n@BAKERY.line("Loaves", "loaves")\ndef loaves(flour):\n    return flour\n')


def test_a_misspelt_need_names_file_and_line_and_what_was_meant(write: Write) -> None:
    module = write(LOAVES.replace("flour", "fluor"))
    with pytest.raises(ModelError) as refused:
        build("Bakery", [module.BAKERY], KNOWN, ())
    told = "line loaves needs fluor, which is no input, table or line above it; did you mean flour?"
    assert str(refused.value) == f"{module.__file__}:7: {told}"


def test_a_need_like_no_other_is_refused_without_a_guess(write: Write) -> None:
    with pytest.raises(ModelError, match=r"needs quartz, which is no input, table or line above it$"):
        build("Bakery", [write(LOAVES.replace("flour", "quartz")).BAKERY], KNOWN, ())


def test_a_line_cannot_read_one_below_it(write: Write) -> None:
    """So sheets flow from top to bottom and no cycle can exist."""
    below = '\n@BAKERY.line("Slices", "slices")\ndef slices(loaves):\n    """Two each."""\n    return 2 * loaves\n'
    assert list(build("Bakery", [write(LOAVES + below).BAKERY], KNOWN, ()).lines) == ["loaves", "slices"]
    with pytest.raises(ModelError, match="line slices needs loaves"):
        build("Bakery", [write(below + LOAVES).BAKERY], KNOWN, ())


def test_two_lines_of_one_name_are_refused(write: Write) -> None:
    with pytest.raises(ModelError, match="there is already a line, input or table called loaves; choose another name"):
        build("Bakery", [write(LOAVES).BAKERY, write(LOAVES).BAKERY], KNOWN, ())


@pytest.mark.parametrize(
    ("body", "advice"),
    [
        ("return flour / 3", "3 is written into a formula"),
        ("return loaf if flour > loaf else flour", "use choose"),
        ("return total(flour - loaf, over='month')", "put its argument on a line of its own"),
    ],
)
def test_what_a_line_may_not_say_is_refused_with_its_place(write: Write, body: str, advice: str) -> None:
    module = write(f'\n@BAKERY.line("Loaves", "loaves")\ndef loaves(flour, loaf):\n    """What is said wrongly."""\n    {body}\n')
    with pytest.raises(ModelError, match=rf"bakery_\d+\.py:7: line loaves: .*{advice}"):
        build("Bakery", [module.BAKERY], KNOWN, ())


def test_a_file_may_hold_several_sections(write: Write) -> None:
    shop = '@SHOP.line("Sold", "loaves")\ndef sold(loaves):\n    """All of them."""\n    return 1 * loaves\n'
    module = write(f'{LOAVES}\nSHOP = Section("Shop")\n\n{shop}')
    model = build("Bakery", [module.BAKERY, module.SHOP], KNOWN, ())
    found = [(section.title, [item.key for item in section.lines]) for section in model.sections]
    assert found == [("Bakery", ["loaves"]), ("Shop", ["sold"])]


def test_two_variants_of_one_line_stand_side_by_side(write: Write) -> None:
    """Each kind of option takes the section with its own."""
    module = write("""
SMALL, LARGE = Section("Small"), Section("Large")

@SMALL.line("Loaves", "loaves", key="loaves")
def small_loaves(flour, loaf):
    \"\"\"Of half the flour.\"\"\"
    return round_up(2 * flour / loaf)

@LARGE.line("Loaves", "loaves", key="loaves")
def large_loaves(flour, loaf):
    \"\"\"Of all the flour.\"\"\"
    return round_up(flour / loaf)
""")
    found = [build("Bakery", [section], KNOWN, ()).lines["loaves"](10.0, 3.0) for section in (module.SMALL, module.LARGE)]
    assert found == [7, 4]


def test_a_line_that_a_module_borrows_stands_in_no_section_of_it(write: Write) -> None:
    module = write("")
    module.borrowed = write(LOAVES).loaves
    assert module.BAKERY.lines == []


def test_the_lines_of_one_rule_stand_in_a_tuple_where_it_is_written(write: Write) -> None:
    """One definition, read for each loaf; in the order of the module, after the line above it."""
    family = """
def half(whole):
    \"\"\"One of two equal parts.\"\"\"
    return whole / 2


BAKERY.add(applied(half, f"{key}_half", f"Half of {key}", "loaves", key) for key in ("loaves", "flour"))

@BAKERY.line("Slices", "slices")
def slices(loaves_half):
    \"\"\"Two each.\"\"\"
    return 2 * loaves_half
"""
    bakery = build("Bakery", [write(LOAVES + family).BAKERY], KNOWN, ())
    assert list(bakery.lines) == ["loaves", "loaves_half", "flour_half", "slices"]
    assert bakery.lines["flour_half"](8) == 4
    assert bakery.lines["loaves_half"].sentence == "One of two equal parts."


def test_an_inputs_key_is_the_name_it_is_assigned_to(write: Write) -> None:
    module = write('\nwater = Input("Water", "l", "water", "From the tap.", 1.0)\n')
    assert inputs_of(module)["water"].key == "water"


def test_a_model_keeps_only_the_inputs_that_it_reads(write: Write) -> None:
    water = Input("Water", "l", "water", "From the tap.", 1.0, key="water")
    assert set(build("Bakery", [write(LOAVES).BAKERY], {**KNOWN, "water": water}, ()).inputs) == {"flour", "loaf"}


def test_a_model_reads_the_lines_of_another(write: Write) -> None:
    bakery = build("Bakery", [write(LOAVES).BAKERY], KNOWN, ())
    shop = write('\n@BAKERY.line("Sold", "loaves")\ndef sold(loaves):\n    """All of them."""\n    return total(loaves, over="month")\n')
    model = build("Shop", [shop.BAKERY], KNOWN, (), (bakery,))
    assert model.lines["sold"].formula == Call("total", (Span("loaves", "month"),))
    assert model.line("loaves") is bakery.lines["loaves"]


@pytest.mark.parametrize(("path", "expected"), [("options.*.discount", True), ("self_hosted.derate", False)])
def test_an_input_knows_whether_every_option_has_its_own(path: str, *, expected: bool) -> None:
    assert Input("Some input", "share", path, "A share.").of_option is expected


def test_a_line_can_be_made_without_a_module() -> None:
    @line("Double", "1")
    def double(x):
        """Twice x."""
        return 2 * x

    assert double(4) == 8
