"""Attempts to make a report read a file or call a server, by way of what a client writes, sends as a logo or has in a template.

An attempt may be refused or drawn as plain text. It must not reach the server, and nothing of the file may be in what is written.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pikepdf
import pytest
from browser import REASON, chromium, look
from conftest import SCENARIOS
from markupsafe import escape
from pypdf import PdfReader
from sample_page import sample_page

from tco.documents import write_report
from tco.errors import TcoError
from tco.scenario.logo import SVG, read_logo
from tco.summary.output.fonts import font_configuration
from tco.summary.output.rendering import Job, render
from tco.summary.output.template import POLICY

MOMENT = datetime(2026, 11, 20, tzinfo=UTC)
SECRET = "canary-5f1d93"

STRINGS = {
    "an image from a server": '<img src="http://HOST/a.svg">',
    "an image from a file": '<img src="file://FILE">',
    "a style that ends early": '</style></title><link rel="stylesheet" href="http://HOST/a.css"><style>@import "http://HOST/b.css";',
    "an attachment": '<link rel="attachment" href="file://FILE">',
    "an attribute that ends early": '" onload="x" src="//HOST/a.svg" style="background: url(http://HOST/b.svg)',
    "a template in a template": "{{ ''.__class__.__mro__[1].__subclasses__() }}{% include 'FILE' %}",
    "an entity": '<!DOCTYPE x [<!ENTITY e SYSTEM "file://FILE">]>&e;',
}
PLAIN = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
    'BODY<rect width="9" height="9"/></svg>'
)
LOGO_FILES = {
    "an image by href": PLAIN.replace("BODY", '<image width="9" height="9" href="http://HOST/a.svg"/>'),
    "an image by xlink": PLAIN.replace("BODY", '<image width="9" height="9" xlink:href="file://FILE"/>'),
    "an external entity": '<!DOCTYPE svg [<!ENTITY e SYSTEM "file://FILE">]>' + PLAIN.replace("BODY", "<title>&e;</title>"),
    "a document type elsewhere": '<!DOCTYPE svg SYSTEM "http://HOST/a.dtd">' + PLAIN.replace("BODY", ""),
    "entities in UTF-16": (
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE svg [<!ENTITY e SYSTEM "file://FILE">]>' + PLAIN.replace("BODY", "&e;")
    ),
    "a style sheet": '<?xml-stylesheet href="http://HOST/a.css"?>' + PLAIN.replace("BODY", ""),
    "an import": PLAIN.replace("BODY", '<style>@import url("http://HOST/a.css")</style>'),
    "a fill": PLAIN.replace("BODY", '<rect width="9" height="9" fill="url(http://HOST/a.svg#x)"/>'),
    "a style": PLAIN.replace("BODY", '<rect width="9" height="9" style="fill: url( \'file://FILE#x\' )"/>'),
    "a drawing repeated from elsewhere": PLAIN.replace("BODY", '<use xlink:href="file://FILE#x"/>'),
    "a gradient from elsewhere": PLAIN.replace("BODY", '<linearGradient id="g" href="//HOST/a.svg#x"/>'),
    "a page within": PLAIN.replace(
        "BODY", '<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="http://HOST/a"/></foreignObject>'
    ),
    "a script": PLAIN.replace("BODY", '<script href="http://HOST/a.js"/>'),
    "an animation": PLAIN.replace("BODY", '<set attributeName="href" to="http://HOST/a.svg"/>'),
}
LOGO_NAMES = [
    "FILE", "file://FILE", "http://HOST/a.svg", "//HOST/a.svg", "../outside.svg", "art/../../outside.svg", "link.svg",
    "folder/outside.svg", "data:text/html,<img src=http://HOST/a.svg>", "\\\\HOST\\a.svg", ".",
]  # fmt: skip
MARKUP = {
    "an image from a server": '<img alt="x" src="http://HOST/a.svg">',
    "an image from a file": '<img alt="x" src="file://FILE">',
    "an image from a host": '<img alt="x" src="//HOST/a.svg">',
    "an image by its path": '<img alt="x" src="FILE">',
    "a style sheet": '<link rel="stylesheet" href="http://HOST/a.css">',
    "an attachment of the document": '<link rel="attachment" href="file://FILE">',
    "an attachment of a link": '<a rel="attachment" href="file://FILE">x</a>',
    "an object": '<object data="file://FILE">x</object>',
    "an embedding": '<embed src="http://HOST/a.svg">',
    "an import": '<style>@import url("http://HOST/a.css");</style>',
    "an import without a word": '<style>@import "file://FILE";</style>',
    "a background": '<p style="background: url(file://FILE)">x</p>',
    "a list": "<ul style=\"list-style-image: url('http://HOST/a.svg')\"><li>x</ul>",
    "a content": '<style>p::after { content: url("file://FILE") }</style><p>x</p>',
    "a font": '<style>@font-face { font-family: z; src: url("http://HOST/a.ttf") } p { font-family: z }</style><p>x</p>',
    "a border": '<p style="border-image: url(http://HOST/a.svg) 3">x</p>',
    "a colour profile": '<style>@color-profile --p { src: url("file://FILE") } p { color: color(--p 1 0 0) }</style><p>x</p>',
    "an address written in escapes": '<p style="background: u\\72l(http://HOST/a.svg)">x</p>',
    "a base": '<base href="http://HOST/"><img alt="x" src="a.svg">',
    "an image in a drawing": '<svg xmlns:xlink="http://www.w3.org/1999/xlink"><image width="9" height="9" xlink:href="file://FILE"/></svg>',
    "a drawing in a data address": '<img alt="x" src="data:image/svg+xml;base64,SVG">',
}
ONLY_A_BROWSER_SEES = ("an address written in escapes", "a drawing in a data address")
CODE = {
    "a path upwards": "{% include '../outside.svg' %}",
    "a path from the root": "{% include 'FILE' %}",
    "a path below the default": "{% include 'default/../outside.svg' %}",
    "a link": "{% include 'link.svg' %}",
    "a folder that is a link": "{% include 'folder/outside.svg' %}",
    "the class of a text": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "the class of the page": "{{ page.__class__.__init__.__globals__ }}",
    "a filter for attributes": "{{ page | attr('__class__') | attr('__init__') }}",
    "the globals of a helper": "{{ lipsum.__globals__.os.popen('cat FILE').read() }}",
    "the globals of a loop": "{{ cycler.__init__.__globals__ }}",
    "a format": "{{ '{0.__class__.__init__.__globals__}'.format(page) }}",
    "a format by mapping": "{{ '{x.__class__}'.format_map({'x': page}) }}",
    "a macro's function": "{% macro m() %}{% endmacro %}{{ m._func.__globals__ }}",
    "the environment": "{{ self._TemplateReference__context.environment.loader }}",
    "an import of a module": "{% import 'os' as os %}{{ os }}",
    "a change of the page": "{{ page.options.rows.append(1) }}",
}


@dataclass(frozen=True)
class Trap:
    """A file outside every folder that a report may read, a server on this machine, and what was asked of it."""

    file: Path
    host: str
    asked: list[str] = field(default_factory=list)

    def fill(self, text: str) -> str:
        """A probe with the addresses of this trap."""
        return text.replace("HOST", self.host).replace("FILE", str(self.file))


def contents(pdf: bytes) -> str:
    """Everything in a PDF: every object, every unpacked stream, every file inside, and its text."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        streams = [item.read_bytes() for item in opened.objects if isinstance(item, pikepdf.Stream)]
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return text + b"\n".join([pdf, *streams]).decode("latin-1")


