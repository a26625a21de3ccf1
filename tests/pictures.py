"""Pages as small grey pictures that a person has approved, and the comparison of today's page with one.

An approved picture carries the fonts that it was drawn with. On a machine with other fonts, letters are in other places and nothing
can be said: the comparison is skipped, with the reason. Small differences of an edge are blurred away; what remains has moved.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import pypdf
import pypdfium2
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops, ImageDraw, ImageFilter
from PIL.PngImagePlugin import PngInfo

WIDTH = 420
"""Pixels: a heading can be read, and a label of a chart is a grey spot in its place."""
STEP = 17
"""Between two of sixteen shades of grey: enough to see, and a third of the bytes."""
BLUR, CHANGED = 1.2, 28
"""Radius in pixels, and by how much of 255 a pixel must differ after it to count."""
MOST_CHANGED = 12
"""The most pixels that may differ: fewer than a single letter has."""
CHUNK = "fonts"


@dataclass(frozen=True)
class Picture:
    """One page, and the fonts in it by name and revision."""

    image: Image.Image
    fonts: str


@dataclass(frozen=True)
class Difference:
    """The number of pixels that differ, and the box around them as shares of the page: left, top, right, bottom."""

    pixels: int
    box: tuple[float, float, float, float]

    def __str__(self) -> str:
        """The place to look at, in words."""
        left, top, right, bottom = (f"{share:.0%}" for share in self.box)
        return f"{self.pixels} pixels differ, between {left} and {right} from the left and {top} and {bottom} from the top"


def drawn(pdf: bytes, page: int) -> Picture:
    """A page of a PDF, counted from 1."""
    with pypdfium2.PdfDocument(pdf) as opened:
        sheet = opened[page - 1]
        image = sheet.render(scale=WIDTH / sheet.get_width(), grayscale=True).to_pil().convert("L")
    return Picture(image.point([round(shade / STEP) * STEP for shade in range(256)]), fonts_of(pdf))


def fonts_of(pdf: bytes) -> str:
    """Name and revision of every font that the PDF holds: "Source-Sans-Pro 2.045"."""
    names = set()
    for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        for font in sheet["/Resources"]["/Font"].values():  # type: ignore[index]
            (below,) = font.get_object()["/DescendantFonts"]
            descriptor = below.get_object()["/FontDescriptor"]
            stream = next(descriptor[key] for key in ("/FontFile2", "/FontFile3", "/FontFile") if key in descriptor)
            revision = TTFont(io.BytesIO(stream.get_object().get_data()))["head"].fontRevision
            names.add(f"{str(descriptor['/FontName']).rpartition('+')[2].lstrip('/')} {revision:.3f}")
    return ", ".join(sorted(names))


def approved(path: Path) -> Picture:
    """The picture as it was approved."""
    with Image.open(path) as image:
        return Picture(image.convert("L"), str(image.info[CHUNK]))


def approve(picture: Picture, path: Path) -> None:
    """Keep a picture, with its fonts."""
    information = PngInfo()
    information.add_text(CHUNK, picture.fonts)
    path.parent.mkdir(exist_ok=True)
    picture.image.convert("P").save(path, optimize=True, pnginfo=information)


def difference(before: Image.Image, now: Image.Image) -> Difference | None:
    """The difference that a reader would see; None where there is none."""
    if before.size != now.size:
        return Difference(now.width * now.height, (0.0, 0.0, 1.0, 1.0))
    changed = _changed(before, now)
    pixels, box = changed.histogram()[255], changed.getbbox()
    if box is None or pixels <= MOST_CHANGED:
        return None
    return Difference(pixels, (box[0] / now.width, box[1] / now.height, box[2] / now.width, box[3] / now.height))


def side_by_side(before: Image.Image, now: Image.Image, path: Path) -> None:
    """Save three pictures in a row: the approved page, today's page, and today's page with a red box around the changes."""
    third = now.convert("RGB")
    if before.size == now.size and (box := _changed(before, now).getbbox()):
        ImageDraw.Draw(third).rectangle((box[0] - 3, box[1] - 3, box[2] + 2, box[3] + 2), outline="#c00000", width=2)
    sheet = Image.new("RGB", (before.width + 2 * now.width + 20, max(before.height, now.height)), "#888888")
    for left, image in ((0, before), (before.width + 10, now), (before.width + now.width + 20, third)):
        sheet.paste(image.convert("RGB"), (left, 0))
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(path)


def _changed(before: Image.Image, now: Image.Image) -> Image.Image:
    """White where the two differ after blurring."""
    blurred = (image.filter(ImageFilter.GaussianBlur(BLUR)) for image in (before, now))
    return ImageChops.difference(*blurred).point(lambda shade: 255 if shade > CHANGED else 0)
