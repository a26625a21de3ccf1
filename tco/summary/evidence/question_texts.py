"""The questions that a leader asks next, and the patterns of their answers."""

from __future__ import annotations

TODAY = "What do we pay today, and what changes?"
TODAY_KNOWN = "Today {spend} a month; {option} costs {month} in an average month."
TODAY_OPEN = "The scenario states no spend of today (finance.current_spend). {option} costs {month} in an average month."

AMOUNT = "What is to be approved?"
AMOUNT_KNOWN = "Payments of {cash} over {months} months{bought}; at {rate} a year they are worth {npv} today."
AMOUNT_BOUGHT = ", of which {bought} {buys} servers"

LEAVE = "What does it cost to leave?"
LEAVE_BOUND = "{rest} stays payable after the last month"
LEAVE_FREE = "Nothing stays payable after the last month"
LEAVE_PAID = "; moving away, {exit}, is in the total."
LEAVE_PARTS = "; moving away from {parts} is in the total."
LEAVE_SERVERS = " The servers stand at {value} in the books then; what they sell for is not established."
LEAVE_OPEN = "; what it costs to move away is not stated (exit_cost)."

YEAR_TWO = "What does it cost in the second year?"
YEAR_TWO_INSIDE = "{rate}, without what is paid once."
YEAR_TWO_AFTER = "{rate}, if every month is like the last of the plan."

QUALITY = "Are the options of equal quality?"
QUALITY_OPEN = "Not established for {options}; the client tests it."
QUALITY_STATED = "As the scenario states: {stated}."
QUALITY_SAME = "Every option serves the same model, {model}."

CAPACITY = "Can the capacity be had?"
CAPACITY_MACHINES = "Quota and lead time of {fleet} instances are not established."
CAPACITY_SERVERS_AT_ONCE = "That servers come as soon as they are paid, and space and power for them, is not established."
CAPACITY_SERVERS = "That servers come {lead} after payment, and space and power for them, is not established."
CAPACITY_LIMITS = "The peak takes {use} of the provider's rate limits."
CAPACITY_NO_LIMITS = "The provider's rate limits are not stated."
CAPACITY_TODAY = "It runs today; more of it is not established."

STAFF = "Who runs it?"
STAFF_KNOWN = "{staff} full-time {posts}, {people} over the horizon ({confidence})."
STAFF_PART = "{part}: {staff} full-time {posts}, {people} over the horizon ({confidence})"
STAFF_PART_NONE = "{part}: nobody"
STAFF_NONE = "The plan counts nobody for it."

DECIDE = "By when must we decide?"
DECIDE_BY = "By {day}, {reason}"
DECIDE_MACHINES = "when it goes live, less the time that the machines take to get, which is not established."
DECIDE_SERVERS = "{lead} before it goes live in {start}: so long servers take from payment to service ({confidence})."
DECIDE_OTHERS = "when it goes live; no notice period is stated."
DECIDE_PRICES = "the last day on which none of its prices is older than {days} days."
DECIDE_PAST = " On {today} that has passed: it goes live later, or something bridges the time."
DECIDE_NONE = "No date is established: what runs today goes on."

REQUIRED = "What does each requirement cost?"
REQUIRED_PRICE = "{price} for {names}"
REQUIRED_PRICES = "{price} each for {names}"
REQUIRED_FREE = "nothing for {names}: leaving {it} out, fleets sized anew, saves nothing"
REQUIRED_UNKNOWN = "not established for {names}: without {it} no option meets the others"
REQUIRED_UNMET = "no option meets them all"
REQUIRED_INSTEAD = "without {name} {option} meets the others for {tco}"
REQUIRED_PROVEN = "{price} for what nobody has confirmed yet of {option}, which would otherwise be the answer"
REQUIRED_PROVEN_INSTEAD = "{option} meets them for {tco} if what nobody has confirmed yet is confirmed"
REQUIRED_NONE = "Nothing is required."

SPEED = "What if the machines prove slower or faster?"
SPEED_KNOWN = "{slow} at the slow end of the measured speeds (P10), {fast} at the fast end (P90)."
SPEED_SAME = "The total stays {slow} at either end of the measured speeds (P10 to P90)."
SPEED_LIMIT = "At the slow end of the measured speeds (P10) it is not possible."
PART = "{part}: {answer}"

SPEED_API = "The provider's speed is not modelled and does not change the cost."

RANGE = "How far may the total be off?"
RANGE_KNOWN = "{low} to {high} in eight draws of ten (P10 to P90 of the simulation)."
RANGE_ANSWER = "{low} to {high} in eight draws of ten (P10 to P90 of the simulation); it is the answer in {share} of all draws."
RANGE_OTHER = (
    "{low} to {high} in eight draws of ten (P10 to P90 of the simulation); it is the answer in {share} of all draws, {other} in {theirs}."
)
