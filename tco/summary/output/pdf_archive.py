"""The PDF as an archive: PDF/A-3a and PDF/UA-1 in one file, with the files that it was made from attached.

PDF/A requires a description of every metadata property that it does not define, and WeasyPrint writes the claim of one standard
only. The second claim and its description are added here.
"""

from __future__ import annotations

import base64
import warnings
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from weasyprint import Attachment, Document
    from weasyprint.urls import URLFetcher

VARIANT = "pdf/a-3a"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SCENARIO_TYPE = "application/yaml"

_ACCESSIBLE = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1" />\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>The part of ISO 14289 to which the file conforms</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
"""The metadata that PDF/UA-1 (ISO 14289-1, clause 5) and PDF/A-3 (ISO 19005-3, clause 6.6.2.3) ask of a file that claims both."""


@dataclass(frozen=True)
class Attached:
    """A file attached to the PDF: its name, media type, description and bytes."""

    name: str
    kind: str
    description: str
    content: bytes


def closed_fetcher() -> URLFetcher:
    """A fetcher for WeasyPrint that reads `data:` addresses and refuses all others: no file is read and no server is asked."""
    from weasyprint.urls import URLFetcher  # noqa: PLC0415  late: it needs Pango

    return URLFetcher(allowed_protocols=frozenset({"data"}), allow_redirects=False, fail_on_errors=True)


def write_archive(document: Document, stamp: str, moment: datetime, attached: tuple[Attached, ...]) -> bytes:
    """The laid-out document as PDF/A-3a and PDF/UA-1; `stamp` (W3C) and `moment` (UTC) date it and its attachments."""
    metadata = document.metadata
    metadata.created = metadata.modified = stamp
    written = metadata.generate_rdf_metadata
    metadata.generate_rdf_metadata = lambda *given: written(*given).replace(b"</rdf:RDF>", _ACCESSIBLE + b"</rdf:RDF>")
    files = [_attachment(file, moment) for file in sorted(attached, key=lambda file: file.name)]  # a name tree is sorted
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint 70 leaves closing the colour profile's file to Python
        pdf: bytes = document.write_pdf(pdf_variant=VARIANT, pdf_identifier=True, attachments=files, finisher=_finish)
    return pdf


def _attachment(file: Attached, moment: datetime) -> Attachment:
    """A file as an attachment. Its `data:` address states the media type, which would otherwise depend on this machine."""
    from weasyprint import Attachment  # noqa: PLC0415  late: it needs Pango

    return Attachment(
        url=f"data:{file.kind};base64,{base64.b64encode(file.content).decode()}",
        url_fetcher=closed_fetcher(),
        name=file.name,
        description=file.description,
        created=moment,
        modified=moment,
        relationship="Source",
    )


def _finish(_: Document, pdf: Any) -> None:
    """Add to the PDF what WeasyPrint 70 leaves out.

    PDF/A: attached files are listed once, and pictures are not interpolated.
    PDF/UA: table headers state their scope and can be looked up by name.
    """
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])
    for item in pdf.objects:
        if getattr(item, "extra", {}).get("Subtype") == "/Image":
            item.extra["Interpolate"] = "false"
    headers: list[Any] = [item for item in pdf.objects if isinstance(item, dict) and item.get("S") == "/TH"]
    for header in headers:
        row = _object(pdf, header["P"])
        header["A"]["Scope"] = "/Column" if _object(pdf, row["P"]).get("S") == "/THead" else "/Row"
    if headers:
        import pydyf  # noqa: PLC0415  late, as WeasyPrint whose writer it is

        named = sorted(((header["ID"], header.reference) for header in headers), key=lambda pair: pair[0].string)
        _object(pdf, pdf.catalog["StructTreeRoot"])["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(chain.from_iterable(named))})


def _object(pdf: Any, reference: bytes) -> Any:
    """The object that a reference such as `12 0 R` points to."""
    return pdf.objects[int(reference.split()[0])]
