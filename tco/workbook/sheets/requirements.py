"""The Requirements sheet: what each requirement costs with fleets sized anew, and what proof is worth, as values.

Each figure is a run of its own, with another fleet, so that none can be live. The sheet says so in its header and puts the book's own
totals, answer and requirements beside those that were priced: formulas, so that an edit shows at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tco import __version__
from tco.engine.ladder import Rung
from tco.engine.proof import Proof
from tco.engine.requirements import Requirements
from tco.engine.stated_requirements import LABELS, UNPROVEN, as_text
from tco.findings import Findings
from tco.workbook import sheet_columns
from tco.workbook.layout import Layout
from tco.workbook.look.pen import Pen
from tco.workbook.look.style import SMALL, finish
from tco.workbook.places import active_cell
from tco.workbook.sheets.frame import open_sheet
from tco.workbook.sheets.values import COMPUTED, LINKED, NAME, NOW, TEXT, THEN, TOP, heads, tie_totals, verdict, write_values

SAME = "D"
"""The column that says for the answer and for each requirement whether it is as it was priced."""
_WIDE, _WIDTH = 34.0, 17.0
_FEWEST_COLUMNS = 6
_SHOWN = replace(TEXT, size=10, shrink=False, bottom=False, indent=1)


def is_shown(found: Findings) -> bool:
    """True where there is anything to show: a requirement, or an option that only lacks proof."""
    return bool(found.requirements.answer or found.proofs)


def write_requirements(pen: Pen, layout: Layout, found: Findings) -> None:
    """The whole sheet."""
    scenario, last = layout.scenario, max(_FEWEST_COLUMNS, 3 + len(layout.scenario.compared))
    title = f"{sheet_columns.REQUIREMENTS}: what each costs over {scenario.months} months, {scenario.currency}"
    told = f"a run for each, with fleets sized anew, tco {__version__}, scenario of {scenario.as_of.isoformat()}"
    open_sheet(pen, title, f"{sheet_columns.VALUES_SAID}: {told}", (3, 3), layout)
    pen.text(
        4, 1, "Shaded figures do not follow edits: run tco report again. What leaving a requirement out saves is what it costs.", SMALL
    )
    row = _tied(pen, layout, found.requirements, last)
    if found.requirements.answer:
        row = _answer(pen, row, found.requirements, last)
    row = _proofs(pen, row, found.proofs, last)
    if found.requirements.answer:
        row = _options(pen, row, layout, found.requirements, last)
    row = _best(pen, row, found.requirements, last)
    for key, ladder in found.requirements.ladders.items():
        row = _ladder(pen, row, layout, (key, ladder, found.requirements), last)
    pen.widths({1: _WIDE} | dict.fromkeys(range(2, last + 1), _WIDTH))
    pen.sheet.freeze_panes = pen.sheet.cell(5, 2)
    finish(pen.sheet, row - 2, last, 4)


def _tied(pen: Pen, layout: Layout, found: Requirements, last: int) -> int:
    """Totals, answer and requirements as they were priced and as the book has them now, and whether all are the same."""
    pen.heading(TOP, "As priced, and in the book now", last)
    heads(pen, TOP + 1, ("Total cost", "As priced", "In the book now", "Changed since"))
    unchanged = tie_totals(pen, layout)
    first = row = heads(pen, facts_row(layout) - 1, ("Answer and requirements", "As priced", "In the book now", "The same"))
    for label, value, cell in _facts(layout, found):
        pen.text(row, 1, label, NAME)
        write_values(pen, row, 2, [value], "General")
        pen.formula(row, 3, f"={cell}", value, replace(LINKED, format="General"))
        pen.formula(row, 4, f"=IF({NOW}{row}={THEN}{row}, 1, 0)", 1.0, replace(COMPUTED, format='[=1]"yes";"no"'))
        row += 1
    same = f"AND({unchanged}, MIN({SAME}{first}:{SAME}{row - 1}) > 0)"
    verdict(pen, row, "The book is as it was priced", same, "run tco report again")
    return row + 2


def facts_row(layout: Layout) -> int:
    """The row of the answer as it was priced; those of the requirements follow, and the verdict below the last."""
    return TOP + 3 + len(layout.scenario.compared)


def _facts(layout: Layout, found: Requirements) -> Iterator[tuple[str, float | str, str]]:
    """The answer and every stated requirement with a cell of its own: a name, its value, and the live cell."""
    comparison = layout.comparison
    yield "Answer", comparison.evaluated.text("recommended"), comparison.cell("recommended")
    for key, stated in found.stated.items():
        if isinstance(stated, float):
            unit = "share of time" if key == "availability" else "s"
            yield f"{LABELS[key]}, {unit}", stated, layout.inputs.cell(f"{key}_promise")
        for region, rule in (stated if isinstance(stated, dict) else {}).items():
            row = layout.inputs.blocks["", "allowed"].first_row + layout.scenario.regions.index(region)
            yield f"{LABELS[key]}: {region}", rule, active_cell(row)


def _answer(pen: Pen, row: int, found: Requirements, last: int) -> int:
    """The cost of each requirement to the answer."""
    pen.heading(row, "The answer without each requirement", last)
    columns = ("Requirement left out", "Stated", "Total cost with it", "Answer without it", "Total cost without it", "What it costs")
    row = heads(pen, row + 1, columns)
    for key, price in found.answer.items():
        pen.text(row, 1, LABELS[key], NAME)
        write_values(pen, row, 2, (_stated(found, key), price.tco, price.option, price.without, price.price))
        row += 1
    return row + 1


def _stated(found: Requirements, key: str) -> str:
    stated = found.stated.get(key)
    return as_text(key, stated) if isinstance(stated, float) else "by region" if stated else "–"


def _options(pen: Pen, row: int, layout: Layout, found: Requirements, last: int) -> int:
    """The total of every option without each requirement."""
    keys = [key for key in found.answer if key != UNPROVEN]
    pen.heading(row, "Total cost of each option without a requirement", last)
    row = heads(pen, row + 1, ("Option", "With all", *(f"Without {LABELS[key]}" for key in keys)))
    for option in layout.scenario.compared:
        prices = found.options[option.name]
        pen.text(row, 1, option.name, NAME)
        write_values(pen, row, 2, (next(iter(prices.values())).tco, *(prices[key].without for key in keys)))
        row += 1
    return row + 1


def _ladder(pen: Pen, row: int, layout: Layout, ladder: tuple[str, tuple[Rung, ...], Requirements], last: int) -> int:
    """A requirement along its other values: the answer, and the total of every option."""
    key, rungs, found = ladder
    names = [option.name for option in layout.scenario.compared]
    stated = found.stated[key]
    beside = f", stated: {as_text(key, stated)}" if isinstance(stated, float) else ": without the rule of …"
    pen.heading(row, f"{LABELS[key]} at other values{beside}", last)
    row = heads(pen, row + 1, ("Value", "Answer", "Its total cost", *names))
    for rung in rungs:
        best = f" (best of {', '.join(rung.step.best_of)})" if rung.step.best_of else ""
        pen.text(row, 1, f"{as_text(key, rung.step.value)}{best}", replace(NAME, shrink=True))
        write_values(pen, row, 2, (rung.outcome.answer, rung.outcome.tco, *(rung.outcome.totals[name] for name in names)))
        row += 1
    return row + 1


def _best(pen: Pen, row: int, found: Requirements, last: int) -> int:
    """Required times that no batch keeps."""
    if not found.best:
        return row
    pen.heading(row, "Required times that no batch keeps: they are missed, and size no fleet", last)
    columns = ("Option", "Requirement", "Required", "Best, one request at a time", "Total cost at best", "Total cost without it")
    row = heads(pen, row + 1, columns)
    for best in found.best:
        pen.text(row, 1, best.option, NAME)
        texts = (LABELS[best.key], _stated(found, best.key), as_text(best.key, best.best))
        write_values(pen, row, 2, (*texts, best.tco_at_best, best.tco_without))
        row += 1
    return row + 1


def _proofs(pen: Pen, row: int, found: tuple[Proof, ...], last: int) -> int:
    """Cheaper options that lack only evidence, with what is to be shown of each."""
    if not found:
        return row
    pen.heading(row, "What proof is worth: options that lack only evidence, the nearest substitute first", last)
    row = heads(pen, row + 1, ("Option", "Saves if proven", "Model", "What is to be shown"))
    for proof in found:
        pen.text(row, 1, proof.option, NAME)
        write_values(pen, row, 2, (proof.saving, "the same" if proof.same_model else "another"))
        for text in proof.to_show:
            pen.text(row, 4, text, _SHOWN)
            row += 1
    return row + 1
