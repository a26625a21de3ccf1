"""The summary as one HTML file that needs nothing else: fonts inside, drawings inside, no script, no address that is fetched."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterable
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

from tco.errors import TcoError
from tco.summary.output.fonts import TEXT_FAMILY
from tco.summary.output.template import POLICY, to_html

if TYPE_CHECKING:
    from tco.summary.page import SummaryPage

FACES = {400: "Regular", 600: "Semibold", 700: "Bold"}
"""Weights that the style uses, and the package's files for them."""

_FORBIDDEN = {
    "script",
    "iframe",
    "frame",
    "object",
    "embed",
    "applet",
    "base",
    "link",
    "audio",
    "video",
    "source",
    "track",
    "form",
    "portal",
}
_ADDRESSES = {"src", "srcset", "href", "xlink:href", "data", "poster", "background", "action", "formaction", "manifest", "ping", "code"}
_INSIDE = ("data:image/", "data:font/", "#")
_CSS_ADDRESS = re.compile(
    r"""(?:url|src|image-set|image)\(\s*['"]?(?!\s*(?:data:image/|data:font/|\#))([^)'"]{0,60})|(@import)""", re.IGNORECASE
)


def web_page(page: SummaryPage, template: Path | None = None) -> str:
    """The summary for a browser. Raises TcoError where a template asks for anything outside it."""
    html = to_html(page, template, "screen")
    html = to_html(page, template, "screen", _font_faces("".join(sorted(set(unescape(html))))))
    faults = _outside(html)
    if faults:
        raise TcoError(f"{template or 'the summary'}: the page would reach outside itself ({'; '.join(faults)}); put everything into it")
    return html


@lru_cache(maxsize=4)
def _font_faces(text: str) -> str:
    """The text family as CSS, cut down to the letters of a text; other scripts are left to the reader's own fonts."""
    import font_source_sans_pro  # noqa: PLC0415  late: it lists its files when imported
    from fontTools import subset  # noqa: PLC0415  late: only HTML needs it
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    faces = []
    for weight, face in FACES.items():
        font = TTFont(next(Path(font_source_sans_pro.font_directory).rglob(f"SourceSansPro-{face}.ttf")), recalcTimestamp=False)
        cutter = subset.Subsetter(subset.Options(flavor="woff2", notdef_outline=True, layout_features=["kern", "liga", "tnum", "pnum"]))
        cutter.populate(text=text)
        cutter.subset(font)
        font.flavor = "woff2"
        file = io.BytesIO()
        font.save(file)
        data = base64.b64encode(file.getvalue()).decode()
        faces.append(f"@font-face {{ font-family: '{TEXT_FAMILY}'; font-weight: {weight}; src: url(data:font/woff2;base64,{data}) }}")
    return "\n".join(faces)


class _Walk(HTMLParser):
    """Collects every tag, attribute and style that could fetch or run something."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.policies: list[str] = []
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Check a tag and its attributes, which come in lower case."""
        self._style = tag == "style"
        if tag in _FORBIDDEN:
            self.faults.append(f"<{tag}>")
        given = {name: value or "" for name, value in attrs}
        if "http-equiv" in given:
            self.policies.append(given.get("content", "") if given["http-equiv"] == "Content-Security-Policy" else "")
        for name, value in given.items():
            self._attribute(tag, name, value.strip())

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on"):
            self.faults.append(f"<{tag} {name}>")
        elif name == "style":
            self.faults += _css_faults(value)
        elif name in _ADDRESSES and value and not value.startswith(_INSIDE) and not _is_plain_link(tag, name, value):
            self.faults.append(f"<{tag} {name}={value[:60]}>")

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a style."""
        self._style = self._style and tag != "style"

    def handle_data(self, data: str) -> None:
        """Check the text of a style."""
        if self._style:
            self.faults += _css_faults(data)


def _is_plain_link(tag: str, name: str, value: str) -> bool:
    """True for a link that a reader may follow and that nothing fetches."""
    return tag == "a" and name == "href" and value.startswith(("https://", "http://", "mailto:"))


def _css_faults(text: str) -> list[str]:
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return [f"in a style: {(address or rule).strip()}" for address, rule in _CSS_ADDRESS.findall(text)]


def _outside(html: str) -> Iterable[str]:
    walk = _Walk()
    walk.feed(html)
    walk.close()
    faults = list(dict.fromkeys(walk.faults))[:5]
    return faults if walk.policies == [POLICY] else [*faults, "its Content-Security-Policy is not the default template's"]
