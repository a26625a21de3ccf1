"""Range of speed: what the speed band makes of a replica and of the fleet, at the same batch.

What it makes of the cost needs the whole model: the case switch and the summary move `band_place` to either end.
"""

from tco.line import Input, line
from tco.model.band import MEASURED
from tco.vocabulary import choose, least, ratio, round_up

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


@line("Output of a replica at the model's own speed", "token/s", MEASURED)
def own_output(replica_output, speed_factor, speed_measured):
    """The output without the place in the band, at the same batch."""
    return replica_output / speed_factor * speed_measured


@line("Output of a replica, slow end", "token/s", MEASURED)
def replica_output_low(own_output, speed_low):
    """Nine results of ten are above it (P10)."""
    return own_output * speed_low


@line("Output of a replica, fast end", "token/s", MEASURED)
def replica_output_high(own_output, speed_high):
    """Nine results of ten are below it (P90)."""
    return own_output * speed_high


@line("Load at the model's own speed", "replicas", MEASURED)
def own_load(site_peak_load, own_output, replica_output, usable_capacity, target_utilisation):
    """Replicas, not yet whole, that carry the peak at the target utilisation without the place in the band."""
    return ratio(site_peak_load, usable_capacity * own_output / replica_output * target_utilisation)


@line("Replicas for the peak, slow end", "replicas", MEASURED)
def replicas_low(own_load, speed_low):
    """Whole replicas that carry the peak if this hardware proves as slow as one result in ten."""
    return round_up(own_load / speed_low)


@line("Replicas for the peak, fast end", "replicas", MEASURED)
def replicas_high(own_load, speed_high):
    """Whole replicas that carry the peak if this hardware proves as fast as one result in ten."""
    return round_up(own_load / speed_high)


@line("Speed is calibrated at every site", "yes = 1", MEASURED)
def all_calibrated(is_calibrated):
    """1 where no site's speed is an extrapolation."""
    return least(is_calibrated, over="site")


@line("Standing of the speed", "text")
def calibration(all_calibrated, calibrated_words, uncalibrated_words):
    """What the sheet's header says of this option's speed."""
    return choose(all_calibrated > 0, calibrated_words, uncalibrated_words)
