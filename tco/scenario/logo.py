"""A client's logo: a PNG or SVG beside the scenario, reduced to the parts that draw, so that nothing in it can run, call or read.

A file that cannot be accepted raises ValueError, with what was expected.
"""

from __future__ import annotations

import base64
import binascii
import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

LARGEST_LOGO = 256_000
"""The largest file, in bytes: a logo on paper is a few centimetres wide."""
LONGEST_ADDRESS = 4 * LARGEST_LOGO // 3 + 100
WIDEST = 4000
"""The most pixels of a PNG in either direction."""
PNG, SVG = "data:image/png;base64,", "data:image/svg+xml;base64,"
EXPECTED = "expected the name of a PNG or SVG file in the scenario's folder, such as logo: logo.svg"

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEPT_CHUNKS = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))

_SVG_SPACE = "http://www.w3.org/2000/svg"
_LINKS = ("{http://www.w3.org/1999/xlink}href", "href")
_DRAWING = {
    "svg", "g", "defs", "symbol", "use", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "linearGradient",
    "radialGradient", "stop", "clipPath",
}  # fmt: skip
_SILENT = {"title", "desc", "metadata"}
_MOST_ELEMENTS = 5000
_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)|@import|expression\(|javascript:|//|\\", re.IGNORECASE)


def read_logo(given: str, folder: Path) -> str:
    """The logo as a `data:` address, from the name of a file in `folder` or from a `data:` address; reading the result gives the same."""
    if given.startswith("data:"):
        return _checked(_decoded(given))
    return _checked(_bytes_of(given, folder))


def _decoded(address: str) -> bytes:
    for start in (PNG, SVG):
        if address.startswith(start):
            try:
                return base64.b64decode(address.removeprefix(start), validate=True)
            except binascii.Error:
                raise ValueError(f"the logo's data is cut off or not base64; {EXPECTED}") from None
    raise ValueError(f"the logo's address is of another kind; {EXPECTED}")


def _bytes_of(name: str, folder: Path) -> bytes:
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+:|[/\\]", name) or ".." in re.split(r"[/\\]", name):
        raise ValueError(f"{name[:60]} leads out of the scenario's folder; {EXPECTED}")
    try:
        home = folder.resolve()
        path = (folder / name).resolve(strict=True)
        if not path.is_relative_to(home):
            raise ValueError(f"{name[:60]} is a link that leads out of the scenario's folder; {EXPECTED}")
        if not path.is_file():
            raise ValueError(f"{name[:60]} is no file; {EXPECTED}")
        with path.open("rb") as file:
            content = file.read(LARGEST_LOGO + 1)
    except (OSError, RuntimeError) as problem:
        reason = getattr(problem, "strerror", None) or "it cannot be followed"
        raise ValueError(f"{name[:60]} cannot be read from {folder} ({reason}); {EXPECTED}") from None
    return content


def _checked(content: bytes) -> str:
    if len(content) > LARGEST_LOGO:
        raise ValueError(f"the logo has more than {LARGEST_LOGO:,} bytes; expected a smaller PNG, or an SVG")
    if content.startswith(_SIGNATURE):
        return PNG + base64.b64encode(_reduced_png(content)).decode()
    return SVG + base64.b64encode(_reduced_svg(content)).decode()


# ------------------------------------------------------------------------------------------------------------------ PNG


def _reduced_png(content: bytes) -> bytes:
    """The PNG with only the chunks that draw: no text, no colour profile, no animation, nothing after the end."""
    chunks = [(kind, data) for kind, data in _chunks(content) if kind in _KEPT_CHUNKS]
    kinds = [kind for kind, _ in chunks]
    if not kinds or kinds[0] != b"IHDR" or kinds.count(b"IHDR") != 1 or b"IDAT" not in kinds or kinds[-1] != b"IEND":
        raise ValueError(f"the logo is a damaged PNG; {EXPECTED}")
    _check_picture(chunks[0][1], b"".join(data for kind, data in chunks if kind == b"IDAT"), has_palette=b"PLTE" in kinds)
    return _SIGNATURE + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(_SIGNATURE)
    while place + 12 <= len(content):
        length, kind = struct.unpack(">I4s", content[place : place + 8])
        data, check = content[place + 8 : place + 8 + length], content[place + 8 + length : place + 12 + length]
        if len(check) != 4 or struct.unpack(">I", check)[0] != zlib.crc32(kind + data):
            raise ValueError(f"the logo is a damaged PNG; {EXPECTED}")
        yield kind, data
        if kind == b"IEND":
            return
        place += 12 + length


def _check_picture(header: bytes, packed: bytes, *, has_palette: bool) -> None:
    """Check that the picture has the size that its header states, so that no program unpacks more than that, this one included."""
    if len(header) != 13:
        raise ValueError(f"the logo is a damaged PNG; {EXPECTED}")
    width, height, depth, colour, compression, filtering, interlaced = struct.unpack(">IIBBBBB", header)
    if not (0 < width <= WIDEST and 0 < height <= WIDEST):
        raise ValueError(f"the logo has {width:,} × {height:,} pixels; expected at most {WIDEST:,} in either direction")
    if depth not in _DEPTHS.get(colour, ()) or compression or filtering or interlaced > 1 or (colour == 3) > has_palette:
        raise ValueError(f"the logo is a PNG of a kind that is not known; {EXPECTED}")
    size = _unpacked_size(width, height, depth * _CHANNELS[colour], interlaced=bool(interlaced))
    try:
        picture = zlib.decompressobj().decompress(packed, size + 1)
    except zlib.error:
        picture = b""
    if len(picture) != size:
        raise ValueError(f"the logo is a damaged PNG; {EXPECTED}")


def _unpacked_size(width: int, height: int, bits: int, *, interlaced: bool) -> int:
    passes = _PASSES if interlaced else ((0, 0, 1, 1),)
    sizes = ((-((left - width) // across), -((top - height) // down)) for left, top, across, down in passes)
    return sum(rows * (1 + (columns * bits + 7) // 8) for columns, rows in sizes if columns > 0 and rows > 0)


# ------------------------------------------------------------------------------------------------------------------ SVG


def _reduced_svg(content: bytes) -> bytes:
    """The SVG with only elements that draw, and no addresses. Notes of an editor are dropped; anything that could act is refused."""
    if re.search(rb"<!(DOCTYPE|ENTITY)", content, re.IGNORECASE) or b"\x00" in content:
        raise ValueError(f"the logo declares a document type or entities, which may read files; save it as plain SVG; {EXPECTED}")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise ValueError(f"the logo is neither PNG nor SVG; {EXPECTED}") from None
    if root.tag != f"{{{_SVG_SPACE}}}svg":
        raise ValueError(f"the logo is no SVG picture; {EXPECTED}")
    elements = list(root.iter())
    if len(elements) > _MOST_ELEMENTS:
        raise ValueError(f"the logo has {len(elements):,} parts; expected at most {_MOST_ELEMENTS:,}")
    for element in elements:
        _reduce(element)
    _check_references(root)
    _check_size(root)
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="utf-8")


def _reduce(element: etree._Element) -> None:
    space, _, name = str(element.tag).rpartition("}")
    parent = element.getparent()
    if space != f"{{{_SVG_SPACE}" or name in _SILENT:
        if parent is not None:
            parent.remove(element)
        return
    if name not in _DRAWING:
        remedy = "turn text into paths" if name in ("text", "tspan", "textPath", "style") else "leave it out"
        raise ValueError(f"the logo holds <{name}>, which is no plain drawing; {remedy} and save it as plain SVG")
    element.text = element.tail = None
    for key, value in ((str(key), str(value)) for key, value in list(element.attrib.items())):
        if key in _LINKS:
            if not value.startswith("#"):
                raise ValueError(f"the logo refers to {value[:60]}; expected a drawing that stands by itself")
        elif key.startswith(("{", "on")) or key == "class":
            del element.attrib[key]
        elif _OUTSIDE.search(value):
            raise ValueError(f"the logo's {key} refers to {value[:60]}; expected a drawing that stands by itself")


def _check_references(root: etree._Element) -> None:
    """Refuse an element that repeats one which itself repeats others: a few levels of that would be drawn without end."""
    named = {str(element.get("id")): element for element in root.iter() if element.get("id")}
    for element in root.iter():
        target = next((str(element.get(key))[1:] for key in _LINKS if element.get(key)), None)
        if target is not None and (target not in named or any(inner.get(key) for inner in named[target].iter() for key in _LINKS)):
            raise ValueError(f"the logo repeats #{target[:60]}, which is missing or repeats others; save it as plain SVG")
        if str(element.tag).endswith("}clipPath") and any("clip-path" in f"{inner.attrib}" for inner in element.iter()):
            raise ValueError("the logo cuts what cuts it; save it as plain SVG")


def _check_size(root: etree._Element) -> None:
    """Set a size, so that every program shows the picture alike."""
    numbers = re.split(r"[\s,]+", str(root.get("viewBox", "")).strip())
    try:
        box = [float(number) for number in numbers]
    except ValueError:
        box = []
    if len(box) != 4 or not (0 < box[2] < 1e6 and 0 < box[3] < 1e6):
        sides = [re.fullmatch(r"(\d+(?:\.\d+)?)(?:px)?", str(root.get(side, ""))) for side in ("width", "height")]
        if not all(sides):
            raise ValueError("the logo has neither a viewBox nor a width and height in pixels; add one")
        box = [0.0, 0.0, *(float(side.group(1)) for side in sides if side)]
        root.set("viewBox", " ".join(f"{number:g}" for number in box))
    root.set("width", f"{box[2]:g}")
    root.set("height", f"{box[3]:g}")
