"""Support of precisions: those of the scenario against those that a site's hardware and its serving software take."""

from tco.language.line import Input, Section
from tco.language.lookup import entry, pick, row_of, row_of_pair
from tco.language.vocabulary import choose, holds, largest, smallest

support_unstated = Input(
    "Word for support that nobody has stated",
    "text",
    "constants.support_unstated",
    "Taken where the catalogue has no statement on a precision and a family of accelerators.",
    "unconfirmed",
    choices="supports",
    source="By definition",
)


PRECISION_SUPPORT = Section("Support of precisions")


@PRECISION_SUPPORT.line("Family of the accelerator", "text")
def accelerator_family(accelerators, accelerator_row):
    """Accelerators of one family run the same precisions."""
    return entry(accelerators, "family", accelerator_row)


@PRECISION_SUPPORT.line("Statement on the weights", "row")
def weight_statement(precision_support, precision, accelerator_family):
    """Its row in the catalogue; 0 where nobody has stated anything."""
    return row_of_pair(precision_support, ("precision", "family"), precision, accelerator_family)


@PRECISION_SUPPORT.line("Statement on the KV cache", "row")
def cache_statement(precision_support, kv_precision, accelerator_family):
    """Its row in the catalogue; 0 where nobody has stated anything."""
    return row_of_pair(precision_support, ("precision", "family"), kv_precision, accelerator_family)


@PRECISION_SUPPORT.line("Support of the weight precision", "text")
def weight_support(precision_support, weight_statement, support_unstated):
    """Confirmed, unconfirmed or not supported at this site's accelerator."""
    return choose(weight_statement > 0, entry(precision_support, "weights", largest(weight_statement, 1)), support_unstated)


@PRECISION_SUPPORT.line("Support of the KV cache precision", "text")
def cache_support(precision_support, cache_statement, support_unstated):
    """Confirmed, unconfirmed or not supported at this site's accelerator."""
    return choose(cache_statement > 0, entry(precision_support, "cache", largest(cache_statement, 1)), support_unstated)


@PRECISION_SUPPORT.line("Weaker support of the two", "row")
def support_row(supports, weight_support, cache_support):
    """In the catalogue's list: 1 not supported, 2 unconfirmed, 3 confirmed."""
    return smallest(row_of(supports, weight_support), row_of(supports, cache_support))


@PRECISION_SUPPORT.line("Precisions run on the hardware", "yes = 1")
def precision_runs(support_row):
    """0 where weights or cache are asked for in a precision that the hardware does not take."""
    return holds(support_row > 1)


@PRECISION_SUPPORT.line("Width of the cache's precision is stated", "yes = 1")
def cache_stated(precisions, kv_precision):
    """0 where the catalogue knows no bytes per cached value; figures then read 16 bits, and the option is not possible."""
    return holds(pick(precisions, "kv_bytes", kv_precision) > 0)
