"""Odds: the share of simulated cases in which a budget holds, and that from which a recommendation is clear; no line reads them."""

from tco.language.line import Input

budget_level = Input(
    "Budget level",
    "share",
    "finance.budget_level",
    "Share of simulated cases in which the budget is enough.",
    0.8,
    minimum=0.01,
    maximum=0.99,
    source="Documented default",
)
clear_from = Input(
    "Recommendation is clear from",
    "share",
    "finance.clear_from",
    "Share of simulated cases in which the recommended option must be the answer for the recommendation to be called clear.",
    0.8,
    maximum=1.0,
    source="Documented default",
)
leaning_from = Input(
    "Recommendation is open below",
    "share",
    "finance.leaning_from",
    "Below this share of simulated cases a recommendation is open, as it is where another option is the answer more often.",
    0.5,
    maximum=1.0,
    source="Documented default",
)
