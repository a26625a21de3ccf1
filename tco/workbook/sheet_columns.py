"""The roles of rows and columns, for the code that writes the sheets, reads an edited book back or checks one."""

from __future__ import annotations

COVER = "Cover"
SUMMARY = "Summary"
INPUTS = "Inputs"
CATALOGUE = "Catalogue"
SOURCES = "Sources"
SCENARIO = "Scenario"
DATA = "Data"
REQUIREMENTS = "Requirements"
ALTERNATIVES = "Alternatives"
SIMULATION = "Simulation"
VOLUME = "Volume"
SENSITIVITY = "Sensitivity"
CHECKS = "Checks"
ROOFLINE = "Roofline"

NOT_CALCULATION = frozenset({COVER, SUMMARY, INPUTS, CATALOGUE, ROOFLINE, SOURCES, SCENARIO, DATA, REQUIREMENTS, ALTERNATIVES, SIMULATION})
"""Every other sheet is a calculation sheet and keeps the rows and columns below."""

OF_VALUES = frozenset({REQUIREMENTS, ALTERNATIVES, SIMULATION})
"""The sheets whose figures are results of other runs and follow no edit; they say so."""

CONSTANTS_ALLOWED = frozenset({INPUTS, CATALOGUE, *OF_VALUES})
"""The sheets on which a number may be typed."""

VALUES_SAID = "Values, not formulas"
"""The beginning of a sheet of values's subtitle; that of the Simulation sheet names the seed too."""

# Rows of a calculation sheet: the header is frozen, the body follows.
TITLE_ROW = 1
SUBTITLE_ROW = 2
LINKS_ROW = 3  # the link back to the cover, and on an option's sheet the words on the measurements that support its speed
PERIOD_ROW = 4  # number of the month, or of the case or volume on sheets that run over those
PERIOD_END_ROW = 5  # month ending, or the name of the case, or the volume
HEADER_ROWS = 6
BODY_ROW = HEADER_ROWS + 1

# Columns of a calculation sheet.
LABEL = 1
WHERE = 2  # region, site or class of traffic
UNIT = 3
CONSTANT = 4
EXPLANATION = 5  # how it is computed, in words
OPENING = 6  # an empty spacer, so that "the column before the first month" exists for running totals
FIRST_PERIOD = 7

# The Inputs sheet.
INPUT_HEADER_ROW = 7
INPUT_BODY_ROW = INPUT_HEADER_ROW + 1
INPUT_LABEL = 1
INPUT_WHERE = 2
INPUT_UNIT = 3
INPUT_ACTIVE = 4  # formula: what the model reads
INPUT_BASE = 5  # what a reader edits
INPUT_LOW = 6
INPUT_HIGH = 7
INPUT_DELIVERED = 8  # the value as issued
INPUT_CHANGED = 9  # formula: marks a base that differs from the delivered value
INPUT_SOURCE = 10
INPUT_DATE = 11
INPUT_CONFIDENCE = 12
INPUT_NOTE = 13
INPUT_KEY = 14  # the scenario path
INPUT_LEAST = 15  # the smallest value allowed, in a folded book
INPUT_MOST = 16
INPUT_OUTSIDE = 17  # formula: marks a base, low or high that is not allowed

# The Summary sheet.
SUMMARY_CARD_ROW, SUMMARY_TABLE_ROW = 5, 9
SUMMARY_COLUMNS = (
    ("tco", "Total cost"),
    ("tco_per_month", "Per month"),
    ("saving", "Saving against baseline"),
    ("saving_share", "Saving, share"),
    ("usage_price", "Compute or API, per million input and output tokens"),
    ("cost_per_thousand_requests", "Full cost per 1,000 requests"),
    ("cost_per_million_tokens", "Full cost per million input and output tokens"),
    ("mean_utilisation", "Average utilisation"),
    ("highest_utilisation", "Utilisation at the peak"),
    ("npv", "Net present value of payments"),
    ("remaining_commitment", "Commitment after the horizon"),
    ("largest_outstanding", "Largest commitment outstanding"),
    ("largest_month", "It is outstanding after month"),
    ("closing_assets", "Assets at the horizon's end"),
    ("retirement_month", "Model retires in month"),
    ("standing", "Promises"),
    ("ttft_word", "Time to first token"),
    ("latency_word", "Latency"),
    ("availability_word", "Availability"),
    ("residency_word", "Residency"),
    ("limits_word", "Rate limits"),
)
"""Lines of the comparison that the Summary shows, option by option."""

SUMMARY_CARDS = (("recommended", 1, 2), ("recommended_tco", 3, 6), ("recommended_saving", 7, 10), ("baseline_tco", 11, 14))
"""Headlines: line of the comparison, first and last column of its card."""

# The colour code: what a reader may change, what is computed, what comes from another sheet.
INPUT_BLUE = "0000FF"
LINK_GREEN = "006100"
