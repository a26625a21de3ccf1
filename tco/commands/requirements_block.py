"""Requirements below the table of `tco evaluate`: what each costs, times that no batch keeps, and what proof is worth."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tco.engine.evaluate import Results
from tco.engine.ladder import BestTime
from tco.engine.proof import Proof, proofs
from tco.engine.requirements import Requirements, requirements
from tco.engine.stated_requirements import LABELS, as_text
from tco.scenario.jurisdictions import in_short

NOBODY = "no option"
UNKNOWN = "not established"


def print_requirements(console: Console, results: Results) -> None:
    """Print the block; nothing where the scenario states no requirement."""
    found = requirements(results)
    if found.answer:
        console.print(_table(found))
    for line in (*map(_best, found.best), *map(_proof, proofs(results))):
        console.print(line, highlight=False, markup=False)


def _table(found: Requirements) -> Table:
    table = Table(title="What each requirement costs: the answer without it, fleets sized anew", title_justify="left")
    for heading in ("Requirement", "Stated", "Answer without it"):
        table.add_column(heading)
    for heading in ("Its total", "Costs"):
        table.add_column(heading, justify="right")
    for key, price in found.answer.items():
        said = found.stated.get(key)
        shown = (
            as_text(key, said)
            if isinstance(said, float)
            else "; ".join(f"{region}: {in_short(rule)}" for region, rule in (said or {}).items())
        )
        cells = (LABELS[key], shown, price.option or NOBODY, _money(price.without), _money(price.price))
        table.add_row(*map(escape, cells))
    return table


def _best(best: BestTime) -> str:
    """The sentence for a time that no batch of an option keeps."""
    name = LABELS[best.key] if LABELS[best.key].isupper() else LABELS[best.key].lower()
    return (
        f"{best.option}: {name} {as_text(best.key, best.best)} at best, one request at a time, for {_money(best.tco_at_best)}; "
        f"sized without the requirement {_money(best.tco_without)}"
    )


def _proof(proof: Proof) -> str:
    """The sentence for an option that lacks only evidence."""
    model = " (the same model)" if proof.same_model else ""
    worth = "could be the answer" if proof.saving is None else f"saves {_money(proof.saving)}"
    return f"Worth proving: {proof.option}{model} {worth} if shown: {'; '.join(proof.to_show)}"


def _money(amount: float | None) -> str:
    return UNKNOWN if amount is None else f"{amount:,.2f}"
