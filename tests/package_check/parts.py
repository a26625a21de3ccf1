"""The package: content types, relationships, well-formed parts in the right namespaces."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator, Sequence
from zipfile import ZipFile

from lxml import etree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_KIND = "application/vnd.openxmlformats-"

ROOTS = {
    f"{_KIND}officedocument.spreadsheetml.sheet.main+xml": f"{MAIN}workbook",
    f"{_KIND}officedocument.spreadsheetml.worksheet+xml": f"{MAIN}worksheet",
    f"{_KIND}officedocument.spreadsheetml.styles+xml": f"{MAIN}styleSheet",
    f"{_KIND}officedocument.spreadsheetml.table+xml": f"{MAIN}table",
    f"{_KIND}officedocument.spreadsheetml.sharedStrings+xml": f"{MAIN}sst",
    f"{_KIND}officedocument.spreadsheetml.comments+xml": f"{MAIN}comments",
    f"{_KIND}officedocument.drawing+xml": "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}wsDr",
    f"{_KIND}officedocument.drawingml.chart+xml": "{http://schemas.openxmlformats.org/drawingml/2006/chart}chartSpace",
    f"{_KIND}officedocument.theme+xml": "{http://schemas.openxmlformats.org/drawingml/2006/main}theme",
    f"{_KIND}officedocument.extended-properties+xml": (
        "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}Properties"
    ),
    f"{_KIND}package.core-properties+xml": "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}coreProperties",
    f"{_KIND}package.relationships+xml": f"{_RELATIONS}Relationships",
}
"""The root of a part by its content type."""

_LISTING = "[Content_Types].xml"
_AT_MOST_ONE = ("/styles", "/theme", "/sharedStrings", "/officeDocument", "/core-properties", "/extended-properties")
"""Endings of kinds of relationship of which a part may have one."""


def twice(names: Sequence[str]) -> list[str]:
    """The names that occur more than once, whatever their case."""
    return [name for name, times in Counter(name.lower() for name in names).items() if times > 1]


def package_faults(archive: ZipFile) -> Iterator[str]:
    """Parts that are twice there, without type, ill-formed, in a wrong namespace or in no relationship, and relationships to nothing."""
    names = archive.namelist()
    yield from (f"{name}: twice in the archive" for name in twice(names))
    if _LISTING not in names:
        yield f"{_LISTING}: missing"
        return
    roots: dict[str, etree._Element] = {}
    for name in dict.fromkeys(names):
        if name.endswith((".xml", ".rels")):
            try:
                roots[name] = etree.fromstring(archive.read(name), etree.XMLParser(resolve_entities=False, huge_tree=True))
            except etree.XMLSyntaxError as wrong:
                yield f"{name}: no well-formed XML: {wrong}"
            else:
                if roots[name].getroottree().docinfo.doctype:
                    yield f"{name}: a document type, which no part may have"
    if _LISTING in roots:
        yield from _type_faults(roots, names)
    yield from _relationship_faults(roots, names)


def _type_faults(roots: dict[str, etree._Element], names: Sequence[str]) -> Iterator[str]:
    listing = roots[_LISTING]
    overrides = [(each.get("PartName", "").lstrip("/"), each.get("ContentType", "")) for each in listing.iter(f"{_TYPES}Override")]
    defaults = {each.get("Extension", "").lower(): each.get("ContentType", "") for each in listing.iter(f"{_TYPES}Default")}
    yield from (f"{_LISTING}: {name} has two types" for name in twice([name for name, _ in overrides]))
    yield from (f"{_LISTING}: the type of {name}, which is not there" for name, _ in overrides if name not in names)
    own = dict(overrides)
    for name in names:
        if name == _LISTING:
            continue
        kind = own.get(name, defaults.get(name.rpartition(".")[2].lower(), ""))
        if not kind:
            yield f"{name}: no content type"
        elif name in roots and kind == "application/xml":
            yield f"{name}: the content type of any XML, not its own"
        elif name in roots and kind in ROOTS and roots[name].tag != ROOTS[kind]:
            yield f"{name}: begins with {roots[name].tag} in place of {ROOTS[kind]}"


def _relationship_faults(roots: dict[str, etree._Element], names: Sequence[str]) -> Iterator[str]:
    reached = {_LISTING}
    relations: dict[str, set[str]] = {}
    for name, root in roots.items():
        if not name.endswith(".rels"):
            continue
        reached.add(name)
        folder, _, file = name.removesuffix(".rels").rpartition("_rels/")
        if file and folder + file not in names:
            yield f"{name}: relationships of {folder + file}, which is not there"
        each = list(root.iter(f"{_RELATIONS}Relationship"))
        relations[folder + file] = {relation.get("Id", "") for relation in each}
        yield from (f"{name}: {identity} is twice there" for identity in twice([relation.get("Id", "") for relation in each]))
        kinds = [relation.get("Type", "") for relation in each]
        yield from (f"{name}: two of {kind}" for kind in sorted(set(kinds)) if kind.endswith(_AT_MOST_ONE) and kinds.count(kind) > 1)
        inside = [relation for relation in each if relation.get("TargetMode") != "External"]
        targets = [posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/") for relation in inside]
        yield from (f"{name}: two relationships lead to {target}" for target in twice(targets))
        yield from (f"{name}: {target} is not there" for target in targets if target not in names)
        reached.update(targets)
    yield from (f"{name}: in no relationship" for name in names if name not in reached)
    for name, root in roots.items():
        used = {value for element in root.iter() for key, value in element.attrib.items() if str(key).startswith(RELATION)}
        yield from (f"{name}: {identity} is no relationship of it" for identity in sorted(used - relations.get(name, set())))
