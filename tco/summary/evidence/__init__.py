"""The evidence: the texts and figures of the second page and the appendix."""
