"""The evidence: what the second page and the appendix say."""
