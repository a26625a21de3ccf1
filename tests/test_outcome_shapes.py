"""The summary for every way in which a comparison can end: the rule, the headline, and all its text as a snapshot.

`pytest tests/test_outcome_shapes.py --renew-golden` writes the snapshots anew; read the diff before you keep it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from difflib import unified_diff
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import outcome_shapes
import pytest
from outcome_shapes import SHAPES

from tco.findings import Findings
from tco.summary.answer.facts import Answer
from tco.summary.answer.outcome_shape import shape_of
from tco.summary.fill_page import summary_page
from tco.summary.numbers import percent
from tco.summary.output.pdf import write
from tco.summary.page import SummaryPage

GOLDEN = Path(__file__).parent / "golden_pages"
HEADLINES = {
    "dominates": "Serve from API and save US$361k over 12 months against Machines",
    "cheaper fails": "Serve from API and save US$327k against Machines; Slow API costs less but breaks time to first token",
    "dearer": "Serve from API at US$157k: Slow API costs US$33.2k less but breaks time to first token",
    "open": "No option is shown to keep every promise; Unknown API would, at US$157k, if its promises were confirmed",
    "broken": "No option keeps every promise; the cheapest, Slower API, would cost US$122k",
    "stay": "Stay with API: at US$124k over 12 months it is the cheapest that keeps every promise",
    "tie": "Machines at US$627k and Other machines at US$631k are too close for this estimate to separate",
    "overtaken": "Start with API at US$521k over 12 months; from month 8 Machines costs less a month",
    "uncommitted": "Do not commit: On demand costs US$512k over 12 months, Reserved US$824k",
    "alone": "API keeps every promise for US$124k over 12 months",
    "idle": "Without traffic API costs least: US$110k over 12 months",
    "new": "Serve from API at US$124k over 12 months: Own machines is not possible",
    "impossible": "No option is possible as planned",
    "soft promise missed": "Serve from Slow API and save US$361k over 12 months against Machines",
    "servers are bought": "Buy servers: Bought saves US$410k over 12 months against Rented",
    "a hybrid shares the requests": "Split the requests: Both saves US$74.2k against Machines; API abroad costs less but breaks residency",
    "leaning": (
        "Serve from API and save US$12.4k over 12 months against Other API; "
        "leaning: the answer in 64.8% of simulated cases, Other API in 35.3%"
    ),
    "undecided": "Open: API at US$124k is the answer at the base values, but Other API in more simulated cases, 60.5% against 39.5%",
    "split three ways": "Open: API at US$124k is the answer in only 37.3% of simulated cases, Third API in 34%",
    "alone and late": "Open: API at US$124k is the answer in only 29.3% of simulated cases; in the others none is",
    "nothing asked": "Stay with API: at US$124k over 12 months it is the cheapest",
    "nothing asked of one": "API costs US$124k over 12 months",
    "what runs today is the cheapest": "Stay with Today: at US$108k over 12 months it is the cheapest that keeps every promise",
}
RULES = {
    "soft promise missed": "dominates",
    "leaning": "dominates",
    "split three ways": "undecided",
    "alone and late": "undecided",
    "nothing asked": "stay",
    "nothing asked of one": "alone",
    "what runs today is the cheapest": "stay",
    "servers are bought": "dominates",
    "a hybrid shares the requests": "cheaper fails",
}
"""The rule of each shape that is not named after it."""
RENDERED = (
    "dominates",
    "open",
    "leaning",
    "undecided",
    "overtaken",
    "alone",
    "impossible",
    "servers are bought",
    "a hybrid shares the requests",
)
"""Shapes whose pages differ in their blocks; `docs/outcomes` shows all."""


@cache
def findings_of(name: str) -> Findings:
    with TemporaryDirectory() as folder:
        return outcome_shapes.findings_of(name, Path(folder))


@cache
def answer_of(name: str) -> Answer:
    found = findings_of(name)
    return Answer(found.results, found.bands, found.simulation, None, None, found.asides)


@cache
def page_of(name: str) -> SummaryPage:
    return summary_page(findings_of(name).results, "0" * 64, "0" * 64, findings_of(name))


def lines_of(page: SummaryPage) -> Iterator[str]:
    """The text of a page in the order of reading; of a chart, only its texts."""
    yield from (
        f"# {page.headline}",
        "",
        str(page.recommendation),
        *(f"- {reason}" for reason in page.reasons),
        "",
        f"> {page.decision}",
        "",
    )
    yield from (f"{key.label}: {key.figure} ({key.comparator})" for key in page.key_figures)
    charts = (page.bar_chart, page.line_chart, page.tornado, page.volumes, page.bridge, page.parts)
    yield from ("", *(f"[{chart.title}] {chart.caption}: {chart.alternative}" for chart in charts if chart))
    yield ""
    for row in page.options.rows:
        kept = ", ".join(f"{heading.label} {promise.status}" for heading, promise in zip(page.options.promises, row.promises, strict=True))
        yield f"{row.name}: {row.tco}, saving {row.saving}; {kept}" if row.possible else f"{row.name}: not possible, {row.reason}"
    yield from ("", *(f"{item.question}{' (open)' if item.is_open else ''} {item.answer}" for item in page.questions))
    if page.quarters:
        cash = zip(page.quarters.names, page.quarters.figures, strict=True)
        yield from ("", f"{page.quarters.title}: {', '.join(f'{name} {figure}' for name, figure in cash)}")
    if page.budgets:
        yield from ("", f"{page.budgets.title}. {page.budgets.caption}")
        for row in page.budgets.rows:
            drawn = f"P50 {row.p50}, P80 {row.p80}, budget {row.budget}, {row.to_level} above the base"
            yield f"{row.name}: {row.base} with {row.place} of draws below it, {drawn}"
        yield from map(str, page.budgets.asides)
    yield from ("", *(f"! {'Warning. ' * risk.warning}{risk.text} {risk.trigger}".rstrip() for risk in page.risks))
    yield from (f"+ {step}" for step in page.next_steps)


@pytest.mark.parametrize("name", SHAPES)
def test_each_outcome_is_told_by_its_own_rule_and_headline(name: str) -> None:
    """Expected: the rule and the headline, word by word."""
    assert shape_of(answer_of(name)) == RULES.get(name, name)
    assert str(page_of(name).headline) == HEADLINES[name]


@pytest.mark.parametrize("name", SHAPES)
def test_the_text_of_each_page_is_as_it_was(name: str, request: pytest.FixtureRequest) -> None:
    """Expected: nothing changes on paper without somebody reading it."""
    text = "\n".join(lines_of(page_of(name))) + "\n"
    path = GOLDEN / f"{name.replace(' ', '-')}.txt"
    if request.config.getoption("--renew-golden"):
        path.write_text(text, encoding="utf-8")
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    assert list(unified_diff(kept.splitlines(), text.splitlines(), "kept", "now", lineterm="")) == []


@pytest.mark.parametrize("name", RENDERED)
def test_each_page_has_two_pages_an_appendix_and_no_warning(name: str, tmp_path: Path) -> None:
    """Expected: three pages, whatever the shape leaves out or adds, and nothing for WeasyPrint to say."""
    rendered = write(page_of(name), tmp_path / "page.pdf", datetime(2026, 11, 20, tzinfo=UTC))
    assert (rendered.warnings, rendered.pages) == ([], 3)


def test_no_rule_is_without_a_shape() -> None:
    """Expected: every rule has a scenario above."""
    from typing import get_args  # noqa: PLC0415

    from tco.summary.answer.outcome_shape import Shape  # noqa: PLC0415

    assert {RULES.get(name, name) for name in SHAPES} == set(get_args(Shape))


def test_an_option_that_breaks_a_hard_promise_is_never_recommended() -> None:
    """Expected: in no shape."""
    answers = [answer_of(name) for name in SHAPES]
    assert [answer.best.option for answer in answers if answer.best and not answer.best.value("hard_promises_kept")] == []


def test_what_is_not_established_is_never_a_zero() -> None:
    """Expected: without traffic the cost per token has no digits."""
    per_request = next(key for key in page_of("idle").key_figures if "requests" in key.label and "cost" in key.label)
    assert str(per_request.figure) == "not established"


def test_no_reason_argues_with_a_number_that_speaks_against_the_choice() -> None:
    """Expected: shares of the draws are no reasons unless the recommendation is open, and no dearer total is told as a reason."""
    for name in SHAPES:
        answer = answer_of(name)
        told = " ".join(map(str, page_of(name).reasons))
        odds = answer.odds
        if odds and odds.name != "open":
            assert "simulated cases" not in told
            assert f"{odds.name}: the answer in {percent(odds.share)} of simulated cases" in str(page_of(name).headline)
            assert odds.share >= max(odds.rival_share, 0.5)
        assert "more than" not in told.replace("more than any other option", ""), name


def test_a_promise_is_never_called_kept_where_none_was_asked() -> None:
    """Expected: neither the page nor the verdict of the comparison says so of a scenario without hard promises."""
    for name in ("nothing asked", "nothing asked of one"):
        answer = answer_of(name)
        assert not answer.asks
        text = "\n".join(lines_of(page_of(name)))
        assert "every" not in text.replace("if every month", "").replace("Every option", "")
        assert {evaluated.text("verdict") for evaluated in answer.results.compared.values()} == {"not promised"}
    assert {evaluated.text("verdict") for evaluated in answer_of("alone").results.compared.values()} == {"kept"}


def test_a_promise_that_too_many_draws_break_is_kept_at_the_base_values_alone() -> None:
    """Expected: the words say so from fewer than 80 % of draws on."""
    assert answer_of("leaning").every == "every promise"
    assert answer_of("undecided").every == "every promise at the base values"
