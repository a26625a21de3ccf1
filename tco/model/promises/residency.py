"""Residency: each country in which a request is processed against those that its region allows, by one rule for every option.

One cell holds a list of countries: two capital letters each, with a comma and a space between them, in any order. Each is looked for
letter by letter, so that a wildcard of a spreadsheet's search is a letter like any other.
"""

from tco.language.line import Input, Line, applied
from tco.language.vocabulary import equal, greatest, holds, largest, least, length, letters_at, mentions, remainder

MOST_COUNTRIES = 12
"""Largest number of countries that a list may hold."""

allowed = Input(
    "May be processed in",
    "text",
    "regions.*.allowed",
    "Jurisdictions, as country codes, where this region's data may be processed; 'any' sets no rule. Policy, not legal advice.",
    "any",
    by=("region",),
    source="Scenario",
)
code_place = Input(
    "Place of a country code",
    "1",
    "constants.code_places.*",
    "Where each of up to twelve codes begins in a list of them: 'HK, SG' holds two.",
    tuple(1 + 4 * number for number in range(MOST_COUNTRIES)),
    by=("code",),
    minimum=1,
    whole=True,
    source="By definition of the list",
)
code_spacing = Input(
    "From one country code to the next",
    "1",
    "constants.code_spacing",
    "Two letters, a comma and a space.",
    4,
    minimum=4,
    maximum=4,
    whole=True,
    source="By definition",
)


def free(allowed, any_place, region_carried):
    """1 where the client allows any place, or the service answers nothing of the region."""
    return largest(holds(equal(allowed, any_place)), 1 - region_carried)


def characters(place):
    """Of the list of countries."""
    return length(place)


def listed(characters, code_spacing):
    """1 where its length is that of a list of codes; words, 'not established' among them, have another."""
    return holds(remainder(characters + 2, code_spacing) <= 0)


def known(listed, characters, code_place):
    """1 where it is a list of codes that is read to its end."""
    return listed * holds(characters <= greatest(code_place, over="code") + 1)


def code(place, code_place):
    """Two letters of the list; nothing after its end."""
    return letters_at(place, code_place)


def outside(code_place, characters, allowed, code):
    """1 where a country stands there that the region's rule does not name."""
    return largest(holds(code_place < characters) - holds(mentions(allowed, code)), 0)


def any_outside(outside):
    """1 where the rule leaves out any of the countries."""
    return greatest(outside, over="code")


def kept(free, known, any_outside):
    """1 where the region's requests may be processed in each of the countries, or anywhere."""
    return largest(free, known * (1 - any_outside))


def all_regions(region):
    """1 where that holds for every region."""
    return least(region, over="region")


def known_or_free(places_known, all_free):
    """1 where every place is known, or where no region asks."""
    return largest(places_known, all_free)


def residency_of(place: str) -> tuple[Line, ...]:
    """Lines from the place of processing to residency kept; `place` is the key of an input or line with a list of countries by region."""
    yes = "yes = 1"
    return (
        applied(free, "region_free", "Region has no residency rule", yes, "allowed", "any_place", "region_carried"),
        applied(characters, "place_length", "Length of the list of countries", "1", place),
        applied(listed, "place_listed", "Place of processing is a list of countries", yes, "place_length", "code_spacing"),
        applied(known, "place_known", "Place of processing is established", yes, "place_listed", "place_length", "code_place"),
        applied(code, "place_code", "Country of processing", "text", place, "code_place"),
        applied(outside, "code_outside", "Country outside the rule", yes, "code_place", "place_length", "allowed", "place_code"),
        applied(any_outside, "place_outside", "Any country outside the rule", yes, "code_outside"),
        applied(kept, "region_kept", "Residency of a region kept", yes, "region_free", "place_known", "place_outside"),
        applied(all_regions, "all_free", "No region has a rule", yes, "region_free", sentence="1 where any place will do."),
        applied(all_regions, "places_known", "Every place of processing is established", yes, "place_known"),
        applied(known_or_free, "residency_known", "Residency is established", yes, "places_known", "all_free"),
        applied(all_regions, "residency_held", "Residency kept", yes, "region_kept", sentence="1 where every region's rule is kept."),
    )
