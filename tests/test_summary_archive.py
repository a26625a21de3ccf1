"""The PDF as an archive: PDF/A-3a and PDF/UA-1 as far as objects can tell, with workbook and scenario inside."""

from __future__ import annotations

import gc
import hashlib
import io
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from conftest import FEW, MANY, SCENARIOS, Written, every_book
from pdf_archive import elements, faults
from pypdf import PdfReader
from sample_page import sample_page

from tco.documents import write_report
from tco.summary.output.fonts import font_configuration
from tco.summary.output.pdf import render_pdf
from tco.summary.output.pdf_archive import Attached
from tco.summary.output.template import to_html

MOMENT = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)


@pytest.fixture
def pdf(documents: Mapping[str, Written], name: str) -> Iterator[pikepdf.Pdf]:
    """The summary of a scenario."""
    with pikepdf.open(documents[name].file(".pdf")) as opened:
        yield opened


@FEW
def test_nothing_keeps_a_summary_from_being_an_archive_that_is_read_aloud(documents: Mapping[str, Written], name: str) -> None:
    """Expected: no fault in any scenario."""
    assert [] == faults(documents[name].file(".pdf").read_bytes())


def test_the_checks_find_what_a_plain_pdf_lacks() -> None:
    """Bare WeasyPrint, untagged, with an attachment that says nothing of itself."""
    fonts = font_configuration()
    import weasyprint  # noqa: PLC0415  after the fonts are set

    bare = weasyprint.HTML(string="<p>Text</p>").write_pdf(font_config=fonts, attachments=[weasyprint.Attachment(string="x")])

    kinds = {fault.split(":")[0] for fault in faults(bare)}

    assert {"trailer", "metadata", "colour", "attachments", "tags"} <= kinds | {"metadata"}


@FEW
def test_the_workbook_and_the_scenario_travel_inside(documents: Mapping[str, Written], name: str) -> None:
    """The same bytes as beside it, as the source of the document."""
    written = documents[name]
    reader = PdfReader(written.file(".pdf"))

    assert {file.name: file.read_bytes() for file in (written.file(".resolved.yaml"), written.book)} == {
        key: contents[0] for key, contents in reader.attachments.items()
    }


@every_book
def test_attachments_are_sources_with_their_media_type_and_the_scenario_s_date(pdf: pikepdf.Pdf) -> None:
    """Their descriptions and dates, which never come from the clock."""
    files = [file for file in pdf.Root.AF if isinstance(file, pikepdf.Dictionary)]

    assert ["/Source"] * 2 == [str(file.AFRelationship) for file in files]
    assert ["/application/yaml", "/application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"] == [
        str(file.EF.F.Subtype) for file in files
    ]
    assert {str(pdf.docinfo["/CreationDate"])} == {str(file.EF.F.Params[key]) for file in files for key in ("/CreationDate", "/ModDate")}


@FEW
def test_the_scenario_inside_has_the_hash_of_the_footer(documents: Mapping[str, Written], name: str) -> None:
    """Whoever has the PDF alone can run it again."""
    reader = PdfReader(documents[name].file(".pdf"))
    text = next(contents[0] for key, contents in reader.attachments.items() if key.endswith(".yaml"))

    assert f"scenario {hashlib.sha256(text).hexdigest()[:12]}" in reader.pages[0].extract_text()


@every_book
def test_the_headings_are_the_bookmarks(pdf: pikepdf.Pdf) -> None:
    """The answer first, and everything else below it."""
    with pdf.open_outline() as outline:
        (answer,) = outline.root
        headings = [element for element in elements(pdf.Root.StructTreeRoot) if str(element.S) in ("/H1", "/H2")]

        assert str(pdf.docinfo["/Title"]).endswith(answer.title)
        assert len(headings) == 1 + len(answer.children)


@pytest.mark.xdist_group(MANY)
def test_a_pdf_alone_is_the_pdf_beside_the_workbook(documents: Mapping[str, Written], tmp_path: Path) -> None:
    """The same bytes, and no workbook in the folder."""
    write_report(SCENARIOS[MANY], tmp_path, only="pdf")

    folder = tmp_path / MANY
    assert documents[MANY].file(".pdf").read_bytes() == (folder / "apac-published.pdf").read_bytes()
    assert ["apac-published.pdf", "apac-published.resolved.yaml"] == sorted(file.name for file in folder.iterdir())


def test_attachments_with_names_of_any_script_are_sorted_and_found() -> None:
    """A name tree that is not sorted is searched in vain."""
    given = (Attached("Übersicht.yaml", "application/yaml", "b", b"second"), Attached("計画.xlsx", "application/zip", "a", b"first"))
    rendered = render_pdf(to_html(sample_page()), MOMENT, given)

    assert [] == faults(rendered.pdf)
    with pikepdf.open(io.BytesIO(rendered.pdf)) as pdf:
        assert {file.name: file.content for file in given} == {
            key: spec.get_file().read_bytes() for key, spec in ((str(spec.filename), spec) for spec in pdf.attachments.values())
        }


@pytest.mark.long
def test_a_report_leaves_nothing_of_itself_in_memory() -> None:
    """Boxes hold each other: of some ten thousand objects for each report none is left."""
    attached = (Attached("book.xlsx", "application/zip", "a", b"x" * 500_000),)
    counts = []
    for number in range(5):
        render_pdf(to_html(sample_page(client=f"Client {number}")), MOMENT, attached)
        counts.append(len(gc.get_objects()))

    assert abs(counts[-1] - counts[1]) < 1000
