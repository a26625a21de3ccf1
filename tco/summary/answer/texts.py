"""Every sentence of the answer in one place: short, in plain English, and no adjective that a number does not support.

A pattern names its parts in braces; `tco/summary/answer/headline.py` fills them with figures of the workbook. The shapes of an
outcome, by which the patterns are chosen, are defined in `tco/summary/answer/outcome_shape.py`.
"""

from __future__ import annotations

HEADLINES = {
    "impossible": "No option is possible as planned",
    "broken": "No option keeps {every}; the cheapest, {option}, would cost {tco}",
    "open": "No option is shown to keep {every}; {option} would, at {tco}, if its {gaps} were confirmed",
    "idle": "Without traffic {option} costs least: {tco} over {months} months",
    "alone": "{option} {costs} {tco} over {months} months",
    "tie": "{option} at {tco} and {other} at {against} are too close for this estimate to separate",
    "overtaken": "Start with {option} at {tco} over {months} months; from month {number} {other} costs less a month",
    "uncommitted": "Do not commit: {option} costs {tco} over {months} months, {other} {against}",
    "new": "Serve from {option} at {tco} over {months} months: {baseline} is not possible",
    "stay": "Stay with {option}: at {tco} over {months} months it is the cheapest{that_keeps}",
    "dearer": "Serve from {option} at {tco}: {baseline} costs {saved} less but {fails}",
    "cheaper fails": "Serve from {option} and save {saved} against {baseline}; {other} costs less but {fails}",
    "dominates": "Serve from {option} and save {saved} over {months} months against {baseline}",
}
"""The answer with its number, by the shape of the outcome."""

HEADLINES_OF_ACTS = {
    "new": "{act}: {option} costs {tco} over {months} months, and {baseline} is not possible",
    "stay": "{act}: at {tco} over {months} months {option} is the cheapest{that_keeps}",
    "dearer": "{act}: {option} costs {tco}, {baseline} {saved} less but {fails}",
    "cheaper fails": "{act}: {option} saves {saved} against {baseline}; {other} costs less but {fails}",
    "dominates": "{act}: {option} saves {saved} over {months} months against {baseline}",
}
"""The headline of an option that asks for more than to serve from it: "Buy servers", "Split the requests"."""

CHOOSE = "Choose {option}: {tco} over {months} months, {month} in an average month."
RECOMMENDATIONS = {
    "impossible": "Nothing can be recommended. {obstacles}.",
    "broken": "Do not commit yet. What stands in the way: {obstacles}.",
    "open": "Do not commit yet. What stands in the way: {obstacles}.",
    "idle": f"{CHOOSE} The plan has no requests, so that the cost per token is not established.",
    "alone": f"{CHOOSE} {{kept}} The scenario compares it with nothing.",
    "tie": f"{CHOOSE} {{other}} is as good a choice: the difference lies inside what measured speeds allow.",
    "overtaken": f"{CHOOSE} Decide on {{other}} before {{when}}, when the growth of the plan makes it the cheaper by the month.",
    "uncommitted": f"{CHOOSE} The commitment of {{other}} costs more than it takes off the price.",
    "new": f"{CHOOSE} {{standing}}",
    "stay": f"{CHOOSE} {{standing}}",
    "dearer": f"{CHOOSE} {{standing}}",
    "cheaper fails": f"{CHOOSE} {{standing}}",
    "dominates": f"{CHOOSE} {{standing}}",
}
"""The recommended act, in two lines, by the shape of the outcome."""

THAT_KEEPS = " that keeps {every}"
KEEPS_ALL = "It keeps {every}."
KEEPS_AT = "keeps {every} for"
"""Said only where a hard promise is asked for; what stands in their places where none is follows."""
COSTS = "costs"
NOTHING_ASKED = "No hard requirement was stated."
CHEAPEST_OF_ALL = "It is the cheapest option and keeps {every}."
CHEAPEST_WITHOUT = "It is the cheapest option; no hard requirement was stated."
CHEAPEST_THAT_KEEPS = "It is the cheapest of the options that keep {every}."
RETIRES = "{whose} retires the model on {day}; from then on {follows}."
SOFT_GAPS = "Of the soft promises, its {gaps}."

