"""The catalogue's reader and writer: tables read back equal, and whatever is not understood refused with its place and remedy."""

from __future__ import annotations

import copy
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tco.catalogue.reader import FOLDER, excerpt, load, read_tables
from tco.catalogue.table import Catalogue, Table
from tco.catalogue.writer import as_mapping
from tco.errors import ScenarioError

TABLES = tuple(load().tables)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The catalogue that ships."""
    return load()


@pytest.fixture(scope="module")
def again(catalogue: Catalogue) -> dict[str, Table]:
    """The shipped tables after a journey through YAML text, as a scenario that carries its facts with it takes them."""
    text = io.StringIO()
    YAML().dump({key: as_mapping(table) for key, table in catalogue.tables.items()}, text)
    return read_tables(YAML().load(text.getvalue()), str)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_written_as_yaml_reads_back_equal(catalogue: Catalogue, again: dict[str, Table], name: str) -> None:
    """The same table, origins and all."""
    assert again[name] == catalogue[name]


def test_an_excerpt_holds_what_its_sites_offer(catalogue: Catalogue) -> None:
    """Two sites, the instances that can be rented there or are kept by name, their accelerators, one rate, and the other tables whole."""
    cut = excerpt(catalogue, ["ap-southeast-1", "ap-southeast-2"], ["p5en.48xlarge"], "HKD")
    assert set(cut["offers"].column("site")) == {"ap-southeast-1", "ap-southeast-2"} == set(cut["sites"].names())
    assert "p5en.48xlarge" in cut["instance_types"].names()
    assert "trn1.32xlarge" not in cut["instance_types"].names()
    assert "H200-SXM-141GB" in cut["accelerators"].names()
    assert "B200-SXM-180GB" not in cut["accelerators"].names()
    assert cut["exchange_rates"].names() == ("HKD",)
    assert cut["models"] == catalogue["models"]
    assert read_tables({name: as_mapping(table) for name, table in cut.tables.items()}, str) == cut.tables


# Refusals


def refusals(change: Callable[[dict[str, object]], None]) -> list[str]:
    """The problems of the shipped catalogue after one change to its plain data."""
    data = copy.deepcopy({name: as_mapping(table) for name, table in load().tables.items()})
    change(data)  # type: ignore[arg-type]  # plain data, edited as a user would
    with pytest.raises(ScenarioError) as caught:
        read_tables(data, lambda place: "/".join(map(str, place)))
    return caught.value.problems


@pytest.mark.parametrize(
    ("change", "parts"),
    [
        pytest.param(
            lambda data: data["offers"]["entries"][0].update(on_demnd=1),
            ("offers/entries/0/on_demnd: unknown column 'on_demnd'", "did you mean 'on_demand'?"),
            id="unknown column",
        ),
        pytest.param(
            lambda data: data["plans"].update(colums={}),
            ("plans/colums: unknown key 'colums'", "did you mean 'columns'?"),
            id="unknown key",
        ),
        pytest.param(
            lambda data: data["offers"]["entries"].append(dict(data["offers"]["entries"][0])),
            ("offers/entries/225: g5.xlarge at ap-southeast-2 stands twice", "number 1 has it already"),
            id="duplicate entry",
        ),
        pytest.param(
            lambda data: data["plans"]["entries"][0].pop("origin"),
            ("plans/entries/0: a value without origin", "source and date"),
            id="no origin",
        ),
        pytest.param(
            lambda data: data["plans"]["entries"][0].update(term={"value": 3, "source": "a letter"}),
            ("plans/entries/0/term: a value without origin: no date",),
            id="a source without a date",
        ),
        pytest.param(
            lambda data: data["statuses"]["entries"][0].update(origin="definitoin-2026-11-20"),
            ("statuses/entries/0/origin: unknown origin", "did you mean 'definition-2026-11-20'?"),
            id="unknown origin",
        ),
        pytest.param(
            lambda data: data["offers"]["entries"][0].update(on_demand="cheap"),
            ("offers/entries/0/on_demand: on_demand is 'cheap'; expected a number [USD/h]",),
            id="text for a number",
        ),
        pytest.param(
            lambda data: data["offers"]["entries"][0].update(on_demand=True),
            ("on_demand is True; expected a number",),
            id="yes for a number",
        ),
        pytest.param(
            lambda data: data["offers"]["entries"][0].update(on_demand=float("nan")),
            ("on_demand is nan; expected a number",),
            id="not a number",
        ),
        pytest.param(
            lambda data: data["offers"]["entries"][0].update(spot=None),
            ("spot is empty; expected a value, or leave it out",),
            id="empty value",
        ),
        pytest.param(
            lambda data: data["sites"]["entries"][0].update(label=3),
            ("label is 3; expected text (put a number in quotes)",),
            id="number for text",
        ),
        pytest.param(
            lambda data: data["api_prices"]["entries"][0].update(retirement="next year"),
            ("retirement is 'next year'; expected a date",),
            id="not a date",
        ),
        pytest.param(
            lambda data: data["plans"]["entries"][0].update(confidence="measurd"),
            ("unknown confidence 'measurd'", "did you mean 'measured'?"),
            id="unknown confidence",
        ),
        pytest.param(
            lambda data: data["plans"]["entries"][0].pop("name"), ("plans/entries/0: an entry without name",), id="entry without a name"
        ),
        pytest.param(
            lambda data: data["instance_types"]["entries"][0].update(accelerator="A10"),
            ("unknown accelerator 'A10'; expected a name in accelerators; did you mean 'A10G'?",),
            id="unknown accelerator",
        ),
        pytest.param(
            lambda data: data["offers"]["entries"][0].update(instance="g5.xlrge"),
            ("unknown instance 'g5.xlrge'", "did you mean 'g5.xlarge'?"),
            id="unknown instance",
        ),
        pytest.param(
            lambda data: data["offers"]["entries"][0].update(site="us-east-11"),
            ("unknown site 'us-east-11'", "did you mean 'us-east-1'?"),
            id="unknown site",
        ),
        pytest.param(
            lambda data: data["accelerators"]["entries"][0].update(engine="vlm"),
            ("unknown engine 'vlm'", "did you mean 'vllm'?"),
            id="unknown engine",
        ),
        pytest.param(
            lambda data: data["accelerators"]["entries"][0].update(interconnect="nvlnk"),
            ("unknown interconnect 'nvlnk'", "did you mean 'nvlink'?"),
            id="unknown interconnect",
        ),
        pytest.param(lambda data: data.pop("sites"), ("table offers refers to sites, which is missing",), id="missing table"),
        pytest.param(lambda data: data["plans"].update(keys=7), ("keys is 7; expected 1 or 2",), id="impossible keys"),
        pytest.param(lambda data: data["plans"].update(columns={}), ("table plans has no columns",), id="no columns"),
        pytest.param(lambda data: data.update(plans=[]), ("plans is not a table",), id="not a table"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_place_and_remedy(
    change: Callable[[dict[str, object]], None], parts: tuple[str, ...]
) -> None:
    """One of the problems says where, what was expected, and what was meant."""
    problems = refusals(change)
    assert any(all(part in problem for part in parts) for problem in problems), problems


def test_all_problems_are_told_at_once() -> None:
    """Two mistakes in two tables, two problems."""

    def break_two(data: dict[str, object]) -> None:
        data["plans"]["entries"][0]["term"] = "long"  # type: ignore[index]  # plain data
        data["sites"]["entries"][0]["labl"] = "x"  # type: ignore[index]  # plain data

    assert len(refusals(break_two)) == 2


def broken_copy(folder: Path, file: str, old: str, new: str) -> list[str]:
    """The problems of a copy of the shipped files after one replacement in one of them."""
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1))
    with pytest.raises(ScenarioError) as caught:
        load(folder)
    return caught.value.problems


def test_a_mistake_in_a_file_is_told_with_file_and_line(tmp_path: Path) -> None:
    """The line on which the wrong column stands."""
    line = (FOLDER / "accelerators.yaml").read_text().splitlines().index("    bandwidth: 3350") + 1
    problems = broken_copy(tmp_path / "copy", "accelerators.yaml", "    bandwidth: 3350", "    bandwith: 3350")
    assert problems[0].startswith(f"{tmp_path / 'copy' / 'accelerators.yaml'}:{line}: unknown column 'bandwith'")


def test_a_file_that_is_not_yaml_is_told_with_file_and_line(tmp_path: Path) -> None:
    """The line at which reading stops, not a traceback."""
    problems = broken_copy(tmp_path / "copy", "plans.yaml", "{name: on-demand,", "{name: [on-demand,")
    assert len(problems) == 1
    assert "plans.yaml:" in problems[0]
    assert "not YAML" in problems[0]


def test_a_table_without_a_file_is_told(tmp_path: Path) -> None:
    """The file that is expected."""
    problems = broken_copy(tmp_path / "copy", "catalogue.yaml", "- plans", "- plan")
    assert problems == [f"{tmp_path / 'copy' / 'plan.yaml'}:1: no such file; expected the catalogue's table of that name"]
