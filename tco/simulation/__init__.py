"""Monte Carlo: every uncertain input drawn at once, for all options alike, through the same lines as the plan itself."""
