"""What ISO 19005-3 (PDF/A-3, level A) and ISO 14289-1 (PDF/UA-1) ask of a file, as far as its objects can tell.

No validator runs here: veraPDF is a Java program that no Python package brings. What this list leaves out is the drawing operators
of the pages and the insides of fonts.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf

STANDARD_TYPES = {
    "/Document", "/Part", "/Art", "/Sect", "/Div", "/BlockQuote", "/Caption", "/TOC", "/TOCI", "/Index", "/NonStruct", "/P", "/H1", "/H2",
    "/H3", "/H4", "/H5", "/H6", "/L", "/LI", "/Lbl", "/LBody", "/Table", "/TR", "/TH", "/TD", "/THead", "/TBody", "/TFoot", "/Span",
    "/Quote", "/Note", "/Reference", "/Code", "/Link", "/Annot", "/Figure", "/Formula", "/Form", "/Private",
}  # fmt: skip
FORBIDDEN_ACTIONS = {"/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/JavaScript", "/Hide", "/Rendition", "/SetOCGState"}
INFO_IN_METADATA = {
    "/Title": "dc:title", "/Author": "dc:creator", "/Subject": "dc:description", "/Creator": "xmp:CreatorTool",
    "/Producer": "pdf:Producer", "/CreationDate": "xmp:CreateDate", "/ModDate": "xmp:ModifyDate",
}  # fmt: skip


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The structure elements below a node, in the order of reading."""
    children = node.get("/K", pikepdf.Array())
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from elements(child)


