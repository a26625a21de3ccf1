"""Cost categories: names that accountants, budgets and FOCUS give to each kind of cost that a line can declare.

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

COST_CLASSES = {
    "production_compute": "Production compute",
    "non_production_compute": "Non-production compute",
    "api_usage": "API usage",
    "storage_network": "Storage and network",
    "provider_support": "Support and maintenance",
    "licences": "Licences",
    "facilities": "Facilities and energy",
    "people": "Staff",
    "implementation": "Implementation",
    "operations": "Other operating costs",
    "edge": "On-device inference",
    "current_spend": "Today's spend",
    "taxes": "Taxes",
}
"""The classes of a budget by key, in the order in which a budget has them. They add up to the total cost."""

PRODUCTION, NON_PRODUCTION, API, NETWORK, SUPPORT, LICENCES, FACILITIES, PEOPLE, ONCE, OPERATIONS, EDGE, CURRENT, TAXES = COST_CLASSES

CATEGORIES = {
    "Compute": CostCategory(USAGE, COMPUTE, PRODUCTION),
    "Non-production compute": CostCategory(USAGE, COMPUTE, NON_PRODUCTION),
    "Storage": CostCategory(USAGE, "Storage", NETWORK),
    "Network": CostCategory(USAGE, "Networking", NETWORK),
    "Software": CostCategory(USAGE, AI, LICENCES),
    "Support": CostCategory(PURCHASE, GOVERNANCE, SUPPORT),
    "Input tokens": CostCategory(USAGE, AI, API),
    "Output tokens": CostCategory(USAGE, AI, API),
    "Batch tokens": CostCategory(USAGE, AI, API),
    "Provisioned throughput": CostCategory(USAGE, AI, API),
    "Current spend": CostCategory(USAGE, AI, CURRENT),
    "Parallel running": CostCategory(USAGE, AI, ONCE),
    "Guardrails": CostCategory(USAGE, AI, OPERATIONS),
    "Evaluation": CostCategory(PURCHASE, AI, OPERATIONS),
    "Retrieval": CostCategory(USAGE, "Databases", OPERATIONS),
    "Observability": CostCategory(USAGE, GOVERNANCE, OPERATIONS),
    "Security": CostCategory(PURCHASE, "Security", ONCE),
    "One-off": CostCategory(PURCHASE, "Migration", ONCE),
    "Tax": CostCategory(TAX, OTHER, TAXES),
    "People": CostCategory(PURCHASE, OTHER, PEOPLE),
    "Edge": CostCategory(USAGE, AI, EDGE),
    "Hardware": CostCategory(PURCHASE, COMPUTE, PRODUCTION, CAPEX),
    "Non-production hardware": CostCategory(PURCHASE, COMPUTE, NON_PRODUCTION, CAPEX),
    "Maintenance": CostCategory(PURCHASE, COMPUTE, SUPPORT),
    "Power": CostCategory(PURCHASE, OTHER, FACILITIES),
    "Hosting": CostCategory(PURCHASE, OTHER, FACILITIES),
}
"""Names by the `category` of a line. A hybrid's own lines are sums of its parts' lines, whose categories count."""
