"""Total cost of ownership of language models: a scenario file becomes a live Excel workbook and a PDF summary.

From Python: `read` a scenario, `evaluate` it, look at `totals` and `lines` as tables, `simulate` what is uncertain, `report` the
documents. docs/python.md shows how. Everything is loaded when it is first asked for, so that `import tco` itself costs nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, whose import would cost more than all the rest
if TYPE_CHECKING:
    from tco.documents import Report
    from tco.engine.evaluate import Results
    from tco.engine.simulation.simulate import Simulation
    from tco.errors import MissingPartError, ScenarioError, TcoError
    from tco.interface import cheapest, evaluate, lines, quantiles, read, report, simulate, totals
    from tco.scenario.scenario import Scenario

__version__ = "0.2.0"

__all__ = [
    "MissingPartError",
    "Report",
    "Results",
    "Scenario",
    "ScenarioError",
    "Simulation",
    "TcoError",
    "cheapest",
    "evaluate",
    "lines",
    "quantiles",
    "read",
    "report",
    "simulate",
    "totals",
]

_HOME = {
    "MissingPartError": "tco.errors",
    "Report": "tco.documents",
    "Results": "tco.engine.evaluate",
    "Scenario": "tco.scenario.scenario",
    "ScenarioError": "tco.errors",
    "Simulation": "tco.engine.simulation.simulate",
    "TcoError": "tco.errors",
}


def __getattr__(name: str) -> object:
    """Load a name of the Python face from the file that defines it."""
    if name not in __all__:
        raise AttributeError(f"module 'tco' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415  (most programs import `tco` for its version alone)

    return getattr(import_module(_HOME.get(name, "tco.interface")), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
