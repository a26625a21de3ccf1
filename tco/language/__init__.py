"""The formula language: what a line can say, and the ways in which it is read."""
