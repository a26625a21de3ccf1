"""The commands as their users meet them: what they answer, and how they say that something is wrong."""

from __future__ import annotations

import io
import json
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner
from conftest import SCENARIOS
from edited_books import API_ALONE

from tco.cli import main
from tco.engine.evaluate import evaluate
from tco.engine.export import COLUMNS, PROMISES
from tco.search.settle import read

PUBLISHED, ASSISTANT = SCENARIOS["apac-published"], SCENARIOS["apac-assistant"]

ROOT = Path(__file__).parents[1]

Run = subprocess.CompletedProcess[str]


def tco(*arguments: str | Path) -> Run:
    """The program's answer to a command line, in this process: it starts many times faster than one of its own."""
    given = [*map(str, arguments)]
    result = CliRunner().invoke(main, given, prog_name="tco")
    return Run(given, result.exit_code, result.stdout, result.stderr)


@pytest.mark.parametrize(("given", "code"), [("--version", 0), ("nonsense", 2)])
def test_the_program_answers_in_a_process_of_its_own_as_here(given: str, code: int) -> None:
    """Expected: the same words and exit code, so that the tests below are about what a user meets."""
    run = subprocess.run([sys.executable, "-m", "tco.cli", given], capture_output=True, text=True, check=False)
    here = tco(given)
    assert run.returncode == here.returncode == code
    assert (run.stdout.replace("python -m tco.cli", "tco"), run.stderr.replace("python -m tco.cli", "tco")) == (here.stdout, here.stderr)


@cache
def evaluated(scenario: Path) -> dict[str, Any]:
    run = tco("evaluate", scenario, "--format", "json")
    assert run.returncode == 0, run.stderr
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def wrong(tmp_path: Path, old: str, new: str, name: str = "wrong.yaml") -> Path:
    """A copy of the published scenario with a slip in it."""
    text = PUBLISHED.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def small(tmp_path: Path, name: str = "small") -> Path:
    """A scenario as small as they come."""
    path = tmp_path / f"{name}.yaml"
    path.write_text(API_ALONE, encoding="utf-8")
    return path


def refused(run: Run, *words: str) -> None:
    """Expected of every refusal: exit code 2, the words on standard error, and no traceback."""
    assert run.returncode == 2, run.stdout + run.stderr
    assert "Traceback" not in run.stderr + run.stdout
    for word in words:
        assert word in run.stderr


# ---------------------------------------------------------------------------------------------------------------- help


