"""What a cold `tco report` cannot do without: its libraries, its YAML, plain openpyxl and bare WeasyPrint on the same content."""

from __future__ import annotations

import pickle
import sys
from io import StringIO
from pathlib import Path

import click
import jinja2
import lxml.etree
import numpy as np
import rich.console
from openpyxl import Workbook
from ruamel.yaml import YAML

import tco.catalogue
from tco.summary.output.fonts import font_configuration

cells, html, scenario = pickle.loads(Path(sys.argv[1]).read_bytes())
folder = Path(sys.argv[2])
folder.mkdir(exist_ok=True)

# The scenario and the catalogue, read as plain YAML.
reader = YAML(typ="safe")
tables = [reader.load(file) for file in [scenario, *Path(tco.catalogue.__file__).parent.glob("*.yaml")]]

# The scenario with its facts, written as YAML: the resolved scenario.
text = StringIO()
YAML(typ="safe").dump(tables[1:], text)
(folder / "resolved.yaml").write_text(text.getvalue(), encoding="utf-8")

# The same cells without styles and results.
book = Workbook()
for title, content in cells.items():
    sheet = book.create_sheet(title)
    for row, column, value in content:
        sheet.cell(row, column, value)
book.save(folder / "plain.xlsx")

# The same HTML, rendered bare.
fonts = font_configuration()
from weasyprint import HTML  # noqa: E402  (after the fonts, as WeasyPrint wants it)

(folder / "bare.pdf").write_bytes(HTML(string=html).write_pdf(font_config=fonts))

used = (click, jinja2, lxml.etree, np, rich.console)
