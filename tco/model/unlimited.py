"""Rate limits: no provider's limit stands before an option that pays for capacity of its own."""

from tco.line import line


@line("Rate limits are promised", "yes = 1")
def limits_promised(row_not_promised):
    """Nothing is promised, for nothing limits."""
    return 0 * row_not_promised


@line("Rate limits are established", "yes = 1")
def limits_known(limits_promised):
    """1: it is known that there are none."""
    return 1 - limits_promised


@line("Rate limits kept", "yes = 1")
def limits_kept(limits_promised):
    """1: nothing stands in the way."""
    return 1 - limits_promised