def test_help_names_every_command_in_a_sentence() -> None:
    """Expected: each command stands in `tco --help` with the beginning of its own help."""
    run = tco("--help")
    listed = {line.split()[0]: line.split(maxsplit=1)[1] for line in run.stdout.partition("Commands:")[2].splitlines() if line.strip()}
    assert run.returncode == 0
    assert sorted(listed) == sorted(main.commands)
    assert all(len(sentence.split()) > 3 for sentence in listed.values())


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_option_of_every_command_is_explained(command: str) -> None:
    """Expected: no option without help, and help that exits with 0."""
    options = [parameter for parameter in main.commands[command].params if getattr(parameter, "opts", [""])[0].startswith("-")]
    assert [option.name for option in options if not getattr(option, "help", "")] == []
    assert tco(command, "--help").returncode == 0


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_has_an_example_that_its_parser_takes(command: str) -> None:
    """Expected: a line `Example: tco …` in the help, with arguments and options that the command knows."""
    told = " ".join(tco(command, "--help").stdout.split())
    example = told.partition("Example: tco ")[2].partition(" Options:")[0]
    name, *given = shlex.split(example)
    assert name == command
    main.commands[command].make_context(command, given, resilient_parsing=False)


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_is_documented(command: str) -> None:
    """Expected: in the table of the README, with each of its own options there or on a page of docs/."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"| `tco {command} " in readme
    pages = readme + "".join(page.read_text(encoding="utf-8") for page in (ROOT / "docs").glob("*.md"))
    long = [name for parameter in main.commands[command].params for name in parameter.opts if name.startswith("--")]
    assert [name for name in long if name not in pages] == []


def test_help_loads_nothing_heavy() -> None:
    """Expected: `--help` imports neither numpy nor openpyxl, pandas or WeasyPrint."""
    code = "import sys; import tco.cli; print([name for name in ('numpy', 'openpyxl', 'pandas', 'weasyprint') if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


# ------------------------------------------------------------------------------------------------------------ evaluate


@pytest.mark.parametrize(
    ("option", "total", "figure"),
    [
        ("Cloud GPU", "list_cost_per_month", 143_532.60),
        ("Cloud GPU", "tco_per_month", 86_119.56),
        ("Cloud GPU", "tco", 1_033_434.72),
        ("Inferentia", "tco_per_month", 51_167.16),
        ("Inferentia", "tco", 614_005.92),
        ("API", "tco", 35_587.50),
    ],
)
def test_the_published_figures_come_out_to_the_cent(option: str, total: str, figure: float) -> None:
    """Expected: the arithmetic of the published case, done right."""
    assert evaluated(PUBLISHED)["options"][option]["totals"][total] == pytest.approx(figure, abs=0.005)


@pytest.mark.parametrize("scenario", [PUBLISHED, ASSISTANT], ids=lambda path: path.stem)
def test_json_has_the_promised_shape(scenario: Path) -> None:
    """Expected: the keys that other programs rely on, at every level."""
    data = evaluated(scenario)
    results = evaluate(read(scenario))
    assert {"scenario", "options", "comparison", "regions", "catalogue"} <= data.keys()
    assert {"title", "sha256", "currency", "start", "months", "as_of"} <= data["scenario"].keys()
    assert {"baseline", "recommended", "reason", "savings", "break_even"} <= data["comparison"].keys()
    assert {"date", "sha256"} <= data["catalogue"].keys()
    assert list(data["options"]) == list(data["comparison"]["savings"]) == list(results.options)
    for option in data["options"].values():
        assert {"kind", "possible", "reason", "totals", "promises", "lines"} <= option.keys()
        assert {
            "tco",
            "tco_per_month",
            "list_cost_per_month",
            "cash",
            "npv",
            "cost_per_million_output_tokens",
            "remaining_commitment",
        } <= option["totals"].keys()
        assert list(option["promises"]) == list(PROMISES)
        assert all({"label", "unit", "by", "value"} == line.keys() for line in option["lines"].values())


def test_json_holds_every_line_in_full_precision() -> None:
    """Expected: lists nested in the order of `by`, with the engine's own numbers."""
    data, results = evaluated(ASSISTANT), evaluate(read(ASSISTANT))
    line = data["options"]["Cloud GPU"]["lines"]["instances"]
    sheet = results.options["Cloud GPU"]
    assert line["by"] == ["site", "month"]
    assert line["value"] == np.reshape(dict(sheet.values)["instances"], (2, 12)).tolist()
    assert data["options"]["Cloud GPU"]["lines"]["tco"]["value"] == sheet.value("tco")
    assert data["options"]["Cloud GPU"]["lines"].keys() == sheet.model.lines.keys()


def test_csv_reads_back() -> None:
    """Expected: the documented columns, one row for each line, element and month, and the same totals as the JSON."""
    run = tco("evaluate", PUBLISHED, "--format", "csv")
    frame = pd.read_csv(io.StringIO(run.stdout), keep_default_na=False)
    totals = frame[frame["line"] == "tco"].set_index("sheet")["value"].astype(float).to_dict()
    monthly = frame[(frame["line"] == "cost") & (frame["sheet"] == "API")]
    assert run.returncode == 0
    assert list(frame.columns) == list(COLUMNS)
    assert {name: totals[name] for name in evaluated(PUBLISHED)["options"]} == {
        name: option["totals"]["tco"] for name, option in evaluated(PUBLISHED)["options"].items()
    }
    assert monthly["month"].astype(int).tolist() == list(range(1, 13))


