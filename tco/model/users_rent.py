"""Rent of a user: what each user of a full replica costs while its instances are rented."""

from tco.line import line
from tco.vocabulary import ratio


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
