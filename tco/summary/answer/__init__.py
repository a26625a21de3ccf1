"""The answer: what the first page says, from the outcome of the comparison."""