def test_the_table_names_options_and_recommendation() -> None:
    """Expected: every option in full, and who is recommended."""
    run = tco("evaluate", ASSISTANT)
    assert run.returncode == 0
    for name in evaluated(ASSISTANT)["options"]:
        assert name in run.stdout
    assert f"Recommended: {evaluated(ASSISTANT)['comparison']['recommended']}" in run.stdout


def test_a_setting_changes_the_scenario() -> None:
    """Expected: twice the requests are twice the API's bill, and the digest differs."""
    run = tco("evaluate", PUBLISHED, "--set", "workload.requests_per_day=1_000_000", "--format", "json")
    data = json.loads(run.stdout)
    assert data["options"]["API"]["totals"]["tco"] == pytest.approx(2 * 35_587.50)
    assert data["scenario"]["sha256"] != evaluated(PUBLISHED)["scenario"]["sha256"]


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("months=many", "months"),
        ("workload.reqests_per_day=5", "requests_per_day"),
        ("months", "="),
        ("months=0", "months"),
        ("model=llama-9", "llama-9"),
    ],
)
def test_a_wrong_setting_is_refused(setting: str, words: str) -> None:
    """Expected: exit code 2, the setting named, and what was expected."""
    refused(tco("evaluate", PUBLISHED, "--set", setting), words)


def test_no_traffic_gives_null_with_a_reason() -> None:
    """Expected: costs per token are not established rather than 0."""
    run = tco("evaluate", PUBLISHED, "--set", "workload.requests_per_day=0", "--format", "json")
    option = json.loads(run.stdout)["options"]["API"]
    assert option["totals"]["cost_per_million_output_tokens"] is None
    assert option["reason"] == "no traffic in the horizon"
    assert option["totals"]["tco"] == 0


# ------------------------------------------------------------------------------------------------- what is wrong is told


def test_every_problem_of_a_file_is_told_with_its_line(tmp_path: Path) -> None:
    """Expected: two slips are two lines of `file:line: …`, and exit code 2."""
    path = wrong(tmp_path, "model: llama-2-70b", "modle: llama-2-70b")
    path.write_text(path.read_text(encoding="utf-8").replace("gpt-4o-mini", "gpt-4o-tiny"), encoding="utf-8")
    run = tco("evaluate", path)
    lines = path.read_text(encoding="utf-8").splitlines()
    slips = [next(number for number, line in enumerate(lines, 1) if word in line) for word in ("modle", "gpt-4o-tiny")]
    refused(run, *(f"{path}:{number}:" for number in slips), "did you mean")


@pytest.mark.parametrize("command", ["report", "evaluate", "check"])
def test_a_missing_file_is_named(command: str, tmp_path: Path) -> None:
    """Expected: exit code 2 and the file's name, from every command that reads one."""
    refused(tco(command, tmp_path / "nowhere.yaml"), "nowhere.yaml")


@pytest.mark.parametrize("text", ["", "- a list\n", "a: [1, 2\n", "title: \x00\n", "just words\n"])
def test_what_is_no_scenario_is_refused(text: str, tmp_path: Path) -> None:
    """Expected: exit code 2 and the file's name whatever stands in it."""
    path = tmp_path / "odd.yaml"
    path.write_text(text, encoding="utf-8")
    refused(tco("evaluate", path), "odd.yaml")


def test_an_option_that_cannot_be_is_refused_with_alternatives(tmp_path: Path) -> None:
    """Expected: a type that is not offered at a site stops the run, and the message says what is."""
    path = tmp_path / "impossible.yaml"
    path.write_text(ASSISTANT.read_text(encoding="utf-8").replace("instance: auto", "instance: p5.48xlarge", 1), encoding="utf-8")
    refused(tco("evaluate", path), "p5.48xlarge is not offered at ap-southeast-1", "p4de.24xlarge")


