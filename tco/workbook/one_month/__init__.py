"""Volume and Sensitivity: the lines of one month over volumes, or with one uncertain input at a time."""
