"""Writes docs/accuracy.md, the errors of the model on the measured rows that ship with tco: `make docs`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

from tco.accuracy.predict import predicted
from tco.accuracy.rows import SHIPPED, Measured, read_rows
from tco.accuracy.score import FIGURES, PASS_MARKS, TTFT_BAND, Score, Scores, accuracy
from tco.catalogue.reader import load

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
from fit_speed import PARAMETERS, Fit, catalogue_values, fit, leave_one_suite_out

TARGET = Path(__file__).with_name("accuracy.md")

_TITLES = {"output_tokens_per_s": "output tokens/s", "tpot": "time per output token", "ttft": "time to first token"}
_COLUMNS = (
    (
        "model",
        "required",
        "the catalogue's name, its label, or its Hugging Face name; owner, case, separators and `-Instruct` do not matter",
    ),
    ("accelerator", "required", "the catalogue's name, or a usual other one (`NVIDIA H100 80GB HBM3`, `MI300X`)"),
    ("accelerators", "1", "chips of one replica: its tensor-parallel degree"),
    (
        "weight_precision",
        "required",
        "`fp16` or `bf16`, `fp8`, `int8`, `int4`, `nvfp4`, `mxfp4`, or `fp4` where `weight_bytes` tells which",
    ),
    ("compute_precision", "by the catalogue", "the arithmetic that ran: `fp16`, `fp8`, `fp4`"),
    ("kv_bytes", "2", "bytes per cached value"),
    ("weight_bytes", "by the precision", "bytes per weight with its scales (of the experts, for gpt-oss)"),
    ("engine", "the accelerator's usual one", "`vllm`, `trt`, `sglang`, `neuron`; AMD, AWS and Google chips keep their own profile"),
    ("interconnect", "the catalogue's", "`nvlink`, `pcie`, `neuron`, `infinity-fabric`"),
    ("static_batch", "no", "`yes` where all requests start together on the bare engine"),
    ("concurrency", "memory decides", "requests in flight"),
    ("run_requests", "steady", "requests of an offline run, whose last batch is not full"),
    ("input_tokens", "required", "prompt tokens of a request"),
    ("output_tokens", "required", "answer tokens of a request"),
    ("output_tokens_per_s", "one of three", "output tokens per second of the replica"),
    ("ttft_ms", "one of three", "time to first token, ms"),
    ("tpot_ms", "one of three", "time per output token, ms"),
    ("suite, source, date", "not stated", "where the row comes from; scores are also told by suite"),
)


_PAGE = """# Accuracy

The speed lines of the model against {rows} published results, one replica each. Made from `tco/catalogue/measured/calibration.csv`
(every row with its source) by `make docs`; `tco accuracy ROWS.csv` scores any other file of these columns through the same lines.
An error is |modelled ÷ measured − 1|; bias is the median of modelled ÷ measured − 1; “in band” is the share of rows whose measured ÷
modelled lies in the band that the catalogue states.

## In all

{overall}
The pass marks hold for rows outside the fit. Before this project the same equations were checked on 555 rows of eleven other suites and
thirteen other accelerators: 15 % on output throughput, 14 % on time per output token, 40 % on time to first token. Those rows do not
ship; the next table is what the shipped ones can say about rows that a fit has not seen.

## Rows that the fit has not seen

Each suite is left out once, the efficiencies are fitted on all others from a neutral start, and the suite is scored with them. Where a
suite is the only one on its stack (AWS Neuron) or carries most rows of a kind (FP4, SGLang), its left-out figure shows the neutral
start more than the fit. In brackets: rows.

{left_out}
{groups}
## Efficiencies

The catalogue keeps the values with which the equations were published. A fit of the same rows from a neutral start finds nearly the
same ones and no better score ({refitted} against {now} for output, time per token and time to first token), so nothing is gained by
changing them. “Rows” are those of which a figure moves with the value.

{efficiencies}
## Bands

Measured ÷ modelled output throughput, P10 to P90. The catalogue's bands come from these rows and from others' (suites and accelerators
that are not in this file); what nobody measured at a precision gets 0.6 to 1.4 and is called not calibrated in the workbook and the
PDF. Time per token is held to the same band inverted, time to first token to {ttft_low:g} to {ttft_high:g}.

{bands}
## Every accelerator's band

A precision that is not listed is not calibrated, 0.6 to 1.4.

{accelerators}
## Columns of a file of measured rows

Order does not matter, further columns are ignored, cells may be blank, and the separator may be a comma, a semicolon or a tab.

{columns}
A row that cannot be scored (an unknown name, a missing figure, a model that does not fit) is listed with its reason and its number,
counted from 1 below the header. Time to first token is what a request waits behind a server among the requests in flight; rows of a
static batch have no server and no queue, so that theirs is the prefill of the whole batch: of a lone request for a batch of one.

## A benchmark of your own