def quietly(work: Callable[[], bytes]) -> str:
    """What was written, or nothing where the attempt was refused."""
    try:
        return contents(work())
    except TcoError:
        return ""


@pytest.fixture
def trap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trap]:
    """A trap of its own for each probe."""
    file = tmp_path_factory.mktemp("outside") / "canary.svg"
    file.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" width="99" height="9"><!-- {SECRET} --><text y="9">{SECRET}</text></svg>')
    asked: list[str] = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "image/svg+xml" if self.path.endswith("svg") else "text/css")
            self.end_headers()
            self.wfile.write(file.read_bytes() if self.path.endswith("svg") else f"body::before {{ content: '{SECRET}' }}".encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name it overrides
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    Thread(target=server.serve_forever, daemon=True).start()
    yield Trap(file, f"127.0.0.1:{server.server_port}", asked)
    server.shutdown()
    server.server_close()


@pytest.fixture
def templates(tmp_path: Path, trap: Trap) -> Path:
    """A folder for templates, beside the file that nobody may read, with links that lead there."""
    (tmp_path / "outside.svg").write_text(trap.file.read_text())
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "link.svg").symlink_to(trap.file)
    (folder / "folder").symlink_to(tmp_path)
    return folder


def template(folder: Path, body: str) -> Path:
    (folder / "summary.html").write_text('{% extends "default/summary.html" %}{% block closing %}' + body + "{% endblock %}")
    return folder


