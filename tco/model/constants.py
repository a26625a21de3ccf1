"""Constants: conversions and conventions that equations name instead of writing a number."""

from tco.language.line import Input

DEFINITION = "By definition"

bytes_per_gb = Input(
    "Bytes per GB", "byte/GB", "constants.bytes_per_gb", "Decimal gigabytes, as data sheets count them.", 1e9, minimum=1, source=DEFINITION
)
operations_per_tflop = Input(
    "Operations per TFLOP",
    "operation/TFLOP",
    "constants.operations_per_tflop",
    "Tera is 10 to the 12th.",
    1e12,
    minimum=1,
    source=DEFINITION,
)
microseconds_per_second = Input(
    "Microseconds per second", "us/s", "constants.microseconds_per_second", "", 1e6, minimum=1, source=DEFINITION
)
milliseconds_per_second = Input(
    "Milliseconds per second", "ms/s", "constants.milliseconds_per_second", "", 1e3, minimum=1, source=DEFINITION
)
seconds_per_day = Input(
    "Seconds per day", "s/day", "constants.seconds_per_day", "24 hours of 3,600 seconds.", 86400, minimum=1, source=DEFINITION
)
seconds_per_minute = Input("Seconds per minute", "s/min", "constants.seconds_per_minute", "", 60, minimum=1, source=DEFINITION)
hours_per_day = Input("Hours per day", "h/day", "constants.hours_per_day", "", 24, minimum=1, source=DEFINITION)
months_per_year = Input("Months per year", "month/year", "constants.months_per_year", "", 12, minimum=1, source=DEFINITION)
tokens_per_million = Input(
    "Tokens per million",
    "token/Mtoken",
    "constants.tokens_per_million",
    "Prices are quoted per million tokens.",
    1e6,
    minimum=1,
    source=DEFINITION,
)
one_day = Input("One day", "day", "constants.one_day", "", 1, minimum=1, maximum=1, source=DEFINITION)
one_week = Input("One week", "day", "constants.one_week", "Seven days.", 7, minimum=7, maximum=7, source=DEFINITION)
hours_per_month = Input(
    "Hours per month",
    "h/month",
    "constants.hours_per_month",
    "The cloud's convention: twelve months of 730 hours are 365 days.",
    730,
    source="AWS pricing calculator convention",
    confidence="published",
    minimum=672,
    maximum=744,
)
operations_per_parameter = Input(
    "Operations per parameter and token",
    "operation/parameter/token",
    "constants.operations_per_parameter",
    "A multiplication and an addition for every weight that a token meets.",
    2,
    source="Kaplan et al. 2020, Scaling Laws for Neural Language Models",
    confidence="published",
)
operations_per_attention_pair = Input(
    "Operations per attention pair, layer and width",
    "operation/token**2",
    "constants.operations_per_attention_pair",
    "Scores and values cost four, and a causal mask halves them.",
    2,
    source="Kaplan et al. 2020, Scaling Laws for Neural Language Models",
    confidence="published",
)
all_reduces_per_layer = Input(
    "All-reduces per layer",
    "1/layer",
    "constants.all_reduces_per_layer",
    "One after attention and one after the feed-forward part.",
    2,
    source="Shoeybi et al. 2019, Megatron-LM",
    confidence="published",
)
activation_bytes = Input(
    "Bytes per activation",
    "byte/token",
    "constants.activation_bytes",
    "Activations travel between chips in 16 bits.",
    2,
    source="Shoeybi et al. 2019, Megatron-LM",
    confidence="published",
)
head_bytes = Input(
    "Bytes per parameter of embedding and output head",
    "byte/parameter",
    "constants.head_bytes",
    "Both stay in 16 bits when the rest is quantised.",
    2,
    source="vLLM and TensorRT-LLM checkpoints",
    confidence="published",
)
requests_per_thousand = Input(
    "Requests per thousand", "requests/1000 requests", "constants.requests_per_thousand", "", 1000, minimum=1, source=DEFINITION
)
period = Input(
    "Months per column",
    "month",
    "constants.period",
    "Every column of the time axis is one month.",
    1,
    minimum=1,
    maximum=1,
    source=DEFINITION,
)
least_tokens = Input(
    "Least tokens of a request",
    "token/request",
    "constants.least_tokens",
    "Keeps averages finite where a mix holds nothing.",
    1,
    minimum=1,
    maximum=1,
    source=DEFINITION,
)
row_not_established = Input(
    "Row of 'not established'",
    "row",
    "constants.row_not_established",
    "Its place in the catalogue's list of statuses.",
    3,
    minimum=3,
    maximum=3,
    source=DEFINITION,
)
row_not_promised = Input(
    "Row of 'not promised'",
    "row",
    "constants.row_not_promised",
    "Its place in the catalogue's list of statuses.",
    4,
    minimum=4,
    maximum=4,
    source=DEFINITION,
)
row_unsupported = Input(
    "Row of 'the hardware does not take this precision'",
    "row",
    "constants.row_unsupported",
    "Its place in the catalogue's list of reasons.",
    6,
    minimum=6,
    maximum=6,
    source=DEFINITION,
)
row_soft_missed = Input(
    "Row of 'soft promise missed'",
    "row",
    "constants.row_soft_missed",
    "Its place in the catalogue's list of statuses.",
    5,
    minimum=5,
    maximum=5,
    source=DEFINITION,
)
row_part_impossible = Input(
    "Row of 'a part of it is not possible'",
    "row",
    "constants.row_part_impossible",
    "Its place in the catalogue's list of reasons.",
    9,
    minimum=9,
    maximum=9,
    source=DEFINITION,
)
check_tolerance = Input(
    "Tolerance of checks",
    "share",
    "constants.check_tolerance",
    "Relative difference below which a check passes.",
    1e-6,
    minimum=1e-9,
    maximum=0.01,
    source="Convention",
)
any_place = Input(
    "Word for any place",
    "text",
    "constants.any_place",
    "A region that allows this word may be served from anywhere.",
    "any",
    source=DEFINITION,
)
NOT_ESTABLISHED = "not established"
"""Text in place of a missing figure or place; never read as zero, and no list of countries."""
