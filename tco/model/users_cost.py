"""Cost of active users: the month's cost shared among the users of its peak, or among those that the fleet could hold."""

from tco.line import line
from tco.vocabulary import ratio


@line("Cost per user served", "money/user/month")
def cost_per_user_served(cost, users_served):
    """Effective cost of the month over the active users of its peak; 0 stands for no traffic."""
    return ratio(cost, users_served)


@line("Cost per user that the fleet holds", "money/user/month")
def cost_per_user_held(cost, fleet_users):
    """What it would be with every replica full."""
    return ratio(cost, fleet_users)
