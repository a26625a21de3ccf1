"""The styles part: counts that are right, and numbers of fonts, fills, borders and formats that exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from package_check.parts import MAIN, twice

_FIRST_OWN_FORMAT = 164
_DATES = frozenset({14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 46, 47})
_MOST_STYLES, _LONGEST_FORMAT = 65_490, 255
_FONT = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name", "family", "charset", "scheme",
)  # fmt: skip
"""The order in which Excel writes and the schemas want what a font consists of."""


@dataclass(frozen=True)
class Styles:
    """How many styles cells may have, which of them show dates, and how many styles rules may have."""

    cells: int
    dates: frozenset[int]
    rules: int


def styles_of(content: bytes) -> Styles:
    """What sheets need to know of the styles part."""
    root = etree.fromstring(content)
    formats = {int(each.get("numFmtId", 0)): each.get("formatCode", "") for each in root.iter(f"{MAIN}numFmt")}
    styles = [int(each.get("numFmtId", 0)) for each in root.iterfind(f"{MAIN}cellXfs/{MAIN}xf")]
    dates = {number for number, key in enumerate(styles) if key in _DATES or _is_date(formats.get(key, ""))}
    return Styles(len(styles), frozenset(dates), len(root.findall(f"{MAIN}dxfs/{MAIN}dxf")))


def _is_date(code: str) -> bool:
    return re.search(r"[dy]|h+:|m{3,}", re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|_.', "", code), re.IGNORECASE) is not None and "E+" not in code


def style_faults(content: bytes) -> Iterator[str]:
    """Lists that hold more or fewer than they say, and styles made of what is not there."""
    root = etree.fromstring(content)
    found = (*_list_faults(root), *_made_of_nothing(root), *_look_faults(root))
    yield from (f"xl/styles.xml: {fault}" for fault in dict.fromkeys(found))


def _sizes(root: etree._Element) -> dict[str, int]:
    return {etree.QName(group).localname: len(group) for group in root if isinstance(group.tag, str)}


def _list_faults(root: etree._Element) -> Iterator[str]:
    for group in root:
        if isinstance(group.tag, str) and group.get("count") not in {None, str(len(group))}:
            yield f"{etree.QName(group).localname} says {group.get('count')} and has {len(group)}"
    if (styles := _sizes(root).get("cellXfs", 0)) > _MOST_STYLES:
        yield f"{styles} styles of cells, at most {_MOST_STYLES} are possible"
    formats = list(root.iter(f"{MAIN}numFmt"))
    yield from (f"number format {number} is there twice" for number in twice([each.get("numFmtId", "") for each in formats]))
    yield from (f"the format {each.get('formatCode')} is too long" for each in formats if _too_long(each))


def _made_of_nothing(root: etree._Element) -> Iterator[str]:
    size, formats = _sizes(root), {each.get("numFmtId") for each in root.iter(f"{MAIN}numFmt")}
    for style in root.iter(f"{MAIN}xf", f"{MAIN}cellStyle"):
        for key, group in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders"), ("xfId", "cellStyleXfs")):
            if int(style.get(key, 0)) >= size.get(group, 0):
                yield f"a style has {key} {style.get(key)}, and there are {size.get(group, 0)} {group}"
        if int(style.get("numFmtId", 0)) >= _FIRST_OWN_FORMAT and style.get("numFmtId") not in formats:
            yield f"a style has the number format {style.get('numFmtId')}, which is not there"


def _look_faults(root: etree._Element) -> Iterator[str]:
    for colour in root.iter(f"{MAIN}color", f"{MAIN}fgColor", f"{MAIN}bgColor"):
        if colour.get("rgb") is not None and not re.fullmatch(r"[0-9A-Fa-f]{8}", colour.get("rgb", "")):
            yield f"the colour {colour.get('rgb')} has not eight digits"
    for font in root.iter(f"{MAIN}font"):
        order = [_FONT.index(etree.QName(each).localname) for each in font]
        if order != sorted(order):
            yield "a font whose parts are not in the order of the schemas"


def _too_long(form: etree._Element) -> bool:
    return len(form.get("formatCode", "")) > _LONGEST_FORMAT
