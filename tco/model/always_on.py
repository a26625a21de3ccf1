"""Always on: servers that the client owns run whether an hour needs them or not."""

from tco.line import line


@line("Instances that run in an hour", "instances")
def running_instances(instances):
    """The whole fleet, in every hour."""
    return 1 * instances
