"""Names as other people write them: NVIDIA H100 80GB HBM3, meta-llama/Meta-Llama-3.1-8B-Instruct, bf16.

A name is reduced to the part that tells it apart: without an owner before a slash, capitals, separators, and words that only say how
a checkpoint was tuned or stored. It is then looked up among the catalogue's names, labels and Hugging Face names. Names that this
cannot find are in `names.csv` beside the measured rows, each with its reason.
"""

from __future__ import annotations

import csv
import re
from functools import cache

from tco.catalogue.reader import FOLDER, load

OTHER_NAMES = FOLDER / "measured" / "names.csv"

_OWNERS = {"meta", "nvidia", "amd", "aws", "google"}
_TUNING = {"instruct", "chat", "hf", "it", "base", "preview", "2507"}
_STORAGE = {"fp16", "bf16", "fp8", "fp4", "nvfp4", "mxfp4", "int8", "int4", "kv", "awq", "gptq", "quantized", "w8a8", "w4a16"}
_BUILD = {"tensor", "core", "gpu", "hbm", "hbm2e", "hbm3", "hbm3e"}
_NOISE = _OWNERS | _TUNING | _STORAGE | _BUILD
_COLUMNS = {"models": ("name", "label", "huggingface"), "accelerators": ("name",), "engines": ("name", "label"), "interconnects": ("name",)}


@cache
def _places(table: str) -> dict[str, str]:
    known: dict[str, str] = {}
    with OTHER_NAMES.open(encoding="utf-8", newline="") as text:
        others = [(row["name"], row["means"]) for row in csv.DictReader(text) if row["table"] == table]
    rows = load()[table].rows if table in load().tables else ()
    own = [(str(row.values[column]), str(row.values["name"])) for column in _COLUMNS.get(table, ()) for row in rows if row.values[column]]
    for written, name in (*own, *others):
        known.setdefault(reduced(written), name)
    return known


def reduced(written: str) -> str:
    """The part of a name that tells it apart, such as llama3.18b for meta-llama/Meta-Llama-3.1-8B-Instruct."""
    words = re.findall(r"[a-z0-9.]+", written.rsplit("/", 1)[-1].casefold())
    telling = [word for word in words if word not in _NOISE] or words
    return "".join(telling)


def known(table: str, written: str) -> str | None:
    """The catalogue's name for a written one, or None. `table` is a table of the catalogue, or a list of words in names.csv."""
    return _places(table).get(reduced(written))


def mentioned(table: str, written: str) -> str | None:
    """The name as `known` finds it, or the only name that the text mentions: TensorRT-LLM v0.14, int4_awq, dynamo-sglang; or None."""
    found = known(table, written)
    if found is not None:
        return found
    words = re.findall(r"[a-z0-9.]+", written.casefold())
    told = {name for name in (_places(table).get(word) for word in (*words, "".join(words[:2]))) if name}
    return told.pop() if len(told) == 1 else None
