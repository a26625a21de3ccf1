"""`tco import`: an edited workbook comes back as a scenario file, with a list of what changed."""

from __future__ import annotations

import json
from pathlib import Path

import click

from tco.errors import TcoError
from tco.files import replacing
from tco.workbook.readback.importing import Imported, import_book
from tco.workbook.readback.input_edits import Edit

STANDARD_OUTPUT = Path("-")


def import_scenario(book: Path, onto: Path | None, target: Path | None, form: str, *, force: bool) -> int:
    """Write the scenario of a workbook and say what changed; 1 where something in the workbook could not be carried over, else 0.

    It goes to `target`, or else onto the file that the edits are laid onto, or else beside the workbook, where nothing is replaced
    without `force`.
    """
    path = target or onto or book.with_suffix(".yaml")
    if target is None and onto is None and path.exists() and not force:
        raise TcoError(
            f"{path}: this file is there already; choose another with -o FILE, lay the edits onto it with --onto {path}, or add --force"
        )
    found = import_book(book, onto)
    replaced = path != STANDARD_OUTPUT and path.exists()
    if path == STANDARD_OUTPUT:
        click.echo(found.text, nl=False)
    else:
        with replacing(path) as file:
            file.write(found.text.encode())
    if form == "json":
        click.echo(json.dumps(_as_json(found, path), indent=1, ensure_ascii=False), err=path == STANDARD_OUTPUT)
    else:
        _tell(found, book, path, replaced=replaced)
    return 1 if found.left_behind else 0


def _tell(found: Imported, book: Path, path: Path, *, replaced: bool) -> None:
    to_error = path == STANDARD_OUTPUT
    count = len(found.edits)
    click.echo(f"{book}: {count or 'no'} change{'s' * (count != 1)}", err=to_error)
    for edit in found.edits:
        click.echo(f"  {edit.where}  {told(edit)}", err=to_error)
    for remark in found.remarks:
        click.echo(f"  note: {remark}", err=to_error)
    for change in found.left_behind:
        click.echo(f"  not carried over: {change}", err=True)
    if not to_error:
        click.echo(f"{path}{' (replaced)' if replaced else ''}")


def told(edit: Edit) -> str:
    """An edit in words: the delivered value and the value now."""
    part = "" if edit.part == "value" else f" {edit.part}"
    typed = f" ({edit.formula})" if edit.formula else ""
    return f"{edit.path}{part}: {shown(edit.before)} → {shown(edit.after)}{typed}"


def shown(value: object) -> str:
    """A value on one line."""
    if value is None or value == "":
        return "nothing"
    text = f"{value:,.12g}" if isinstance(value, float) else " ".join(str(value).split())
    return text if len(text) <= 100 else f"{text[:99]}…"


def _as_json(found: Imported, path: Path) -> dict[str, object]:
    return {
        "file": str(path),
        "changes": [edit.as_json() for edit in found.edits],
        "notes": list(found.remarks),
        "not_carried_over": list(found.left_behind),
    }
