"""Range of speed: what the speed band makes of a replica and of the fleet, at the same batch.

What it makes of the cost needs the whole model: the case switch and the summary move `band_place` to either end.
"""

from tco.line import line
from tco.model.band import MEASURED
from tco.vocabulary import ratio, round_up


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