# -------------------------------------------------------------------------------------------------------------- report


def test_one_wrong_scenario_does_not_stop_the_others(tmp_path: Path) -> None:
    """Expected: the good ones before and after it are written, the wrong one told, exit code 2."""
    bad = wrong(tmp_path, "months: 12", "months: twelve")
    out = tmp_path / "out"
    run = tco("report", small(tmp_path, "before"), bad, small(tmp_path, "again"), "-o", out, "--only", "xlsx", "--draws", "0")
    refused(run, f"{bad}:")
    assert sorted(path.name for path in out.iterdir()) == ["again", "before"]
    assert (out / "again" / "again.xlsx").exists()


def test_only_writes_one_document(tmp_path: Path) -> None:
    """Expected: no PDF beside the workbook, and the resolved scenario in any case."""
    run = tco("report", small(tmp_path), "-o", tmp_path, "--only", "xlsx", "--draws", "0")
    assert run.returncode == 0
    assert sorted(path.name for path in (tmp_path / "small").iterdir()) == ["small.resolved.yaml", "small.xlsx"]


def test_report_says_what_it_wrote(tmp_path: Path) -> None:
    """Expected: one line for each file, and each of them there."""
    run = tco("report", PUBLISHED, "-o", tmp_path)
    written = [Path(line) for line in run.stdout.splitlines()]
    assert run.returncode == 0
    assert sorted(path.name for path in written) == ["apac-published.pdf", "apac-published.resolved.yaml", "apac-published.xlsx"]
    assert all(path.exists() for path in written)


def test_a_setting_reaches_the_documents(tmp_path: Path) -> None:
    """Expected: the workbook of a changed scenario stores the changed total."""
    scenario, setting = small(tmp_path), "workload.requests_per_day=1_000_000"
    run = tco("report", scenario, "-o", tmp_path, "--only", "xlsx", "--draws", "0", "--set", setting)
    book = openpyxl.load_workbook(tmp_path / "small" / "small.xlsx", data_only=True, read_only=True)
    values = [cell.value for row in book["Summary"].iter_rows() for cell in row if isinstance(cell.value, float)]
    assert run.returncode == 0
    before, after = (evaluate(read(scenario, settings)).options["API"].value("tco") for settings in ((), (setting,)))
    assert after in values
    assert before not in values


@pytest.mark.parametrize("place", ["taken", "taken/below"])
def test_a_folder_that_cannot_be_made_is_named(place: str, tmp_path: Path) -> None:
    """Expected: a file where the folder should be is exit code 2 with its name."""
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    refused(tco("report", PUBLISHED, "-o", tmp_path / place), "taken")


# ----------------------------------------------------------------------------------------------------- check and doctor


def test_check_passes_a_sound_scenario() -> None:
    """Expected: exit code 0 and what was looked at."""
    run = tco("check", ASSISTANT)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "4 options, 12 months" in run.stdout


def test_check_says_no_where_a_check_does_not_hold(tmp_path: Path) -> None:
    """Expected: the published fleets are too small for ten times what they serve, and exit code 1 says so."""
    run = tco("check", wrong(tmp_path, "{value: 500_000,", "{value: 5_000_000,", "busy.yaml"))
    assert run.returncode == 1
    assert "no fleet is above its capacity" in run.stdout
    assert "Inferentia" in run.stdout


def test_check_takes_the_worst_of_several(tmp_path: Path) -> None:
    """Expected: 2 for the file that is wrong, and the others are checked all the same."""
    run = tco("check", wrong(tmp_path, "months: 12", "months: twelve"), PUBLISHED, ASSISTANT)
    assert run.returncode == 2
    assert "wrong.yaml:" in run.stderr
    assert "4 options, 12 months" in run.stdout


