"""What the figures do not say: one list for both documents."""

LIMITATIONS = (
    "Speeds are estimates of a closed-form model fitted on published benchmarks; measure the chosen option before signing a commitment.",
    "Availability is modelled from independent failures of instances; it is not a provider's contract.",
    "Prices are list prices of their date; capacity, quota and lead time of an instance type are not established.",
    "What owned servers are worth when the horizon ends stands beside the total and is not counted as a saving.",
    "Where data may be processed is the client's policy as stated; nothing here is legal advice.",
    "Options that serve another model are compared by cost only; equal quality is the client's to test.",
    "Income tax, indirect tax and price changes that no input states are not counted.",
)
