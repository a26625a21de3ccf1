"""The formula language: the words a line may use, and the ways in which a line is read."""