@pytest.mark.parametrize("name", STRINGS)
def test_what_a_client_writes_is_text(name: str, trap: Trap) -> None:
    """As client, title, option and source, on paper and on the screen."""
    text = trap.fill(STRINGS[name])
    page = sample_page({text: 614_005.92, "API": 35_587.5}, client=text)
    page = replace(page, title=text, prepared_for=text, sources=tuple(replace(source, text=text) for source in page.sources))

    written = [contents(render(Job(page, None, "print", MOMENT))[0]), render(Job(page, None, "screen", MOMENT))[0].decode()]

    assert ([], False) == (trap.asked, any(SECRET in document for document in written))


def test_a_whole_report_of_such_strings_reads_and_calls_nothing(trap: Trap, tmp_path: Path) -> None:
    """From the scenario file to the PDF with its attachments."""
    texts = {
        "title": STRINGS["an image from a server"] + STRINGS["an image from a file"],
        "client": STRINGS["a style that ends early"],
        "prepared_by": STRINGS["an attachment"],
    }
    scenario = SCENARIOS["apac-published"].read_text(encoding="utf-8")
    for key, text in texts.items():
        scenario = re.sub(rf"^{key}:.*\n", "", scenario, flags=re.MULTILINE) + f"\n{key}: '{trap.fill(text)}'\n"
    (tmp_path / "probe.yaml").write_text(scenario)

    write_report(tmp_path / "probe.yaml", tmp_path)

    assert ([], False) == (trap.asked, SECRET in contents((tmp_path / "probe" / "probe.pdf").read_bytes()))
    assert "<img src=" in (tmp_path / "probe" / "probe.resolved.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", LOGO_FILES)
def test_a_logo_that_reaches_outside_is_refused_or_cleaned(name: str, trap: Trap, tmp_path: Path) -> None:
    """Refused; or what remains of it draws and does nothing else."""
    (tmp_path / "logo.svg").write_bytes(trap.fill(LOGO_FILES[name]).encode("utf-16" if "UTF-16" in name else "utf-8"))
    try:
        logo = read_logo("logo.svg", tmp_path)
    except ValueError:
        assert [] == trap.asked
        return

    page = replace(sample_page(), logo=logo)
    document, warnings = render(Job(page, None, "print", MOMENT))

    assert ([], (), False) == (trap.asked, warnings, SECRET in contents(document))
    assert SECRET not in logo
    assert trap.host not in base64.b64decode(logo.removeprefix(SVG)).decode()


@pytest.mark.parametrize("name", LOGO_NAMES)
def test_a_logo_s_name_leads_nowhere_else(name: str, trap: Trap, templates: Path) -> None:
    """By path, by address, by a link: refused with the reason."""
    with pytest.raises(ValueError, match=r"expected the name of a PNG or SVG file in the scenario's folder"):
        read_logo(trap.fill(name), templates)

    assert [] == trap.asked