`scripts/fit_speed.py ROWS.csv` of a checkout prints the efficiencies that fit your rows best, with the rows behind each. In a scenario,
`self_hosted.speed_factor` holds what your own benchmark reaches against the model; set the low and high of `self_hosted.band_place` to 0
when no doubt is left. The case switch moves `band_place` to the slow or fast end of the accelerator's band, and the cost with it.
"""


def text() -> str:
    """The text of the page."""
    rows, refused = read_rows(SHIPPED)
    assert not refused
    found, refitted = accuracy(rows), fit(rows)
    low, high = TTFT_BAND
    return _PAGE.format(
        rows=len(rows),
        overall=_overall(found.scores),
        left_out=_left_out(rows),
        groups="\n".join(f"## By {group}\n\n{_by(group, parts)}" for group, parts in found.by.items()),
        refitted=_short(accuracy(rows, given=refitted.given()).scores),
        now=_short(found.scores),
        efficiencies=_efficiencies(refitted),
        ttft_low=low,
        ttft_high=high,
        bands=_bands(rows),
        accelerators=_accelerators(),
        columns=_table(("column", "where it is blank", "what it is"), ((f"`{name}`", blank, what) for name, blank, what in _COLUMNS)),
    )


def _table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = list(headings)
    lines = [heads, ["---"] * len(heads), *(list(row) for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def _cells(score: Score) -> tuple[str, str, str, str, str]:
    if score.median is None or score.p90 is None or score.bias is None or score.coverage is None:
        return "0", "–", "–", "–", "–"
    return str(score.rows), f"{score.median:.1%}", f"{score.p90:.1%}", f"{score.bias:+.1%}", f"{score.coverage:.0%}"


def _overall(scores: Scores) -> str:
    rows = ((_TITLES[key], *_cells(scores[key]), f"{PASS_MARKS[key]:.0%}") for key in FIGURES)
    return _table(("figure", "rows", "median", "P90", "bias", "in band", "pass mark (median)"), rows)


def _median(score: Score) -> str:
    return "–" if score.median is None else f"{score.median:.1%} ({score.rows})"


def _left_out(rows: list[Measured]) -> str:
    told = []
    for suite, others in leave_one_suite_out(rows).items():
        own = [row for row in rows if row.suite == suite]
        seen, unseen = accuracy(own).scores, accuracy(own, given=others.given()).scores
        told.append((suite, *(cell for key in FIGURES for cell in (_median(seen[key]), _median(unseen[key])))))
    heads = [f"{_TITLES[key]}, {how}" for key in FIGURES for how in ("catalogue", "left out")]
    return _table(("suite", *heads), told)


def _by(group: str, parts: Mapping[str, Scores]) -> str:
    short = {"output_tokens_per_s": "tokens/s", "tpot": "TPOT", "ttft": "TTFT"}
    heads = [f"{short[key]} {what}" for key in FIGURES for what in ("rows", "median", "P90", "bias", "in band")]
    return _table((group, *heads), ((name, *(cell for key in FIGURES for cell in _cells(scores[key]))) for name, scores in parts.items()))


def _short(scores: Scores) -> str:
    return ", ".join(f"{scores[key].median:.1%}" for key in FIGURES)


def _efficiencies(refitted: Fit) -> str:
    units = {column.key: column.unit for name in ("engines", "interconnects") for column in load()[name].columns}
    now = catalogue_values()
    rows = (
        (
            item.key,
            units[item.column].replace("1", "share"),
            f"{now[item.key]:.3g}",
            f"{refitted.values[item.key]:.3g}",
            str(refitted.rows[item.key]),
        )
        for item in PARAMETERS
    )
    return _table(("value", "unit", "catalogue", "fitted again", "rows"), rows)


def _bands(rows: list[Measured]) -> str:
    said = predicted(rows)
    ratio = np.array([row.measured.get("output_tokens_per_s", np.nan) for row in rows]) / said["output_tokens_per_s"]
    families = {str(row.values["name"]): str(row.values["family"]) for row in load()["accelerators"].rows}
    kinds = np.array(
        [
            f"{families[row.accelerator]}|{row.precision}|{'mixture' if mixed else 'dense'}"
            for row, mixed in zip(rows, said["is_mixture"], strict=True)
        ]
    )
    told = []
    for kind in sorted(set(kinds)):
        chosen = (kinds == kind) & ~np.isnan(ratio)
        low, middle, high = np.quantile(ratio[chosen], [0.1, 0.5, 0.9])
        slow, fast = said["speed_low"][chosen][0], said["speed_high"][chosen][0]
        inside = np.mean((ratio[chosen] >= slow) & (ratio[chosen] <= fast))
        told.append(
            (*kind.split("|"), str(chosen.sum()), f"{low:.2f} – {middle:.2f} – {high:.2f}", f"{slow:.2f} – {fast:.2f}", f"{inside:.0%}")
        )
    return _table(("family", "precision", "kind", "rows", "P10 – median – P90 here", "band in the catalogue", "in band"), told)


def _accelerators() -> str:
    bands = {(str(row.values["family"]), str(row.values["precision"])): row for row in load()["bands"].rows}
    told = []
    for chip in load()["accelerators"].rows:
        family = str(chip.values["family"])
        own = {precision: row for (name, precision), row in bands.items() if name == family} or {"any": bands["any", "any"]}
        for precision, row in own.items():
            value = {key: float(row.values[key] or 0) for key in row.values if key not in ("family", "precision")}
            kinds = [
                f"{value[f'{kind}_low']:.2f} – {value[f'{kind}_high']:.2f}{'' if value[f'{kind}_calibrated'] else ', not calibrated'}"
                for kind in ("dense", "moe")
            ]
            told.append((str(chip.values["name"]), precision, *kinds))
    return _table(("accelerator", "precision", "dense", "mixture of experts"), told)


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
    sys.exit(0)
