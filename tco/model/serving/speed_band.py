"""Speed band: the distance of measured speed from the model's on this hardware, and the plan's place in that band."""

from tco.language.line import Input, Section
from tco.language.lookup import grid, pick, row_of_pair
from tco.language.vocabulary import choose, largest, least, ratio, round_up, smallest

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


SPEED_BAND = Section("Speed band")
"""The band of this hardware and precision, and the factor that the plan's place in it puts on speed."""


@SPEED_BAND.line("Band of this precision", "row")
def band_exact(bands, accelerator_family, precision):
    """The row of the family's band at this weight precision; 0 where nobody measured the pair."""
    return row_of_pair(bands, ("family", "precision"), accelerator_family, precision)


@SPEED_BAND.line("Band of the family", "row")
def band_family(bands, accelerator_family, any_precision):
    """The row of the family's band at any precision, or else the first row: hardware never measured."""
    return largest(row_of_pair(bands, ("family", "precision"), accelerator_family, any_precision), 1)


@SPEED_BAND.line("Band in use", "row")
def band_row(band_exact, band_family):
    """The band of this precision where there is one."""
    return choose(band_exact > 0, band_exact, band_family)


@SPEED_BAND.line("Column of the band", "row")
def band_column(models, model):
    """1 for a dense model, 2 for a mixture of experts."""
    return smallest(pick(models, "experts", model), 2)


@SPEED_BAND.line("Slow end of the band", "1", MEASURED)
def speed_low(bands, band_row, band_column):
    """Measured output is above this multiple of the model's in nine results of ten (P10)."""
    return grid(bands, ("dense_low", "moe_low"), band_row, band_column)


@SPEED_BAND.line("Fast end of the band", "1", MEASURED)
def speed_high(bands, band_row, band_column):
    """Measured output is below this multiple of the model's in nine results of ten (P90)."""
    return grid(bands, ("dense_high", "moe_high"), band_row, band_column)


@SPEED_BAND.line("Speed is calibrated", "yes = 1", MEASURED)
def is_calibrated(bands, band_row, band_column):
    """1 where the band rests on measured results of this family and precision; 0 where the speed is an extrapolation."""
    return grid(bands, ("dense_calibrated", "moe_calibrated"), band_row, band_column)


@SPEED_BAND.line("Speed above the model's", "1")
def speed_above(band_place, speed_high):
    """1 and the way towards the fast end."""
    return 1 + largest(band_place, 0) * (speed_high - 1)


@SPEED_BAND.line("Speed below the model's", "1")
def speed_below(band_place, speed_low):
    """The way towards the slow end, 0 in the upper half of the band."""
    return largest(0 - band_place, 0) * (1 - speed_low)


@SPEED_BAND.line("Speed factor", "1")
def speed_factor(speed_measured, speed_above, speed_below):
    """Multiplies every rate and divides every overhead of a replica, so that its output scales with it."""
    return speed_measured * (speed_above - speed_below)


calibrated_words = Input(
    "Words for a calibrated speed",
    "text",
    "constants.calibrated_words",
    "Shown where measured results of the accelerator's family and precision stand behind the speed.",
    "Speed calibrated on measured results",
    source="By definition",
)
uncalibrated_words = Input(
    "Words for a speed that is not calibrated",
    "text",
    "constants.uncalibrated_words",
    "Shown where a site's accelerator was never measured at this precision, or is known to be off.",
    "Speed NOT calibrated on this hardware: measure before deciding",
    source="By definition",
)


SPEED_RANGE = Section("Range of speed")
"""Output of a replica and size of the fleet at both ends of the speed band, at the same batch.

The cost at either end needs the whole model: the case switch and the summary move `band_place` there."""


@SPEED_RANGE.line("Output of a replica at the model's own speed", "token/s", MEASURED)
def own_output(replica_output, speed_factor, speed_measured):
    """The output without the place in the band, at the same batch."""
    return replica_output / speed_factor * speed_measured


@SPEED_RANGE.line("Output of a replica, slow end", "token/s", MEASURED)
def replica_output_low(own_output, speed_low):
    """Nine results of ten are above it (P10)."""
    return own_output * speed_low


@SPEED_RANGE.line("Output of a replica, fast end", "token/s", MEASURED)
def replica_output_high(own_output, speed_high):
    """Nine results of ten are below it (P90)."""
    return own_output * speed_high


@SPEED_RANGE.line("Load at the model's own speed", "replicas", MEASURED)
def own_load(site_peak_load, own_output, replica_output, usable_capacity, target_utilisation):
    """Replicas, not yet whole, that carry the peak at the target utilisation without the place in the band."""
    return ratio(site_peak_load, usable_capacity * own_output / replica_output * target_utilisation)


@SPEED_RANGE.line("Replicas for the peak, slow end", "replicas", MEASURED)
def replicas_low(own_load, speed_low):
    """Whole replicas that carry the peak if this hardware proves as slow as one result in ten."""
    return round_up(own_load / speed_low)


@SPEED_RANGE.line("Replicas for the peak, fast end", "replicas", MEASURED)
def replicas_high(own_load, speed_high):
    """Whole replicas that carry the peak if this hardware proves as fast as one result in ten."""
    return round_up(own_load / speed_high)


@SPEED_RANGE.line("Speed is calibrated at every site", "yes = 1", MEASURED)
def all_calibrated(is_calibrated):
    """1 where no site's speed is an extrapolation."""
    return least(is_calibrated, over="site")


@SPEED_RANGE.line("Standing of the speed", "text")
def calibration(all_calibrated, calibrated_words, uncalibrated_words):
    """What the sheet's header says of this option's speed."""
    return choose(all_calibrated > 0, calibrated_words, uncalibrated_words)
