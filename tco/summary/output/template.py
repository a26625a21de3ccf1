"""Renders the page's data as one HTML text, with the templates of the package or custom ones over them.

Templates run in a sandbox: they see the page's data and nothing of the program, the files or the network. A custom folder may hold
any of the files of `templates/`, which it replaces, and `house.css`, which comes last. `default/summary.html` is the file of the
package, to be extended block by block. docs/templates.md describes the blocks.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING, Literal

from tco.errors import MissingPartError, TcoError
from tco.summary.output.fonts import families
from tco.summary.page_setting import choose_setting, content_width, draw_page

if TYPE_CHECKING:
    from collections.abc import Callable

    import jinja2

    from tco.summary.page import SummaryPage

Medium = Literal["print", "screen"]

ENTRY, DEFAULT = "summary.html", "default/"
OWN_FILES = (ENTRY, "summary.css", "screen.css", "charts.svg", "house.css")
LARGEST_FILE = 1_000_000
POLICY = "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""The policy that tells browsers to load nothing for the page but what it holds."""


def templates_folder() -> Path:
    """The folder of templates: inside the installed package, or at the top of the checkout."""
    package = Path(__file__).resolve().parents[2]
    for folder in (package / "templates", package.parent / "templates"):
        if (folder / ENTRY).is_file():
            return folder
    raise MissingPartError("the templates are missing from this installation; install tco again")


def check_template(folder: Path) -> None:
    """Raise TcoError where a folder does not exist, or holds no file that would change the summary."""
    if not folder.is_dir():
        raise TcoError(f"{folder}: there is no such folder; expected one with {' or '.join(OWN_FILES)}")
    if not any((folder / name).is_file() for name in OWN_FILES):
        raise TcoError(f"{folder}: nothing in this folder changes the summary; expected {' or '.join(OWN_FILES)}")


def to_html(page: SummaryPage, template: Path | None = None, medium: Medium = "print", font_faces: str = "") -> str:
    """The whole document as one HTML text, style and drawings included, set as densely as its content needs.

    `template` is a folder of custom templates; raises TcoError with the file and line of a fault in them. `font_faces` is CSS.
    """
    from markupsafe import Markup  # noqa: PLC0415  late, as Jinja whose part it is

    layout = choose_setting(page)
    given = {
        "page": page,
        "layout": layout,
        "medium": medium,
        "policy": POLICY,
        "font_faces": Markup(font_faces),  # noqa: S704  (the package's own CSS: fonts as base64)
        "width": round(content_width(page)),
        "drawings": draw_page(page, layout),
        "fonts": ", ".join(f"'{family}'" for family in families(page.language, _names(page))) + ", sans-serif",
    }
    try:
        return _environment(template).get_template(ENTRY).render(given)
    except Exception as fault:
        if template is None:
            raise
        raise TcoError(_explained(fault, template)) from fault


def _names(page: SummaryPage) -> str:
    """The texts that come from the client, and so may be in any script."""
    return " ".join((page.client, page.title, page.prepared_for, *(row.name for row in page.options.rows)))


@cache
def _environment(template: Path | None) -> jinja2.Environment:
    import jinja2  # noqa: PLC0415  late: importing the summary should cost nothing
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415

    return ImmutableSandboxedEnvironment(
        loader=jinja2.FunctionLoader(_reader(template, templates_folder())),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _reader(template: Path | None, package: Path) -> Callable[[str], tuple[str, str, None] | None]:
    """The function that finds a template by name, in the custom folder or else in the package, and never by a link that leads out of it."""

    def read(name: str) -> tuple[str, str, None] | None:
        folders = [package] if template is None or name.startswith(DEFAULT) else [template, package]
        for folder in folders:
            place = folder / name.removeprefix(DEFAULT)
            if place.is_file() and place.resolve().is_relative_to(folder.resolve()):
                return _text(place), str(place), None
        return None

    return read


def _text(place: Path) -> str:
    try:
        with place.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            raise TcoError(f"{place}: more than {LARGEST_FILE:,} bytes; expected a template")
        return content.decode()
    except (OSError, UnicodeDecodeError) as problem:
        raise TcoError(
            f"{place}: cannot be read ({getattr(problem, 'strerror', None) or 'it is not UTF-8'}); expected a template"
        ) from None


def _explained(fault: Exception, template: Path) -> str:
    """A template's fault as `file:line: what`."""
    if isinstance(fault, TcoError):
        return str(fault)
    kind = type(fault).__name__
    if isinstance(fault, MemoryError):
        return f"{_line_at_fault(fault, template)}: asks for more memory than a template may take; look for a loop that grows a text"
    what = f"there is no template {fault}" if kind == "TemplateNotFound" else " ".join(str(fault).split()) or kind
    return f"{_line_at_fault(fault, template)}: {what}; expected a template such as docs/templates.md describes"


def _line_at_fault(fault: Exception, template: Path) -> str:
    filename, line = getattr(fault, "filename", None), getattr(fault, "lineno", None)
    if filename and line:
        return f"{filename}:{line}"
    folders = (template, templates_folder())
    running = ((frame.f_code.co_filename, line) for frame, line in walk_tb(fault.__traceback__))
    lines = [f"{name}:{line}" for name, line in running if any(Path(name).is_relative_to(folder) for folder in folders)]
    return lines[-1] if lines else str(template / ENTRY)
