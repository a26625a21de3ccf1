"""The odds of a recommendation: in how many simulated cases it is the answer, which other option is, and what that makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Class = Literal["clear", "leaning", "open"]


@dataclass(frozen=True)
class Odds:
    """Shares of all draws in which the recommended option is the answer, and in which its strongest rival is."""

    name: Class
    """Clear: the answer often enough to act on. Open: another option is the answer more often, or too few draws have this answer."""
    share: float
    rival: str | None
    """The other option that is the answer most often; None where no other ever is."""
    rival_share: float

    @property
    def is_behind(self) -> bool:
        """True where the rival is the answer more often."""
        return self.rival_share > self.share


def odds_of(answer: str | None, shares: Mapping[str, float], clear_from: float, leaning_from: float) -> Odds | None:
    """The odds of the plan's answer by the share of draws of which each option is the answer; None where the plan has no answer."""
    if answer is None:
        return None
    share, others = shares[answer], {name: found for name, found in shares.items() if name != answer and found > 0}
    rival = max(others, key=lambda name: others[name], default=None)
    rival_share = others[rival] if rival else 0.0
    is_open = rival_share > share or share < leaning_from
    return Odds("open" if is_open else "clear" if share >= clear_from else "leaning", share, rival, rival_share)
