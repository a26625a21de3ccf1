"""The answer: the texts and figures of the first page, from the outcome of the comparison."""