def test_doctor_answers_in_json() -> None:
    """Expected: one finding for each part with its remedy; 0 where all that is essential is there, 3 where not."""
    run = tco("doctor", "--format", "json")
    findings = json.loads(run.stdout)
    lacking = [finding for finding in findings if finding["essential"] and not finding["found"]]
    assert run.returncode == (3 if lacking else 0)
    assert {"Python", "Pango", "openpyxl", "LibreOffice"} <= {finding["part"] for finding in findings}
    assert all(finding["remedy"] for finding in findings)


# ------------------------------------------------------------------------------------------------------------ simulate


@cache
def simulated(form: str) -> Run:
    return tco("simulate", ASSISTANT, "--draws", "60", "--format", form)


def test_simulate_prints_json_of_the_promised_shape() -> None:
    """Expected: the keys that other programs rely on, null where a baseline saves nothing, and every share with its error."""
    data = json.loads(simulated("json").stdout)
    assert list(data) == [
        "scenario", "draws", "seed", "distribution", "levels", "recommended", "recommendation_holds", "no_option_keeps_its_promises",
        "odds", "options", "correlations", "inputs",
    ]  # fmt: skip
    assert (data["draws"], data["seed"], data["distribution"], data["recommended"]) == (60, 20270101, "two-piece normal", "Cloud GPU")
    assert data["scenario"]["sha256"] == evaluated(ASSISTANT)["scenario"]["sha256"]
    for name, option in data["options"].items():
        assert option["base"] == pytest.approx(evaluated(ASSISTANT)["options"][name]["totals"]["tco"])
        assert list(option["probabilities"]) == ["possible", "keeps_promises", "cheapest", "recommended", "saves"]
        assert option["total"]["p10"] <= option["total"]["p50"] <= option["total"]["p90"]
        assert len(option["total"]["curve"]) == len(data["levels"])
        assert (option["saving"] is None) == (option["probabilities"]["saves"] is None) == (name == "Inferentia")
    assert {"path", "label", "unit", "low", "value", "high", "confidence"} == data["inputs"][0].keys()
    assert sum(option["probabilities"]["cheapest"]["share"] for option in data["options"].values()) == pytest.approx(1)


def test_simulate_gives_the_same_bytes_again_and_other_figures_from_another_seed() -> None:
    """Expected: one seed, one text; another seed, another."""
    assert tco("simulate", ASSISTANT, "--draws", "60", "--format", "json").stdout == simulated("json").stdout
    assert tco("simulate", ASSISTANT, "--draws", "60", "--seed", "1", "--format", "json").stdout != simulated("json").stdout


def test_simulate_as_a_table_and_as_csv_says_what_json_says() -> None:
    """Expected: every option with its P90 to the unit, and what was drawn in a sentence."""
    data = json.loads(simulated("json").stdout)
    table = simulated("table").stdout
    rows = pd.read_csv(io.StringIO(simulated("csv").stdout)).set_index("option")
    for name, option in data["options"].items():
        assert f"{option['total']['p90']:,.0f}" in table
        assert rows.loc[name, "p90"] == option["total"]["p90"]
        assert rows.loc[name, "cheapest"] == option["probabilities"]["cheapest"]["share"]
    assert "60 draws of 27 uncertain values around their base, two-piece normal, seed 20270101." in table
    assert "Recommended: Cloud GPU, the answer in " in table


def test_simulate_refuses_what_is_wrong_as_every_command_does(tmp_path: Path) -> None:
    """Expected: exit code 2 with the line or the range."""
    refused(tco("simulate", wrong(tmp_path, "months: 12", "months: twelve")), "wrong.yaml", "months")
    refused(tco("simulate", ASSISTANT, "--draws", "0"), "--draws")
    refused(tco("simulate", ASSISTANT, "--set", "distribution=normal"), "distribution", "triangular", "pert")
