"""`tco profile`: a request log becomes measured demand, and a bad file is told in a sentence."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result
from ruamel.yaml import YAML
from small_scenario import changed, scenario_of

from tco.cli import main
from tco.engine.evaluate import evaluate
from tco.request_log.figures import demand_of, rounded_shares
from tco.request_log.reading import read_log

HEADER = "timestamp,region,prompt_tokens,cached_tokens,completion_tokens\n"


def two_days() -> str:
    """Every minute of two days one request of 100 in and 10 out; in each noon hour two more of 1,000 in, half cached, and 50 out."""
    rows = []
    for minute in range(2 * 1440):
        moment = f"2026-09-{1 + minute // 1440:02d}T{minute % 1440 // 60:02d}:{minute % 60:02d}"
        rows.append(f"{moment}:05Z,Tokyo,100,0,10")
        if minute % 1440 // 60 == 12:
            rows += [f"{moment}:{second}Z,Sydney,1000,500,50" for second in (10, 20)]
    return HEADER + "\n".join(rows) + "\n"


def told(text: str | bytes, folder: Path, *options: str, name: str = "log.csv") -> Result:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return CliRunner().invoke(main, ["profile", str(path), *options])


def test_a_log_becomes_volume_hours_classes_and_regions(tmp_path: Path) -> None:
    """Hand arithmetic: 1,440 + 120 requests a day; 60 of 1,560 in an hour and 180 at noon; 1,440 short and 120 long."""
    found = YAML(typ="safe").load(told(two_days(), tmp_path).output)
    workload = found["workload"]
    assert workload["requests_per_day"]["value"] == 1560
    hours = workload["hourly_profile"]["value"]
    assert hours[11] == pytest.approx(60 / 1560, abs=1e-6)
    assert hours[12] == pytest.approx(180 / 1560, abs=1e-4)
    assert sum(hours) == pytest.approx(1)
    assert workload["peak_to_average"]["value"] == pytest.approx(3 / (1560 / 1440), rel=1e-4)
    short, long = workload["mix"]
    assert [short["share"]["value"], long["share"]["value"]] == pytest.approx([1440 / 1560, 120 / 1560], abs=1e-6)
    assert [short["input_tokens"]["value"], long["input_tokens"]["value"]] == [100, 1000]
    assert [short["output_tokens"]["value"], long["output_tokens"]["value"]] == [10, 50]
    assert [short["cached_input"]["value"], long["cached_input"]["value"]] == [0, 0.5]
    assert {region["name"]: region["share"]["value"] for region in found["regions"]} == {"Tokyo": 0.923077, "Sydney": 0.076923}
    assert workload["requests_per_day"]["source"] == "log.csv, 2026-09-01 to 2026-09-02"
    assert workload["requests_per_day"]["confidence"] == "measured"


def test_what_is_printed_can_be_pasted_into_a_scenario(tmp_path: Path) -> None:
    """The workload as printed, in place of the one that stood there; the results follow from it."""
    printed = told(two_days(), tmp_path).output
    workload = printed[printed.index("workload:") : printed.index("# Each region")]
    scenario = scenario_of(changed(changed_workload(), workload), tmp_path)
    assert evaluate(scenario).demand.value("daily_requests") == 1560
    assert scenario.entry("class_input").elements[1].confidence == "measured"


def changed_workload() -> str:
    return """\
workload:
  requests_per_day: 500_000
  mix:
    - {name: chat, share: 100%, input_tokens: 500, output_tokens: 200}
