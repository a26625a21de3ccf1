"""Links between the sheets of a saved book: from the Cover to every sheet, from every sheet back, and none that leads nowhere."""

from __future__ import annotations

import openpyxl
import pytest
from edited_books import Book

Links = dict[str, set[tuple[str, str]]]


@pytest.fixture(scope="module")
def links(small_book: Book) -> Links:
    """The sheet and the cell that the links of each sheet lead to, as the saved file has them."""
    sheets = openpyxl.load_workbook(small_book.path).worksheets
    targets = {sheet.title: [cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink] for sheet in sheets}
    return {title: {tuple(target.replace("'", "").split("!")) for target in found} for title, found in targets.items()}


def test_the_cover_leads_to_every_sheet(links: Links) -> None:
    assert {sheet for sheet, _ in links["Cover"]} == set(links) - {"Cover"}


def test_every_sheet_leads_back_to_the_cover(links: Links) -> None:
    assert [sheet for sheet, targets in links.items() if ("Cover", "A1") not in targets] == ["Cover"]


def test_no_link_leads_out_of_the_book(links: Links) -> None:
    assert {sheet for targets in links.values() for sheet, _ in targets} <= set(links)
