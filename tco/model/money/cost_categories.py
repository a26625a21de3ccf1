"""Cost categories: names that accountants and FOCUS give to each kind of cost that a line can declare.

FOCUS is the FinOps Open Cost and Usage Specification; the words are those of version 1.2, columns ChargeCategory and
ServiceCategory. It describes the charges of providers. A cost that no provider bills (staff, electricity, a data centre) is a
purchase of a service that it calls `Other`. Amounts are effective: a prepayment is spread over its use, and counts as usage.
"""

from tco.language.line import CostCategory

FOCUS_VERSION = "1.2"
CHARGE_CATEGORIES = ("Usage", "Purchase", "Tax", "Credit", "Adjustment")
SERVICE_CATEGORIES = (
    "AI and Machine Learning", "Analytics", "Business Applications", "Compute", "Databases", "Developer Tools", "Multicloud",
    "Identity", "Integration", "Internet of Things", "Management and Governance", "Media", "Migration", "Mobile", "Networking",
    "Security", "Storage", "Web", "Other",
)  # fmt: skip
"""Every value that the specification allows."""

CAPEX = "capex"
USAGE, PURCHASE, TAX = CHARGE_CATEGORIES[:3]
AI, COMPUTE, GOVERNANCE, OTHER = "AI and Machine Learning", "Compute", "Management and Governance", "Other"

CATEGORIES = {
    "Compute": CostCategory(USAGE, COMPUTE),
    "Storage": CostCategory(USAGE, "Storage"),
    "Network": CostCategory(USAGE, "Networking"),
    "Software": CostCategory(USAGE, AI),
    "Support": CostCategory(PURCHASE, GOVERNANCE),
    "Input tokens": CostCategory(USAGE, AI),
    "Output tokens": CostCategory(USAGE, AI),
    "Batch tokens": CostCategory(USAGE, AI),
    "Provisioned throughput": CostCategory(USAGE, AI),
    "Current spend": CostCategory(USAGE, AI),
    "Parallel running": CostCategory(USAGE, AI),
    "Guardrails": CostCategory(USAGE, AI),
    "Evaluation": CostCategory(PURCHASE, AI),
    "Retrieval": CostCategory(USAGE, "Databases"),
    "Observability": CostCategory(USAGE, GOVERNANCE),
    "Security": CostCategory(PURCHASE, "Security"),
    "One-off": CostCategory(PURCHASE, "Migration"),
    "Tax": CostCategory(TAX, OTHER),
    "People": CostCategory(PURCHASE, OTHER),
    "Edge": CostCategory(USAGE, AI),
    "Hardware": CostCategory(PURCHASE, COMPUTE, CAPEX),
    "Maintenance": CostCategory(PURCHASE, COMPUTE),
    "Power": CostCategory(PURCHASE, OTHER),
    "Hosting": CostCategory(PURCHASE, OTHER),
}
"""Names by the `category` of a line. A hybrid's own lines are sums of its parts' lines, whose categories count."""
