"""Scenarios at the edges: many options and regions, long and foreign names, nothing and very much, currencies without cents."""

# ruff: noqa: E501 — an option takes one line of YAML where that reads best

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from boxes import Sheets, sheets_of
from labels import collisions
from outcome_shapes import GPU, api, story
from small_scenario import scenario_of

from tco.engine.evaluate import evaluate
from tco.summary.fill_page import summary_page
from tco.summary.page import SummaryPage
from tco.summary.page_setting import PAPER_SIZE, PIXELS_PER_MILLIMETRE, SIDE_MARGIN, choose_setting, draw_page
from tco.summary.sentence import figures_of

MACHINES = GPU % ("Machines", "on-demand", "")
LONG = "A name as long as a name may be"
TEN = "\n".join(
    f"  - {{name: Region {place} with a rather long name, share: 10%, served_from: ap-northeast-1, allowed: [JP]}}" for place in range(10)
)
EIGHT = [GPU % (f"{LONG[:-2]} {place}", "on-demand", "") for place in range(2)] + [
    api(f"{LONG[:-2]} {place}", place / 4) for place in range(2, 8)
]


def in_ten_regions(text: str) -> str:
    before, _, after = text.partition("regions:\n")
    return f"{before}regions:\n{TEN}\n{after[after.index('service_levels:') :]}"


EXTREMES = {
    "eight options in ten regions on Letter": in_ten_regions(story(*EIGHT, baseline=f"{LONG[:-2]} 0", more="brand: {paper: Letter}")),
    "names in Chinese, Japanese and Korean": story(
        MACHINES.replace("Machines", "東京の自社サーバー"), api("接口服務", 0.6), api("한국어 이름", 0.7), baseline="東京の自社サーバー"
    ).replace("Example Retail Group", "香港零售集團有限公司").replace("Tokyo", "東京都"),
    "won without cents over one month": story(MACHINES, api("API", 0.6), baseline="Machines", more="currency: KRW\nfinance: {exchange_rate: 1400, staff_cost: 90_000_000}\nself_hosted: {migration: 100_000_000}\napi: {migration: 30_000_000}").replace("months: 12", "months: 1"),
    "yen without cents and hardly any traffic": story(MACHINES, api("API", 0.6), baseline="API", workload="  requests_per_day: 0.01", more="currency: JPY\nfinance: {exchange_rate: 150, staff_cost: 12_000_000}\nself_hosted: {migration: 12_000_000}\napi: {migration: 4_000_000}"),
    "very much traffic over ten years": story(MACHINES, api("API", 0.6), baseline="API", workload="  requests_per_day: 100_000_000_000").replace("months: 12", "months: 120"),
    "free of charge": story(api("API", 0.0001), api("Other", 0.6), baseline="API", more="api: {staff: 0, migration: 0}"),
}  # fmt: skip


@cache
def page_of(name: str) -> SummaryPage:
    with TemporaryDirectory() as folder:
        return summary_page(evaluate(scenario_of(EXTREMES[name], Path(folder))), "0" * 64, "0" * 64)


@cache
def sheets(name: str) -> Sheets:
    return sheets_of(page_of(name))


@pytest.mark.parametrize("name", EXTREMES)
def test_no_extreme_has_a_warning_or_more_than_one_page_more(name: str) -> None:
    """Expected: three pages, and a fourth only for eight options of long names."""
    rendered = sheets(name).rendered
    assert rendered.warnings == []
    assert 3 <= rendered.pages <= (4 if "eight" in name else 3)


@pytest.mark.parametrize("name", EXTREMES)
def test_no_text_leaves_the_margins_of_an_extreme(name: str) -> None:
    """Expected: every box between the margins."""
    margin = SIDE_MARGIN * PIXELS_PER_MILLIMETRE
    right = PAPER_SIZE[page_of(name).paper][0] * PIXELS_PER_MILLIMETRE - margin
    texts = [text for sheet in sheets(name).texts for text in sheet]
    assert [text for text, start, end, _ in texts if start < margin - 1 or end > right + 1] == []


@pytest.mark.parametrize("name", EXTREMES)
def test_no_labels_of_an_extreme_overlap(name: str) -> None:
    """Expected: in none of its charts."""
    page = page_of(name)
    drawings = draw_page(page, choose_setting(page))
    charts = (drawings.bars, drawings.lines, drawings.parts, drawings.bridge, drawings.tornado, drawings.volumes)
    assert [pair for chart in charts if chart for pair in collisions(chart)] == []


@pytest.mark.parametrize("name", EXTREMES)
def test_a_heading_is_never_the_last_line_of_a_page(name: str) -> None:
    """Expected: something follows every heading on its page."""
    page = page_of(name)
    headings = {str(chart.title) for chart in (page.parts, page.bridge, page.quarters) if chart} | {"Next steps", "Sources", "Limitations"}
    assert [max(sheet, key=lambda text: text[3])[0] in headings for sheet in sheets(name).texts] == [False] * len(sheets(name).texts)


def test_money_without_cents_shows_its_own_sign() -> None:
    """Expected: won by sign, yen by code, since its sign is that of another currency too."""
    assert {"₩" in str(figure) for figure in figures_of(page_of("won without cents over one month").key_figures)} == {True, False}
    assert str(page_of("yen without cents and hardly any traffic").key_figures[0].figure).startswith("JPY")