"""


def test_later_attempts_are_retries_and_not_requests(tmp_path: Path) -> None:
    """Hand arithmetic: one of three rows a minute is a second attempt: half as many again, 2 × 1,440 requests."""
    rows = [f"2026-09-01 {minute // 60:02d}:{minute % 60:02d},5,5,{attempt}" for minute in range(1440) for attempt in (1, 1, 2)]
    found = YAML(typ="safe").load(told("time,input_tokens,output_tokens,attempt\n" + "\n".join(rows), tmp_path).output)["workload"]
    assert (found["requests_per_day"]["value"], found["retries"]["value"]) == (2880, 0.5)


def test_failures_count_as_sent_again_where_no_attempt_is_logged(tmp_path: Path) -> None:
    """One of four is 429, without tokens: a third as many again, and no length of its own."""
    rows = [f"{1788220800 + 60 * minute},{tokens}" for minute in range(1440) for tokens in ("5,5,200", "5,5,200", "5,5,200", ",,429")]
    found = YAML(typ="safe").load(told("ts,input,output,status\n" + "\n".join(rows), tmp_path).output)["workload"]
    assert found["retries"]["value"] == pytest.approx(1 / 3, abs=1e-5)
    assert found["mix"][0]["input_tokens"]["value"] == 5


def test_hours_are_those_of_the_clock_that_is_asked_for(tmp_path: Path) -> None:
    """Noon in UTC is eight in the evening in Singapore."""
    found = YAML(typ="safe").load(told(two_days(), tmp_path, "--time-zone", "Asia/Singapore").output)["workload"]
    assert int(np.argmax(found["hourly_profile"]["value"])) == 20


def test_an_unusual_name_is_told_by_an_option(tmp_path: Path) -> None:
    text = two_days().replace("prompt_tokens", "words_in")
    assert told(text, tmp_path).exit_code == 2
    assert told(text, tmp_path, "--input", "words_in").exit_code == 0


@pytest.mark.parametrize(
    ("text", "options", "problem"),
    [
        ("", (), "the file is empty; expected a row of names and a row for each request"),
        (HEADER, (), "there is no request in this file"),
        ("when,who\n1,2\n", (), "no column for the time of a request; the file has when, who; expected --time with the name of one"),
        (HEADER + "soon,Tokyo,1,0,1\n", (), "log.csv:2: timestamp is 'soon'; expected a time such as 2026-11-20T09:30:00Z"),
        (HEADER + "2026-09-01,Tokyo,many,0,1\n", (), "log.csv:2: prompt_tokens is 'many'; expected a number of tokens from 0"),
        (HEADER + "2026-09-01,Tokyo,-4,0,1\n", (), "log.csv:2: prompt_tokens is -4; expected a number of tokens from 0"),
        (HEADER + "2026-09-01,Tokyo,1,0,1\n", (), "the log covers 0.0 hours; expected at least a whole day"),
        (HEADER + "2026-09-01,Tokyo,1,0,1\n", ("--time", "timestmp"), "there is no column timestmp"),
        (HEADER + "2026-09-01,Tokyo,1,0,1\n", ("--time-zone", "Asia/Singapur"), "there is no zone Asia/Singapur"),
        (b"\xff\xfe\x00\x01\x02", (), "this cannot be read as a table"),
    ],
)
def test_a_bad_file_stops_with_a_sentence(text: str | bytes, options: tuple[str, ...], problem: str, tmp_path: Path) -> None:
    result = told(text, tmp_path, *options)
    assert result.exit_code == 2
    assert problem in result.output


def test_a_file_that_is_not_there_stops_with_a_sentence(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["profile", str(tmp_path / "none.csv")])
    assert result.exit_code == 2
    assert "no such file; expected a request log, CSV or Parquet" in result.output


def test_parquet_says_the_same_as_csv_or_says_what_it_needs(tmp_path: Path) -> None:
    """Without pyarrow the exit code is 3, with the remedy."""
    csv = told(two_days(), tmp_path).output
    try:
        pd.read_csv(tmp_path / "log.csv").to_parquet(tmp_path / "log.parquet")
    except ImportError:
        result = told(b"PAR1", tmp_path, name="log.parquet")
        assert result.exit_code == 3
        assert "pip install 'tco[parquet]'" in result.output
        return
    assert CliRunner().invoke(main, ["profile", str(tmp_path / "log.parquet")]).output == csv.replace("log.csv", "log.parquet")


def test_a_large_log_takes_seconds(tmp_path: Path) -> None:
    """300,000 rows in well under ten seconds, in more than one chunk's worth of parts."""
    rng = np.random.default_rng(1)
    moments = np.sort(rng.integers(1_788_220_800, 1_788_220_800 + 7 * 86_400, 300_000))
    frame = pd.DataFrame({"ts": moments, "input_tokens": rng.integers(1, 4000, 300_000), "output_tokens": rng.integers(1, 900, 300_000)})
    frame.to_csv(tmp_path / "large.csv", index=False)
    started = time.monotonic()
    demand = demand_of(read_log(tmp_path / "large.csv", {}))
    assert time.monotonic() - started < 10
    assert demand.requests_per_day == pytest.approx(300_000 / 7, rel=1e-3)
    assert len(demand.classes) == 3


def test_rounded_shares_still_add_up() -> None:
    assert sum(rounded_shares([1 / 3, 1 / 3, 1 / 3])) == 1
