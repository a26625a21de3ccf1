"""Hardware: the accelerator in each site's instance, and the rates that its serving software reaches."""

from tco.language.line import Input, Section
from tco.language.lookup import entry, grid, pick, row_of
from tco.language.vocabulary import choose, smallest

site = Input(
    "Site",
    "text",
    "options.*.sites.*",
    "Where the option serves requests: a cloud region or a data centre.",
    by=("site",),
    source="Scenario",
)
served_from = Input(
    "Served from",
    "text",
    "options.*.served_from.*",
    "The site that serves this region.",
    by=("region",),
    choices="axis:site",
    source="Scenario",
)
instance = Input(
    "Instance type",
    "text",
    "options.*.instance.*",
    "Chosen by site.",
    by=("site",),
    choices="instance_types",
    source="Scenario",
    searched=True,
)
model = Input("Model", "text", "model", "The language model that is served.", choices="models", source="Scenario")
precision = Input(
    "Weight precision",
    "text",
    "precision",
    "How weights are stored; integer formats compute at the FP16 rate.",
    "fp16",
    choices="precisions",
    source="Documented default",
    searched=True,
)
kv_precision = Input(
    "KV cache precision",
    "text",
    "self_hosted.kv_precision",
    "How the cache of keys and values is stored.",
    "fp16",
    choices="precisions",
    source="Documented default",
)
engine = Input(
    "Serving engine",
    "text",
    "self_hosted.engine",
    "'default' takes the accelerator's usual engine.",
    "default",
    choices="engines",
    source="Documented default",
)


HARDWARE = Section("Hardware")


@HARDWARE.line("Accelerator", "text")
def accelerator(instance_types, instance):
    """The chip in this site's instance."""
    return pick(instance_types, "accelerator", instance)


@HARDWARE.line("Accelerator's row in the catalogue", "row")
def accelerator_row(accelerators, accelerator):
    """Where the chip stands in the table of accelerators."""
    return row_of(accelerators, accelerator)


@HARDWARE.line("Chips per instance", "chips")
def chips_per_instance(instance_types, instance):
    """Accelerators in one instance."""
    return pick(instance_types, "accelerators", instance)


@HARDWARE.line("Memory per chip", "GB")
def chip_memory(accelerators, accelerator_row):
    """Usable memory of one accelerator."""
    return entry(accelerators, "memory", accelerator_row)


@HARDWARE.line("Bandwidth per chip", "GB/s")
def chip_bandwidth(accelerators, accelerator_row):
    """Peak memory bandwidth of one accelerator."""
    return entry(accelerators, "bandwidth", accelerator_row)


@HARDWARE.line("Engine asked for", "row")
def engine_asked(engines, engine):
    """The row of the engine that the scenario names; the first row stands for the usual one."""
    return row_of(engines, engine)


@HARDWARE.line("Accelerator's usual engine", "row")
def engine_usual(engines, accelerators, accelerator_row):
    """The row of the engine that this accelerator is normally served with."""
    return row_of(engines, entry(accelerators, "engine", accelerator_row))


@HARDWARE.line("Engine in use", "row")
def engine_row(engine_asked, engine_usual):
    """The engine asked for, or the accelerator's usual one."""
    return choose(engine_asked > 1, engine_asked, engine_usual)


@HARDWARE.line("Memory bandwidth utilisation", "share")
def mbu(engines, engine_row):
    """Share of the peak bandwidth that the engine reaches when it reads weights."""
    return entry(engines, "mbu", engine_row)


@HARDWARE.line("Compute type wanted", "row")
def compute_wanted(precisions, precision):
    """The arithmetic that the precision asks for: 1 is FP16, 2 is FP8; FP4 follows."""
    return pick(precisions, "compute_number", precision)


@HARDWARE.line("Rate of the compute type wanted", "TFLOP/s")
def compute_wanted_rate(accelerators, accelerator_row, compute_wanted):
    """The chip's dense rate at that arithmetic; 0 where it has no such units."""
    return grid(accelerators, ("flops_fp16", "flops_fp8", "flops_fp4"), accelerator_row, compute_wanted)


@HARDWARE.line("Units needed", "row")
def compute_units(precisions, precision):
    """The arithmetic units without which the precision computes at FP16: those of its own type, for MXFP4 those of FP4."""
    return pick(precisions, "units_number", precision)


@HARDWARE.line("Rate of the units needed", "TFLOP/s")
def compute_units_rate(accelerators, accelerator_row, compute_units):
    """The chip's dense rate on those units; 0 where it has none."""
    return grid(accelerators, ("flops_fp16", "flops_fp8", "flops_fp4"), accelerator_row, compute_units)


@HARDWARE.line("Compute type in use", "row")
def compute_type(compute_wanted, compute_wanted_rate, compute_units_rate):
    """The arithmetic wanted where the chip has it, and otherwise FP16."""
    return choose(smallest(compute_wanted_rate, compute_units_rate) > 0, compute_wanted, 1)


@HARDWARE.line("Compute rate per chip", "TFLOP/s")
def chip_compute(accelerators, accelerator_row, compute_type):
    """Peak dense arithmetic of one accelerator at the type in use."""
    return grid(accelerators, ("flops_fp16", "flops_fp8", "flops_fp4"), accelerator_row, compute_type)


@HARDWARE.line("Model FLOPS utilisation", "share")
def mfu(engines, engine_row, compute_type):
    """Share of the peak arithmetic that the engine reaches."""
    return grid(engines, ("mfu_fp16", "mfu_fp8", "mfu_fp4"), engine_row, compute_type)
