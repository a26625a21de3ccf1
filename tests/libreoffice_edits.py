"""Edits workbooks in LibreOffice as a person would: rows inserted and deleted, sheets renamed, values pasted, and all saved by it.

A macro in a profile of its own does the work. What a spreadsheet program does to every formula of a book when a row goes
cannot be imitated without repeating what is to be tested.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

from recalculate import libreoffice

_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">{text}</script:module>
"""
_BASIC = """
Sub Run
{calls}
StarDesktop.terminate
End Sub

Function Opened(source As String)
Dim how(0) As New com.sun.star.beans.PropertyValue
how(0).Name = "Hidden"
how(0).Value = True
Opened = StarDesktop.loadComponentFromURL(source, "_blank", 0, how())
End Function

Sub Saved(book, target As String)
Dim how(0) As New com.sun.star.beans.PropertyValue
how(0).Name = "FilterName"
how(0).Value = "Calc MS Excel 2007 XML"
book.calculateAll()
book.storeToURL(target, how())
book.close(True)
End Sub
"""

Commands = Sequence[str]
"""Lines of Basic about `sheets`, the sheets of a book, such as `sheets.getByName("Demand").Rows.removeByIndex(9, 1)`."""


def edited_in_libreoffice(path: Path, edits: Mapping[str, Commands], folder: Path, seconds: float = 300) -> dict[str, Path]:
    """For each name the book at `path`, edited by its lines of Basic, recalculated and saved by LibreOffice.

    Raises RuntimeError where LibreOffice is missing or leaves a book out: a line of Basic was wrong.
    """
    program = libreoffice()
    if program is None:
        raise RuntimeError("LibreOffice is missing")
    found = {name: folder / f"{name}.xlsx" for name in edits}
    with TemporaryDirectory() as place:
        command = [program, f"-env:UserInstallation={Path(place).as_uri()}", "--headless", "--norestore", "--nologo"]
        subprocess.run(
            [*command, "--terminate_after_init"], capture_output=True, timeout=seconds, check=False
        )  # its first start makes the profile
        standard = Path(place, "user", "basic", "Standard")
        calls = []
        for name, lines in edits.items():
            calls += [f'book = Opened("{path.as_uri()}")', "sheets = book.Sheets", *lines, f'Saved(book, "{found[name].as_uri()}")']
        text = _BASIC.format(calls="\n".join(calls))
        (standard / "Module1.xba").write_text(_MODULE.format(text=escape(text)), encoding="utf-8")
        run = subprocess.run([*command, "macro:///Standard.Module1.Run"], capture_output=True, text=True, timeout=seconds, check=False)
    if missing := [name for name, target in found.items() if not target.exists()]:
        raise RuntimeError(f"LibreOffice did not save {missing}: {run.stderr.strip() or run.stdout.strip()}")
    return found
