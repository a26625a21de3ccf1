"""Parts of the file in the form in which Excel itself writes them, for programs that read no other.

openpyxl writes what the standard allows. ExcelJS looks for drawings by their prefix and for tables by a relative address, and fails to
open a book that has either in another form; the schemas of Microsoft's own validator know one order of what a font consists of.
"""

from __future__ import annotations

import posixpath
import re

from lxml import etree

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_SHAPES = "http://schemas.openxmlformats.org/drawingml/2006/main"
_SHEETS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_FONT = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name", "family", "charset", "scheme",
)  # fmt: skip
_TARGET = re.compile(rb'Target="/([^"]+)"')


def as_excel_writes(name: str, content: bytes) -> bytes:
    """The content of the part `name`: relative targets, drawings with the prefix `xdr`, fonts in order; all else as it is."""
    if name.endswith(".rels"):
        return _relative(name, content)
    if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name):
        return _prefixed(content)
    return _ordered(content) if name == "xl/styles.xml" else content


def _relative(name: str, content: bytes) -> bytes:
    """Targets as seen from the folder of the part that the relationships belong to: `../tables/table1.xml`."""
    folder = posixpath.dirname(posixpath.dirname(name))

    def target(found: re.Match[bytes]) -> bytes:
        return b'Target="%s"' % posixpath.relpath(found[1].decode(), folder or ".").encode()

    return _TARGET.sub(target, content)


def _prefixed(content: bytes) -> bytes:
    """A drawing whose elements carry the prefixes that Excel gives them."""
    plain = etree.fromstring(content)
    root = etree.Element(plain.tag, nsmap={"xdr": _DRAWING, "a": _SHAPES})
    root.extend(list(plain))
    etree.cleanup_namespaces(root)
    return etree.tostring(root)


def _ordered(content: bytes) -> bytes:
    """Styles whose fonts say bold before size before colour before name."""
    root = etree.fromstring(content)
    for font in root.iter(f"{_SHEETS}font"):
        font[:] = sorted(font, key=lambda part: _FONT.index(etree.QName(part).localname))
    return etree.tostring(root)
