"""Leaving early: the commitment outstanding after chosen months, at each year's end and at its largest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tco.engine.evaluate import Evaluated

MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True)
class Leaving:
    """The commitment outstanding after a month of the plan, counted from 1."""

    month: int
    payable: float
    """Still to pay, whether used or not."""
    unused: float
    """Paid and not used: prepaid terms, and servers at their value in the books."""

    @property
    def outstanding(self) -> float:
        """Both together."""
        return self.payable + self.unused


def at_year_ends(evaluated: Evaluated, months: int) -> tuple[Leaving, ...]:
    """After every twelfth month of the plan, the last one among them where it ends a year."""
    return tuple(after(evaluated, month) for month in range(MONTHS_OF_A_YEAR, months + 1, MONTHS_OF_A_YEAR))


def at_largest(evaluated: Evaluated) -> Leaving | None:
    """After the month in which it is most; None where everything is paid as it is used."""
    month = int(evaluated.value("largest_month"))
    return after(evaluated, month) if month else None


def after(evaluated: Evaluated, month: int) -> Leaving:
    """After a month, counted from 1."""
    payable, unused = (_in(evaluated, key, month) for key in ("payable_after", "unused_after"))
    return Leaving(month, payable, unused)


def _in(evaluated: Evaluated, key: str, month: int) -> float:
    values: np.ndarray = evaluated.values[key].reshape(-1)
    return float(values[min(month, len(values)) - 1])
