"""What a search found, as plain data for JSON, CSV and tables: settings by their words in a scenario file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from tco.language.line import AUTO, AUTO_WORD
from tco.scenario.scenario import Amount
from tco.search.candidates import Candidate
from tco.search.commitments import FoundCounts
from tco.search.frontier import Point
from tco.search.odds import Risk
from tco.search.prices import FoundPrices
from tco.search.search import Found
from tco.search.single import Single
from tco.search.space import WORDS
from tco.search.splits import SHOWN, STEPS, Search, Split
from tco.search.trial import Setting

TWINS = "same chips as another type that costs no more"


def words_of(setting: Setting, sites: Sequence[str]) -> dict[str, Any]:
    """A setting as it would be written in an option: one type of instance, or a type by site."""
    types = dict(zip(sites, setting.instances, strict=True))
    names = set(types.values())
    one: str | dict[str, str] = names.pop() if len(names) == 1 else types
    return {WORDS["instance"]: one} | {WORDS[key]: plain(key, value) for key, value in setting.shared}


def plain(key: str, value: Amount) -> Amount | int:
    """A value as a file states it: whole numbers without a fraction, and `auto` where the model chooses the spares."""
    if isinstance(value, str):
        return value
    return AUTO_WORD if key == "spares" and value == AUTO else int(value)


def in_words(setting: Setting, sites: Sequence[str]) -> str:
    """A setting on one line: types, precision, degree, batch limit, and what differs from the usual."""
    words = words_of(setting, sites)
    types = words.pop("instance")
    named = types if isinstance(types, str) else ", ".join(f"{name} at {site}" for site, name in types.items())
    return f"{named}; " + ", ".join(f"{word} {value}" for word, value in words.items())


def single_told(one: Single) -> str:
    """What a stated setting costs, in one clause."""
    where = f" at {one.site}" if one.site else ""
    stated, best = plain(one.key, one.stated), plain(one.key, one.best)
    return f"{WORDS[one.key]}{where}: {stated} costs {one.dearer:.0%} more than {best}, which meets the same requirements"


def steps_told(found: Found) -> str:
    """What was tried and how many candidates each step left, without the steps that left all of them."""
    told, last = [], None
    for step in found.steps:
        if step.left != last:
            told.append(f"{step.left:,} {step.what}{'' if step.proven else ' (a rule, no proof)'}")
        last = step.left
    return ", ".join(told)


def quality_told(found: Found) -> str:
    """The remark on precisions where several were searched; empty elsewhere."""
    if not found.precisions:
        return ""
    return f"{', '.join(found.precisions)}: a precision changes the answers; whether each is good enough is the client's to test"


def lost_told(found: Found) -> list[str]:
    """Why the other types lost, a line for each reason: first those that only cost more, the nearest first."""
    lines: dict[str, list[str]] = {}
    for lost in found.lost:
        reason = TWINS if lost.reason.startswith("same chips as") else lost.reason
        lines.setdefault(reason, []).append(f"{lost.instance} at {lost.site}")
    return [f"{', '.join(names)}: {reason}" for reason, names in lines.items()]


def of_candidate(candidate: Candidate, sites: Sequence[str], best: Candidate | None) -> dict[str, Any]:
    """The figures of a candidate."""
    return {
        "setting": words_of(candidate.setting, sites),
        "tco": candidate.tco,
        "against_best": None if best is None else candidate.tco - best.tco,
        "eligible": candidate.is_eligible,
        "missed": list(candidate.missed),
        "ttft": candidate.ttft,
        "latency": candidate.latency,
        "availability": candidate.availability,
        "instances": candidate.instances,
        "speed_calibrated": candidate.is_calibrated,
        "left_after_horizon": candidate.left,
    }


def as_data(
    found: Found, sites: Sequence[str], risks: Sequence[Risk] = (), frontiers: Mapping[str, Sequence[Point]] | None = None
) -> dict[str, Any]:
    """The whole search of an option on machines."""
    best = found.best
    drawn = {risk.candidate: {"p50": risk.p50, "p80": risk.p80, "meets": risk.meets} for risk in risks}
    return {
        "option": found.option,
        "configurations": found.size,
        "steps": [{"step": step.what, "left": step.left, "proven": step.proven} for step in found.steps],
        "stated": None if found.stated is None else of_candidate(found.stated, sites, best),
        "saving": found.saving,
        "settings": [
            {
                "setting": WORDS[one.key],
                "site": one.site or None,
                "stated": plain(one.key, one.stated),
                "best": plain(one.key, one.best),
                "saving": one.saving,
                "dearer": one.dearer,
            }
            for one in found.single
        ],
        "ranked": [of_candidate(candidate, sites, best) | drawn.get(candidate, {}) for candidate in found.ranked],
        "nearest_misses": [of_candidate(candidate, sites, best) for candidate in found.misses],
        "lost": [{"site": lost.site, "instance": lost.instance, "reason": lost.reason, "dearer": lost.dearer} for lost in found.lost],
        "not_searched": list(found.left_out),
        "quality_not_established": list(found.precisions),
        "frontier": {
            key: [{"value": point.value, **of_candidate(point.candidate, sites, best)} for point in points]
            for key, points in (frontiers or {}).items()
        },
    }


def prices_as_data(found: FoundPrices) -> dict[str, Any]:
    """The prices that were tried in an API option's place."""
    return {
        "option": found.option,
        "prices": found.size,
        "why_none": found.why_none or None,
        "ranked": [
            {
                "price": one.price, "service": one.label, "provider": one.provider, "model": one.model, "tco": one.tco,
                "stated": one.is_stated, "eligible": one.is_eligible, "retires_inside_horizon": one.retires,
            }
            for one in found.ranked
        ],
    }  # fmt: skip


