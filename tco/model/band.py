"""Speed band: how far measured speed lies from the model's on this hardware, and where in that band the plan stands."""

from tco.line import Input, line
from tco.lookup import grid, pick, row_of_pair
from tco.vocabulary import choose, largest, smallest

MEASURED = "Measured ÷ modelled output on published benchmark rows: see docs/accuracy.md"

band_place = Input(
    "Place in the speed band",
    "1",
    "self_hosted.band_place",
    "0 is the model's own speed, −1 the slow end of the accelerator's band (P10), 1 its fast end (P90).",
    0.0,
    -1.0,
    1.0,
    minimum=-1.5,
    maximum=1.5,
    rises=-1,
    source=MEASURED,
    confidence="measured",
)
speed_measured = Input(
    "Speed against the model",
    "1",
    "self_hosted.speed_factor",
    "What your own benchmark reaches, as a multiple of the model's figure; 1 where there is none.",
    1.0,
    minimum=0.05,
    maximum=20.0,
    rises=0,
    source="Documented default",
)
any_precision = Input(
    "Word for any precision",
    "text",
    "constants.any_precision",
    "A speed band under this word holds for every precision of its family.",
    "any",
    source="By definition",
)


@line("Band of this precision", "row")
def band_exact(bands, accelerator_family, precision):
    """The row of the family's band at this weight precision; 0 where nobody measured the pair."""
    return row_of_pair(bands, ("family", "precision"), accelerator_family, precision)


@line("Band of the family", "row")
def band_family(bands, accelerator_family, any_precision):
    """The row of the family's band at any precision, or else the first row: hardware never measured."""
    return largest(row_of_pair(bands, ("family", "precision"), accelerator_family, any_precision), 1)


@line("Band in use", "row")
def band_row(band_exact, band_family):
    """The band of this precision where there is one."""
    return choose(band_exact > 0, band_exact, band_family)


@line("Column of the band", "row")
def band_column(models, model):
    """1 for a dense model, 2 for a mixture of experts."""
    return smallest(pick(models, "experts", model), 2)


@line("Slow end of the band", "1", MEASURED)
def speed_low(bands, band_row, band_column):
    """Measured output is above this multiple of the model's in nine results of ten (P10)."""
    return grid(bands, ("dense_low", "moe_low"), band_row, band_column)


@line("Fast end of the band", "1", MEASURED)
def speed_high(bands, band_row, band_column):
    """Measured output is below this multiple of the model's in nine results of ten (P90)."""
    return grid(bands, ("dense_high", "moe_high"), band_row, band_column)


@line("Speed is calibrated", "yes = 1", MEASURED)
def is_calibrated(bands, band_row, band_column):
    """1 where the band rests on measured results of this family and precision; 0 where the speed is an extrapolation."""
    return grid(bands, ("dense_calibrated", "moe_calibrated"), band_row, band_column)


@line("Speed above the model's", "1")
def speed_above(band_place, speed_high):
    """1 and the way towards the fast end."""
    return 1 + largest(band_place, 0) * (speed_high - 1)


@line("Speed below the model's", "1")
def speed_below(band_place, speed_low):
    """The way towards the slow end, 0 in the upper half of the band."""
    return largest(0 - band_place, 0) * (1 - speed_low)


@line("Speed factor", "1")
def speed_factor(speed_measured, speed_above, speed_below):
    """Multiplies every rate and divides every overhead of a replica, so that its output scales with it."""
    return speed_measured * (speed_above - speed_below)
