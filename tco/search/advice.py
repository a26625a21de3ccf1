"""What a stated configuration costs against the best that a search found, in sentences for the console and both documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tco.search.export import single_told, words_of
from tco.search.search import Found
from tco.search.single import LEAST


def told(found: Found, sites: Sequence[str], currency: str) -> str:
    """One sentence on an option: what the best configuration saves, or that nothing better was found; empty where nothing is to be said."""
    best, stated = found.best, found.stated
    tried = f"of {found.size:,} configurations"
    if best is None:
        return f"{found.option}: {tried} none meets every mandatory requirement" if found.size > 1 else ""
    if stated is None or not set(stated.missed) <= set(best.missed):
        missed = f" misses {' and '.join(stated.missed)};" if stated else ""
        cheapest = f"the cheapest that meets every mandatory requirement costs {currency} {best.tco:,.0f}"
        return f"{found.option}:{missed} {tried} {cheapest}: {changed(found, sites)}"
    if found.saving < LEAST * stated.tco:
        return ""
    more = f"{currency} {found.saving:,.0f} or {stated.tco / best.tco - 1:.0%} more"
    return f"{found.option}: as stated it costs {more} than the best {tried}, which meets the same requirements: {changed(found, sites)}"


def changed(found: Found, sites: Sequence[str]) -> str:
    """The settings of the best that differ from the stated ones, or all of them where nothing is stated."""
    assert found.best is not None
    words = words_of(found.best.setting, sites)
    if found.stated:
        words = {word: value for word, value in words.items() if value != words_of(found.stated.setting, sites)[word]}
    types = words.pop("instance", None)
    named = [] if types is None else [types if isinstance(types, str) else ", ".join(f"{name} at {site}" for site, name in types.items())]
    return ", ".join([*named, *(f"{word} {value}" for word, value in words.items())])


def settings_told(found: Found) -> Iterator[str]:
    """Yield a sentence for each stated setting that alone costs more than another value."""
    for one in found.single:
        yield f"{found.option}: {single_told(one)}"