# Splits of hybrids


def splits_as_data(found: Sequence[Search]) -> dict[str, Any]:
    """The cheapest split of every hybrid of two parts, by the hybrid's name."""
    return {search.hybrid: split_as_data(search) for search in found}


def split_as_data(search: Search) -> dict[str, Any]:
    """The cheapest split of a hybrid, and those tried: whole multiples of 5 %, whole regions, the stated split and the cheapest."""
    found = search.cheapest
    return {
        "part": search.parts[0],
        "rest": search.parts[1],
        "shares": found.shares if found else None,
        "level": found.level if found else None,
        "tco": found.tco if found else None,
        "reason": None if found else "no split that was tried keeps every promise",
        "tried": [asdict(split) for split in search.tried if split in (search.stated, found) or _is_listed(split)],
        "stated_tco": search.stated.tco,
        "saving": search.saving,
        "resolution": search.resolution,
        "computed": len(search.tried),
        "at_least": search.at_least,
    }


def _is_listed(split: Split) -> bool:
    """True for a split by whole multiples of 5 %, the same everywhere or whole regions."""
    values = list(split.shares.values()) if split.level is None else [split.level]
    steps = [value * STEPS / SHOWN for value in values]
    return (len(set(values)) == 1 and abs(steps[0] - round(steps[0])) < 1 / STEPS) or set(values) <= {0.0, 1.0}


def split_in_words(search: Search, split: Split) -> str:
    """A split in one clause: a level of the peak, or the first part's share of each region."""
    first, second = search.parts
    if split.level is not None:
        return f"{first} up to {split.level * 100:.6g} % of the peak, {second} above"
    shares = ", ".join(f"{share * 100:.6g} % of {region}" for region, share in split.shares.items())
    return f"{first} takes {shares}, {second} the rest"


def split_told(search: Search, currency: str) -> str:
    """The cheapest split of a hybrid against the stated one, and how far that is proven, in two sentences."""
    found = search.cheapest
    if found is None:
        return f"{search.hybrid}: no split meets every mandatory requirement; {split_in_words(search, search.nearest)} comes nearest."
    words = f"{split_in_words(search, found)}: {currency} {found.tco:,.0f}"
    against = f", {search.saving:,.0f} less than as stated" if search.saving else ", as stated" if found == search.stated else ""
    missed = "" if search.stated.kept else "; the stated split misses a mandatory requirement"
    proven = f"; nothing between them costs less than {search.at_least:,.0f}" if search.at_least is not None else ""
    tried = f"Every {search.resolution * 100:g} % was tried ({len(search.tried):,} splits) or proven to cost no less{proven}."
    return f"{search.hybrid}: cheapest split: {words}{against}{missed}. {tried}"


# Commitments


def counts_as_data(found: FoundCounts | None) -> dict[str, Any] | None:
    """The cheapest counts of an option's commitments; None where none is searched."""
    if found is None:
        return None
    rows = zip(found.names, found.plans, found.searched, found.stated.counts, found.best.counts, found.quantile, strict=True)
    return {
        "counts": [
            {"name": name, "plan": plan, "searched": free, "stated": int(stated), "best": int(best), "quantile": quantile}
            for name, plan, free, stated, best, quantile in rows
        ],
        "tco": found.best.tco,
        "stated_tco": found.stated.tco,
        "saving": found.saving,
        "left_after_horizon": found.best.left,
        "stated_left_after_horizon": found.stated.left,
        "computed": found.tried,
    }


def counts_told(found: FoundCounts, currency: str) -> str:
    """The cheapest counts of an option's commitments against the stated ones, on one line."""
    rows = zip(found.names, found.plans, found.searched, found.stated.counts, found.best.counts, strict=True)
    free = [(name, plan, stated, best) for name, plan, is_free, stated, best in rows if is_free]
    if not found.saving:
        held = ", ".join(f"{best:,.0f} on {plan}" for _, plan, _, best in free)
        return f"{found.option}: the stated commitments ({held}) are the cheapest of {found.tried:,} counts computed"
    moved = [
        f"{best:,.0f} instance{'s' * (best != 1)} on {plan}{f' ({name})' if len(found.names) > 1 else ''} instead of {stated:,.0f}"
        for name, plan, stated, best in free
        if best != stated
    ]
    left = ""
    if abs(found.best.left - found.stated.left) >= 1:
        left = f"; {found.best.left:,.0f} is left to pay or to use after the horizon, {found.stated.left:,.0f} as stated"
    return f"{found.option}: commit {' and '.join(moved)}: {currency} {found.saving:,.0f} cheaper than as stated{left}"
