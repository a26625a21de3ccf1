"""Tokens: the workload's lengths, as an option's own model counts them."""

from tco.language.line import Input, Section
from tco.language.vocabulary import total_product

tokens_ratio = Input(
    "Tokens against the reference tokeniser",
    "1",
    "options.*.tokens_ratio",
    "Tokens that this option's model counts for each of the workload's; large for Chinese, Japanese and Korean in older tokenisers.",
    1.0,
    minimum=0.1,
    maximum=10,
    rises=1,
    source="Documented default: lengths are given in this option's tokens",
)


TOKENS = Section("Tokens")


@TOKENS.line("Prompt as the model counts it", "token/request")
def class_counted(class_input, tokens_ratio):
    """By its own tokeniser: the length that its limits are held against."""
    return class_input * tokens_ratio


@TOKENS.line("Answer as the model counts it", "token/request")
def class_answered(class_output, tokens_ratio):
    """By its own tokeniser."""
    return class_output * tokens_ratio


@TOKENS.line("Mean answer as the model counts it", "token/request")
def mean_answered(class_share, class_answered):
    """Of an average request."""
    return total_product(class_share, class_answered, over="workload")
