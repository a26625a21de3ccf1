"""Users: how many people a full replica serves, and what each of them costs while it is full."""

from tco.line import Input, line
from tco.vocabulary import ratio

duty_cycle = Input(
    "Duty cycle of a user",
    "share",
    "self_hosted.duty_cycle",
    "Share of a user's time in which one of his requests is in flight; reported only, the fleet is sized by requests.",
    0.2,
    minimum=0.001,
    maximum=1.0,
    source="A napkin essay on inference economics, June 2026",
)


@line("Users of a replica", "users")
def replica_users(batch, duty_cycle):
    """People who keep the batch full, each with a request in flight for his share of the time."""
    return batch / duty_cycle


@line("Price of a replica", "money/h")
def replica_price(hourly_price, discount, instances_per_replica, replicas_per_instance):
    """What its instances cost in an hour, shared among the replicas that they hold."""
    return hourly_price * (1 - discount) * instances_per_replica / replicas_per_instance


@line("Price of a user for an hour", "money/h")
def user_hour(replica_price, replica_users):
    """On a full replica, hardware alone."""
    return ratio(replica_price, replica_users)


@line("Price of a user for a month", "money/month")
def user_month(user_hour, days_per_month, hours_per_day):
    """The same around the clock for the days of the month."""
    return user_hour * days_per_month * hours_per_day
