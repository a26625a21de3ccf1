"""From the page's data to one HTML text, by the templates of the package."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tco.errors import MissingPartError
from tco.summary.drawings import draw_page
from tco.summary.fonts import families
from tco.summary.room import choose_layout

if TYPE_CHECKING:
    import jinja2

    from tco.summary.page import SummaryPage


def templates_folder() -> Path:
    """The folder of templates: inside the installed package, or at the top of the checkout."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "templates", package.parent / "templates"):
        if (folder / "summary.html").is_file():
            return folder
    raise MissingPartError("the templates are missing from this installation; install tco again")


def to_html(page: SummaryPage) -> str:
    """The whole document as one HTML text, style and drawings included, set as densely as its content needs."""
    layout = choose_layout(page)
    return (
        _environment()
        .get_template("summary.html")
        .render(
            page=page,
            layout=layout,
            drawings=draw_page(page, layout),
            fonts=", ".join(f"'{family}'" for family in families(page.language, _names(page))) + ", sans-serif",
        )
    )


def _names(page: SummaryPage) -> str:
    """The texts that come from the client, and so may be in any script."""
    return " ".join((page.client, page.title, page.prepared_for, *(row.name for row in page.options.rows)))


@cache
def _environment() -> jinja2.Environment:
    import jinja2  # noqa: PLC0415  late: importing the summary should cost nothing

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates_folder()),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