DECISIONS = {
    "impossible": "Decide which of the obstacles can be removed, and have the plan computed again.",
    "broken": "Decide which promise may give way, or add an option that keeps it, before money is committed.",
    "open": "Have the {gaps} of {option} confirmed by a test or a contract, or decide which promise may give way, "
    "before money is committed.",
    "idle": "Confirm that no requests are planned; {cash} would be paid over {months} months from {start} all the same. {after}",
    "tie": "Decide between {option} and {other} on grounds beside cost, or after a benchmark; then approve {cash} of payments "
    "over {months} months from {start}. {after}",
    "overtaken": "Approve {cash} of payments over {months} months from {start}, and a review before {when}. {after}",
}
"""The decision asked, by the shape of the outcome, where it is not just the approval of an amount."""
APPROVE = "Approve {cash} of payments over {months} months from {start}. {after}"
STAYS_PAYABLE = "{rest} stays payable afterwards."
BUYS = "{bought} of that {buys} servers. "
LAST_DAY = " Decide by {day}."
LAST_DAY_OR_EARLIER = " Decide by {day} at the latest."
DAY_HAS_PASSED = " The last day for that, {day}, has passed."
NOTHING_PAYABLE = "Nothing stays payable afterwards."
NOTHING_AT_LAST = "Nothing stays payable after the last month, but giving it up earlier"
GIVING_UP = " Giving it up earlier"
LEAVING_EARLIER = "{leaving} leaves up to {most} to pay or to write off, the most after month {month}."

AGAINST_BASELINE = "{option} costs {share} less than {baseline}: {tco} against {against}."
AGAINST_NEXT = "The next{that_keeps}, {other}, costs {against}."
AT_BASE = "At the base values {option} costs {tco}, {other} {against}."
SERVICE = "{who} its first token at {ttft}, its last at {latency}, and its availability at {availability}."
CHEAPER_FAILS = "{other} would cost {against}, but its {gaps}."
PROOF = "{other} costs {against}: the better choice once its {lacking} {are} confirmed."
PROOF_SAME_MODEL = "{other}, the same model, costs {against}: the better choice once its {lacking} {are} confirmed."
FLEET = "Its largest fleet is {fleet} instances; what buys them is {driver}."
SERVERS = "It ends with servers of its own, {servers}; what asks for them is {driver}."
SHARED = "{part} answers {requests} requests for {tco}"
MISSES = "{option}: {misses}."
MISSED = "{promise} {value} against {limit} promised"
OVERTAKEN = "In month {number} ({when}, {requests} requests a month) {other} costs {theirs} a month, {option} {ours}."
COMMITTED = "{other} would cost {against}: what it commits to is paid whether it is used or not."
COMMITTED_AFTER = "{other} would cost {against}, and {rest} would stay payable after the last month, used or not."
COMMITTING_PAYS = "The same machines without a commitment ({other}) would cost {against}."
BAND = "Measured speeds (P10 to P90) leave {option} between {low} and {high}, and {other} between {other_low} and {other_high}."
IDLE = "No request is planned in any month; what is paid does not depend on use."
TURNS = "If all hardware runs at the slow end of its speed band, {other} costs less: {theirs} against {ours}."

PARTS = "Of its total, {service} goes to the provider and {people} to people."
PARTS_HARDWARE = "Of its total, {service} goes to providers, hardware and hosting, and {people} to people."
KEEPS = "It keeps {promises} as promised."

KEY_LABELS = {
    "tco": "Total cost, {months} months",
    "saving": "Saving against {baseline}",
    "per request": "Full cost per 1,000 requests",
    "volume": "Break-even, requests a day",
}


PER_MILLION = "per million input and output tokens {full} in full, {usage} for compute or API alone"


def in_sentence(label: str) -> str:
    """A label inside a sentence: its first letter is small, unless it begins with an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def listed(names: list[str]) -> str:
    """Names as a sentence lists them: "latency, availability and residency"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def unmet(broken: list[str], unknown: list[str]) -> str:
    """Promises that are broken or open, as a clause after "its": "latency is broken and residency is not established"."""
    parts = [
        f"{listed(names)} {'is' if len(names) == 1 else 'are'} {word}"
        for names, word in ((broken, "broken"), (unknown, "not established"))
        if names
    ]
    return " and ".join(parts) or "every promise is kept"


def fails(broken: list[str], unknown: list[str]) -> str:
    """The same promises as an act of the option: "breaks latency", or "is not shown to keep residency"."""
    return f"breaks {briefly(broken)}" if broken else f"is not shown to keep {briefly(unknown)}"


def briefly(names: list[str]) -> str:
    """Promises as a headline names them: one or two by name, more as "promises"."""
    return listed(names) if len(names) <= FEW else "promises"


FEW = 2
"""The most promises that a headline names."""