@pytest.mark.parametrize("name", MARKUP)
def test_what_a_template_shows_stands_in_it(name: str, trap: Trap, templates: Path) -> None:
    """Addresses of files and servers are refused, or left out with a warning."""
    inner = base64.b64encode(trap.fill(LOGO_FILES["an image by xlink"]).encode()).decode()
    body = trap.fill(MARKUP[name]).replace("SVG", inner)
    (templates / "summary.html").write_text(f'<html lang="en"><head><title>A page</title></head><body>{body}</body></html>')

    found = quietly(lambda: render(Job(sample_page(), templates, "print", MOMENT))[0])

    assert ([], False) == (trap.asked, SECRET in found)


@pytest.mark.parametrize("name", MARKUP)
def test_a_page_for_the_screen_that_would_reach_outside_is_refused(name: str, trap: Trap, templates: Path) -> None:
    """Two of them only a browser can see, which the page's own policy tells to refuse them."""
    inner = base64.b64encode(trap.fill(LOGO_FILES["an image by xlink"]).encode()).decode()
    job = Job(sample_page(), template(templates, trap.fill(MARKUP[name]).replace("SVG", inner)), "screen", MOMENT)

    if name in ONLY_A_BROWSER_SEES:
        assert f'content="{escape(POLICY)}"' in render(job)[0].decode()
    else:
        with pytest.raises(TcoError, match="reach outside itself"):
            render(job)
    assert [] == trap.asked


@pytest.mark.parametrize("name", CODE)
def test_what_a_template_computes_sees_the_page_alone(name: str, trap: Trap, templates: Path) -> None:
    """No file beside it, no part of the program: refused with file and line."""
    folder = template(templates, trap.fill(CODE[name]))

    with pytest.raises(TcoError, match=r"summary\.html:1: ") as told:
        render(Job(sample_page(), folder, "print", MOMENT))

    assert ([], False) == (trap.asked, SECRET in str(told.value))


def test_the_trap_closes_on_a_program_without_these_guards(trap: Trap) -> None:
    """Bare WeasyPrint falls for most of the same markup: the probes can fail."""
    fonts = font_configuration()
    import weasyprint  # noqa: PLC0415  after the fonts are set

    caught = []
    for name, markup in MARKUP.items():
        trap.asked.clear()
        pdf = weasyprint.HTML(string=f"<html lang=en><body>{trap.fill(markup)}", base_url=".").write_pdf(font_config=fonts)
        if trap.asked or SECRET in contents(pdf):
            caught.append(name)

    assert {"an image from a server", "an image from a file", "an attachment of the document", "an import", "a font"} <= set(caught)
    assert len(caught) >= 14


@pytest.mark.skipif(chromium() is None, reason=REASON)
@pytest.mark.parametrize("name", ONLY_A_BROWSER_SEES)
def test_a_browser_refuses_what_only_it_can_see(name: str, trap: Trap, templates: Path, tmp_path: Path) -> None:
    """By the page's own policy: without it, the first of them reaches the server."""
    inner = base64.b64encode(trap.fill(LOGO_FILES["an image by href"]).encode()).decode()
    job = Job(sample_page(), template(templates, trap.fill(MARKUP[name]).replace("SVG", inner)), "screen", MOMENT)
    page = tmp_path / "page.html"
    page.write_bytes(render(job)[0])

    complaints = look(page, tmp_path, f"--screenshot={tmp_path / 'page.png'}")
    assert [] == trap.asked
    assert ("Content Security Policy" in complaints) == (
        name == "an address written in escapes"
    )  # the other is a picture, which loads nothing

    page.write_text(page.read_text(encoding="utf-8").replace('http-equiv="Content-Security-Policy"', 'name="none"'), encoding="utf-8")
    look(page, tmp_path, f"--screenshot={tmp_path / 'page.png'}")
    assert (["/a.svg"] if name == "an address written in escapes" else []) == trap.asked
