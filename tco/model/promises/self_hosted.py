"""Service levels of a self-hosted option: those that the model gives its fleet."""

from tco.language.line import Section
from tco.language.lookup import entry, pick
from tco.language.vocabulary import choose, greatest, holds, least
from tco.model.promises.residency import residency_of

SERVICE_SELF_HOSTED = Section("Service levels of a self-hosted option")


@SERVICE_SELF_HOSTED.line("Time to first token of a serving site", "s")
def serving_ttft(regions_served, ttft_with_queue):
    """0 where the site serves nobody."""
    return choose(regions_served > 0, ttft_with_queue, 0)


@SERVICE_SELF_HOSTED.line("Time per output token of a serving site", "s/token")
def serving_tpot(regions_served, tpot):
    """0 where the site serves nobody."""
    return choose(regions_served > 0, tpot, 0)


@SERVICE_SELF_HOSTED.line("Latency of a serving site", "s")
def serving_latency(regions_served, latency_with_queue):
    """0 where the site serves nobody."""
    return choose(regions_served > 0, latency_with_queue, 0)


@SERVICE_SELF_HOSTED.line("Time to first token", "s")
def service_ttft(serving_ttft):
    """The slowest class at the slowest site, on full replicas, the wait before them included."""
    return greatest(serving_ttft, over="site")


@SERVICE_SELF_HOSTED.line("Time per output token", "s/token")
def service_tpot(serving_tpot):
    """The slowest site, on full replicas."""
    return greatest(serving_tpot, over="site")


@SERVICE_SELF_HOSTED.line("Latency", "s")
def service_latency(serving_latency):
    """The slowest class at the slowest site, on full replicas, the wait before them included."""
    return greatest(serving_latency, over="site")


@SERVICE_SELF_HOSTED.line("Availability", "share of time")
def service_availability(month_availability):
    """The weakest site of the weakest month, failures taken as independent; a model, not a contract."""
    return least(month_availability, over="month")


@SERVICE_SELF_HOSTED.line("Availability is established", "yes = 1")
def availability_known(instance_availability):
    """1 where the availability of an instance is stated."""
    return holds(instance_availability > 0)


@SERVICE_SELF_HOSTED.line("Jurisdiction of the serving site", "text")
def region_jurisdiction(sites, served_from):
    """Where this region's requests are processed."""
    return pick(sites, "jurisdiction", served_from)


SERVICE_SELF_HOSTED.add(residency_of("region_jurisdiction"))


@SERVICE_SELF_HOSTED.line("Price is known where it is needed", "yes = 1")
def site_priced(regions_served, price_known):
    """1 where the site serves nobody, or its type has a price."""
    return choose(regions_served > 0, price_known, 1)


@SERVICE_SELF_HOSTED.line("Model fits where it is needed", "yes = 1")
def site_fits(regions_served, fits):
    """1 where the site serves nobody, or the model fits its replica."""
    return choose(regions_served > 0, fits, 1)


@SERVICE_SELF_HOSTED.line("Precision runs where it is needed", "yes = 1")
def site_supported(regions_served, precision_runs):
    """1 where the site serves nobody, or its hardware takes the precisions asked for."""
    return choose(regions_served > 0, precision_runs, 1)


@SERVICE_SELF_HOSTED.line("Link is stated where it is needed", "yes = 1")
def site_linked(regions_served, link_stated):
    """1 where the site serves nobody, or the link between a replica's instances has a bandwidth."""
    return choose(regions_served > 0, link_stated, 1)


@SERVICE_SELF_HOSTED.line("Every price is known", "yes = 1")
def priced(site_priced):
    """1 where every serving site has a price."""
    return least(site_priced, over="site")


@SERVICE_SELF_HOSTED.line("Model fits everywhere", "yes = 1")
def fits_everywhere(site_fits):
    """1 where the model fits at every serving site."""
    return least(site_fits, over="site")


@SERVICE_SELF_HOSTED.line("Precision runs everywhere", "yes = 1")
def supported(site_supported):
    """1 where every serving site's hardware takes the precisions asked for."""
    return least(site_supported, over="site")


@SERVICE_SELF_HOSTED.line("Links are stated", "yes = 1")
def links_stated(site_linked):
    """1 where no serving site's replica spreads over a link without a bandwidth."""
    return least(site_linked, over="site")


@SERVICE_SELF_HOSTED.line("Possible", "yes = 1")
def possible(priced, supported, fits_everywhere, context_fits, cache_stated, links_stated):
    """1 where the option can be bought and run, and no figure stands on what nobody has stated."""
    return priced * supported * fits_everywhere * context_fits * cache_stated * links_stated


@SERVICE_SELF_HOSTED.line("Context alone stands in the way", "yes = 1")
def context_too_long(fits_everywhere, context_fits):
    """1 where the weights fit but the longest request does not."""
    return fits_everywhere * (1 - context_fits)


@SERVICE_SELF_HOSTED.line("Obstacle in the model", "row")
def reason_of_fit(fits_everywhere, context_too_long):
    """Memory before context; the first row says that nothing stands in the way."""
    return 1 + 2 * (1 - fits_everywhere) + 2 * context_too_long + context_too_long


@SERVICE_SELF_HOSTED.line("Obstacle in what is stated, or in the model", "row")
def reason_of_facts(cache_stated, links_stated, reason_of_fit, row_unsupported):
    """A figure that nobody has stated comes before memory and context: the width of the cache, then the link."""
    return choose(cache_stated * links_stated > 0, reason_of_fit, row_unsupported + 1 + cache_stated)


@SERVICE_SELF_HOSTED.line("Obstacle in model or precision", "row")
def reason_of_run(supported, reason_of_facts, row_unsupported):
    """What the hardware cannot take comes before everything else that it would need."""
    return choose(supported > 0, reason_of_facts, row_unsupported)


@SERVICE_SELF_HOSTED.line("Why it is not possible", "text")
def reason(reasons, priced, reason_of_run):
    """The first obstacle: no price, no support, no room, no context."""
    return entry(reasons, "name", choose(priced > 0, reason_of_run, 2))
