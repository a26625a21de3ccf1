"""The look of the pages, compared with pictures that a person has approved.

`make approve` (or `pytest tests/test_pictures.py --renew-pictures`) keeps today's pages, after you looked at them. A failure writes
`output/pictures/NAME.png`: the approved page, today's page, and the changes in a red box.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from pictures import Picture, approve, approved, difference, drawn, side_by_side
from PIL import Image, ImageDraw
from sample_page import sample_page

from tco.summary.output.pdf import render_pdf
from tco.summary.output.template import to_html

KEPT = Path(__file__).parent / "pictures_approved"
FAILED = Path(__file__).parents[1] / "output" / "pictures"
PAGES = {"answer": ("usual", 1), "evidence": ("usual", 2), "appendix": ("usual", 3), "eight-options-on-letter": ("many", 1)}
LONG = {f"Option {place} of a rather long name, served from afar": None if place == 5 else 90_000.0 * (place + 2) for place in range(8)}
CLIENT = "Extraordinarily long, Holdings (Asia Pacific) Limited"
MOVED = [(60, 40, 0, False), (63, 40, 0, True), (60, 43, 0, True), (60, 40, 20, False), (60, 40, 90, True)]
"""The new place of a bar from (60, 40), its paleness of 255, and True where a reader would see the difference."""


@cache
def pdf_of(name: str) -> bytes:
    page = sample_page() if name == "usual" else sample_page(LONG, client=CLIENT, paper="Letter")
    return render_pdf(to_html(page), datetime(2026, 11, 20, tzinfo=UTC)).pdf


@pytest.mark.parametrize("name", PAGES)
def test_a_page_looks_as_it_was_approved(name: str, request: pytest.FixtureRequest) -> None:
    """Expected: nothing that a reader would see has changed; with other fonts nothing can be said."""
    which, page = PAGES[name]
    now = drawn(pdf_of(which), page)
    path = KEPT / f"{name}.png"
    if request.config.getoption("--renew-pictures"):
        approve(now, path)
    assert path.exists(), f"no picture of {name} is approved; look at the page and run: make approve"
    before = approved(path)
    if before.fonts != now.fonts:
        pytest.skip(f"approved with the fonts {before.fonts}; this machine draws with {now.fonts}")
    change = difference(before.image, now.image)
    if change is not None:
        side_by_side(before.image, now.image, FAILED / f"{name}.png")
    assert change is None, f"page {name!r}: {change}. Look at output/pictures/{name}.png; if the page is right: make approve"


@pytest.mark.parametrize(("left", "top", "shade", "seen"), MOVED)
def test_what_moves_is_seen_and_a_shade_is_not(left: int, top: int, shade: int, *, seen: bool) -> None:
    """Expected: a bar that moves by three pixels or turns pale is told with its place; one that is a shade paler is not."""
    before, now = Image.new("L", (200, 100), 255), Image.new("L", (200, 100), 255)
    ImageDraw.Draw(before).rectangle((60, 40, 90, 60), fill=0)
    ImageDraw.Draw(now).rectangle((left, top, left + 30, top + 20), fill=shade)
    change = difference(before, now)
    assert (change is not None) is seen
    if change is not None:
        assert 0.25 < change.box[0] < change.box[2] < 0.5
        assert 0.35 < change.box[1] < change.box[3] < 0.7


def test_a_failure_can_be_looked_at(tmp_path: Path) -> None:
    """Expected: three pictures side by side, red only in the third; an approved picture remembers its fonts."""
    before, now = Image.new("L", (40, 30), 255), Image.new("L", (40, 30), 255)
    ImageDraw.Draw(now).rectangle((20, 10, 30, 20), fill=0)
    side_by_side(before, now, tmp_path / "shown.png")
    with Image.open(tmp_path / "shown.png") as shown:
        assert shown.size == (140, 30)
        red = [place % 140 for place, colour in enumerate(shown.convert("RGB").getdata()) if colour == (192, 0, 0)]
    assert min(red) >= 100
    approve(Picture(now, "A font 1.000"), tmp_path / "kept.png")
    assert approved(tmp_path / "kept.png").fonts == "A font 1.000"
    assert difference(approved(tmp_path / "kept.png").image, now) is None