def faults(content: bytes) -> list[str]:
    """What keeps a PDF from being PDF/A-3a and PDF/UA-1; empty where nothing was found."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [
            *_of_the_file(content, pdf), *_of_metadata(pdf), *_of_colour(pdf), *_of_objects(pdf), *_of_attachments(pdf), *_of_tags(pdf),
        ]  # fmt: skip


def _of_the_file(content: bytes, pdf: pikepdf.Pdf) -> Iterator[str]:
    if not content.startswith(b"%PDF-1.") or min(content.split(b"\n")[1][1:5], default=0) < 128:
        yield "header: a version of PDF 1 and a comment of four high bytes"
    if "/ID" not in pdf.trailer or pdf.is_encrypted:
        yield "trailer: an identifier and no encryption"
    yield from pdf.check_pdf_syntax()


def _of_metadata(pdf: pikepdf.Pdf) -> Iterator[str]:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        claims = {name: metadata.get(name) for name in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")}
        if claims != {"pdfaid:part": "3", "pdfaid:conformance": "A", "pdfuaid:part": "1"}:
            yield f"metadata: {claims}"
        for key, name in INFO_IN_METADATA.items():
            said, known = metadata.get(name), str(pdf.docinfo.get(key, ""))
            text = "; ".join(said) if isinstance(said, list) else str(said)
            if key.endswith("Date"):
                text = f"D:{text.replace('-', '').replace(':', '').replace('T', '')}"
            if known and text != known:
                yield f"metadata: {name} is {text!r} and {key} {known!r}"
    if b"http://www.aiim.org/pdfa/ns/extension/" not in pdf.Root.Metadata.read_bytes():
        yield "metadata: properties outside the standard are described"


def _of_colour(pdf: pikepdf.Pdf) -> Iterator[str]:
    intents = pdf.Root.get("/OutputIntents", [])
    if ["/GTS_PDFA1"] != [str(intent.S) for intent in intents] or intents[0].DestOutputProfile.N != 3:
        yield "colour: one output intent, with an RGB profile"
    elif intents[0].DestOutputProfile.read_bytes()[36:40] != b"acsp":
        yield "colour: the profile is an ICC profile"


def _of_objects(pdf: pikepdf.Pdf) -> Iterator[str]:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and ("/F" in item or "/LZWDecode" in str(item.get("/Filter", ""))):
            yield "stream: neither in a file of its own nor LZW"
        if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            continue
        kind = str(item.get("/Type", ""))
        if kind == "/FontDescriptor" and not {"/FontFile", "/FontFile2", "/FontFile3"} & set(item.keys()):
            yield f"font: {item.FontName} is not embedded"
        if kind == "/Font" and item.Subtype == "/Type0" and "/ToUnicode" not in item:
            yield f"font: {item.BaseFont} does not say which letters it draws"
        if str(item.get("/S", "")) in FORBIDDEN_ACTIONS or "/AA" in item or "/JS" in item:
            yield "action: nothing runs"
        if kind == "/Annot" and int(item.get("/F", 0)) & 0b1000110 != 4:
            yield "annotation: printed, and not hidden"
        if str(item.get("/Subtype", "")) == "/Image" and (item.get("/Interpolate", False) or "/OPI" in item or "/Alternates" in item):
            yield "image: neither interpolated nor with alternates"
        if str(item.get("/ColorSpace", "")) == "/DeviceCMYK":
            yield "image: no CMYK"


def _of_attachments(pdf: pikepdf.Pdf) -> Iterator[str]:
    listed = [entry.objgen for entry in pdf.Root.get("/AF", [])]
    specifications = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Filespec"]
    if sorted(listed) != sorted(item.objgen for item in specifications):
        yield "attachments: each is associated with the document once"
    for item in specifications:
        stream = item.EF.F
        if not {"/F", "/UF", "/Desc", "/AFRelationship"} <= set(item.keys()):
            yield f"attachments: {item.UF} lacks name, description or relationship"
        if "/" not in str(stream.get("/Subtype", ""))[1:] or "/ModDate" not in stream.Params:
            yield f"attachments: {item.UF} lacks media type or date"
        if int(stream.Params.Size) != len(stream.read_bytes()):
            yield f"attachments: {item.UF} states another size"
    names = pdf.Root.get("/Names", pikepdf.Dictionary()).get("/EmbeddedFiles", pikepdf.Dictionary()).get("/Names", [])
    keys = [bytes(name) for name in list(names)[::2]]
    if keys != sorted(keys):
        yield "attachments: their names are sorted"


def _of_tags(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if not root.get("/MarkInfo", {}).get("/Marked", False) or "/StructTreeRoot" not in root or not str(root.get("/Lang", "")):
        yield "tags: marked, with a structure and a language"
        return
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "tags: the window shows the title"
    if any(page.get("/Tabs") != "/S" or "/StructParents" not in page for page in pdf.pages):
        yield "tags: pages are walked in the order of the structure"
    yield from _of_elements(root.StructTreeRoot)


def _of_elements(root: pikepdf.Object) -> Iterator[str]:
    roles = {str(key) for key in root.get("/RoleMap", {})}
    named = [bytes(name) for name in list(root.get("/IDTree", {}).get("/Names", []))[::2]]
    if named != sorted(named):
        yield "tags: the tree of names is sorted"
    for element in elements(root):
        if str(element.S) not in STANDARD_TYPES | roles:
            yield f"tags: {element.S} is no standard type"
        if element.S == "/Figure" and not str(element.get("/Alt", "")):
            yield "tags: a figure without words"
        if "/ID" in element and bytes(element.ID) not in named:
            yield "tags: an element with a name that the tree of names lacks"
        if element.S == "/TH" and str(_attribute(element, "/Scope")) not in ("/Row", "/Column", "/Both"):
            yield "tags: a header of a table without its direction"
        if element.S == "/TD" and not _attribute(element, "/Headers"):
            yield "tags: a cell without headers"
        if element.S == "/TD" and not {bytes(name) for name in _headers(element)} <= set(named):
            yield "tags: a cell whose headers are nowhere"


def _headers(element: pikepdf.Object) -> list[pikepdf.Object]:
    given = _attribute(element, "/Headers")
    return list(given) if isinstance(given, pikepdf.Array) else []


def _attribute(element: pikepdf.Object, name: str) -> object:
    given = element.get("/A", pikepdf.Dictionary())
    found = [part.get(name) for part in (given if isinstance(given, pikepdf.Array) else [given])]
    return next((part for part in found if part is not None), "")
