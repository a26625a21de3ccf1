"""Names as other people write them: NVIDIA H100 80GB HBM3, meta-llama/Meta-Llama-3.1-8B-Instruct, bf16.

A name is reduced to what tells it apart (no owner before a slash, no case, no separators, none of the words that only say
how a checkpoint was tuned or stored) and looked up among the catalogue's names, labels and Hugging Face names. What that
cannot find stands in `names.csv` beside the measured rows, each with its reason.
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
    """What is left of a name when everything that does not tell it apart is gone."""
    words = re.findall(r"[a-z0-9.]+", written.rsplit("/", 1)[-1].casefold())
    telling = [word for word in words if word not in _NOISE] or words
    return "".join(telling)


def known(table: str, written: str) -> str | None:
    """The catalogue's name for what a file calls by another, or None. `table` is a table of the catalogue or a word list of names.csv."""
    return _places(table).get(reduced(written))


def mentioned(table: str, written: str) -> str | None:
    """The same, and otherwise the one name that is mentioned: TensorRT-LLM v0.14, int4_awq, dynamo-sglang (disaggregated)."""
    found = known(table, written)
    if found is not None:
        return found
    words = re.findall(r"[a-z0-9.]+", written.casefold())
    told = {name for name in (_places(table).get(word) for word in (*words, "".join(words[:2]))) if name}
    return told.pop() if len(told) == 1 else None
